"""Files that people send: within a day's measure, never in the way of words, and none that nobody wrote down."""

import errno
import os
import re
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from consultations.models import Poster, SentPicture
from consultations.posters.models import out_of_reach
from consultations.posters.pictures import keep_picture
from consultations.posters.sent_files import ENOUGH_TODAY
from consultations.posters.services.editing import exchange_photograph
from consultations.posters.services.hand_in import add_photograph, keep_photograph
from consultations.posters.services.pictures import GAVE_UP, LEASE, MAX_TRIES, draw_sent_picture, sweep_files
from kit.refusals import Refused
from kit.uploads import NO_ROOM
from phases.models import AttendanceImport
from tests.at_once import at_once
from tests.consultations.factories import PosterFactory
from tests.consultations.test_poster_hand_in import HERE, call, photograph, typed  # noqa: F401
from tests.filled_forms import filled
from tests.phases.factories import MeetingFactory
from tests.refusing import WriteRefused, refusing
from tests.test_admin import fields_of
from tests.test_architecture import SOURCES

DESK = "/desk/neighbours/posters/"
NOT_KEPT = "Your photograph was not kept. Choose it again before you press."


@pytest.fixture
def disk(settings, tmp_path):
    """Two folders of files that are empty; `disk("no room")` leaves nowhere to write, and `disk("room")` gives it back.

    Where a folder is expected stands a file, which every file system refuses as it refuses a file that does not fit.
    """
    (tmp_path / "full").write_bytes(b"")

    def lay(state: str) -> None:
        place = tmp_path / ("full" if state == "no room" else "files")
        settings.SENT_ROOT, settings.MEDIA_ROOT = place / "sent", place / "media"

    lay("room")
    return lay


def files() -> list[str]:
    """Return the names of all files as they were sent."""
    return sorted(out_of_reach().listdir("")[1]) if out_of_reach().exists("") else []


# -- Counted before it is stored ------------------------------------------------------------------------


def test_photographs_of_forms_that_failed_are_kept_within_a_days_measure(client, typed, disk, settings):  # noqa: F811
    settings.HAND_IN_MB_A_DAY = 3
    forms = [typed | {"key": str(uuid4()), "title": "", "photograph": photograph()} for _ in range(8)]
    answers = [client.post(HERE, form).text for form in forms]
    assert [ENOUGH_TODAY in text for text in answers] == [False] * 2 + [True] * 6
    assert ["Somewhere to sit." in text for text in answers] == [True] * 8
    assert (SentPicture.objects.count(), len(files())) == (2, 2)
    # The words go without it.
    assert client.post(HERE, typed).status_code == 302


def test_photographs_that_were_handed_in_count_too_and_their_replacement_does_not(
    client,
    typed,  # noqa: F811
    disk,
    settings,
):
    settings.HAND_IN_MB_A_DAY = 2
    for title in ("", "A bench"):
        client.post(HERE, typed | {"title": title, "photograph": photograph()})
    assert (Poster.objects.count(), len(files())) == (1, 1)
    assert ENOUGH_TODAY in client.post(HERE, typed | {"key": str(uuid4()), "photograph": photograph()}).text


def test_a_days_measure_is_each_programmes_own_and_not_the_teams(programme, other_programme, lead, at, disk, settings):
    settings.HAND_IN_MB_A_DAY = 2
    add_photograph(programme, key=uuid4(), file=photograph(), title="On paper", by=lead, at=at)
    keep_photograph(programme, key=uuid4(), file=photograph(), at=at)
    with pytest.raises(Refused, match="So many photographs have come"):
        keep_photograph(programme, key=uuid4(), file=photograph(), at=at + timedelta(hours=23))
    add_photograph(programme, key=uuid4(), file=photograph(), title="On paper too", by=lead, at=at)
    keep_photograph(other_programme, key=uuid4(), file=photograph(), at=at)
    keep_photograph(programme, key=uuid4(), file=photograph(), at=at + timedelta(days=1))
    assert len(files()) == 5


def test_photograph_is_not_stored_for_whoever_sends_too_often(client, typed, disk, settings):  # noqa: F811
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "1/m/ip"}
    forms = [typed | {"key": str(uuid4()), "title": "", "photograph": photograph()} for _ in range(3)]
    answers = [client.post(HERE, form).text for form in forms]
    assert [NOT_KEPT in text for text in answers] == [False, True, True]
    assert (SentPicture.objects.count(), len(files())) == (1, 1)


# -- A disk without room --------------------------------------------------------------------------------


