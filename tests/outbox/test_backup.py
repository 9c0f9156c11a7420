"""The commands that make a backup and put the site back from one, on real processes."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.outbox.crash import Scene
from tests.outbox.servers import free_port

pytestmark = pytest.mark.both
RUNS = "Nothing was restored. The site runs on this data folder. Stop the web server and the worker first."
IS_OPEN = (
    "Nothing was restored. Something has the database open. Stop the site, on all hosts, and whatever else reads it."
)
BIN = Path(sys.executable).parent
WEB = ["gunicorn", "--config", "python:config.gunicorn", "--workers", "1", "config.wsgi"]
WORKER = ["celery", "-A", "config", "worker", "-P", "solo", "--loglevel", "CRITICAL"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("backup")) as scene:
        yield scene


@pytest.fixture
def saved(scene: Scene, tmp_path: Path) -> Path:
    """A backup of two messages and two files; nothing of the site runs after it."""
    shutil.rmtree(scene.folder / "media", ignore_errors=True)
    (scene.folder / "media" / "posters").mkdir(parents=True)
    (scene.folder / "media" / "posters" / "7.jpg").write_bytes(b"seven")
    (scene.folder / "media" / "map.png").write_bytes(b"map")
    scene.renew_operator()
    scene.set(2)
    scene.operator.close()
    assert command(scene, "backup", tmp_path / "saved") == ""
    return tmp_path / "saved"


@contextmanager
def running(scene: Scene, words: list[str]) -> Iterator[None]:
    """A process of the site that is up, and has said so, for as long as the block lasts."""
    environment = scene.environment() | {"HOST": "127.0.0.1", "PORT": str(free_port())}
    process = subprocess.Popen(
        [str(BIN / words[0]), *words[1:]],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 30
    while not is_held(scene.folder / "site.lock"):
        assert time.monotonic() < until, "It does not come up."
        assert process.poll() is None
        time.sleep(0.1)
    yield
    process.terminate()
    process.wait(30)


def is_held(file: Path) -> bool:
    """Whether the kernel knows of a lock on the file."""
    return file.exists() and f":{file.stat().st_ino} " in Path("/proc/locks").read_text()


def command(scene: Scene, name: str, folder: Path) -> object:
    """Give a command in a process of its own; what it refuses."""
    return scene.workers.do("command", words=[name, str(folder)])


def queued(scene: Scene) -> list[str]:
    return [row["topic_id"] for row in scene.workers.do("report")]


def files(scene: Scene) -> dict[str, bytes]:
    media = scene.folder / "media"
    return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def test_restore_puts_database_and_files_back_as_they_were(scene: Scene, saved: Path) -> None:
    scene.workers.do("queue", count=1, first=7)
    (scene.folder / "media" / "later.jpg").write_bytes(b"later")
    (scene.folder / "media" / "map.png").write_bytes(b"another")
    (scene.folder / "media" / "posters" / "7.jpg").unlink()
    assert command(scene, "restore", saved) == ""
    assert queued(scene) == ["0", "1"]
    assert files(scene) == {"posters/7.jpg": b"seven", "map.png": b"map"}


def test_restore_twice_over_makes_a_database_that_can_be_backed_up_again(
    scene: Scene, saved: Path, tmp_path: Path
) -> None:
    assert command(scene, "restore", saved) == ""
    assert command(scene, "backup", tmp_path / "again") == ""
    assert command(scene, "restore", tmp_path / "again") == ""
    assert queued(scene) == ["0", "1"]


@pytest.mark.sqlite
@pytest.mark.parametrize("is_gone", [False, True])
def test_restore_leaves_no_log_of_the_later_database_beside_it(scene: Scene, saved: Path, is_gone: bool) -> None:
    # A worker that was killed leaves its log, which would be read into the database that is put back.
    scene.workers.do("queue", count=50, first=100)
    log = scene.folder / "crash.sqlite3-wal"
    assert log.stat().st_size > 0
    for file in [scene.folder / "crash.sqlite3"] * is_gone:
        file.unlink()
    assert command(scene, "restore", saved) == ""
    assert not log.exists()
    with closing(sqlite3.connect(scene.folder / "crash.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert queued(scene) == ["0", "1"]


@pytest.mark.sqlite
def test_restore_takes_the_place_of_a_database_that_is_not_whole(scene: Scene, saved: Path) -> None:
    (scene.folder / "crash.sqlite3").write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    assert command(scene, "restore", saved) == ""
    assert queued(scene) == ["0", "1"]


@pytest.mark.parametrize("words", [WEB, WORKER], ids=["web server", "worker"])
def test_restore_refuses_while_a_process_of_the_site_runs(scene: Scene, saved: Path, words: list[str]) -> None:
    scene.workers.do("queue", count=1, first=7)
    with running(scene, words):
        assert command(scene, "restore", saved) == RUNS
    assert queued(scene) == ["0", "1", "7"]
    assert command(scene, "restore", saved) == ""


def test_restore_refuses_while_anything_has_the_database_open(scene: Scene, saved: Path) -> None:
    scene.renew_operator()
    scene.operator.do("queue", count=1, first=7)
    assert command(scene, "restore", saved) == IS_OPEN
    scene.operator.close()
    assert queued(scene) == ["0", "1", "7"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no list": (
        lambda saved: (saved / "backup.json").unlink(),
        "{} holds no backup that was finished: backup.json is missing or broken.",
    ),
    "a list cut short": (
        lambda saved: cut(saved / "backup.json"),
        "{} holds no backup that was finished: backup.json is missing or broken.",
    ),
    "a file cut short": (
        lambda saved: cut(saved / "media" / "map.png"),
        "The backup in {} is not whole: media/map.png is missing or is not what was written.",
    ),
    "a file less": (
        lambda saved: (saved / "media" / "posters" / "7.jpg").unlink(),
        "The backup in {} is not whole: media/posters/7.jpg is missing or is not what was written.",
    ),
    "no folder": (shutil.rmtree, "{} holds no backup that was finished: backup.json is missing or broken."),
}


@pytest.mark.parametrize(("harm", "sentence"), BROKEN.values(), ids=BROKEN)
def test_restore_refuses_a_backup_that_is_not_whole(
    scene: Scene, saved: Path, harm: Callable[[Path], object], sentence: str
) -> None:
    scene.workers.do("queue", count=1, first=7)
    harm(saved)
    assert command(scene, "restore", saved) == f"Nothing was restored. {sentence.format(saved)}"
    assert (queued(scene), scene.workers.do("hold")) == (["0", "1", "7"], "")


def test_restore_refuses_a_database_file_that_was_cut_short(scene: Scene, saved: Path) -> None:
    name = next(file.name for file in saved.iterdir() if file.stem == "database")
    cut(saved / name)
    assert command(scene, "restore", saved) == (
        f"Nothing was restored. The backup in {saved} is not whole: {name} is missing or is not what was written."
    )


def test_restore_refuses_a_backup_of_another_kind_of_database(scene: Scene, saved: Path) -> None:
    ours, other = "database.sqlite3", "database.dump"
    if scene.postgres:
        ours, other = other, ours
    (saved / ours).rename(saved / other)
    listed = saved / "backup.json"
    listed.write_text(listed.read_text().replace(ours, other))
    assert command(scene, "restore", saved) == (
        f"Nothing was restored. The backup in {saved} is of another kind of database: {ours} is not in it."
    )


def test_backup_refuses_a_folder_with_something_in_it(scene: Scene, saved: Path) -> None:
    assert command(scene, "backup", saved) == (
        f"No backup was made. {saved} is not empty. Name a new folder for each backup."
    )


def test_backup_is_read_by_its_owner_alone(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o700


def test_backup_made_while_others_write_is_of_one_moment(scene: Scene, saved: Path, tmp_path: Path) -> None:
    scene.renew_operator()
    scene.workers.begin("queue", count=200, first=10)
    scene.operator.do("command", words=["backup", str(tmp_path / "meanwhile")])
    assert scene.workers.end()[0] == 0
    scene.operator.close()
    assert command(scene, "restore", tmp_path / "meanwhile") == ""
    found = queued(scene)
    assert found == ["0", "1", *(str(number) for number in range(10, 8 + len(found)))]
