"""Findings, publishing and windows: what is set once, by somebody, and undone whole."""

from datetime import timedelta

import pytest

import findings.services
from accounts.models import LogEntry
from consultations import services
from consultations.models import Consultation
from findings.models import Coding, Finding
from kit.refusals import InvalidTransition, Refused
from tests import factories
from tests.refusing import WriteRefused, refusing

KINDS = {
    "poster": factories.PosterFactory,
    "conversation": factories.ConversationFactory,
    "theme": factories.ThemeFactory,
    "finding": factories.FindingFactory,
}


def make(kind, programme, *, public):
    hidden = {} if public else {"published_at": None, "published_by": None}
    return KINDS[kind](programme=programme, **hidden)


def services_of(kind):
    """What makes a thing public, what takes it back, and how the log calls that: a group withdraws its own poster."""
    back, verb = ("take_down", "taken_down") if kind == "poster" else ("withdraw", "withdrawn")
    room = findings.services if kind in ("theme", "finding") else services
    return getattr(room, f"publish_{kind}"), getattr(room, f"{back}_{kind}"), verb


def stored(thing):
    return type(thing).objects.filter(pk=thing.pk).values_list("published_at", "published_by").get()


@pytest.mark.parametrize("kind", KINDS)
def test_publish_and_withdraw_each_once(kind, programme, lead, at):
    thing = make(kind, programme, public=False)
    publish, withdraw, verb = services_of(kind)
    with pytest.raises(InvalidTransition):
        withdraw(thing, by=lead, at=at)
    publish(thing, by=lead, at=at)
    assert stored(thing) == (at, lead.pk)
    with pytest.raises(InvalidTransition):
        publish(thing, by=lead, at=at)
    withdraw(thing, by=lead, at=at)
    assert stored(thing) == (None, None)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", "by", "programme_id")) == [
        ("published", lead.pk, programme.pk),
        (verb, lead.pk, programme.pk),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("was_public", [True, False])
def test_publish_and_withdraw_are_undone_when_the_log_refuses(kind, was_public, programme, lead, at):
    thing = make(kind, programme, public=was_public)
    before = stored(thing)
    service = services_of(kind)[was_public]
    with refusing(LogEntry), pytest.raises(WriteRefused):
        service(thing, by=lead, at=at)
    assert stored(thing) == before


def test_publish_poster_without_consent_is_refused(programme, lead, at):
    poster = factories.PosterFactory(
        programme=programme, consent_to_publish=False, published_at=None, published_by=None
    )
    with pytest.raises(services.ConsentMissing, match="Tenants' group has not agreed"):
        services.publish_poster(poster, by=lead, at=at)
    assert stored(poster) == (None, None)


def test_publish_theme_that_was_merged_is_refused(programme, lead, at):
    theme = make("theme", programme, public=False)
    theme.merged_into = make("theme", programme, public=True)
    theme.save()
    with pytest.raises(InvalidTransition):
        findings.services.publish_theme(theme, by=lead, at=at)


def test_code_excerpt_ties_words_once(programme, lead, at):
    theme = factories.ThemeFactory(programme=programme)
    answer = factories.FeedbackAnswerFactory(
        feedback__consultation__phase__programme=programme, text="More benches,\nand a kettle."
    )
    poster = factories.PosterFactory(programme=programme)
    factories.PosterAnswerFactory(poster=poster, prompt__programme=programme, text="Being asked to stay.")
    conversation = factories.ConversationFactory(programme=programme)
    for source, excerpt in [(answer, "benches, and a  KETTLE"), (poster, "asked to stay"), (conversation, "at home")]:
        first = findings.services.code_excerpt(theme, source=source, excerpt=excerpt, by=lead, at=at)
        assert findings.services.code_excerpt(theme, source=source, excerpt=excerpt, by=lead, at=at) == first
    assert Coding.objects.count() == 3
    assert LogEntry.objects.filter(verb="coded", programme_id=programme.pk).count() == 3


@pytest.mark.parametrize("excerpt", ["", "  ", "words nobody wrote"])
def test_code_excerpt_that_stands_nowhere_is_refused(programme, lead, at, excerpt):
    theme, poster = factories.ThemeFactory(programme=programme), factories.PosterFactory(programme=programme)
    with pytest.raises(findings.services.ExcerptNotFound):
        findings.services.code_excerpt(theme, source=poster, excerpt=excerpt, by=lead, at=at)
    assert Coding.objects.count() == 0


