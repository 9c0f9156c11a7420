"""Whatever is put back, by whatever means: nothing leaves before a person releases it. On real processes.

The table in docs/messages.md says what each of these tests shows.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from outbox.release_guard import COPIED, PUT_BACK, RESTORED, SILENT
from tests.outbox.crash import Scene, a_sample
from tests.outbox.servers import postgresql

pytestmark = pytest.mark.both


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Place"]:
    with Scene(tmp_path_factory.mktemp("restore")) as scene:
        yield Place(scene)


class Place:
    """A site with its database and data folder, and what an operator does to them while nothing of it runs."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.folder = scene.folder / "outbox"
        # The data folder of another host, if one goes on with this database.
        self.there: Path | None = None

    def begin(self) -> None:
        """One message has gone from here; three are due."""
        self.there = None
        self.scene.renew_operator()
        self.scene.set(1)
        self.scene.operator.close()
        self.do("send")
        self.do("queue", count=3, first=1)
        assert self.sent() == 1

    def do(self, job: str, **arguments: object) -> object:
        """What a process of its own does, and then ends."""
        return self.scene.workers.do(job, data_dir=str(self.there or ""), **arguments)

    def send(self) -> int:
        """Let a sender look; return how many messages have left so far."""
        self.do("send")
        return self.sent()

    def sent(self) -> int:
        return len(self.scene.relay.taken)

    def copies(self) -> list[int]:
        return sorted(self.scene.relay.copies().values())

    def back_up(self, saved: Path) -> None:
        """A backup by our command."""
        assert self.do("command", words=["backup", str(saved)]) == ""

    def restore(self, saved: Path) -> None:
        assert self.do("command", words=["restore", str(saved)]) == ""

    def save(self, saved: Path) -> None:
        """A backup by hand: a plain copy of the files, or a dump."""
        saved.mkdir(parents=True)
        shutil.copytree(self.folder, saved / "outbox")
        if self.scene.postgres:
            self.run("pg_dump", "--format=custom", f"--file={saved / 'dump'}")
        else:
            self.copy_database(self.scene.folder, saved)

    def put_back_database(self, saved: Path) -> None:
        if self.scene.postgres:
            self.run("pg_restore", "--clean", "--if-exists", "--single-transaction", str(saved / "dump"))
        else:
            self.copy_database(saved, self.scene.folder)

    def copy_database(self, source: Path, target: Path) -> None:
        """SQLite's file with its log beside it: as careful as a copy by hand can be."""
        for file in target.glob("crash.sqlite3*"):
            file.unlink()
        for file in source.glob("crash.sqlite3*"):
            shutil.copy2(file, target)

    def put_back_folder(self, saved: Path) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(saved / "outbox", self.folder)

    def put_back_both(self, saved: Path) -> None:
        self.put_back_database(saved)
        self.put_back_folder(saved)

    def run(self, program: str, *arguments: str) -> None:
        url = urlsplit(self.scene.server)._replace(path=f"/{self.scene.name}").geturl()
        subprocess.run([postgresql(program), f"--dbname={url}", *arguments], check=True, env=os.environ)


PutBack = Callable[[Place, Path], None]
WAYS = {
    "database": (Place.save, Place.put_back_database, RESTORED),
    "data folder": (Place.save, Place.put_back_folder, PUT_BACK),
    "both": (Place.save, Place.put_back_both, PUT_BACK),
    "by our command": (Place.back_up, Place.restore, RESTORED),
}


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice around a release"])
@pytest.mark.parametrize(("save", "put_back", "reason"), WAYS.values(), ids=WAYS)
def test_whatever_is_put_back_all_mail_is_held_until_it_is_released(
    place: Place, tmp_path: Path, save: PutBack, put_back: PutBack, reason: str, times: int
) -> None:
    place.begin()
    save(place, tmp_path / "saved")
    place.do("queue", count=1, first=9)
    assert place.send() == 5
    for _ in range(times):
        put_back(place, tmp_path / "saved")
        before = place.sent()
        assert (place.send(), place.do("hold")) == (before, reason)
        place.do("release")
        place.do("queue", count=1, first=9)
        place.send()
    # What a journal that was kept knows never goes again.
    knows = put_back is not Place.put_back_both
    assert place.copies() == ([1] * 5 if knows else [1] + [1 + times] * 4)


