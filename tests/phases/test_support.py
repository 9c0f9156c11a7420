"""What is arranged for people at a meeting: written down, moved on step by step, and taken away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.days import day
from kit.refusals import InvalidTransition
from phases.meetings.support.services import (
    ArrangementDetails,
    add_arrangement,
    change_arrangement,
    move_arrangement,
    remove_arrangement,
)
from phases.models import Arrangement, Attendance
from tests.conftest import staff_with
from tests.filled_forms import SURE
from tests.phases.factories import ArrangementFactory, AttendanceFactory, MeetingFactory
from tests.programmes.factories import TeamMemberFactory
from tests.reading import text_seen


@pytest.fixture
def ann(programme) -> Attendance:
    """Ann comes to a meeting of next week, and needs an interpreter."""
    meeting = MeetingFactory(
        programme=programme, starts_at=timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7),
        ends_at=None, title="The event",
    )  # fmt: skip
    return AttendanceFactory(
        meeting=meeting, person__name="Ann Oak", presence="registered", communication_needs="British Sign Language"
    )


@pytest.fixture
def desk(client_of, programme):
    return client_of(staff_with("facilitator", programme))


def in_days(count: int):
    return timezone.localdate() + timedelta(days=count)


def boxes(on) -> dict[str, int]:
    return {"arrange_by_on_0": on.day, "arrange_by_on_1": on.month, "arrange_by_on_2": on.year}


def page(name: str, row) -> str:
    return reverse(f"phases:{name}", args=["neighbours", row.pk])


def entries() -> list[tuple[str, dict]]:
    return list(LogEntry.objects.exclude(verb="looked").order_by("pk").values_list("verb", "details"))


# -- what the services write --------------------------------------------------------------------------


def test_arrangement_is_written_down_with_codes_in_the_log_and_no_words(ann, lead, at):
    details = ArrangementDetails(in_days(3), lead, "Farsi", "A woman, if it can be")
    arrangement = add_arrangement(ann, kind="interpreter", details=details, by=lead, at=at)
    assert (arrangement.what, arrangement.more, arrangement.stands) == (
        "Interpreter, Farsi",
        "A woman, if it can be",
        "Not arranged yet",
    )
    told = {"kind": "interpreter", "owner": lead.pk, "arrange_by_on": in_days(3).isoformat()}
    assert entries() == [("added", told)]


def test_arrangement_whose_log_cannot_be_written_is_not_written_down(ann, lead, at, monkeypatch):
    def full(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("phases.meetings.support.services.record", full)
    with pytest.raises(RuntimeError):
        add_arrangement(ann, kind="travel", details=ArrangementDetails(in_days(3)), by=lead, at=at)
    arrangement = ArrangementFactory(attendance=ann)
    with pytest.raises(RuntimeError):
        move_arrangement(arrangement, status="booked", by=lead, at=at)
    with pytest.raises(RuntimeError):
        change_arrangement(arrangement, details=ArrangementDetails(in_days(4)), by=lead, at=at)
    with pytest.raises(RuntimeError):
        remove_arrangement(arrangement, by=lead, at=at)
    assert list(Arrangement.objects.values_list("status", "arrange_by_on")) == [("noted", arrangement.arrange_by_on)]


def test_arrangement_change_says_what_was_before_and_nothing_where_nothing_changed(ann, lead, viewer, at):
    arrangement = ArrangementFactory(attendance=ann, owner=viewer, particulars="A taxi", arrange_by_on=in_days(2))
    details = ArrangementDetails(in_days(3), lead, "", "A taxi from Byker")
    for _ in range(2):
        arrangement = change_arrangement(arrangement, details=details, by=lead, at=at)
    told = {"owner": lead.pk, "arrange_by_on": in_days(3).isoformat()}
    told |= {"old_owner": viewer.pk, "old_arrange_by_on": in_days(2).isoformat()}
    assert entries() == [("changed", {"fields": ["arrange_by_on", "owner", "particulars"]} | told)]


@pytest.mark.parametrize(
    ("kind", "status", "allowed"),
    [
        ("travel", "noted", ["booked"]),
        ("travel", "booked", ["noted", "confirmed"]),
        ("travel", "confirmed", ["booked"]),
        ("payment", "noted", ["claimed"]),
        ("payment", "claimed", ["noted", "paid"]),
        ("payment", "paid", ["claimed"]),
    ],
)
def test_arrangement_moves_to_its_next_step_or_the_one_before_and_nowhere_else(ann, lead, at, kind, status, allowed):
    moved = []
    for to in ("noted", "booked", "confirmed", "claimed", "paid", "nonsense"):
        arrangement = ArrangementFactory(attendance=ann, kind=kind, status=status)
        try:
            moved.append(move_arrangement(arrangement, status=to, by=lead, at=at).status)
        except InvalidTransition:
            continue
    assert moved == allowed
    assert entries() == [("arrangement_moved", {"was": status, "status": to}) for to in allowed]
    steps = [each and each.value for each in (arrangement.before, arrangement.after) if each]
    assert steps == allowed


def test_arrangement_that_was_taken_away_meanwhile_is_refused(ann, lead, at):
    arrangement = ArrangementFactory(attendance=ann)
    Arrangement.objects.all().delete()
    with pytest.raises(InvalidTransition, match="This was taken away meanwhile"):
        move_arrangement(arrangement, status="booked", by=lead, at=at)


def test_arrangements_go_with_their_attendance(ann):
    ArrangementFactory(attendance=ann)
    ann.delete()
    assert Arrangement.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "x"},
        {"kind": "payment", "status": "booked"},
        {"status": "claimed"},
        {"language": "Farsi"},
        {"kind": "interpreter"},
        {"kind": "other"},
    ],
)
def test_database_refuses_an_arrangement_that_cannot_be(ann, wrong):
    with pytest.raises(IntegrityError):
        ArrangementFactory(attendance=ann, **wrong)


# -- the desk -----------------------------------------------------------------------------------------


def test_support_list_shows_people_with_needs_and_arrangements_and_who_sees_to_them(ann, desk, programme, lead):
    gone = TeamMemberFactory(programme=programme, user__name="Gus Gone", until_on=timezone.localdate()).user
    ArrangementFactory(
        attendance=ann, kind="interpreter", language="BSL", owner=lead, arrange_by_on=in_days(3), status="booked"
    )
    ArrangementFactory(attendance=ann, kind="care", owner=gone, arrange_by_on=in_days(-1))
    ArrangementFactory(attendance=ann, kind="payment", owner=None, arrange_by_on=in_days(-1), status="paid")
    bea = AttendanceFactory(meeting=ann.meeting, presence="apologies", person__name="Bea Elm", access_needs="A ramp")
    ArrangementFactory(attendance=bea, status="booked", owner=lead, arrange_by_on=in_days(2))
    AttendanceFactory(meeting=ann.meeting, presence="registered", person__name="Cy Fir")
    AttendanceFactory(meeting=ann.meeting, presence="apologies", person__name="Dee Yew", access_needs="A ramp")
    words = text_seen(desk.get(page("support-list", ann.meeting)).text)
    assert [name in words for name in ("Ann Oak", "Bea Elm", "Cy Fir", "Dee Yew")] == [True, True, False, False]
    yesterday = day(in_days(-1))
    for said in (
        f"Interpreter, BSL Booked {lead.name} sees to it, by {day(in_days(3))}.",
        f"Not arranged yet Nobody sees to it: Gus Gone is no longer on the team, by {yesterday}. Overdue",
        f"Payment Paid Nobody sees to it, by {yesterday}. Not paid after all",
        "They do not come. Call this off, then take it away here.",
    ):
        assert said in words


@pytest.mark.parametrize("more", [1, 30])
def test_support_list_takes_the_same_number_of_queries(ann, desk, lead, more, django_assert_num_queries):
    for _ in range(more):
        came = AttendanceFactory(meeting=ann.meeting, presence="registered")
        ArrangementFactory.create_batch(2, attendance=came)
    with django_assert_num_queries(10):
        assert desk.get(page("support-list", ann.meeting)).status_code == 200


def test_arrangement_create_writes_it_down(ann, desk, lead):
    typed = {"kind": "interpreter", "language": " Farsi ", "owner": lead.pk} | boxes(in_days(7))
    assert desk.post(page("arrangement-create", ann), typed).status_code == 302
    arrangement = Arrangement.objects.get()
    assert (arrangement.what, arrangement.owner, arrangement.arrange_by_on) == ("Interpreter, Farsi", lead, in_days(7))


@pytest.mark.parametrize(
    ("days", "typed", "said"),
    [
        (1, {}, "Choose what is to be arranged."),
        (1, {"kind": "interpreter"}, "Enter the language, for example British Sign Language."),
        (1, {"kind": "travel", "language": "Farsi"}, "Only an interpreter has a language"),
        (1, {"kind": "other", "particulars": ""}, "Enter what is to be arranged."),
        (1, {"kind": "travel", "owner": "0"}, "Choose from the list."),
        (-1, {"kind": "travel"}, "The day must be today or later."),
        (8, {"kind": "travel"}, ": choose that day, or one before it."),
        (5 * 366 + 1, {"kind": "payment"}, "The day must be within five years."),
        (1, {"kind": "travel", "particulars": "x" * 201}, "Shorten it to 200 or fewer."),
    ],
)
def test_arrangement_create_says_what_is_wrong_and_keeps_the_words(ann, desk, days, typed, said):
    words = {"particulars": "A ramp"} | typed
    answer = desk.post(page("arrangement-create", ann), boxes(in_days(days)) | words)
    assert (said in answer.text, words["particulars"] in answer.text) == (True, True)
    assert Arrangement.objects.count() == 0


def test_arrangement_create_takes_a_payment_alone_after_the_meeting(ann, desk):
    ann.meeting.starts_at -= timedelta(days=14)
    ann.meeting.save()
    refused = desk.post(page("arrangement-create", ann), {"kind": "travel"} | boxes(in_days(1)))
    assert "The meeting is over: only a payment can still be arranged." in refused.text
    assert desk.post(page("arrangement-create", ann), {"kind": "payment"} | boxes(in_days(30))).status_code == 302
    assert Arrangement.objects.get().kind == "payment"


def test_arrangement_edit_keeps_kind_and_status_and_a_day_that_is_past(ann, desk, lead):
    arrangement = ArrangementFactory(attendance=ann, status="booked", arrange_by_on=in_days(-2))
    address = page("arrangement-edit", arrangement)
    assert ("id_kind" in (drawn := desk.get(address).text), "id_language" in drawn) == (False, False)
    typed = {"kind": "payment", "particulars": "A taxi", "owner": lead.pk} | boxes(in_days(-2))
    assert desk.post(address, typed).status_code == 302
    stands = Arrangement.objects.values_list("kind", "status", "particulars", "owner")
    assert list(stands) == [("travel", "booked", "A taxi", lead.pk)]


def test_arrangement_move_and_back(ann, desk):
    arrangement = ArrangementFactory(attendance=ann, kind="payment")
    for status, told in (("claimed", "Payment: claimed."), ("noted", "Payment: not claimed yet.")):
        answer = desk.post(page("arrangement-move", arrangement), {"status": status}, follow=True)
        assert told in answer.text
    answer = desk.post(page("arrangement-move", arrangement), {"status": "booked"}, follow=True)
    assert "Choose one of the buttons: this is not how it is arranged." in answer.text


def test_arrangement_remove_asks_first(ann, desk):
    arrangement = ArrangementFactory(attendance=ann)
    address = page("arrangement-remove", arrangement)
    assert "Take this away for Ann Oak: Travel?" in desk.post(address).text
    assert Arrangement.objects.count() == 1
    assert "Travel: taken away." in desk.post(address, SURE, follow=True).text
    assert Arrangement.objects.count() == 0


def test_arrangement_of_another_programme_is_not_there(desk, other_programme):
    other = ArrangementFactory(attendance__meeting__programme=other_programme)
    assert desk.get(page("arrangement-edit", other)).status_code == 404
