"""What was heard and decided: tied to words that stand there, published once, undone whole."""

import pytest

from accounts.models import LogEntry
from findings import services
from findings.models import Coding, Finding
from kit.refusals import InvalidTransition, Refused
from tests.consultations.factories import (
    ConversationFactory,
    FeedbackAnswerFactory,
    PosterAnswerFactory,
    PosterFactory,
)
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.refusing import WriteRefused, refusing

KINDS = {
    "theme": ThemeFactory,
    "finding": FindingFactory,
}


def make(kind, programme, *, public):
    hidden = {} if public else {"published_at": None, "published_by": None}
    return KINDS[kind](programme=programme, **hidden)


def services_of(kind):
    """What makes a thing public, and what takes it back."""
    return getattr(services, f"publish_{kind}"), getattr(services, f"withdraw_{kind}")


def stored(thing):
    return type(thing).objects.filter(pk=thing.pk).values_list("published_at", "published_by").get()


@pytest.mark.parametrize("kind", KINDS)
def test_publish_and_withdraw_each_once(kind, programme, lead, at):
    thing = make(kind, programme, public=False)
    publish, withdraw = services_of(kind)
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
        ("withdrawn", lead.pk, programme.pk),
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


def test_publish_theme_that_was_merged_is_refused(programme, lead, at):
    theme = make("theme", programme, public=False)
    theme.merged_into = make("theme", programme, public=True)
    theme.save()
    with pytest.raises(InvalidTransition):
        services.publish_theme(theme, by=lead, at=at)


def test_code_excerpt_ties_words_once(programme, lead, at):
    theme = ThemeFactory(programme=programme)
    answer = FeedbackAnswerFactory(
        feedback__consultation__phase__programme=programme, text="More benches,\nand a kettle."
    )
    poster = PosterFactory(programme=programme)
    PosterAnswerFactory(poster=poster, prompt__programme=programme, text="Being asked to stay.")
    conversation = ConversationFactory(programme=programme)
    for source, excerpt in [(answer, "benches, and a  KETTLE"), (poster, "asked to stay"), (conversation, "at home")]:
        first = services.code_excerpt(theme, source=source, excerpt=excerpt, by=lead, at=at)
        assert services.code_excerpt(theme, source=source, excerpt=excerpt, by=lead, at=at) == first
    assert Coding.objects.count() == 3
    assert LogEntry.objects.filter(verb="coded", programme_id=programme.pk).count() == 3


@pytest.mark.parametrize("excerpt", ["", "  ", "words nobody wrote"])
def test_code_excerpt_that_stands_nowhere_is_refused(programme, lead, at, excerpt):
    theme, poster = ThemeFactory(programme=programme), PosterFactory(programme=programme)
    with pytest.raises(Refused, match="do not stand there"):
        services.code_excerpt(theme, source=poster, excerpt=excerpt, by=lead, at=at)
    assert Coding.objects.count() == 0


def test_code_excerpt_across_programmes_or_to_a_merged_theme_is_refused(programme, other_programme, lead, at):
    poster = PosterFactory(programme=programme)
    merged = ThemeFactory(programme=programme, merged_into=ThemeFactory(programme=programme))
    for theme in (ThemeFactory(programme=other_programme), merged):
        with pytest.raises(InvalidTransition):
            services.code_excerpt(theme, source=poster, excerpt="bench", by=lead, at=at)
    assert Coding.objects.count() == 0


def test_code_excerpt_is_undone_when_the_log_refuses(programme, lead, at):
    theme, poster = ThemeFactory(programme=programme), PosterFactory(programme=programme)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        services.code_excerpt(theme, source=poster, excerpt="bench", by=lead, at=at)
    assert Coding.objects.count() == 0


def test_decide_finding_and_change_it(programme, lead, at):
    finding = FindingFactory(programme=programme)
    services.decide_finding(finding, decision="accepted", reason="", by=lead, at=at)
    services.decide_finding(finding, decision="partly", reason="Half of it is funded.", by=lead, at=at)
    assert list(Finding.objects.values_list("decision", "reason", "decided_by")) == [
        ("partly", "Half of it is funded.", lead.pk)
    ]
    entries = LogEntry.objects.filter(verb="decided").order_by("pk")
    assert [entry.details for entry in entries] == [
        {"decision": "accepted", "was": {"decision": "undecided"}},
        {"decision": "partly", "was": {"decision": "accepted"}},
    ]
    with pytest.raises(InvalidTransition):
        services.decide_finding(finding, decision="partly", reason="Again", by=lead, at=at)


@pytest.mark.parametrize("decision", ["partly", "not_taken_forward"])
def test_decide_finding_against_it_without_a_reason_is_refused(programme, lead, at, decision):
    finding = FindingFactory(programme=programme)
    with pytest.raises(Refused, match="Say why"):
        services.decide_finding(finding, decision=decision, reason=" ", by=lead, at=at)
    assert Finding.objects.get().decision == "undecided"


def test_decide_finding_is_undone_when_the_log_refuses(programme, lead, at):
    finding = FindingFactory(programme=programme)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        services.decide_finding(finding, decision="accepted", reason="", by=lead, at=at)
    assert Finding.objects.get().decision == "undecided"
