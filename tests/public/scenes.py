"""Programmes in which every sentence that public pages make by rule is said, each in some scene.

A scene puts facts into an empty, published programme. A new sentence by rule needs its facts in one of them, so that
somebody has seen it: `test_sentences_read.py` names those that no scene draws.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from accounts.models import User
from consultations.coverage.services import Reopening, close_phase, reopen_phase
from programmes.models import Programme
from stocktakes.frozen_line import gather
from stocktakes.models import Stocktake
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    StepFactory,
)
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    PosterCallFactory,
    PosterFactory,
)
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.moments import EARLY, EARLY_ON, SEPTEMBER
from tests.phases.factories import ClosingExplanationFactory, MeetingFactory, PhaseFactory, ReachFactory
from tests.programmes.factories import (
    AimFactory,
    DocumentFactory,
    IndicatorFactory,
    PlaceFactory,
    TargetRevisionFactory,
)
from tests.public.sentences import EDITION
from tests.stakeholders.factories import (
    AppointmentFactory,
    MissingVoiceFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)
from tests.stocktakes.conftest import hang_picture
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory

DAY = timedelta(days=1)
Scene = Callable[[Programme, User, datetime], None]


def set_on(programme: Programme, **values: object) -> None:
    """Change what stands in the programme's own row."""
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()


def nothing(programme: Programme, lead: User, at: datetime) -> None:
    """A programme of which only its own words are known."""


def the_whole_line(programme: Programme, lead: User, at: datetime) -> None:
    """One line from what was said to what came of it, with all that can be said of each thing on it."""
    said = {"programme": programme, "number": 1}
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    poster = PosterFactory(**said, speaking_for=group)
    ConversationFactory(**said)
    feedback = FeedbackFactory(
        consultation__phase__programme=programme, status="published", reviewed_at=EARLY, reviewed_by=lead,
        speaking_for=group,
    )  # fmt: skip
    FeedbackAnswerFactory(feedback=feedback, published_text="More benches.", question=None)
    theme = ThemeFactory(**said)
    ThemeFactory(programme=programme, number=2, merged_into=theme)
    CodingFactory(theme=theme, poster=poster)
    finding = FindingFactory(**said, decision="accepted", reason="It is cheap.", decided_at=EARLY, decided_by=lead)
    finding.themes.add(theme)
    area = ActionAreaFactory(**said, taken_on_at=MeetingFactory(programme=programme))
    area.findings.add(finding)
    area.conversations.set(programme.conversations.all())
    gone = ProposerFactory(area=area, until_on=date(2016, 9, 10))
    ProposerFactory(area=area, took_over_from=gone, from_on=date(2016, 9, 10), public_name="A nurse")
    StepFactory(area=area, done_on=EARLY_ON)
    StepFactory(area=area, due_on=EARLY_ON)
    StepFactory(area=area, due_on=at.date() + DAY)
    CommitmentFactory(programme=programme, area=area)
    round = FollowUpRoundFactory(
        programme=programme, status="closed", opened_at=EARLY, opened_by=lead, closed_at=EARLY, closed_by=lead
    )
    update = ProgressUpdateFactory(
        follow_up__round=round, follow_up__proposer=gone, status="published", reviewed_at=SEPTEMBER, reviewed_by=lead,
        published_happened="Two benches.", published_helped="A van.", published_hindered="Rain.",
        redaction_reason="A name.",
    )  # fmt: skip
    update.factors.add(FactorFactory(programme=programme), FactorFactory(programme=programme, kind="hindered"))


def several_of_each(programme: Programme, lead: User, at: datetime) -> None:
    """More than one of what is counted, and what was refused."""
    PosterFactory.create_batch(2, programme=programme)
    ConversationFactory.create_batch(2, programme=programme)
    public = {"status": "published", "reviewed_at": EARLY, "reviewed_by": lead}
    FeedbackFactory.create_batch(2, consultation__phase__programme=programme, **public)
    FindingFactory(
        programme=programme,
        number=1,
        decision="not_taken_forward",
        reason="No money.",
        decided_at=EARLY,
        decided_by=lead,
    )
    FindingFactory(programme=programme, number=2)
    ActionAreaFactory.create_batch(2, programme=programme)
    CommitmentFactory.create_batch(2, programme=programme)
    for each in (AimFactory, PlaceFactory, DocumentFactory):
        each(programme=programme)
    set_on(programme, builds_on="What was there.")


def taken_on_and_no_more(programme: Programme, lead: User, at: datetime) -> None:
    """Something was taken on of which nothing else is known."""
    ActionAreaFactory(programme=programme, number=1)
    ThemeFactory(programme=programme, number=1)
    PosterFactory(programme=programme, number=1)
    CommitmentFactory(programme=programme)
    told = ProgressUpdateFactory(
        follow_up__round=FollowUpRoundFactory(programme=programme), status="published", reviewed_at=EARLY,
        follow_up__proposer__area=programme.action_areas.get(), reviewed_by=lead,
    )  # fmt: skip
    told.factors.add(FactorFactory(programme=programme))


