"""Papers of a meeting: which files are kept, given only to be kept, and to the public only with the minutes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LogEntry
from kit import papers
from kit.papers import NOT_WHAT_IT_SAYS, WRONG_KIND, SentPaper
from kit.refusals import Refused
from phases.meetings.services import add_paper, publish_minutes, remove_paper, withdraw_minutes
from phases.models import Meeting, MeetingPaper, Minutes
from tests.conftest import staff_with
from tests.phases.factories import MeetingFactory, MeetingPaperFactory, MinutesFactory
from tests.programmes.factories import QuietPeriodFactory
from tests.refusing import WriteRefused, refusing

PDF = b"%PDF-1.7 slides"


@pytest.fixture
def meeting(programme) -> Meeting:
    return MeetingFactory(programme=programme)


def to_add(meeting: Meeting) -> str:
    return reverse("phases:paper-create", args=[meeting.programme.slug, meeting.pk])


def public(paper: MeetingPaper) -> str:
    return reverse("phases:meeting-paper", args=[paper.minutes.meeting.programme.slug, paper.pk])


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("slides.PDF", PDF, "pdf"),
        ("notes.docx", b"PK\x03\x04word", "docx"),
        ("list.csv", "Name,Café\n".encode(), "csv"),
        ("notes.txt", "\ufeffTwo benches".encode(), "txt"),
    ],
)
def test_paper_is_kept_as_what_it_is_and_given_only_to_be_kept(desk, meeting, programme, name, content, kind):
    desk.post(to_add(meeting), {"title": "Slides & notes", "file": SimpleUploadedFile(name, content)})
    paper = MeetingPaper.objects.get()
    assert (paper.kind, bytes(paper.content), paper.size) == (kind, content, len(content))
    given = desk.get(reverse("phases:paper-file", args=[programme.slug, paper.pk]))
    assert given.content == content
    assert given.headers["Content-Disposition"] == f'attachment; filename="slides-notes.{kind}"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.details) == ("paper_added", {"kind": kind})


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("page.html", b"<script>alert(1)</script>", WRONG_KIND),
        ("drawing.svg", b"<svg/>", WRONG_KIND),
        ("macros.docm", b"PK\x03\x04", WRONG_KIND),
        ("photograph.jpg", b"\xff\xd8\xff", WRONG_KIND),
        ("no ending", PDF, WRONG_KIND),
        ("page.pdf", b"<html>", NOT_WHAT_IT_SAYS),
        ("notes.docx", PDF, NOT_WHAT_IT_SAYS),
        ("notes.txt", b"\xff\xfe\x00", NOT_WHAT_IT_SAYS),
        ("empty.pdf", b"", "This file is empty."),
        pytest.param("large.pdf", PDF + b"x" * papers.MAX_BYTES, "The file must be smaller than 10 MB.", id="large"),
    ],
)
def test_what_is_no_paper_is_refused_at_its_field_and_words_stay(desk, meeting, name, content, why):
    answer = desk.post(to_add(meeting), {"title": "Slides & notes", "file": SimpleUploadedFile(name, content)})
    assert answer.context["form"].errors == {"file": [why]}
    assert "Slides &amp; notes" in answer.text
    assert MeetingPaper.objects.count() == 0


def test_public_has_a_paper_only_while_its_minutes_are_published(client, meeting, lead, at):
    paper = MeetingPaperFactory(minutes=MinutesFactory(meeting=meeting), title="The slides")
    page = meeting.get_absolute_url()
    assert (client.get(public(paper)).status_code, "The slides" in client.get(page).text) == (404, False)
    publish_minutes(meeting, by=lead, at=at)
    given = client.get(public(paper))
    assert (given.content, "The slides</a> (TXT, 12" in client.get(page).text) == (b"Two benches.", True)
    assert given.headers["Content-Disposition"] == 'attachment; filename="the-slides.txt"'
    etag = given.headers["ETag"]
    assert client.get(public(paper), headers={"If-None-Match": etag}).status_code == 304
    withdraw_minutes(meeting, by=lead, at=at)
    assert client.get(public(paper), headers={"If-None-Match": etag}).status_code == 404
    assert "The slides" not in client.get(page).text


def test_paper_is_given_under_its_own_programme_alone(client, desk, meeting, other_programme, lead, at):
    theirs = MeetingPaperFactory(minutes__meeting=MeetingFactory(programme=other_programme))
    publish_minutes(theirs.minutes.meeting, by=lead, at=at)
    slug = meeting.programme.slug
    assert client.get(reverse("phases:meeting-paper", args=[slug, theirs.pk])).status_code == 404
    assert desk.get(reverse("phases:paper-file", args=[slug, theirs.pk])).status_code == 404
    assert desk.post(reverse("phases:paper-remove", args=[slug, theirs.pk]), {"sure": "yes"}).status_code == 404


def test_paper_is_removed_when_it_was_asked_first(desk, client_of, meeting, programme):
    paper = MeetingPaperFactory(minutes__meeting=meeting)
    address = reverse("phases:paper-remove", args=[programme.slug, paper.pk])
    assert client_of(staff_with("viewer", programme)).post(address, {"sure": "yes"}).status_code == 403
    assert "it cannot be brought back" in desk.post(address).text
    assert MeetingPaper.objects.count() == 1
    desk.post(address, {"sure": "yes"})
    assert (MeetingPaper.objects.count(), LogEntry.objects.latest("pk").verb) == (0, "paper_removed")


def test_same_file_twice_and_more_than_twenty_are_refused(meeting, lead, at):
    add_paper(meeting, title="One", file=SentPaper("pdf", PDF), by=lead, at=at)
    with pytest.raises(Refused, match="there already"):
        add_paper(meeting, title="Two", file=SentPaper("pdf", PDF), by=lead, at=at)
    MeetingPaperFactory.create_batch(19, minutes=Minutes.objects.get())
    with pytest.raises(Refused, match="20 papers at most"):
        add_paper(meeting, title="More", file=SentPaper("txt", b"More"), by=lead, at=at)


def test_paper_waits_in_a_quiet_period_where_it_would_be_public_at_once(meeting, lead, at):
    MinutesFactory(meeting=meeting)
    publish_minutes(meeting, by=lead, at=at)
    QuietPeriodFactory(
        programme=meeting.programme, from_on=at.date() - timedelta(days=1), until_on=at.date() + timedelta(days=2)
    )
    with pytest.raises(Refused, match="Until then"):
        add_paper(meeting, title="One", file=SentPaper("pdf", PDF), by=lead, at=at)
    withdraw_minutes(meeting, by=lead, at=at)
    add_paper(meeting, title="One", file=SentPaper("pdf", PDF), by=lead, at=at)


def test_paper_is_neither_added_nor_removed_when_the_log_refuses(meeting, lead, at):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        add_paper(meeting, title="One", file=SentPaper("pdf", PDF), by=lead, at=at)
    assert (MeetingPaper.objects.count(), Minutes.objects.count()) == (0, 0)
    paper = MeetingPaperFactory(minutes__meeting=meeting)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        remove_paper(paper, by=lead, at=at)
    assert MeetingPaper.objects.count() == 1


def test_database_refuses_a_kind_that_is_none(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingPaperFactory(minutes__meeting=meeting, kind="html")


@pytest.mark.parametrize("papers_there", [1, 20])
def test_public_page_of_a_meeting_asks_the_same_few_questions(client, meeting, lead, at, papers_there):
    MeetingPaperFactory.create_batch(papers_there, minutes=MinutesFactory(meeting=meeting))
    publish_minutes(meeting, by=lead, at=at)
    with CaptureQueriesContext(connection) as asked:
        client.get(meeting.get_absolute_url())
    assert len(asked) == 4
    assert not any('"phases_meetingpaper"."content"' in query["sql"] for query in asked.captured_queries)
