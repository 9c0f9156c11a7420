"""What Python says of a programme's line and of what lies ahead is so in every combination of its facts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Commitment, FollowUp, RecordSending
from actions.records.contents import RecordContent, RecordItem
from actions.rounds.extension_recipients import extension_recipients
from consultations.models import Poster
from consultations.posters.publication_checks import missing_before_publication
from digests.contributors import contributors_of
from digests.news import contributors_with_news
from kit.days import day
from line.graph import Line
from line.queries import programme_facts
from line.where_it_stands import where_it_stands
from phases.models import Phase
from programmes.desk import public_now
from public.pages.progress import dates_to_come
from stakeholders.models import Person
from tests.actions.factories import ActionAreaFactory, FollowUpFactory, FollowUpRoundFactory
from tests.consultations.factories import ConsultationFactory, FeedbackAnswerFactory, FeedbackFactory, PosterFactory
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.moments import EARLY, EARLY_ON
from tests.phases.factories import PhaseFactory
from tests.programmes.factories import IndicatorFactory
from tests.public.sentences import combinations
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, PersonFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@combinations(areas=[0, 1], findings=[0, 1, 2], decided=[0, 1], members=[0, 1, 2], groups=[0, 1, 2])
def test_where_a_programme_stands_is_said_as_it_is(programme, lead, at, areas, findings, decided, members, groups):
    ActionAreaFactory.create_batch(areas, programme=programme)
    for number in range(findings):
        is_decided = {"decision": "accepted", "decided_at": EARLY, "decided_by": lead} if number < decided else {}
        FindingFactory(programme=programme, **is_decided)
    PartnershipFactory.create_batch(members, programme=programme)
    StakeholderGroupFactory.create_batch(groups, programme=programme)
    stands = where_it_stands(Line.read(programme), programme_facts(programme, at))
    text = " ".join(stands.values())
    said = {
        f"0 of {areas} action areas told us what has happened.": areas > 0,
        f"{min(decided, findings)} of {findings} priorities and gaps have a decision.": not areas and findings > 0,
        "1 organisation takes part.": not areas and not findings and members == 1,
        f"{members} organisations take part.": not areas and not findings and members != 1,
        "No action area is published yet.": not areas and findings > 0,
        "No decision is published yet.": not areas and not findings,
        "1 group has nobody yet.": not areas and not findings and groups == 1,
        "2 groups have nobody yet.": not areas and not findings and groups == 2,
    }
    assert {words: words in text for words in said} == said


@combinations(days=[-1, 1], planned=[None, -1, 0, 1], ends=[None, 9])
def test_phase_and_consultation_lie_ahead_only_while_they_do(programme, at, days, planned, ends):
    on = timezone.localdate(at)
    first = on + planned * DAY if planned is not None else None
    last = on + ends * DAY if ends else None
    PhaseFactory(programme=programme, name="A", starts_at=at + days * DAY, purpose="To hear.")
    dates = {"planned_start_on": first, "planned_end_on": last}
    PhaseFactory(programme=programme, name="B", starts_at=None, purpose="To act.", **dates)
    ConsultationFactory(phase__programme=programme, phase__name="C", starts_at=at + days * DAY)
    IndicatorFactory(programme=programme, look_again_on=on + days * DAY)
    said = [f"{each.what}: {each.words}" for each in dates_to_come(programme_facts(programme, at))]
    text, to_come = "\n".join(said), days > 0
    is_planned = first is not None and first >= on
    whole = f"Planned from {day(first)} to {day(last)}" if first and last else ""
    assert ("Phase: A: It begins. To hear." in text, "A consultation opens." in text) == (to_come, to_come)
    assert ("We look again at what difference it has made" in text) == to_come
    assert ("Phase: B" in text) == is_planned
    assert not is_planned or (whole or f"Planned from {day(first)}") in text
    assert Phase(starts_at=None, **dates).when.startswith("No date yet") == (first is None and last is None)


@combinations(status=["planned", "open", "closed"], days=[-1, 0, 1])
def test_round_lies_ahead_only_while_it_does(programme, lead, at, status, days):
    on = timezone.localdate(at) + days * DAY
    opened = {"planned_on": on - 9 * DAY, "answer_by_on": on, "opened_at": at, "opened_by": lead}
    facts = {
        "planned": {"planned_on": on, "answer_by_on": on + 9 * DAY},
        "open": opened,
        "closed": opened | {"closed_at": at, "closed_by": lead},
    }[status]
    FollowUpRoundFactory(programme=programme, status=status, **facts)
    text = " ".join(each.words for each in dates_to_come(programme_facts(programme, at)))
    said = {
        f"It was planned for {day(on)}, and nobody has been asked yet.": status == "planned" and days < 0,
        "We ask everybody who took something on what has happened.": status == "planned" and days >= 0,
        f"We have asked what has happened. The last day was {day(on)}.": status == "open" and days < 0,
        "We have asked what has happened; answers are welcome until then.": status == "open" and days >= 0,
    }
    assert {words: words in text for words in said} == said


@combinations(decision=["undecided", "accepted"], body=[False, True], names_nobody=[False, True])
def test_news_of_what_somebody_said_is_so(programme, lead, at, decision, body, names_nobody):
    appointment = AppointmentFactory(partnership__programme=programme, partnership__organisation__name="Old Mill")
    public = {"status": "published", "reviewed_at": EARLY, "reviewed_by": lead}
    feedback = FeedbackFactory(
        consultation__phase__programme=programme, consultation__title="Benches", **public,
        on_behalf_of=appointment.partnership if body else None, said_by=None if names_nobody else appointment.person,
    )  # fmt: skip
    theme = ThemeFactory(programme=programme)
    answer = FeedbackAnswerFactory(feedback=feedback, question=None, published_text="More benches.")
    CodingFactory(theme=theme, answer=answer, poster=None)
    decided = {} if decision == "undecided" else {"decided_at": EARLY, "decided_by": lead}
    FindingFactory(programme=programme, decision=decision, **decided).themes.add(theme)
    line = Line.read(programme)
    titles = [each.title for each in contributors_of([line], at)]
    if body:
        assert titles == ["What Old Mill said in “Benches”"]
    else:
        assert titles == ([] if names_nobody else ["What you said in “Benches”"])
    assert line.feedback[0].title == ("Old Mill" if body else "Somebody who took part")
    words = [news.words for _, all_news in contributors_with_news([programme], at) for news in all_news]
    undecided = "was drawn from what people said. Nothing has been decided on it yet."
    assert (undecided in words) == (bool(titles) and decision == "undecided")


@combinations(now=["same", "more", "fewer", "other", "renamed"])
def test_why_a_record_is_sent_again_is_so(now):
    one, two, three = (RecordItem(Commitment(what=what, made_on=EARLY_ON)) for what in ("One.", "Two.", "Three."))
    lines = {"more": [one, two, three], "fewer": [one], "other": [one, three]}.get(now, [one, two])
    then = RecordContent(Person(name="Ada"), commitments=[one, two])
    sending = RecordSending(sent_at=EARLY, content=then.content)
    stands = RecordContent(Person(name="Ida" if now == "renamed" else "Ada"), commitments=lines, last_sending=sending)
    said = {
        "1 new or changed": now in ("more", "other"),
        "some taken out": now in ("fewer", "other"),
        "their name is changed": now == "renamed",
        f"Sent on {day(EARLY_ON)}; since then ": True,
    }
    assert stands.is_due == (now != "same")
    assert not stands.is_due or {words: words in stands.why for words in said} == said


@combinations(status=["asked", "no_reply"], has_email=[False, True])
def test_whoever_is_told_of_more_time_is_waited_for(programme, lead, at, status, has_email):
    settled = {} if status == "asked" else {"settled_at": at}
    follow_up = FollowUpFactory(
        round__programme=programme, status=status, asked_at=EARLY, token_hash="a" * 64, **settled,
        link_expires_at=at + 9 * DAY, link_nonce="b" * 32, proposer__area__published_at=EARLY,
        proposer__person=PersonFactory(email="ada@example.org" if has_email else ""),
    )  # fmt: skip
    told = extension_recipients(follow_up.round, at)
    asked = f"Asked on {day(EARLY_ON)}, and has not answered."
    assert [each.why for each in told.by_email] == ([asked] if status == "asked" and has_email else [])
    assert len(told.by_telephone) == int(status == "asked" and not has_email)
    assert len(told.not_asked) == int(status != "asked" and follow_up.status == FollowUp.Status.NO_REPLY)


@combinations(title=["", "Our bench"], words=["", "Sit down."], picture=[False, True])
def test_poster_is_called_and_lacks_what_it_does(programme, title, words, picture):
    poster = PosterFactory(
        programme=programme, title=title, words=words, transcript="", published_at=None, published_by=None
    )
    assert poster.name == (title or "Poster without a title yet")
    missing = missing_before_publication(Poster.objects.get(pk=poster.pk))
    assert ("a title" in missing) == (not title)
    assert ("its words, for those who cannot read the picture" in missing) == (not words)


@combinations(around=[(), (True,), (False,), (True, False)])
def test_what_is_published_is_said_to_be_read_only_where_all_around_it_is_public(programme, around):
    things = [Poster(published_at=EARLY if is_public else None) for is_public in around]
    later = "It is published. Everybody can read it as soon as what it belongs to is public."
    assert public_now("Everybody can read it.", *things) == ("Everybody can read it." if all(around) else later)
