"""What an entry of the log says: who pressed, and how things were before. Every kind of entry is gone through."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import before, changes, record, verbs
from accounts.models import LogEntry
from actions.areas.services import edit_area
from actions.areas.snapshots import AreaSnapshot
from kit.pressed import ANYBODY, pressed_by, pressing
from phases.meetings.services import change_meeting
from programmes.audit_display import in_words
from tests.actions.factories import ActionAreaFactory
from tests.phases.factories import AttendanceFactory, MeetingFactory

ROOT = Path(__file__).resolve().parent.parent
# What is otherwise afterwards, in a way that its verb alone does not tell: it says how it was.
CHANGES = {
    "CHANGED", "MOVED", "EXTENDED", "RENAMED", "CORRECTED", "OWN_DETAILS_CHANGED", "CONTACT_CHANGED", "WINDOW_SET",
    "THRESHOLDS_SET", "TARGET_REVISED", "SET_UP", "NEEDS_RECORDED", "EVALUATION_OPENED", "REGISTRATION_CLOSED",
    "DECIDED", "HAT_ENDED", "PLACE_GIVEN_UP", "CHECKED_IN", "MINUTES_WRITTEN", "ARRANGEMENT_MOVED",
    "QUIET_PERIOD_CHANGED", "QUIET_PERIOD_ENDED", "IDENTITY_CHANGED", "ADDRESS_CHANGED", "FILE_GIVEN",
    "REQUEST_CHANGED", "CLOCK_STARTED", "REQUEST_EXTENDED", "HOLD_CHANGED",
    "OPENING_HELD", "TELLING_CHANGED", "PERIOD_SET", "QUESTION_CHANGED",
}  # fmt: skip
# What begins, ends or is let be: how it was is what the verb says, or nothing.
SAYS_ITSELF = {
    "ADDED", "REMOVED", "PUBLISHED", "WITHDRAWN", "TAKEN_DOWN", "KEPT_UNPUBLISHED", "OPENED", "CLOSED", "REOPENED",
    "ENDED", "CANCELLED", "REMINDED", "INFORMED", "INFORMED_BY_TELEPHONE", "INVITED", "ACCEPTED", "DECLINED",
    "PASSED_ON", "EXPIRED", "SENT_AGAIN", "READDRESSED", "APPOINTED", "SIGN_IN_GIVEN", "LOOKED", "CONTACTS_EXPORTED",
    "UPLOADED",
    "COLUMNS_MATCHED", "ROWS_MENDED", "IMPORTED", "GIVEN_UP", "FORGOTTEN", "FACTOR_ADDED", "FACTOR_REMOVED",
    "FACTOR_REFUSED", "FACTORS_CLEARED", "RECOVERY_CODES_MADE", "RECOVERY_CODE_USED", "PROPOSAL_ENDED", "HANDED_ON",
    "LINK_RENEWED",
    "BEGUN", "ENTERED", "ANSWERS_LINK_SENT",
    "LINK_SENT", "LINK_REVOKED", "LINK_GIVEN", "DRAFT_SAVED", "ANSWERED", "MOVED_ON", "NOT_THEIRS", "NOT_REACHED",
    "MERGED", "SEPARATED", "RECORDS_SENT", "CORRECTION_SETTLED", "SUBMITTED", "HANDED_IN", "CONSENT_RECORDED",
    "PICTURE_SENT", "PICTURE_DRAWN", "PICTURE_REFUSED", "CONTACT_FORGOTTEN", "DIGESTS_SENT", "DIGESTS_STOPPED",
    "DIGESTS_RESUMED", "DIGESTS_CANCELLED", "CODED", "REGISTERED", "MOVED_UP", "CHECK_IN_UNDONE", "WALKED_IN",
    "EVALUATED", "EVALUATIONS_EXPORTED", "HAT_GIVEN", "CHARACTERISTICS_ADDED", "NAMED", "SOUGHT_AGAIN", "FOUND",
    "GATHERED", "ISSUED", "FAILED", "PDF_ADDED", "RETRIED", "READ_ANEW", "PAPER_ADDED", "PAPER_REMOVED", "FILE_REMOVED",
    "MINUTES_PUBLISHED", "MINUTES_WITHDRAWN", "QUIET_PERIOD_SET", "LET_GO_ON", "ADDRESS_CODES_SENT",
    "DAILY_LIST_WANTED", "DAILY_LIST_STOPPED",
    "HANDED_TO_COLLEAGUE", "NOT_COMING", "TAKEN_BACK", "REQUEST_RECORDED", "REQUEST_ACKNOWLEDGED", "PROGRESS_TOLD",
    "CLOCK_STOPPED", "WHO_ASKS_CHECKED", "PERSON_FOUND", "REQUEST_ANSWERED", "HOLD_SET", "HOLD_RELEASED",
    "BUNDLE_GIVEN", "BUNDLE_REVOKED", "BUNDLE_OPENED", "WRONG_CODE",
    "LOOKED_FOR", "DECIDED_ABOUT", "ERASURE_PROPOSED", "ERASURE_GIVEN_UP", "ERASED", "ERASURES_APPLIED_AGAIN",
    "KEPT_NO_LONGER", "WARNED_OF_END", "PERIOD_ENDED", "ACCOUNT_CLOSED",
    "PAPER_COUNTED", "FIGURES_DRAWN", "POPULATION_KEPT", "QUESTION_ADDED", "QUESTION_MOVED", "QUESTION_REMOVED",
    "TOLD",
}  # fmt: skip


def entries() -> Iterator[tuple[str, str, set[str]]]:
    """Every place that writes an entry: where, its verb, and what it says besides (`**`: what was put together)."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        if path.relative_to(ROOT).parts[0] in ("tests", "demo", "bench", ".venv", "data") or "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if "accounts.audit" in source else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("record", "log"):
                verb = node.args[0].attr if isinstance(node.args[0], ast.Attribute) else ""
                yield f"{path.relative_to(ROOT)}:{node.lineno}", verb, {each.arg or "**" for each in node.keywords}


