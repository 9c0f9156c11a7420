"""What goes into an edition, and what never does."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from PIL import Image

from programmes.models import Programme
from stocktakes.frozen_line import SCHEMA, canonical, gather, one_moment, sha256
from tests.actions.factories import ActionAreaFactory, CommitmentFactory, StepFactory
from tests.consultations.factories import PosterFactory
from tests.phases.factories import MeetingFactory
from tests.stocktakes.conftest import hang_picture
from tests.world import CANARY

EDITION = {"number": 1, "title": "Stocktake 1", "foreword": "It goes on.", "corrects": None}


def gathered(programme, at):
    return gather(programme, edition=EDITION, as_at=at)


def test_gather_leaves_out_a_meeting_that_was_cancelled(world, at):
    held = [each["title"] for each in gathered(world.programme, at)[0]["meetings"]]
    MeetingFactory(
        programme=world.programme,
        title="In spring",
        starts_at=at,
        ends_at=None,
        cancelled_at=at,
        cancelled_by=world.lead,
    )
    assert [each["title"] for each in gathered(world.programme, at)[0]["meetings"]] == held


def test_gather_holds_nothing_that_is_not_public(world, at):
    data, _ = gathered(world.programme, at)
    text = canonical(data).decode()
    assert re.findall(rf"[^\"]*{CANARY}[^\"]*", text) == []
    assert world.lead.email not in text


def test_gather_reads_the_line_as_the_public_does(world, at):
    data, _ = gathered(world.programme, at)
    (area,) = data["areas"]
    assert (area["proposed_by"], area["standing"]) == ("Housing association tenants", "under_way")
    assert area["latest_word"] == "Two benches stand on two estates."
    assert (area["asked"], area["answered"]) == (["September 2016", "Now"], ["September 2016", "Now"])
    assert [each["headline"] for each in area["updates"]] == ["Two benches stand on two estates."]
    assert (area["posters"], area["commitments_count"]) == ([1], 1)
    assert data["helped"] == [["A place to meet, free", 1]]
    assert data["stands"]["big"] == "1 of 1"
    assert data["standings"] == [["Under way", 1]]
    assert data["rounds"] == [
        {"name": "September 2016", "asked": 1, "answered": 1, "open_until": None},
        {"name": "Now", "asked": 1, "answered": 1, "open_until": world.open_round.answer_by_on.isoformat()},
    ]


def test_gather_gives_every_key_that_is_documented_and_no_other(world, at):
    data, _ = gathered(world.programme, at)
    text = (Path(settings.BASE_DIR) / "docs" / "stocktakes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", text, flags=re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(data)
    assert f"`{data['schema']}`" in text
    assert data["schema"] == SCHEMA


def test_gather_keeps_the_picture_small_and_without_what_the_camera_wrote(world, at):
    data, (picture,) = gathered(world.programme, at)
    with Image.open(BytesIO(picture.content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (800, 600), {})
    assert b"canary" not in picture.content
    (described,) = data["pictures"]
    assert (described["poster"], described["alt"]) == (1, "A green bench before a shop")
    assert (described["width"], described["height"], described["sha256"]) == (800, 600, sha256(picture.content))


def test_gather_leaves_out_a_picture_whose_file_is_gone(world, at):
    poster = world.programme.posters.get(number=1)
    poster.picture.storage.delete(poster.picture.name)
    data, pictures = gathered(world.programme, at)
    assert (data["pictures"], pictures) == ([], [])


def test_gather_takes_pictures_from_all_along_the_wall(programme, at):
    for number in range(1, 19):
        hang_picture(PosterFactory(programme=programme, number=number))
    data, pictures = gathered(programme, at)
    assert [each["poster"] for each in data["pictures"]] == [1, 4, 7, 10, 13, 16]
    assert len(pictures) == 6


def test_gather_asks_as_often_for_many_as_for_one(programme, at):
    def fill(first, last):
        for number in range(first, last + 1):
            area = ActionAreaFactory(programme=programme, number=number)
            area.posters.add(PosterFactory(programme=programme, number=number))
            StepFactory(area=area)
            CommitmentFactory(programme=programme, area=area)
            MeetingFactory(programme=programme)

    fill(1, 1)
    with CaptureQueriesContext(connection) as one:
        gathered(Programme.objects.get(pk=programme.pk), at)
    fill(2, 30)
    with CaptureQueriesContext(connection) as many:
        data, _ = gathered(Programme.objects.get(pk=programme.pk), at)
    assert (len(data["areas"]), len(many), len(one)) == (30, 30, 30)


def test_canonical_writes_the_same_data_in_one_way():
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'.encode()
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_moment_does_not_see_what_others_commit_meanwhile(programme):
    elsewhere = connections["default"].copy()
    try:
        with one_moment():
            before = Programme.objects.get(pk=programme.pk).title
            with elsewhere.cursor() as cursor:
                cursor.execute("UPDATE programmes_programme SET title = 'Changed meanwhile'")
            assert Programme.objects.get(pk=programme.pk).title == before
        assert Programme.objects.get(pk=programme.pk).title == "Changed meanwhile"
    finally:
        elsewhere.close()