def organisations_and_groups(programme: Programme, lead: User, at: datetime) -> None:
    """Groups with somebody who speaks for them and without, and phases that were closed without them."""
    carers, students, _ = (
        StakeholderGroupFactory(programme=programme, name=name) for name in ("Carers", "Students", "Others")
    )
    member = PartnershipFactory(programme=programme)
    member.groups.set([carers, students])
    AppointmentFactory(partnership=member)
    MissingVoiceFactory(programme=programme, look_by_on=EARLY_ON)
    MissingVoiceFactory(programme=programme, look_by_on=at.date() + 9 * DAY)
    phase = PhaseFactory(programme=programme, closed_at=EARLY, closed_by=lead)
    ClosingExplanationFactory(phase=phase, group=students)
    ReachFactory(phase=phase, group=carers, people=40)


def few_are_reached(programme: Programme, lead: User, at: datetime) -> None:
    """Too few people of a group to be told of."""
    group = StakeholderGroupFactory(programme=programme)
    ReachFactory(phase=PhaseFactory(programme=programme), group=group, people=12)


def every_group_is_heard(programme: Programme, lead: User, at: datetime) -> None:
    """One group, with organisations that speak for it, and people of it who were reached."""
    group = StakeholderGroupFactory(programme=programme)
    for member in PartnershipFactory.create_batch(2, programme=programme):
        member.groups.add(group)
        AppointmentFactory(partnership=member)
    phase = PhaseFactory(programme=programme, starts_at=None)
    ReachFactory(phase=phase, group=group, people=40)


def dates_to_come(programme: Programme, lead: User, at: datetime) -> None:
    """What is open, planned and to be complete."""
    set_on(programme, target_on=at.date() + DAY)
    phase = PhaseFactory(programme=programme)
    ConsultationFactory(phase=phase, ends_at=at + DAY)
    ConsultationFactory(phase=phase, audience="everybody")
    PosterCallFactory(programme=programme, ends_at=at + DAY)
    FollowUpRoundFactory(programme=programme)
    IndicatorFactory(programme=programme, look_again_on=at.date() + DAY)
    TargetRevisionFactory(programme=programme)
    TargetRevisionFactory(programme=programme, old_target_on=None)


def late(programme: Programme, lead: User, at: datetime) -> None:
    """What is past its day, and a phase that is open again."""
    set_on(programme, target_on=at.date() - DAY)
    IndicatorFactory(programme=programme, look_again_on=at.date() - DAY)
    phase = PhaseFactory(programme=programme)
    close_phase(phase, summary="Done.", explanations={}, by=lead, at=at)
    reopen_phase(phase, reason=Reopening.UNFINISHED, by=lead, at=at)


def complete_in_time(programme: Programme, lead: User, at: datetime) -> None:
    """Completed before its target."""
    set_on(programme, target_on=date(2016, 6, 1), completed_on=date(2016, 5, 1))


def complete_and_late(programme: Programme, lead: User, at: datetime) -> None:
    """Completed after its target."""
    set_on(programme, target_on=date(2016, 6, 1), completed_on=date(2016, 7, 1))


def complete_without_target(programme: Programme, lead: User, at: datetime) -> None:
    """Completed; its target had been given up."""
    set_on(programme, completed_on=date(2016, 7, 1))
    TargetRevisionFactory(programme=programme, new_target_on=None)


def without_target(programme: Programme, lead: User, at: datetime) -> None:
    """Not complete; its target was given up."""
    TargetRevisionFactory(programme=programme, new_target_on=None)


def asked(programme: Programme, lead: User, at: datetime) -> None:
    """A round is open, the first one."""
    round = FollowUpRoundFactory(
        programme=programme, status="open", opened_at=at, opened_by=lead, answer_by_on=at.date() + 9 * DAY
    )
    FollowUpFactory(round=round)


def asked_again(programme: Programme, lead: User, at: datetime) -> None:
    """A round is open, and one was closed before."""
    past = {"opened_at": EARLY, "opened_by": lead, "closed_at": SEPTEMBER, "closed_by": lead}
    FollowUpRoundFactory(programme=programme, status="closed", **past)
    asked(programme, lead, at)


def editions(programme: Programme, lead: User, at: datetime) -> None:
    """Three editions: the second corrects the first, of the third the PDF is not there; then a poster is withdrawn."""
    poster = PosterFactory(programme=programme, number=1, title="Our gate")
    PosterFactory(programme=programme, number=2)
    hang_picture(poster)
    hang_picture(programme.posters.get(number=2))
    corrected = None
    for number in (1, 2, 3):
        data, _ = gather(programme, edition=EDITION | {"number": number, "corrects": corrected and 1}, as_at=at)
        edition = StocktakeFactory(programme=programme, number=number, data=data, corrects=corrected)
        for kind in ("html", "csv", "pdf")[: 2 if number == 3 else 3]:
            StocktakeFileFactory(stocktake=edition, kind=kind)
        Stocktake.objects.filter(pk=edition.pk).update(status="issued", issued_at=at)
        corrected = edition if number == 1 else None


def a_poster_withdrawn(programme: Programme, lead: User, at: datetime) -> None:
    """Editions, and a poster that its group has withdrawn since."""
    editions(programme, lead, at)
    withdrawn = {"withdrawn_at": at, "withdrawn_by": lead, "published_at": None, "published_by": None}
    programme.posters.filter(number=1).update(**withdrawn, consent_to_publish=False)


SCENES: list[Scene] = [
    nothing,
    the_whole_line,
    several_of_each,
    taken_on_and_no_more,
    organisations_and_groups,
    every_group_is_heard,
    few_are_reached,
    dates_to_come,
    late,
    complete_in_time,
    complete_and_late,
    complete_without_target,
    without_target,
    asked,
    asked_again,
    editions,
    a_poster_withdrawn,
]