def test_whatever_changes_something_says_how_it_was():
    silent = [where for where, verb, said in entries() if verb in CHANGES and not {"was", "**"} & said]
    silent += [where for where, _, said in entries() if "fields" in said and "was" not in said]
    assert silent == []


def test_every_verb_is_known_to_change_something_or_to_say_itself_what_was():
    names = {name.upper() for name in verbs()}
    assert (names - CHANGES - SAYS_ITSELF, CHANGES & SAYS_ITSELF) == (set(), set())
    assert names | {"MEASURED"} >= CHANGES | SAYS_ITSELF


def test_codes_days_and_numbers_stand_as_they_were_and_of_words_how_many(programme):
    meeting = MeetingFactory(programme=programme, venue="The old hall", capacity=None)
    begins = meeting.starts_at.isoformat(timespec="seconds")
    was = {
        "starts_at": begins,
        "venue": "12 characters",
        "capacity": None,
        "programme": programme.pk,
        "is_online": False,
    }
    assert before(meeting, was) == was
    assert changes(meeting, ["venue"]) == {"fields": ["venue"], "was": {"venue": "12 characters"}}
    assert before(AttendanceFactory(presence="waiting"), ["presence"]) == {"presence": "waiting"}
    assert before(meeting, ["groups"], {"groups": (3, 4)}) == {"groups": 2}


def test_a_meeting_that_is_moved_says_in_the_log_when_and_where_it_was(client_of, lead, programme, at):
    meeting = MeetingFactory(programme=programme, venue="The old hall", starts_at=at + timedelta(days=9), ends_at=None)
    old = meeting.starts_at
    change_meeting(meeting, starts_at=old + timedelta(days=1), ends_at=None, venue="The library", by=lead, at=at)
    entry = LogEntry.objects.get(verb="changed")
    assert entry.details["was"] == {"starts_at": old.isoformat(timespec="seconds"), "venue": "12 characters"}
    page = " ".join(client_of(lead).get(reverse("programmes:log", args=[programme.slug])).text.split())
    assert f"before: starts at {timezone.localtime(old):%-d %B %Y, %H:%M}, venue 12 characters" in page
    assert "The old hall" not in page


def test_words_that_were_are_nowhere_in_the_log(lead, programme, at):
    area = ActionAreaFactory(programme=programme, summary="Said by Rosa Adeyemi, 0191 498 0000")
    now = AreaSnapshot.of(area)
    details = AreaSnapshot(**{**vars(now), "summary": "Benches"})
    edit_area(area, details=details, version=now.version(), by=lead, at=at)
    assert LogEntry.objects.get(verb="changed").details == {"fields": ["summary"], "was": {"summary": "35 characters"}}


def test_who_pressed_is_the_clock_anybody_or_whoever_a_link_was_sent_to(programme, at):
    attendance = AttendanceFactory(meeting__programme=programme, person__name="Noor Haddad")
    assert pressed_by() == "clock"
    with pressing(attendance):
        record("tested", programme, by=None, at=at, programme_id=programme.pk)
        with pressing(ANYBODY):
            record("tested", programme, by=None, at=at, programme_id=programme.pk)
    record("tested", programme, by=None, at=at, programme_id=programme.pk)
    LogEntry.objects.create(at=at, verb="tested", object_type="programmes.programme", object_id="1", details={})
    assert [each.who for each in in_words(LogEntry.objects.order_by("pk"))] == [
        f"By a personal link: {attendance}",
        "Somebody without an account",
        "The clock",
        "The clock, or somebody by a link",
    ]


def test_whoever_signed_in_is_named_and_nobody_else(lead, programme, at):
    with pressing(ANYBODY):
        entry = record("tested", programme, by=lead, at=at, programme_id=programme.pk)
    assert (entry.pressed_by, in_words([entry])[0].who) == (None, str(lead))


def test_what_comes_after_a_link_is_not_by_it_whatever_went_wrong(programme):
    with pytest.raises(RuntimeError, match="broken"), pressing(programme):
        raise RuntimeError("broken")
    assert pressed_by() == "clock"