def test_poster_hand_in_without_room_keeps_the_words_and_goes_without_the_photograph(
    client,
    typed,  # noqa: F811
    disk,
):
    disk("no room")
    answer = client.post(HERE, typed | {"photograph": photograph()})
    assert (answer.status_code, NO_ROOM in answer.text) == (200, True)
    assert [word for word in typed.values() if word.replace("&", "&amp;") not in answer.text] == []
    assert (Poster.objects.count(), SentPicture.objects.count()) == (0, 0)
    assert client.post(HERE, typed).status_code == 302


@pytest.mark.parametrize("page", ["photograph", "exchange"])
def test_team_is_told_that_there_is_no_room(client_of, lead, programme, disk, page):
    poster = PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    disk("no room")
    address = f"{DESK}photograph/" if page == "photograph" else f"{DESK}{poster.pk}/photograph/"
    answer = client_of(lead).post(address, {"title": "A bench on paper", "photograph": photograph()})
    assert (answer.status_code, NO_ROOM in answer.text) == (200, True)
    assert (Poster.objects.count(), SentPicture.objects.count()) == (1, 0)


def test_web_admin_keeps_a_poster_as_it_was_where_there_is_no_room(client_of, lead, programme, disk):
    poster, client = PosterFactory(programme=programme), client_of(lead)
    path = reverse("admin:consultations_poster_change", args=[poster.pk])
    disk("no room")
    sent = {"new_picture": photograph(), "alt_text": "A bench", "words": "What somebody has typed."}
    answer = client.post(path, fields_of(client.get(path)) | sent)
    assert (answer.status_code, NO_ROOM in answer.text) == (200, True)
    assert "What somebody has typed." in answer.text
    assert Poster.objects.get().picture.name == ""