def test_backup_restored_at_once_holds_all_mail_though_none_has_gone_since(place: Place, tmp_path: Path) -> None:
    place.begin()
    place.back_up(tmp_path / "saved")
    place.restore(tmp_path / "saved")
    assert (place.send(), place.do("hold")) == (1, PUT_BACK)
    place.do("release")
    assert (place.send(), place.copies()) == (4, [1] * 4)


@pytest.mark.parametrize("way", ["database", "by our command"])
def test_older_backup_put_back_after_a_newer_one_holds_all_mail(place: Place, tmp_path: Path, way: str) -> None:
    save, put_back, reason = WAYS[way]
    place.begin()
    save(place, tmp_path / "older")
    assert place.send() == 4
    place.do("queue", count=1, first=9)
    save(place, tmp_path / "newer")
    assert place.send() == 5
    for backup in ("newer", "older"):
        put_back(place, tmp_path / backup)
        assert (place.send(), place.do("hold")) == (5, reason)
        place.do("release")
    place.do("queue", count=1, first=9)
    assert (place.send(), place.copies()) == (5, [1] * 5)


@pytest.mark.parametrize(
    ("way", "reason"), [("database", COPIED), ("both", PUT_BACK), ("by our command", COPIED)], ids=str
)
def test_backup_started_on_another_host_holds_all_mail(place: Place, tmp_path: Path, way: str, reason: str) -> None:
    place.begin()
    save, *_ = WAYS[way]
    save(place, tmp_path / "saved")
    place.there = tmp_path / "there"
    place.there.mkdir()
    if way == "both":
        shutil.copytree(tmp_path / "saved" / "outbox", place.there / "outbox")
    if way == "by our command":
        place.restore(tmp_path / "saved")
    assert (place.send(), place.do("hold")) == (1, reason)
    place.do("release")
    assert (place.send(), place.copies()) == (4, [1] * 4)


@pytest.mark.parametrize(("minutes", "sent", "reason"), [(14, 4, ""), (16, 1, SILENT)])
def test_place_that_has_been_silent_for_over_15_minutes_holds_its_mail(
    place: Place, minutes: int, sent: int, reason: str
) -> None:
    place.begin()
    place.do("stand_still", minutes=minutes)
    assert (place.send(), place.do("hold")) == (sent, reason)
    place.do("release")
    assert (place.send(), place.copies()) == (4, [1] * 4)


def test_sender_that_is_frozen_between_its_two_notes_of_a_beat_is_no_sign_of_a_backup(place: Place) -> None:
    place.begin()
    place.do("beat_by_half")
    assert (place.send(), place.do("hold")) == (4, "")


@pytest.mark.parametrize(
    "points", [a_sample(seed=4), pytest.param(range(1, 1000), marks=pytest.mark.proof)], ids=["some", "each"]
)
def test_restore_killed_at_any_file_it_touches_sends_nothing_and_can_be_done_again(
    place: Place, tmp_path: Path, points: Iterable[int]
) -> None:
    place.begin()
    media = place.scene.folder / "media"
    media.mkdir(exist_ok=True)
    (media / "poster.jpg").write_bytes(b"as it was")
    place.back_up(tmp_path / "saved")
    assert place.send() == 4
    struck = 0
    for point in sorted(points):
        (media / "poster.jpg").write_bytes(b"later")
        place.scene.workers.begin("command", words=["restore", str(tmp_path / "saved")], die_at=point)
        if place.scene.workers.end()[0] != -signal.SIGKILL:
            break
        struck += 1
        # Nothing was put back yet, or what was due again is held.
        assert (point, place.send()) == (point, 4)
        place.restore(tmp_path / "saved")
        assert (place.send(), (media / "poster.jpg").read_bytes()) == (4, b"as it was")
        place.do("release")
        assert (place.send(), place.copies()) == (4, [1] * 4)
    print(f"{struck} points")
    assert struck >= 3
