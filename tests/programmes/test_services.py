from datetime import date

import pytest

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme, TargetRevision
from programmes.services import publish_programme, revise_target
from tests.programmes.factories import ProgrammeFactory
from tests.refusing import WriteRefused, refusing


@pytest.fixture
def dated(programme):
    Programme.objects.update(target_on=date(2022, 1, 31))
    programme.refresh_from_db()
    return programme


def test_publish_programme_once(at, lead):
    programme = ProgrammeFactory(published_at=None, published_by=None)
    publish_programme(programme, by=lead, at=at)
    assert list(Programme.objects.filter(pk=programme.pk).values_list("published_at", "published_by")) == [
        (at, lead.pk)
    ]
    with pytest.raises(InvalidTransition):
        publish_programme(programme, by=lead, at=at)
    assert list(LogEntry.objects.values_list("verb", "programme_id")) == [("published", programme.pk)]


def test_publish_programme_is_undone_when_the_log_refuses(at, lead):
    programme = ProgrammeFactory(published_at=None, published_by=None)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        publish_programme(programme, by=lead, at=at)
    assert Programme.objects.published().filter(pk=programme.pk).count() == 0


def test_revise_target_keeps_the_old_date_and_why(dated, lead, at):
    revision = revise_target(dated, new_target_on=date(2022, 3, 31), reason="More to hear", by=lead, at=at)
    assert (revision.old_target_on, revision.new_target_on) == (date(2022, 1, 31), date(2022, 3, 31))
    assert (revision.reason, revision.revised_by, revision.revised_at) == ("More to hear", lead, at)
    assert Programme.objects.get(pk=dated.pk).target_on == date(2022, 3, 31)
    assert LogEntry.objects.get().verb == "target_revised"


def test_revise_target_to_none_and_from_none(dated, lead, at):
    revise_target(dated, new_target_on=None, reason="Open", by=lead, at=at)
    revise_target(dated, new_target_on=date(2023, 1, 1), reason="Known again", by=lead, at=at)
    assert Programme.objects.get(pk=dated.pk).target_on == date(2023, 1, 1)


@pytest.mark.parametrize(("day", "reason"), [(31, "Because"), (30, ""), (30, "  ")])
def test_revise_target_without_change_or_reason_is_refused(dated, lead, at, day, reason):
    with pytest.raises(Refused, match=r"target"):
        revise_target(dated, new_target_on=date(2022, 1, day), reason=reason, by=lead, at=at)
    assert TargetRevision.objects.count() == 0


def test_revise_target_that_moved_meanwhile_is_refused(dated, lead, at):
    stale = Programme.objects.get(pk=dated.pk)
    revise_target(dated, new_target_on=date(2022, 3, 31), reason="First", by=lead, at=at)
    with pytest.raises(InvalidTransition):
        revise_target(stale, new_target_on=date(2022, 6, 30), reason="Second", by=lead, at=at)
    assert list(TargetRevision.objects.values_list("reason", flat=True)) == ["First"]


@pytest.mark.parametrize("table", [TargetRevision, LogEntry])
def test_revise_target_is_undone_when_a_later_write_fails(dated, lead, at, table):
    with refusing(table), pytest.raises(WriteRefused):
        revise_target(dated, new_target_on=date(2022, 3, 31), reason="More to hear", by=lead, at=at)
    assert Programme.objects.get(pk=dated.pk).target_on == date(2022, 1, 31)
    assert TargetRevision.objects.count() == 0
