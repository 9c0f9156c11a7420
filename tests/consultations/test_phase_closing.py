"""A phase is closed over a gap only with an explanation; two leads at once close it once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import LogEntry
from consultations.coverage.services import Reopening, close_phase, reopen_phase
from kit.refusals import InvalidTransition, Refused, StaleEdit
from phases.models import ClosingExplanation
from tests.consultations.factories import ConsultationFactory
from tests.phases.factories import KeyGroupFactory, PhaseFactory
from tests.stakeholders.factories import MissingVoiceFactory, StakeholderGroupFactory

WHY = "Nobody could be found in time."


@pytest.fixture
def phase(programme):
    return PhaseFactory(programme=programme, position=1, name="Research")


@pytest.fixture
def gap(programme, phase):
    """A group of which nobody took part."""
    return StakeholderGroupFactory(programme=programme, name="New Scots")


def explained(phase) -> list[tuple[str, str]]:
    rows = phase.closing_explanations.order_by("pk").select_related("group", "voice")
    return [(str(each.group or each.voice), each.text) for each in rows]


def test_close_over_a_gap_needs_an_explanation(phase, gap, lead, at):
    for why in ({}, {f"group-{gap.pk}": "  "}, {"group-0": WHY}):
        with pytest.raises(StaleEdit) as refusal:
            close_phase(phase, summary="Done.", explanations=why, by=lead, at=at)
        assert [str(each) for each in refusal.value.current] == ["New Scots"]
    phase.refresh_from_db()
    assert (phase.closed_at, phase.ends_at, explained(phase), LogEntry.objects.count()) == (None, None, [], 0)
    close_phase(phase, summary=" Done. ", explanations={f"group-{gap.pk}": WHY}, by=lead, at=at)
    assert (phase.closed_at, phase.closed_by, phase.ends_at, phase.closing_summary) == (at, lead, at, "Done.")
    assert explained(phase) == [("New Scots", WHY)]
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by, entry.details) == ("closed", lead, {"gaps": 1})


def test_close_over_an_open_missing_voice_needs_one_too(programme, phase, gap, lead, at):
    MissingVoiceFactory(programme=programme, group=gap)
    voice = MissingVoiceFactory(programme=programme, who="People in hostels")
    MissingVoiceFactory(programme=programme, status="found", settled_at=at, settled_by=lead)
    MissingVoiceFactory()
    with pytest.raises(StaleEdit) as refusal:
        close_phase(phase, summary="Done.", explanations={f"group-{gap.pk}": WHY}, by=lead, at=at)
    assert [str(each) for each in refusal.value.current] == ["New Scots", "People in hostels"]
    why = {f"group-{gap.pk}": WHY, f"voice-{voice.pk}": "We go on looking."}
    close_phase(phase, summary="Done.", explanations=why, by=lead, at=at)
    assert explained(phase) == [("New Scots", WHY), ("People in hostels", "We go on looking.")]


def test_words_for_what_is_no_gap_are_left_out(phase, appointment, lead, at):
    KeyGroupFactory(phase=phase).members.add(appointment.partnership)
    group = appointment.partnership.groups.get()
    close_phase(phase, summary="Done.", explanations={f"group-{group.pk}": WHY}, by=lead, at=at)
    assert explained(phase) == []


def test_close_is_refused_without_summary_before_it_begins_and_while_it_asks(programme, phase, lead, at):
    with pytest.raises(Refused, match="Say what came of the phase"):
        close_phase(phase, summary=" ", explanations={}, by=lead, at=at)
    ahead = PhaseFactory(programme=programme, position=2, starts_at=None)
    with pytest.raises(InvalidTransition, match="has not begun"):
        close_phase(ahead, summary="Done.", explanations={}, by=lead, at=at)
    ConsultationFactory(phase=phase, title="Tell us")
    with pytest.raises(InvalidTransition, match="“Tell us” is still open"):
        close_phase(phase, summary="Done.", explanations={}, by=lead, at=at)
    phase.refresh_from_db()
    assert phase.closed_at is None


def test_reopened_phase_keeps_its_words_and_its_end_is_open_again(phase, gap, lead, at):
    with pytest.raises(InvalidTransition):
        reopen_phase(phase, reason=Reopening.MISTAKE, by=lead, at=at)
    close_phase(phase, summary="Done.", explanations={f"group-{gap.pk}": WHY}, by=lead, at=at)
    reopen_phase(phase, reason=Reopening.MORE_VOICES, by=lead, at=at)
    assert (phase.closed_at, phase.closed_by, phase.ends_at) == (None, None, None)
    assert explained(phase) == [("New Scots", WHY)]
    assert LogEntry.objects.latest("pk").details == {"reason": "more_voices"}
    close_phase(phase, summary="Done.", explanations={f"group-{gap.pk}": "Still nobody."}, by=lead, at=at)
    assert explained(phase) == [("New Scots", "Still nobody.")]


def test_gap_that_arose_since_the_form_was_read_is_asked_for_and_words_are_kept(phase, gap, client_of, lead):
    address = reverse("consultations:phase-close", args=[phase.programme.slug, 1])
    client = client_of(lead)
    assert "New Scots" in client.get(address).content.decode()
    StakeholderGroupFactory(programme=phase.programme, name="Night workers")
    typed = {"summary": "It went well.", f"group-{gap.pk}": WHY}
    again = client.post(address, typed)
    text = again.content.decode()
    assert (again.status_code, "Error:" in text, "without “Night workers”" in text) == (200, True, True)
    assert ("It went well." in text, WHY in text, ClosingExplanation.objects.count()) == (True, True, 0)


def test_close_page_publishes_what_was_written(phase, gap, client_of, client, lead):
    address = reverse("consultations:phase-close", args=[phase.programme.slug, 1])
    closed = client_of(lead).post(address, {"summary": "It went well.", f"group-{gap.pk}": WHY})
    assert closed["Location"] == reverse("phases:phase-list", args=[phase.programme.slug])
    for name in ("coverage", "progress"):
        page = client.get(reverse(f"public:{name}", args=[phase.programme.slug])).content.decode()
        assert (WHY in page, lead.name in page) == (True, False), name
    reopen = reverse("consultations:phase-reopen", args=[phase.programme.slug, 1])
    client_of(lead).post(reopen, {"reason": "mistake"})
    for name in ("coverage", "progress"):
        assert WHY not in client.get(reverse(f"public:{name}", args=[phase.programme.slug])).content.decode(), name


@pytest.mark.django_db(transaction=True)
def test_two_leads_closing_at_once_close_it_once(phase, gap, lead, at):
    start = Barrier(4)

    def close(number):
        try:
            start.wait()
            why = {f"group-{gap.pk}": f"Words of {number}."}
            return close_phase(phase, summary=f"Summary of {number}.", explanations=why, by=lead, at=at).closing_summary
        except InvalidTransition:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        became = [each for each in pool.map(close, range(4)) if each]
    phase.refresh_from_db()
    assert became == [phase.closing_summary]
    number = phase.closing_summary.split()[-1]
    assert explained(phase) == [("New Scots", f"Words of {number}")]
    assert LogEntry.objects.filter(verb="closed").count() == 1