def test_code_excerpt_across_programmes_or_to_a_merged_theme_is_refused(programme, other_programme, lead, at):
    poster = factories.PosterFactory(programme=programme)
    merged = factories.ThemeFactory(programme=programme, merged_into=factories.ThemeFactory(programme=programme))
    for theme in (factories.ThemeFactory(programme=other_programme), merged):
        with pytest.raises(InvalidTransition):
            findings.services.code_excerpt(theme, source=poster, excerpt="bench", by=lead, at=at)
    assert Coding.objects.count() == 0


def test_code_excerpt_is_undone_when_the_log_refuses(programme, lead, at):
    theme, poster = factories.ThemeFactory(programme=programme), factories.PosterFactory(programme=programme)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        findings.services.code_excerpt(theme, source=poster, excerpt="bench", by=lead, at=at)
    assert Coding.objects.count() == 0


def test_decide_finding_and_change_it(programme, lead, at):
    finding = factories.FindingFactory(programme=programme)
    findings.services.decide_finding(finding, decision="accepted", reason="", by=lead, at=at)
    findings.services.decide_finding(finding, decision="partly", reason="Half of it is funded.", by=lead, at=at)
    assert list(Finding.objects.values_list("decision", "reason", "decided_by")) == [
        ("partly", "Half of it is funded.", lead.pk)
    ]
    entries = LogEntry.objects.filter(verb="decided").order_by("pk")
    assert [entry.details for entry in entries] == [{"decision": "accepted"}, {"decision": "partly"}]
    with pytest.raises(InvalidTransition):
        findings.services.decide_finding(finding, decision="partly", reason="Again", by=lead, at=at)


@pytest.mark.parametrize("decision", ["partly", "not_taken_forward"])
def test_decide_finding_against_it_without_a_reason_is_refused(programme, lead, at, decision):
    finding = factories.FindingFactory(programme=programme)
    with pytest.raises(findings.services.ReasonMissing):
        findings.services.decide_finding(finding, decision=decision, reason=" ", by=lead, at=at)
    assert Finding.objects.get().decision == "undecided"


def test_decide_finding_is_undone_when_the_log_refuses(programme, lead, at):
    finding = factories.FindingFactory(programme=programme)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        findings.services.decide_finding(finding, decision="accepted", reason="", by=lead, at=at)
    assert Finding.objects.get().decision == "undecided"


def window():
    return Consultation.objects.values_list("starts_at", "ends_at").get()


def test_open_extend_and_close_consultation(programme, lead, at):
    consultation = factories.ConsultationFactory(phase__programme=programme, starts_at=None)
    end, later, last = (at + timedelta(days=days) for days in (7, 14, 10))
    services.open_consultation(consultation, by=lead, at=at, ends_at=end)
    assert window() == (at, end)
    services.extend_consultation(consultation, ends_at=later, reason="It snowed.", by=lead, at=at)
    assert window() == (at, later)
    services.close_consultation(consultation, by=lead, at=last)
    assert window() == (at, last)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["opened", "extended", "closed"]
    assert LogEntry.objects.get(verb="extended").details == {
        "old_ends_at": end.isoformat(),
        "ends_at": later.isoformat(),
        "reason": "It snowed.",
    }


def test_extend_consultation_opens_a_closed_one_again(consultation, lead, at):
    Consultation.objects.update(ends_at=at - timedelta(hours=1))
    consultation.refresh_from_db()
    services.extend_consultation(consultation, ends_at=at + timedelta(days=2), reason="Asked for", by=lead, at=at)
    assert list(Consultation.objects.open(at)) == [consultation]


def test_extend_consultation_without_reason_or_backwards_is_refused(consultation, lead, at):
    for ends_at, reason in [(at + timedelta(days=9), " "), (at + timedelta(hours=1), "Why"), (at, "Why")]:
        with pytest.raises(Refused, match=r"Say why|must lie ahead"):
            services.extend_consultation(consultation, ends_at=ends_at, reason=reason, by=lead, at=at)
    assert LogEntry.objects.count() == 0


def test_windows_out_of_turn_are_refused(consultation, lead, at):
    with pytest.raises(InvalidTransition):
        services.open_consultation(consultation, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        services.close_consultation(consultation, by=lead, at=consultation.ends_at)
    stale = Consultation.objects.get()
    services.extend_consultation(consultation, ends_at=at + timedelta(days=3), reason="One", by=lead, at=at)
    with pytest.raises(InvalidTransition):
        services.extend_consultation(stale, ends_at=at + timedelta(days=4), reason="Two", by=lead, at=at)


def test_close_consultation_is_undone_when_the_log_refuses(consultation, lead, at):
    before = window()
    with refusing(LogEntry), pytest.raises(WriteRefused):
        services.close_consultation(consultation, by=lead, at=at)
    assert window() == before
