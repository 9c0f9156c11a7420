"""Coverage against a world counted by hand: what counts, what does not, and what may be said of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.coverage.matrix import Coverage
from kit.disclosure.rounding import disclosed
from phases.models import Reach
from stakeholders.coverage import Verdict, verdict, verdict_of_people
from stakeholders.models import Appointment, Partnership
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.consultations.factories import ConsultationFactory, FeedbackFactory
from tests.moments import EARLY
from tests.phases.factories import AttendanceFactory, KeyGroupFactory, MeetingFactory, PhaseFactory, ReachFactory
from tests.stakeholders.factories import (
    AppointmentFactory,
    CoverageThresholdsFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)


def member(programme, *groups, **changes):
    """Return a member that speaks for `groups`, with a current representative."""
    appointment = AppointmentFactory(partnership__programme=programme, **changes)
    appointment.partnership.groups.add(*groups)
    return appointment


def attend(appointment, phase, presence="attended", meeting=None):
    meeting = meeting or MeetingFactory(programme=phase.programme, phase=phase)
    AttendanceFactory(
        meeting=meeting, person=appointment.person, partnership=appointment.partnership, presence=presence
    )


def say(consultation, appointment, status="received", **changes):
    said = {} if status != "draft" else {"said_at": None}
    reviewed = {"reviewed_at": EARLY, "reviewed_by": UserFactory()} if status == "kept" else {}
    FeedbackFactory(
        consultation=consultation, on_behalf_of=appointment.partnership, appointment=appointment, status=status,
        **said, **reviewed, **changes,
    )  # fmt: skip


def table(programme, at) -> dict[str, list[str | int | None]]:
    """The matrix as what stands in it: for organisations how many, for people what may be shown."""
    return {
        row.group.name: [cell.people if cell.is_about_people else len(cell.partnerships) for cell in row.cells]
        for row in Coverage.read(programme, at).rows
    }


@pytest.mark.parametrize(
    ("count", "enough", "said"),
    [(0, 1, "nobody"), (1, 1, "covered"), (0, 3, "nobody"), (1, 3, "thin"), (2, 3, "thin"), (3, 3, "covered")],
)
def test_verdict_at_each_threshold(count, enough, said):
    assert verdict(count, enough) == said


@pytest.mark.parametrize(
    ("people", "enough", "said"),
    [(0, 8, "nobody"), (1, 8, "thin"), (7, 8, "thin"), (8, 8, "covered"), (17, 20, "thin"), (18, 20, "covered"),
     (20, 20, "covered"), (22, 21, "thin"), (23, 21, "covered")],
)  # fmt: skip
def test_verdict_of_people_is_that_of_what_is_shown(people, enough, said):
    assert verdict_of_people(disclosed(people), enough) == said
    assert verdict_of_people(None, enough) == Verdict.UNTOLD


@pytest.fixture
def groups(programme):
    return [StakeholderGroupFactory(programme=programme, name=name) for name in ("A", "B", "C")]


def test_represented_now_counts_current_members_with_a_current_representative(programme, other_programme, groups, at):
    a, b, c = groups
    ended = {"ended_at": at - timedelta(days=1), "ended_by": UserFactory(), "ending": "other"}
    member(programme, a)
    member(programme, a, b)
    member(programme, b, partnership__until_on=(at - timedelta(days=1)).date())
    member(programme, b, **ended)
    member(programme, b, started_at=at + timedelta(days=1))
    member(programme, b, partnership__from_on=(at + timedelta(days=2)).date())
    member(programme, b, partnership__role="facilitator")
    member(other_programme, b)
    PartnershipFactory(programme=programme).groups.add(c)
    assert table(programme, at) == {"A": [2, "0"], "B": [1, "0"], "C": [0, "0"]}


def test_took_part_counts_who_came_was_clustered_or_spoke(programme, other_programme, groups, at):
    a, b, c = groups
    phase = PhaseFactory(programme=programme, position=1)
    later = PhaseFactory(programme=programme, position=2, starts_at=at + timedelta(days=1))
    came, walked_in, sorry, clustered, spoke, drafted, left = (member(programme, a) for _ in range(7))
    attend(came, phase)
    attend(came, phase)
    attend(walked_in, phase, "walk_in")
    attend(sorry, phase, "apologies")
    attend(sorry, phase, "registered")
    attend(sorry, later)
    attend(left, phase)
    Partnership.objects.filter(pk=left.partnership_id).update(until_on=at.date())
    KeyGroupFactory(phase=phase).members.add(clustered.partnership, came.partnership)
    consultation = ConsultationFactory(phase=phase)
    say(consultation, spoke, speaking_for=b)
    say(consultation, drafted, "draft")
    stranger = member(other_programme, c)
    attend(stranger, PhaseFactory(programme=other_programme))
    attend(stranger, phase)
    # Came, walked in, was clustered, spoke, and left since; of B the one that spoke for it, though it is none of its.
    assert table(programme, at) == {"A": [6, 5, 0, "0"], "B": [0, 1, 1, "0"], "C": [0, 0, 0, "0"]}


def test_said_something_counts_what_was_sent_for_the_group_or_for_all(programme, groups, at):
    a, b, _ = groups
    asked = ConsultationFactory(phase__programme=programme)
    ConsultationFactory(phase=asked.phase, starts_at=at + timedelta(days=1))
    one, two, three = member(programme, a, b), member(programme, a), member(programme, b)
    say(asked, one, speaking_for=a)
    say(asked, one)
    say(asked, two, "kept")
    say(asked, three, "draft")
    FeedbackFactory(consultation=asked, speaking_for=b)
    said = {name: cells[2] for name, cells in table(programme, at).items()}
    assert said == {"A": 2, "B": 1, "C": 0}


def test_organisations_that_were_merged_count_as_one(programme, groups, at):
    a, _, _ = groups
    phase = PhaseFactory(programme=programme)
    old, new = member(programme, a), member(programme, a)
    attend(old, phase)
    attend(new, phase)
    Appointment.objects.filter(pk=old.pk).update(ended_at=at, ended_by=old.appointed_by, ending="other")
    Partnership.objects.filter(pk=old.partnership_id).update(until_on=at.date(), merged_into=new.partnership)
    assert table(programme, at)["A"] == [1, 1, "0"]


def test_people_reached_are_summed_and_shown_rounded(programme, other_programme, groups, at):
    a, b, _ = groups
    phase = PhaseFactory(programme=programme)
    for people, group in ((12, a), (11, a), (4, b)):
        ReachFactory(phase=phase, group=group, people=people)
    ReachFactory(phase__programme=other_programme, group=a, people=100)
    assert {name: cells[-1] for name, cells in table(programme, at).items()} == {"A": "25", "B": "*", "C": "0"}
    Reach.objects.filter(people=12).delete()
    coverage = Coverage.read(programme, at)
    assert [row.cells[-1].people for row in coverage.rows] == [None] * 3
    assert {row.cells[-1].verdict for row in coverage.rows} == {Verdict.UNTOLD}


def test_thresholds_of_the_programme_are_used(programme, groups, at):
    member(programme, groups[0])
    assert Coverage.read(programme, at).rows[0].cells[0].verdict == Verdict.THIN
    CoverageThresholdsFactory(programme=programme, organisations=1)
    assert Coverage.read(programme, at).rows[0].cells[0].verdict == Verdict.COVERED


def fill(programme, count):
    """Give the programme `count` members that came and spoke, one group for every ten."""
    consultation = ConsultationFactory(phase__programme=programme)
    meeting = MeetingFactory(programme=programme, phase=consultation.phase)
    by = UserFactory()
    for number in range(count):
        if number % 10 == 0:
            group = StakeholderGroupFactory(programme=programme)
            ReachFactory(phase=consultation.phase, group=group, entered_by=by)
        one = member(programme, group, person__user=None, appointed_by=by)
        attend(one, consultation.phase, meeting=meeting)
        say(consultation, one)


@pytest.mark.parametrize("count", [10, 400])
def test_matrix_takes_the_same_number_of_queries(count, programme, at, django_assert_num_queries):
    fill(programme, count)
    with django_assert_num_queries(11):
        coverage = Coverage.read(programme, at)
    assert [len(coverage.rows), {len(cell.partnerships) for cell in coverage.rows[0].cells[:3]}] == [count // 10, {10}]


def test_desk_leads_to_the_rows_behind_a_cell_and_shows_own_numbers_alone(programme, groups, client_of, lead):
    broker = staff_with("broker", programme)
    phase = PhaseFactory(programme=programme, position=1)
    one = member(programme, groups[0])
    attend(one, phase)
    for entered_by, people in ((lead, 4321), (broker, 8765)):
        ReachFactory(phase=phase, group=groups[0], people=people, entered_by=entered_by)
    client = client_of(broker)
    page = client.get(reverse("consultations:coverage-matrix", args=[programme.slug])).content.decode()
    for column in ("represented", "phase-1", "people"):
        assert reverse("consultations:coverage-cell", args=[programme.slug, groups[0].pk, column]) in page
    behind = client.get(reverse("consultations:coverage-cell", args=[programme.slug, groups[0].pk, "phase-1"]))
    assert one.partnership.organisation.name in behind.content.decode()
    people = client.get(reverse("consultations:coverage-cell", args=[programme.slug, groups[0].pk, "people"]))
    text = people.content.decode()
    assert ("8765" in text, "4321" in text, "about 13,085" in text) == (True, False, True)
    nowhere = [client.get(reverse("consultations:coverage-cell", args=[programme.slug, pk, column])).status_code
               for pk, column in ((groups[0].pk, "phase-9"), (0, "people"))]  # fmt: skip
    assert nowhere == [404, 404]


@pytest.mark.parametrize(("hat", "taken_back"), [("lead", [True, True]), ("broker", [False, True])])
def test_coverage_cell_offers_to_take_back_ones_own_and_to_the_lead_all(hat, taken_back, programme, groups, client_of):
    user = staff_with(hat, programme)
    phase = PhaseFactory(programme=programme)
    reaches = [ReachFactory(phase=phase, group=groups[0], entered_by=by) for by in (UserFactory(), user)]
    cell = reverse("consultations:coverage-cell", args=[programme.slug, groups[0].pk, "people"])
    page = client_of(user).get(cell).text
    links = [reverse("phases:reach-remove", args=[programme.slug, each.pk]) for each in reaches]
    assert [link in page for link in links] == taken_back


def test_coverage_cell_names_whom_to_ask_until_their_part_ends(programme, groups, client_of, lead):
    today = timezone.localdate()
    last_day, over = (
        PartnershipFactory(
            programme=programme, from_on=today - timedelta(days=9), until_on=today + timedelta(days=days)
        )
        for days in (1, 0)
    )
    groups[0].partnerships.set([last_day, over])
    cell = reverse("consultations:coverage-cell", args=[programme.slug, groups[0].pk, "represented"])
    assert list(client_of(lead).get(cell).context["silent"]) == [last_day]


def test_only_gaps_leaves_out_whoever_is_heard_everywhere(programme, groups, client_of, lead):
    one = member(programme, groups[0])
    phase = PhaseFactory(programme=programme)
    attend(one, phase)
    ReachFactory(phase=phase, group=groups[0], people=30)
    address = reverse("consultations:coverage-matrix", args=[programme.slug])
    client = client_of(lead)
    rows = [[row.group.name for row in client.get(f"{address}{query}").context["rows"]] for query in ("", "?only=gaps")]
    assert rows == [["A", "B", "C"], ["B", "C"]]
