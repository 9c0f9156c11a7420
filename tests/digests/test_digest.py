"""Who is told what has happened since they spoke: whoever it goes back to, once, what is public, until a stop."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import ActionArea, Commitment, CommitmentSource, ProgressUpdate, Proposer
from consultations.models import Feedback, HandIn, Poster
from digests import emails
from digests.digest import Digests, digests_of
from digests.models import DigestEntry, Reader
from digests.readers import hash_of_address
from digests.services import cancel_outdated_digests, choose_digests, resume_digests, send_digests, stop_digests
from digests.tasks import cancel_outdated
from findings.models import Finding
from kit.refusals import InvalidTransition
from outbox.models import About, Message
from outbox.services import Email, queue_message
from programmes.models import Programme
from tests.actions.factories import ActionAreaFactory, ProposerFactory
from tests.digests.factories import DigestEntryFactory, ReaderFactory
from tests.digests.scene import Scene, build_scene, press, recipients_of
from tests.stakeholders.factories import AppointmentFactory
from tests.world import build_world

WEEK = timedelta(days=7)
NOON = datetime.fromisoformat("2016-10-04T12:00:00+01:00")


@pytest.fixture
def scene(programme, lead, appointment) -> Scene:
    """One line from what people said to what came of it, with somebody behind each end of it."""
    return build_scene(programme, lead, appointment)


def letter_to(address: str) -> Message:
    return Message.objects.get(to_address=address, kind="digest")


def lines(programme: Programme, address: str) -> list[str]:
    """What one person would be told, line by line."""
    digest = next(each for each in digests_of(programme, NOON).to_send if each.address == address)
    return [line for line in emails.text_of(digest, programme).splitlines() if line.startswith("- ")]


# -- Who is told what ---------------------------------------------------------------------------------


def test_everybody_the_line_goes_back_to_is_told_and_why(scene):
    assert {each.address: each.why for each in digests_of(scene.programme, NOON).to_send} == {
        "robin@example.org": "Poster 1, “A bench” (handed in)",
        scene.speaker: "What Carers together said in “Tell us what you think”",
        "ines@example.org": "Action area 1, “More benches” (put forward)",
        "tom@example.org": "Action area 1, “More benches” (joined)",
    }


def test_each_is_told_all_that_hangs_below_with_its_page(scene):
    site, here = "http://testserver", f"/programmes/{scene.programme.slug}"
    finding = f"- Priority “Places to sit” was accepted in part: No money for all. {site}{here}/findings/1/"
    moves = [
        f"was taken on. {site}{here}/actions/1/",
        f"is now “under way”: Two benches. (10 September 2016) {site}{here}/actions/1/",
    ]
    below = [finding, *(f"- Action area 1 “More benches” {each}" for each in moves)]
    edition = f"- “Stocktake 1” was issued. {site}{here}/stocktakes/1/"
    assert lines(scene.programme, "robin@example.org") == [*below, edition]
    assert lines(scene.programme, scene.speaker) == [*below, edition]
    assert lines(scene.programme, "ines@example.org") == [*(f"- It {each}" for each in moves), edition]


def test_only_what_came_after_somebody_spoke_is_told_to_them(scene):
    CommitmentSource.objects.update(said_at=scene.moved_at + timedelta(minutes=1))
    assert "tom@example.org" not in recipients_of(scene.programme, NOON)


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        (Finding.objects, "Priority “Places to sit”"),
        (ActionArea.objects, "More benches” was taken on"),
        (ProgressUpdate.objects, "Two benches."),
        (Programme.objects, "- "),
    ],
)
def test_nothing_unpublished_is_told(scene, rows, gone):
    assert gone in "".join(lines(scene.programme, "robin@example.org"))
    if rows is ProgressUpdate.objects:
        rows.update(status="kept")
    else:
        rows.update(published_at=None, published_by=None)
    scene.programme.refresh_from_db()
    digests = digests_of(scene.programme, NOON)
    said = "".join(emails.text_of(each, scene.programme) for each in digests.to_send)
    assert gone not in said
    assert [each for each in digests.held_back if gone in each.why] == []


def test_no_private_word_is_in_a_letter_or_in_its_subject(db, at):
    here = build_world()
    HandIn.objects.update(contact_name="Robin", contact_details="robin@example.org")
    for person in [each.person for each in Proposer.objects.all()] + [each.person for each in Commitment.objects.all()]:
        person.name, person.email = "Somebody", f"p{person.pk}@example.org"
        person.save()
    here.appointment.person.name = "Somebody"
    here.appointment.person.save()
    digests = digests_of(here.programme, at)
    assert len(digests.to_send) > 3
    text = emails.subject_of(here.programme) + "".join(emails.text_of(each, here.programme) for each in digests.to_send)
    assert ("canary" in text, "Two benches stand on two estates." in text) == (False, True)


def test_one_person_gets_one_message_with_all_their_lines(scene):
    HandIn.objects.update(contact_name="Ines", contact_details=" INES@example.org ")
    digest = next(each for each in digests_of(scene.programme, NOON).to_send if each.address == "ines@example.org")
    assert [item.heading for item in digest.items_with_news] == [
        "Poster 1, “A bench”, which you handed in",
        "Action area 1, “More benches”, which you put forward",
    ]


def test_whoever_put_it_forward_and_joined_reads_it_once(scene):
    Commitment.objects.update(person=Proposer.objects.get().person)
    digest = next(each for each in digests_of(scene.programme, NOON).to_send if each.address == "ines@example.org")
    assert [item.heading for item in digest.items_with_news] == [
        "Action area 1, “More benches”, which you put forward and joined"
    ]
    assert len(lines(scene.programme, "ines@example.org")) == 3


def test_a_successor_is_told_and_whoever_spoke_before_is_not(scene, lead, at):
    before = Feedback.objects.get().appointment
    before.ended_at, before.ended_by, before.ending = at - WEEK, lead, "stepped_down"
    before.save()
    silent = [each for each in digests_of(scene.programme, at).held_back if not each.address]
    assert [(each.name, each.held_back_because) for each in silent] == [
        ("Carers together", "Nobody speaks for it now.")
    ]
    after = AppointmentFactory(partnership=before.partnership, started_at=at - WEEK)
    told = recipients_of(scene.programme, at)
    assert (scene.speaker in told, after.person.email in told) == (False, True)
    press(scene.programme, lead, NOON)
    assert DigestEntry.objects.filter(feedback=Feedback.objects.get()).count() == 4


def test_whoever_moved_on_or_was_never_meant_is_not_told(scene, at):
    proposer = Proposer.objects.get()
    proposer.until_on = NOON.date()
    proposer.save()
    ProposerFactory(area=proposer.area, named_by_mistake=True, person__email="never@example.org")
    told = recipients_of(scene.programme, NOON)
    assert ("ines@example.org" in told, "never@example.org" in told) == (False, False)


def test_whoever_took_back_that_they_joined_is_not_told(scene, at):
    assert "tom@example.org" in recipients_of(scene.programme, NOON)
    Commitment.objects.update(taken_back_at=at, published_at=None, published_by=None)
    assert "tom@example.org" not in recipients_of(scene.programme, NOON)


# -- Who is left out, and why -------------------------------------------------------------------------


def test_who_is_left_out_is_named_with_the_reason(scene, lead):
    HandIn.objects.update(contact_details="07700 900123")
    ines = Proposer.objects.get().person
    ines.contact_by = "telephone"
    ines.save()
    queue_message(About("a", 1), Email("Tom@example.org", "A", "A"), kind="test", at=NOON)
    Message.objects.update(state="failed", last_words="550 No such person")
    stop_digests(ReaderFactory(programme=scene.programme, **hashed(scene.speaker)), by=None, at=NOON)
    left_out = {each.name: each.held_back_because for each in digests_of(scene.programme, NOON).held_back}
    assert left_out == {
        "Robin Adeyemi": "There is no e-mail address.",
        "Ines Okoro": "Would like to hear by telephone.",
        "Tom Hale": "The last message to their address could not be delivered.",
        str(Feedback.objects.get().said_by): "Asked us to stop.",
    }


def hashed(address: str) -> dict[str, str]:
    return {"address_hash": hash_of_address(address)}


def test_within_a_week_nothing_more_goes_and_after_it_only_what_is_new(scene, lead):
    assert press(scene.programme, lead, NOON) == 4
    Message.objects.update(state="accepted", accepted_at=NOON)
    assert digests_of(scene.programme, NOON + WEEK) == Digests()
    new = ActionAreaFactory(programme=scene.programme, number=2, published_by=lead, published_at=NOON)
    new.posters.set(Poster.objects.all())
    early = digests_of(scene.programme, NOON + WEEK - timedelta(days=1))
    assert [each.held_back_because for each in early.held_back] == [
        "Was written to on 4 October 2016; the next message can go on 11 October 2016."
    ]
    later = digests_of(scene.programme, NOON + WEEK)
    assert [each.address for each in later.to_send] == ["robin@example.org"]
    assert [news.key for news in later.to_send[0].contributors[0][1]] == [("area", new.pk, "")]


def test_a_letter_still_on_its_way_comes_before_the_next(scene, lead):
    press(scene.programme, lead, NOON)
    new = ActionAreaFactory(programme=scene.programme, number=2, published_by=lead, published_at=NOON)
    new.posters.set(Poster.objects.all())
    later = digests_of(scene.programme, NOON + WEEK)
    assert [each.held_back_because for each in later.held_back] == ["The last message to them has not gone yet."]


def test_what_a_message_that_never_went_said_is_told_later(scene, lead):
    press(scene.programme, lead, NOON)
    Message.objects.update(state="cancelled", stop_reason="Somebody said no.")
    assert recipients_of(scene.programme, NOON + WEEK) == recipients_of(scene.programme, NOON + WEEK)
    assert press(scene.programme, lead, NOON + WEEK) == 4
    assert set(DigestEntry.objects.values_list("sent_on", flat=True)) == {(NOON + WEEK).date()}


def test_reading_asks_as_often_for_a_hundred_as_for_ten(programme, lead, django_assert_num_queries):
    area = ActionAreaFactory(programme=programme, number=1, published_by=lead)
    for number, size in enumerate((10, 90)):
        for each in ProposerFactory.create_batch(size, area=area, person__email=""):
            each.person.email = f"p{each.pk}@example.org"
            each.person.save()
        with django_assert_num_queries(26):
            assert len(digests_of(programme, NOON).to_send) == (10, 100)[number]


# -- Sending ------------------------------------------------------------------------------------------


def test_send_digests_queues_one_message_each_and_remembers_codes_alone(scene, lead):
    assert press(scene.programme, lead, NOON) == 4
    letter = letter_to("robin@example.org")
    assert (letter.subject, letter.to_name) == ("What has happened since: Better neighbours", "Robin Adeyemi")
    assert (letter.daytime_only, letter.forgets_text, letter.reply_to) == (True, True, scene.programme.contact_email)
    assert letter.unsubscribe_url.startswith("http://testserver/t/")
    assert f"\n{letter.unsubscribe_url}\n" in letter.text
    assert "<li>Priority “Places to sit” was accepted in part: No money for all." in letter.html
    entry = LogEntry.objects.get(verb="digests_sent")
    assert (entry.by, entry.details) == (lead, {"people": 4, "things": DigestEntry.objects.count()})
    kept = repr(list(DigestEntry.objects.values())) + repr(list(Reader.objects.values()))
    assert [word for word in ("robin", "example.org", "bench", "Places") if word in kept] == []


def test_send_digests_at_night_waits_for_the_morning(scene, lead):
    late = NOON.replace(hour=22)
    press(scene.programme, lead, late)
    assert timezone.localtime(letter_to("robin@example.org").due_at).isoformat() == "2016-10-05T08:00:00+01:00"
    assert set(Reader.objects.values_list("last_sent_on", flat=True)) == {late.date() + timedelta(days=1)}


def test_send_digests_refuses_what_nobody_has_seen(scene, lead):
    seen = digests_of(scene.programme, NOON).fingerprint
    Finding.objects.update(published_at=None, published_by=None)
    with pytest.raises(InvalidTransition):
        send_digests(scene.programme, as_seen=seen, by=lead, at=NOON)
    assert (Message.objects.filter(kind="digest").count(), DigestEntry.objects.count(), Reader.objects.count()) == (
        0,
        0,
        0,
    )


def test_send_digests_twice_sends_once(scene, lead):
    seen = digests_of(scene.programme, NOON).fingerprint
    send_digests(scene.programme, as_seen=seen, by=lead, at=NOON)
    with pytest.raises(InvalidTransition):
        send_digests(scene.programme, as_seen=seen, by=lead, at=NOON)
    with pytest.raises(InvalidTransition):
        press(scene.programme, lead, NOON)
    assert Message.objects.filter(kind="digest").count() == 4


@pytest.mark.parametrize("meanwhile", [{"stopped_at": NOON}, {"last_sent_on": NOON.date()}], ids=["stopped", "told"])
def test_whoever_stops_or_is_told_between_the_look_and_the_letter_gets_none(scene, lead, meanwhile):
    reader = ReaderFactory(programme=scene.programme, **hashed("robin@example.org"))
    happened = []

    def first(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "last_sent_on" in sql and not happened:
            happened.append(meanwhile)
            Reader.objects.filter(pk=reader.pk).update(**meanwhile)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(first):
        assert press(scene.programme, lead, NOON) == 3
    assert Message.objects.filter(to_address="robin@example.org").count() == 0
    assert DigestEntry.objects.filter(reader=reader).count() == 0


def test_database_refuses_two_in_a_week_whatever_the_code_does(scene, lead):
    """The guard below the service: a row moved by hand is refused too."""
    press(scene.programme, lead, NOON)
    today = NOON.date()
    for last_sent_on in (today + timedelta(days=6), today - timedelta(days=1), None):
        with pytest.raises(IntegrityError, match="once in seven days"), transaction.atomic():
            Reader.objects.update(last_sent_on=last_sent_on)
    assert Reader.objects.update(last_sent_on=today) == 4
    assert Reader.objects.update(last_sent_on=today + WEEK) == 4
    entry = DigestEntry.objects.filter(proposer__isnull=False).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestEntryFactory(reader=entry.reader, proposer=entry.proposer, **entry.key._asdict())
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestEntryFactory(proposer=entry.proposer, commitment=Commitment.objects.first())


# -- Stopping -----------------------------------------------------------------------------------------


def test_stop_holds_and_stops_what_is_queued(scene, lead):
    press(scene.programme, lead, NOON)
    reader = Reader.objects.get(**hashed("robin@example.org"))
    for _ in range(2):
        stop_digests(reader, by=None, at=NOON)
    assert (letter_to("robin@example.org").state, letter_to("tom@example.org").state) == ("cancelled", "due")
    assert LogEntry.objects.filter(verb="digests_stopped", by=None).count() == 1
    later = digests_of(scene.programme, NOON + WEEK)
    assert [(each.address, each.held_back_because) for each in later.held_back] == [
        ("robin@example.org", "Asked us to stop.")
    ]
    for _ in range(2):
        resume_digests(reader, by=None, at=NOON)
    assert LogEntry.objects.filter(verb="digests_resumed").count() == 1
    # What the stopped message would have said was never told.
    assert [each.address for each in digests_of(scene.programme, NOON + WEEK).to_send] == ["robin@example.org"]


def test_stop_holds_for_the_person_at_another_address_and_in_this_programme_alone(scene, lead, other_programme):
    press(scene.programme, lead, NOON)
    stop_digests(Reader.objects.get(**hashed("ines@example.org")), by=None, at=NOON)
    ines = Proposer.objects.get().person
    ines.email = "ines.new@example.org"
    ines.save()
    elsewhere = ActionAreaFactory(programme=other_programme, number=1, published_by=lead)
    ProposerFactory(area=elsewhere, person=ines)
    left_out = digests_of(scene.programme, NOON + WEEK).held_back
    assert [(each.address, each.held_back_because) for each in left_out] == [
        ("ines.new@example.org", "Asked us to stop.")
    ]
    assert recipients_of(other_programme, NOON) == {"ines.new@example.org"}


def test_stop_holds_back_what_is_queued_at_the_address_somebody_had_before(scene, lead):
    press(scene.programme, lead, NOON)
    reader = Reader.objects.get(**hashed("ines@example.org"))
    newer = ReaderFactory(programme=scene.programme)
    newer.people.set(reader.people.all())
    stop_digests(newer, by=None, at=NOON)
    assert (letter_to("ines@example.org").state, letter_to("tom@example.org").state) == ("cancelled", "due")
    assert Reader.objects.stopped().count() == 2


def test_a_representative_stops_before_anything_was_told(scene, lead, appointment):
    choose_digests(appointment, is_wanted=False, by=appointment.person.user, at=NOON)
    assert scene.speaker not in recipients_of(scene.programme, NOON)
    choose_digests(appointment, is_wanted=True, by=appointment.person.user, at=NOON)
    assert scene.speaker in recipients_of(scene.programme, NOON)


def test_what_is_taken_down_before_the_morning_is_not_sent(scene, lead):
    press(scene.programme, lead, NOON.replace(hour=22))
    assert cancel_outdated_digests(at=NOON) == 0
    Finding.objects.update(published_at=None, published_by=None)
    assert cancel_outdated_digests(at=NOON) == 2
    states = {each.to_address: each.state for each in Message.objects.filter(kind="digest")}
    assert states == {
        "robin@example.org": "cancelled", scene.speaker: "cancelled",
        "ines@example.org": "due", "tom@example.org": "due",
    }  # fmt: skip
    Programme.objects.update(published_at=None, published_by=None)
    cancel_outdated()
    assert Message.objects.filter(kind="digest", state="due").count() == 0
