"""Groups, what is enough and who is missed: what may be written, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from stakeholders.models import Characteristic, CoverageThresholds, MissingVoice, StakeholderGroup
from stakeholders.services import (
    MissingVoiceDetails,
    add_characteristics,
    add_group,
    change_group,
    change_missing_voice,
    name_missing_voice,
    remove_group,
    seek_again,
    set_thresholds,
    settle_missing_voice,
)
from tests.phases.factories import ReachFactory
from tests.stakeholders.factories import MissingVoiceFactory, StakeholderGroupFactory

LATER = date(2030, 6, 7)


def logged() -> list[tuple[str, str]]:
    return list(LogEntry.objects.order_by("pk").values_list("object_type", "verb"))


def test_add_group_tidies_its_name_and_is_logged(programme, lead, at):
    group = add_group(programme, name="  New   Scots ", why=" They were not asked. ", by=lead, at=at)
    assert (group.name, group.why, group.characteristic) == ("New Scots", "They were not asked.", "")
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by, entry.at, entry.programme_id, entry.details) == ("added", lead, at, programme.pk, {})


def test_group_of_the_same_name_is_refused_whatever_its_case(programme, other_programme, lead, at):
    add_group(programme, name="Carers", by=lead, at=at)
    add_group(other_programme, name="Carers", by=lead, at=at)
    with pytest.raises(Refused, match="There is a group called “CARERS” already"):
        add_group(programme, name="CARERS", by=lead, at=at)
    second = add_group(programme, name="Young carers", by=lead, at=at)
    with pytest.raises(Refused):
        change_group(second, name="carers", why="", characteristic="", by=lead, at=at)
    assert sorted(programme.stakeholder_groups.values_list("name", flat=True)) == ["Carers", "Young carers"]


def test_nine_characteristics_are_added_once_and_a_renamed_one_still_counts(programme, lead, at):
    there = add_group(programme, name="age", by=lead, at=at)
    assert add_characteristics(programme, by=lead, at=at) == 8
    there.refresh_from_db()
    assert there.characteristic == Characteristic.AGE
    assert set(programme.stakeholder_groups.values_list("characteristic", flat=True)) == set(Characteristic.values)
    change_group(there, name="Older people", why="", characteristic="age", by=lead, at=at)
    written = logged()
    assert add_characteristics(programme, by=lead, at=at) == 0
    assert (programme.stakeholder_groups.count(), logged()) == (9, written)


def test_only_missing_characteristics_are_added(programme, lead, at):
    kept = Characteristic.values[:6]
    for each in kept:
        StakeholderGroupFactory(programme=programme, characteristic=each)
    assert add_characteristics(programme, by=lead, at=at) == 3
    assert LogEntry.objects.get().details == {"count": 3}


def test_group_list_offers_the_nine_characteristics_only_while_one_lacks(client_of, programme, lead, at):
    offered = []
    for _ in range(2):
        page = client_of(lead).get("/desk/neighbours/groups/").text
        offered.append("characteristics of the Equality Act 2010</button>" in page)
        add_characteristics(programme, by=lead, at=at)
    assert offered == [True, False]


def test_group_on_which_nothing_hangs_is_removed(programme, lead, at):
    group = add_group(programme, name="Carers", by=lead, at=at)
    remove_group(group, by=lead, at=at)
    assert (StakeholderGroup.objects.count(), logged()[-1]) == (0, ("stakeholders.stakeholdergroup", "removed"))


def test_group_on_which_rows_hang_is_kept_and_they_are_named(programme, appointment, lead, at):
    spoken_for = appointment.partnership.groups.get()
    with pytest.raises(Refused, match=r"hang on it: organisation that speaks for it \(1\)\. It can be renamed"):
        remove_group(spoken_for, by=lead, at=at)
    tied = StakeholderGroupFactory(programme=programme)
    MissingVoiceFactory(programme=programme, group=tied)
    ReachFactory.create_batch(2, phase__programme=programme, group=tied)
    with pytest.raises(Refused, match=r"hang on it: missing voice \(1\), reach \(2\)\."):
        remove_group(tied, by=lead, at=at)
    assert (StakeholderGroup.objects.count(), LogEntry.objects.count()) == (2, 0)
    assert list(appointment.partnership.groups.all()) == [spoken_for]


def test_thresholds_are_kept_per_programme(programme, other_programme, lead, at):
    set_thresholds(programme, organisations=1, people=10, by=lead, at=at)
    set_thresholds(programme, organisations=3, people=50, by=lead, at=at)
    assert list(CoverageThresholds.objects.values_list("programme", "organisations", "people")) == [
        (programme.pk, 3, 50)
    ]
    assert LogEntry.objects.latest("pk").details == {
        "organisations": 3,
        "people": 50,
        "was": {"organisations": 1, "people": 10},
    }


@pytest.fixture
def voice(programme, lead, at) -> MissingVoice:
    details = MissingVoiceDetails("People in hostels", lead, LATER, "Asked twice.")
    return name_missing_voice(programme, details=details, by=lead, at=at)


def test_missing_voice_is_named_once_with_owner_and_day(voice, programme, viewer, lead, at):
    assert (voice.status, voice.owner, voice.look_by_on, voice.noticed_by, voice.noticed_at) == (
        "sought", lead, LATER, lead, at,
    )  # fmt: skip
    with pytest.raises(Refused, match="“People in hostels” is written down already"):
        name_missing_voice(programme, details=MissingVoiceDetails(" People in  hostels", viewer, LATER), by=lead, at=at)
    group = StakeholderGroupFactory()
    with pytest.raises(Refused, match="another programme"):
        name_missing_voice(programme, details=MissingVoiceDetails("Others", viewer, LATER, group=group), by=lead, at=at)
    assert MissingVoice.objects.count() == 1
    assert LogEntry.objects.get().details == {}


def test_missing_voice_is_settled_once_with_words_and_can_be_sought_again(voice, lead, at):
    with pytest.raises(Refused, match="Say what came of it"):
        settle_missing_voice(voice, status=MissingVoice.Status.FOUND, outcome=" ", by=lead, at=at)
    settle_missing_voice(voice, status=MissingVoice.Status.FOUND, outcome="A hostel joined.", by=lead, at=at)
    voice.refresh_from_db()
    assert (voice.status, voice.settled_at, voice.settled_by, voice.outcome) == ("found", at, lead, "A hostel joined.")
    with pytest.raises(InvalidTransition):
        settle_missing_voice(voice, status=MissingVoice.Status.GIVEN_UP, outcome="None.", by=lead, at=at)
    seek_again(voice, by=lead, at=at + timedelta(days=1))
    voice.refresh_from_db()
    assert (voice.status, voice.settled_at, voice.settled_by, voice.outcome) == (
        "sought", None, None, "A hostel joined.",
    )  # fmt: skip
    with pytest.raises(InvalidTransition):
        seek_again(voice, by=lead, at=at)
    assert [verb for _, verb in logged()] == ["named", "found", "sought_again"]


def test_change_of_a_missing_voice_leaves_another_windows_outcome(voice, lead, viewer, at):
    earlier = MissingVoice.objects.get()
    settle_missing_voice(voice, status=MissingVoice.Status.GIVEN_UP, outcome="Nobody answered.", by=lead, at=at)
    details = MissingVoiceDetails("People in night shelters", viewer, LATER)
    change_missing_voice(earlier, details=details, by=lead, at=timezone.now())
    voice.refresh_from_db()
    assert (voice.who, voice.owner, voice.status, voice.outcome) == (
        "People in night shelters", viewer, "given_up", "Nobody answered.",
    )  # fmt: skip
