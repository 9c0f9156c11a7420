"""Two organisations that are one: everything moves, a trace stays, and what cannot be one is refused."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition
from stakeholders.merging import references_to
from stakeholders.models import Appointment, Organisation, Partnership
from stakeholders.name_matching import KnownOrganisations
from stakeholders.services import merge_organisations
from tests.consultations.factories import FeedbackFactory
from tests.phases.factories import KeyGroupFactory, ReachFactory
from tests.programmes.factories import TeamMemberFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

HERE = "/desk/neighbours/organisations/"


@pytest.fixture
def two(programme) -> tuple[Partnership, Partnership]:
    """The same body twice, a member each time."""
    kept = PartnershipFactory(
        programme=programme, organisation__name="Carers Centre", from_on=date(2016, 3, 1), part="Helps"
    )
    gone = PartnershipFactory(
        programme=programme,
        organisation__name="The Carers Centre Ltd",
        organisation__website="https://carers.example.org",
        uniquely_placed="Run by carers.",
        contact_email="canary@example.org",
        part="Other words",
    )
    return kept, gone


def merge(two, broker, at) -> Organisation:
    kept, gone = (Organisation.objects.get(pk=each.organisation_id) for each in two)
    return merge_organisations(kept, gone, by=broker, at=at)


def test_merge_moves_parts_that_the_other_does_not_have(two, broker, at):
    kept, gone = two
    Partnership.objects.filter(pk=gone.pk).update(role="facilitator")
    was = PartnershipFactory(programme=kept.programme, organisation=gone.organisation, until_on=date(2016, 2, 1))
    identified = PartnershipFactory(identified_by=gone.organisation)
    older = OrganisationFactory(name="Carers of old", merged_into=gone.organisation, merged_at=at, merged_by=broker)
    merge(two, broker, at)
    assert set(Partnership.objects.filter(organisation=kept.organisation)) == {kept, gone, was}
    identified.refresh_from_db()
    older.refresh_from_db()
    assert (identified.identified_by, older.merged_into) == (kept.organisation, kept.organisation)
    trace = Organisation.objects.get(pk=gone.organisation_id)
    assert (trace.name, trace.merged_into, trace.merged_at, trace.merged_by) == (
        "The Carers Centre Ltd", kept.organisation, at, broker,
    )  # fmt: skip
    assert Organisation.objects.get(pk=kept.organisation_id).website == "https://carers.example.org"
    # Where it is only named as the one that identified another, the log says so, too.
    entries = LogEntry.objects.order_by("programme_id")
    assert [entry.programme_id for entry in entries] == [kept.programme_id, identified.programme_id]
    assert {(entry.verb, *entry.details.items()) for entry in entries} == {
        ("merged", ("gone", trace.pk), ("moved", 2), ("merged", 0))
    }


def test_merge_makes_one_of_two_parts_in_the_same_role(two, broker, at):
    kept, gone = two
    shared, own = (StakeholderGroupFactory(programme=kept.programme) for _ in range(2))
    kept.groups.add(shared)
    gone.groups.add(shared, own)
    cluster = KeyGroupFactory(phase__programme=kept.programme)
    both = KeyGroupFactory(phase__programme=kept.programme)
    cluster.members.add(gone)
    both.members.add(kept, gone)
    appointment = AppointmentFactory(partnership=gone)
    invitation = InvitationFactory(partnership=kept)
    feedback = FeedbackFactory(consultation__phase__programme=kept.programme, on_behalf_of=gone)
    merge(two, broker, at)
    kept, gone = (Partnership.objects.get(pk=each.pk) for each in two)
    assert (set(kept.groups.all()), set(cluster.members.all()), set(both.members.all())) == (
        {shared, own},
        {kept},
        {kept},
    )
    for row in (appointment, invitation):
        row.refresh_from_db()
        assert row.partnership == kept
    feedback.refresh_from_db()
    assert feedback.on_behalf_of == kept
    assert (kept.from_on, kept.until_on, kept.part, kept.uniquely_placed, kept.contact_email) == (
        date(2016, 1, 4), None, "Helps", "Run by carers.", "canary@example.org",
    )  # fmt: skip
    assert (gone.merged_into, gone.until_on, gone.organisation.name) == (
        kept, timezone.localdate(at), "The Carers Centre Ltd",
    )  # fmt: skip
    assert list(Partnership.objects.current(timezone.localdate(at))) == [kept]


def test_nothing_of_any_room_points_at_what_was_merged(two, broker, at):
    """Later rooms are covered: whatever points at a partnership or an organisation is walked."""
    names = {f"{field.model._meta.label}.{field.name}" for field in references_to(Partnership)}
    assert {"phases.Attendance.partnership", "phases.Reach.partnership", "consultations.Feedback.on_behalf_of"} <= names
    assert {"phases.KeyGroup_members.partnership", "stakeholders.Partnership_groups.partnership"} <= names
    AppointmentFactory(partnership=two[1], ended_at=at, ended_by=broker, ending="other")
    ReachFactory(phase__programme=two[1].programme, partnership=two[1])
    merge(two, broker, at)
    pointing = [
        str(field) for field in references_to(Partnership) if field.model._base_manager.filter(**{field.name: two[1]})
    ]
    assert pointing == []
    gone = two[1].organisation
    pointing = [
        str(field) for field in references_to(Organisation) if field.model._base_manager.filter(**{field.name: gone})
    ]
    # The part that was made one with the other stays as the trace.
    assert pointing == ["stakeholders.Partnership.organisation"]


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (AppointmentFactory, "Somebody speaks for each of the two as member in Better neighbours."),
        (InvitationFactory, "Somebody is invited to speak for each of the two as member"),
    ],
)
def test_merge_is_refused_where_each_has_one_of_what_can_only_be_once(two, broker, at, client_of, factory, words):
    for partnership in two:
        factory(partnership=partnership)
    with pytest.raises(InvalidTransition, match=words):
        merge(two, broker, at)
    page = client_of(broker).get(f"{HERE}merge/{two[0].organisation_id}/{two[1].organisation_id}/")
    assert (words in page.text, "Make them one</button>" in page.text) == (True, False)
    assert Organisation.objects.standing().count() == 2


def test_merge_is_refused_for_one_that_was_merged(two, broker, at):
    merge(two, broker, at)
    with pytest.raises(InvalidTransition, match="was merged into another organisation already"):
        merge(two, broker, at)
    with pytest.raises(InvalidTransition, match="Choose two"):
        merge((two[0], two[0]), broker, at)


def test_merge_is_all_or_nothing(two, broker, at):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        merge(two, broker, at)
    assert Organisation.objects.standing().count() == 2
    assert Partnership.objects.filter(merged_into=None, until_on=None).count() == 2


def test_merge_ends_a_part_that_begins_in_the_future(two, broker, at):
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    Partnership.objects.filter(pk=two[1].pk).update(from_on=tomorrow)
    merge(two, broker, at)
    assert Partnership.objects.get(pk=two[1].pk).until_on == tomorrow + timedelta(days=1)


def test_merge_list_offers_likely_pairs_of_this_programme(client_of, broker, two):
    elsewhere = [PartnershipFactory(organisation__name=name) for name in ("Oasis", "Oasis CIC")]
    page = client_of(broker).get(f"{HERE}merge/").text
    assert f"{HERE}merge/{two[0].organisation_id}/{two[1].organisation_id}/" in page
    assert f"merge/{elsewhere[0].organisation_id}/" not in page
    chosen = client_of(broker).get(f"{HERE}merge/?gone=the+carers+centre+LTD&kept=Carers+Centre")
    assert chosen["Location"] == f"{HERE}merge/{two[0].organisation_id}/{two[1].organisation_id}/"
    for asked, words in (
        ("gone=x&kept=Carers+Centre", "No organisation is called “x”."),
        ("gone=Carers+Centre&kept=Carers+Centre", "These are one organisation already."),
        ("gone=&kept=", "Enter the name of the organisation that stays."),
    ):
        assert words in client_of(broker).get(f"{HERE}merge/?{asked}").text


@pytest.mark.parametrize("size", [1, 60])
def test_merge_list_shows_every_likely_pair_page_by_page(client_of, broker, programme, django_assert_num_queries, size):
    for number in range(size):
        name = sha256(str(number).encode()).hexdigest()[:20]
        PartnershipFactory(programme=programme, organisation__name=f"The {name} Ltd")
        OrganisationFactory(name=name)
    client = client_of(broker)
    with django_assert_num_queries(7):
        page = client.get(f"{HERE}merge/").context["page"]
    assert (page.paginator.count, len(page)) == (size, min(size, 50))


def test_merge_confirm_shows_what_moves_and_merges(client_of, broker, two):
    path = f"{HERE}merge/{two[0].organisation_id}/{two[1].organisation_id}/"
    page = client_of(broker).get(path).text
    assert "both have this part, and it becomes one" in page
    assert "canary" not in page
    done = client_of(broker).post(path, follow=True)
    assert "The Carers Centre Ltd is now Carers Centre." in done.text
    assert client_of(broker).get(path).status_code == 404
    assert [str(each.organisation) for each in client_of(broker).get(f"{HERE}?q=ltd").context["page"]] == [
        "Carers Centre"
    ]


def test_merge_needs_every_programme_concerned(client_of, broker, two, viewer, staff_elsewhere, other_programme, at):
    path = f"merge/{two[0].organisation_id}/{two[1].organisation_id}/"
    PartnershipFactory(programme=other_programme, organisation=two[1].organisation)
    page = client_of(broker).get(HERE + path).text
    assert ("Only somebody who is lead or broker of every programme concerned" in page, "Make them" in page) == (
        True,
        False,
    )
    assert client_of(broker).post(HERE + path).status_code == 403
    # Asked again of what is merged, not only of what the page had read.
    with pytest.raises(PermissionDenied):
        merge(two, broker, at)
    assert client_of(viewer).get(HERE + path).status_code == 403
    assert client_of(staff_elsewhere).get(HERE + path).status_code == 404
    TeamMemberFactory(programme=other_programme, user=broker, hat="lead")
    assert client_of(broker).post(HERE + path).status_code == 302


def test_merge_confirm_is_not_there_for_organisations_of_other_programmes(client_of, broker, two, programme):
    others = [PartnershipFactory().organisation_id for _ in range(2)]
    assert client_of(broker).get(f"{HERE}merge/{others[0]}/{others[1]}/").status_code == 404
    assert client_of(broker).get(f"{HERE}merge/{others[0]}/{others[0]}/").status_code == 404


def test_old_name_is_still_known(two, broker, at):
    merge(two, broker, at)
    known = KnownOrganisations.read()
    assert known.exactly("the carers centre ltd") == two[0].organisation_id
    assert known.label(two[0].organisation_id) == "Carers Centre (formerly The Carers Centre Ltd)"
    assert known.pairs([two[0].organisation_id]) == []


def test_history_of_who_spoke_moves(two, broker, at):
    long_ago = at - timedelta(days=30)
    ended = AppointmentFactory(
        partnership=two[1], started_at=long_ago, ended_at=at - timedelta(days=20), ended_by=broker, ending="other"
    )
    merge(two, broker, at)
    spoke = Appointment.objects.current(long_ago + timedelta(days=1)).filter(partnership=two[0])
    assert list(spoke) == [ended]


def test_what_was_merged_is_offered_nowhere(client_of, two, broker, at):
    merge(two, broker, at)
    TeamMemberFactory(programme=two[0].programme, user=broker, hat="lead")
    for page in ("/admin/stakeholders/partnership/add/", f"{HERE}new/", f"{HERE}merge/"):
        text = client_of(broker).get(page).text
        assert ("Carers Centre<" in text or "Carers Centre&quot;" in text or '"Carers Centre"' in text) is True, page
        assert "The Carers Centre Ltd" not in text, page


def test_partnership_detail_says_the_old_name(client_of, two, broker, viewer, at):
    merge(two, broker, at)
    assert "Formerly The Carers Centre Ltd." in client_of(viewer).get(f"{HERE}{two[0].pk}/").text