@pytest.mark.parametrize("page", ["poster", "sheet", "admin"])
def test_file_for_which_there_is_no_room_while_it_is_read_is_told_and_the_words_stay(
    client_of,
    lead,
    typed,  # noqa: F811
    programme,
    settings,
    tmp_path,
    page,
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_UPLOAD_TEMP_DIR = 10, str(tmp_path / "gone")
    meeting, poster, client = MeetingFactory(programme=programme), PosterFactory(programme=programme), client_of(lead)
    admin = reverse("admin:consultations_poster_change", args=[poster.pk])
    sheet = SimpleUploadedFile("people.csv", b"Name\nAnn Oak\n", "text/csv")
    address, sent, told = {
        "poster": (HERE, typed | {"photograph": photograph()}, "A bench of our own"),
        "sheet": (reverse("phases:attendance-import-list", args=["neighbours", meeting.pk]), {"file": sheet}, ""),
        "admin": (admin, fields_of(client.get(admin)) | {"new_picture": photograph(), "words": "Typed."}, "Typed."),
    }[page]
    # As the page sends it, which knows it again.
    drawn = (
        {} if page == "admin" else {name: value[0] for name, value in filled(client.get(address).text)[0].sent.items()}
    )
    answer = client.post(address, drawn | sent)
    assert (answer.status_code, NO_ROOM in answer.text, told in answer.text) == (200, True, True)
    assert (Poster.objects.count(), SentPicture.objects.count(), AttendanceImport.objects.count()) == (1, 0, 0)


class EndsInTheMiddle(SimpleUploadedFile):
    """A file after whose first half the disk is full."""

    def chunks(self, chunk_size=None):
        yield self.read()[:100]
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_is_not_left(programme, at, disk):
    with pytest.raises(Refused, match="There is no room"):
        keep_photograph(programme, key=uuid4(), file=EndsInTheMiddle("bench.jpg", photograph().read()), at=at)
    assert (files(), SentPicture.objects.count()) == ([], 0)


class SentMeanwhile(SimpleUploadedFile):
    """A file that takes so long to store that its form comes once more meanwhile."""

    def chunks(self, chunk_size=None):
        keep_photograph(self.programme, key=self.key, file=photograph(), at=self.at)
        return super().chunks(chunk_size)


@pytest.mark.parametrize("is_kept_before", [False, True])
def test_photograph_that_comes_twice_at_once_leaves_one_file(programme, at, disk, is_kept_before):
    slow = SentMeanwhile("bench.jpg", photograph().read())
    slow.programme, slow.key, slow.at = programme, uuid4(), at
    if is_kept_before:
        keep_photograph(programme, key=slow.key, file=photograph(), at=at)
    kept = keep_photograph(programme, key=slow.key, file=slow, at=at)
    assert files() == [kept.file.name]


def test_file_whose_row_cannot_be_written_is_not_left(programme, lead, at, disk):
    poster = PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    with refusing(SentPicture), pytest.raises(WriteRefused):
        keep_photograph(programme, key=uuid4(), file=photograph(), at=at)
    with refusing(SentPicture), pytest.raises(WriteRefused):
        exchange_photograph(poster, file=photograph(), by=lead, at=at)
    assert files() == []


@pytest.fixture
def storing(monkeypatch, settings, tmp_path):
    """Let no picture be stored for a reason of the file system's, until it is left; none is there from before."""
    settings.MEDIA_ROOT = tmp_path

    @contextmanager
    def storing(reason):
        def fail(*asked):
            raise OSError(reason, os.strerror(reason))

        with monkeypatch.context() as patched:
            patched.setattr(FileSystemStorage, "_save", fail)
            yield

    return storing


def test_photograph_waits_until_there_is_room_for_the_picture_however_long(programme, lead, at, storing):
    poster = PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    before = files()
    sent = exchange_photograph(poster, file=photograph(), by=lead, at=at)
    with storing(errno.ENOSPC):
        for tries in range(5):
            assert draw_sent_picture(sent, at=at + tries * LEASE)
    sent.refresh_from_db()
    assert (sent.state, sent.tries, len(files())) == ("received", 0, len(before) + 1)
    draw_sent_picture(sent, at=at + 5 * LEASE)
    poster.refresh_from_db()
    assert (poster.width, poster.picture.storage.exists(poster.picture.name)) == (40, True)


def test_photograph_that_cannot_be_stored_for_another_reason_is_given_up(programme, lead, at, storing):
    poster = PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    sent = exchange_photograph(poster, file=photograph(), by=lead, at=at)
    with storing(errno.EACCES):
        for tries in range(MAX_TRIES + 1):
            assert draw_sent_picture(sent, at=at + tries * LEASE)
    sent.refresh_from_db()
    assert (sent.state, sent.problem) == ("refused", GAVE_UP)


class CountedMeanwhile(SimpleUploadedFile):
    """A file that takes so long to store that another one comes meanwhile and fills the day."""

    def chunks(self, chunk_size=None):
        keep_photograph(self.programme, key=uuid4(), file=photograph(), at=self.at)
        return super().chunks(chunk_size)


def test_photograph_that_others_have_overtaken_is_counted_once_more(programme, at, disk, settings):
    settings.HAND_IN_MB_A_DAY = 2
    slow = CountedMeanwhile("bench.jpg", photograph().read())
    slow.programme, slow.at = programme, at
    with pytest.raises(Refused, match="So many photographs have come"):
        keep_photograph(programme, key=uuid4(), file=slow, at=at)
    assert (SentPicture.objects.count(), len(files())) == (1, 1)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_photographs_that_come_at_once_are_kept_within_a_days_measure(programme, at, disk, settings):
    settings.HAND_IN_MB_A_DAY = 2
    keys = [uuid4() for _ in range(4)]
    at_once(*(partial(keep_photograph, programme, key=key, file=photograph(), at=at) for key in keys))
    assert (SentPicture.objects.count(), len(files())) == (1, 1)


# -- What nobody wrote down -----------------------------------------------------------------------------


def test_files_that_no_row_names_are_swept_after_a_day(programme, at, disk):
    kept = keep_photograph(programme, key=uuid4(), file=photograph(), at=at)
    poster = PosterFactory(programme=programme, alt_text="A bench")
    keep_picture(poster, photograph())
    poster.save()
    orphans = ["0123456789abcdef", "posters/orphan.jpg", "posters/orphan-small.jpg"]
    for storage, name in zip([out_of_reach(), default_storage, default_storage], orphans, strict=True):
        storage.save(name, ContentFile(b"left"))
    assert sweep_files(at=at + timedelta(hours=23)) == 0
    assert sweep_files(at=at + timedelta(hours=26)) == 3
    assert files() == [kept.file.name]
    assert len(default_storage.listdir("posters")[1]) == 2
    assert sweep_files(at=at + timedelta(hours=26)) == 0


def test_folders_that_are_not_there_yet_are_swept(disk, db, at):
    assert sweep_files(at=at) == 0


def test_every_column_and_form_that_holds_a_file_is_one_of_these():
    """Another one has to be swept, and to say when there is no room for it."""
    columns = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]
    assert sorted(columns) == ["Poster.picture", "SentPicture.file"]
    made = re.compile(r"forms\.(?:File|Image)Field\(")
    # The page that keeps words asks for files again, and sends them to the form that they were for.
    found = [path.name for path in SOURCES if made.search(path.read_text(encoding="utf-8"))]
    assert found == ["kept_words.py"]
