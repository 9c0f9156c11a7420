"""Issuing, making, trying again; and that what is issued stays."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, SubmittedDifferently
from kit.typefaces import LettersMissing
from stocktakes.frozen_line import canonical, sha256
from stocktakes.models import Making, Stocktake, StocktakeFile, StocktakePicture
from stocktakes.services import LEASE, add_pdf, issue_stocktake, render_stocktake, retry_stocktake
from tests.at_once import at_once
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory, unreadable

FROZEN = "never changed"
TIMES = 3


def verbs(stocktake):
    log = LogEntry.objects.filter(object_type="stocktakes.stocktake", object_id=str(stocktake.pk)).order_by("pk")
    return list(log.values_list("verb", flat=True))


def kinds(stocktake):
    return sorted(stocktake.files.values_list("kind", flat=True))


def test_issue_stocktake_freezes_data_and_pictures_and_says_so(world, gathered, at):
    assert (gathered.number, gathered.status, gathered.as_at) == (1, "rendering", at)
    assert gathered.data_sha256 == sha256(canonical(Stocktake.objects.get(pk=gathered.pk).data))
    assert gathered.pictures.count() == 1
    assert verbs(gathered) == ["gathered"]


def test_issue_stocktake_numbers_editions_one_after_the_other(world, gathered, at):
    second = issue_stocktake(world.programme, title="Two", foreword="More.", by=world.lead, at=at)
    assert (gathered.number, second.number) == (1, 2)


def test_issue_stocktake_twice_is_one_edition(world, gathered, at):
    words = {"title": gathered.title, "foreword": gathered.foreword}
    assert issue_stocktake(world.programme, **words, by=world.lead, at=at + timedelta(hours=1), number=1) == gathered
    assert (Stocktake.objects.count(), verbs(gathered)) == (1, ["gathered"])


@pytest.mark.parametrize("other", ["title", "foreword", "corrects"])
def test_issue_stocktake_refuses_a_number_that_was_asked_for_with_other_words(world, issued, at, other):
    words = {"title": issued.title, "foreword": issued.foreword, "corrects": None}
    words[other] = issued if other == "corrects" else "Again"
    with pytest.raises(SubmittedDifferently):
        issue_stocktake(world.programme, **words, by=world.lead, at=at, number=1)
    assert Stocktake.objects.count() == 1


def test_issue_stocktake_refuses_a_number_that_is_not_the_next(world, gathered, at):
    with pytest.raises(InvalidTransition, match="Edition 3 is not the next one"):
        issue_stocktake(world.programme, title="Three", foreword="3.", by=world.lead, at=at, number=3)
    assert Stocktake.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_other", [False, True], ids=["same words", "other words"])
def test_issue_stocktake_asked_for_twice_at_once_is_one_edition(world, at, is_other):
    for number in range(1, TIMES + 1):
        titles = ("One", "Another" if is_other else "One")
        became = at_once(
            *(partial(issue_stocktake, world.programme, title=title, foreword="It goes on.", by=world.lead, at=at,
                      number=number) for title in titles)
        )  # fmt: skip
        edition = Stocktake.objects.get(number=number)
        assert {edition, SubmittedDifferently if is_other else edition} == set(became)
        assert edition.pictures.count() == 1
        assert verbs(edition) == ["gathered"]


def test_issue_stocktake_corrects_only_what_was_issued_in_the_same_programme(world, gathered, other_programme, at):
    elsewhere = StocktakeFactory(programme=other_programme, status="issued", issued_at=at)
    for corrects in (gathered, elsewhere):
        with pytest.raises(InvalidTransition):
            issue_stocktake(world.programme, title="C", foreword="C", by=world.lead, at=at, corrects=corrects)
    assert Stocktake.objects.filter(programme=world.programme).count() == 1


def test_issue_stocktake_tells_which_edition_it_corrects(world, issued, at):
    second = issue_stocktake(world.programme, title="Two", foreword="Mended.", by=world.lead, at=at, corrects=issued)
    assert (second.corrects, second.data["edition"]["corrects"]) == (issued, 1)


def test_issue_stocktake_leaves_nothing_when_its_log_cannot_be_written(world, at):
    with pytest.raises(ValueError, match='must be a "User" instance'):
        issue_stocktake(world.programme, title="One", foreword="One.", by=world.programme, at=at)
    assert (Stocktake.objects.count(), StocktakePicture.objects.count()) == (0, 0)


def test_render_stocktake_draws_from_frozen_rows_alone(world, gathered, at, without_pango):
    world.area.title = "Renamed since"
    world.area.save()
    world.programme.posters.update(title="Renamed since", alt_text="Renamed since")
    world.programme.title = "Renamed since"
    world.programme.save()
    issued = render_stocktake(gathered, at=at)
    for file in issued.files.all():
        assert "Renamed since" not in bytes(file.content).decode()
    assert issued.data["programme"]["title"] == "Programme here"


@pytest.mark.pango
def test_render_stocktake_makes_page_spreadsheet_and_pdf_and_issues(gathered, at):
    issued = render_stocktake(gathered, at=at)
    assert (issued.status, issued.issued_at, issued.making.done_percent) == ("issued", at, 100)
    assert kinds(issued) == ["csv", "html", "pdf"]
    assert verbs(issued) == ["gathered", "issued"]
    for file in issued.files.all():
        assert (file.sha256, file.size) == (sha256(bytes(file.content)), len(file.content))


@pytest.mark.pango
def test_add_pdf_brings_the_pdf_that_could_not_be_drawn(gathered, at, without_pango):
    issued = render_stocktake(gathered, at=at)
    assert (issued.status, kinds(issued)) == ("issued", ["csv", "html"])
    assert list(Stocktake.objects.lacking_pdf()) == [issued]
    assert add_pdf(issued, at=at) is False
    without_pango()
    assert add_pdf(issued, at=at) is True
    assert add_pdf(issued, at=at) is True
    assert kinds(issued) == ["csv", "html", "pdf"]
    assert verbs(issued) == ["gathered", "issued", "pdf_added"]
    assert list(Stocktake.objects.lacking_pdf()) == []


def test_render_stocktake_leaves_alone_what_another_worker_has_in_hand(gathered, at, without_pango):
    Making.objects.filter(pk=gathered.pk).update(claimed_until=at + LEASE)
    assert render_stocktake(gathered, at=at).status == "rendering"
    assert kinds(gathered) == []
    assert render_stocktake(gathered, at=at + LEASE - timedelta(seconds=1)).status == "rendering"
    assert render_stocktake(gathered, at=at + LEASE).status == "issued"


def test_render_stocktake_says_what_happened_and_can_be_tried_again(world, gathered, at, without_pango):
    data = gathered.data
    Stocktake.objects.filter(pk=gathered.pk).update(data=unreadable(data))
    gathered.refresh_from_db()
    failed = render_stocktake(gathered, at=at)
    assert (failed.status, failed.issued_at, kinds(failed)) == ("failed", None, [])
    assert failed.problem.endswith("Nothing was issued.")
    assert list(Stocktake.objects.due(at)) == []
    Stocktake.objects.filter(pk=failed.pk).update(data=data)
    retry_stocktake(failed, by=world.lead, at=at)
    failed.refresh_from_db()
    assert render_stocktake(failed, at=at).status == "issued"
    assert verbs(failed) == ["gathered", "failed", "retried", "issued"]


def test_render_stocktake_stores_no_file_when_one_of_them_is_there(gathered, at, without_pango):
    StocktakeFileFactory(stocktake=gathered, kind="csv")
    assert render_stocktake(gathered, at=at).status == "failed"
    assert kinds(gathered) == ["csv"]


def test_retry_stocktake_refuses_what_did_not_fail(world, issued, at):
    with pytest.raises(InvalidTransition):
        retry_stocktake(issued, by=world.lead, at=at)


@pytest.mark.django_db(transaction=True)
def test_render_stocktake_makes_one_edition_when_two_workers_come_at_once(world, gathered, without_pango):
    start, at = threading.Barrier(2), timezone.now()

    def work():
        start.wait()
        try:
            render_stocktake(Stocktake.objects.get(pk=gathered.pk), at=at)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    gathered.refresh_from_db()
    assert (gathered.status, gathered.problem, kinds(gathered)) == ("issued", "", ["csv", "html"])
    assert verbs(gathered) == ["gathered", "issued"]


@pytest.mark.parametrize(
    "change",
    [
        lambda pk: Stocktake.objects.filter(pk=pk).update(title="Another"),
        lambda pk: Stocktake.objects.filter(pk=pk).update(status="rendering", issued_at=None),
        lambda pk: StocktakeFile.objects.filter(stocktake=pk).update(content=b"Another"),
        lambda pk: StocktakePicture.objects.filter(stocktake=pk).update(content=b"Another"),
    ],
)
def test_issued_edition_is_refused_every_change_by_the_database(issued, change):
    with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic():
        change(issued.pk)
    assert Stocktake.objects.get(pk=issued.pk).title == "Stocktake 1"


@pytest.mark.typefaces
def test_issue_stocktake_refuses_a_word_without_a_typeface_before_anything_is_frozen(world, at, latin_only):
    poster = world.programme.posters.published().earliest("pk")
    poster.title = "Welcome வணக்கம்"
    poster.save()
    with pytest.raises(LettersMissing, match=r"“வணக்கம்” cannot be set on paper.*the package fonts-noto-core"):
        issue_stocktake(world.programme, title="One", foreword="It goes on.", by=world.lead, at=at)
    assert (Stocktake.objects.count(), LogEntry.objects.filter(verb="gathered").count()) == (0, 0)
