"""The team's pages about organisations: the list, a part begun, put right and ended, and whom the team writes to."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from stakeholders.models import Organisation, Partnership
from tests.accounts.factories import UserFactory
from tests.actions.test_round_views import queries_of
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

HERE = "/desk/neighbours/organisations/"


@pytest.fixture
def carers(programme) -> Partnership:
    """A member that represents one group, and has contact details."""
    partnership = PartnershipFactory(
        programme=programme,
        organisation__name="Carers of Tynedale",
        uniquely_placed="Run by carers.",
        contact_name="canary-contact-name",
        contact_email="canary-contact@example.org",
        contact_telephone="canary-contact-telephone",
    )
    partnership.groups.add(StakeholderGroupFactory(programme=programme, name="Carers"))
    return partnership


def typed(**changes) -> dict[str, object]:
    """What somebody types to add an organisation."""
    day = {"from_on_0": 1, "from_on_1": 2, "from_on_2": 2016}
    return {"organisation": "Bread and Roses", "role": "member", **day, **changes}


def listed(client, query: str = "") -> list[str]:
    return [str(each.organisation) for each in client.get(f"{HERE}{query}").context["page"]]


def test_partnership_list_says_whom_each_represents_and_who_speaks(staff, carers, programme):
    AppointmentFactory(partnership=carers, person__name="Ines Okoro", person__email="ines@example.org")
    PartnershipFactory(programme=programme, organisation__name="Åse's café")
    PartnershipFactory(organisation__name="Elsewhere")
    page = staff.get(HERE).text
    for words in ("Carers of Tynedale", "Ines Okoro", "Carers</td>", "Nobody now", "Åse", "from 4 January 2016"):
        assert words in page, words
    assert [words for words in ("Elsewhere", "canary", "ines@example.org") if words in page] == []


def test_partnership_list_is_filtered(staff, carers, programme, at):
    today = timezone.localdate(at)
    AppointmentFactory(partnership=carers)
    was = PartnershipFactory(programme=programme, organisation__name="Was here", until_on=today)
    PartnershipFactory(programme=programme, organisation__name="Lead", role="lead_body")
    old = OrganisationFactory(
        name="Carers’ Link", merged_into=carers.organisation, merged_at=at, merged_by=UserFactory()
    )
    cases = {
        "": ["Carers of Tynedale", "Lead"],
        "?q=CARERS": ["Carers of Tynedale"],
        f"?q={old.name}": ["Carers of Tynedale"],
        "?role=lead_body": ["Lead"],
        "?speaks=nobody": ["Lead"],
        "?speaks=somebody": ["Carers of Tynedale"],
        f"?group={carers.groups.get().pk}": ["Carers of Tynedale"],
        "?when=ended": ["Was here"],
        "?when=all": ["Carers of Tynedale", "Lead", "Was here"],
        "?role=none&group=x&speaks=%00&page=9&when=%00": ["Carers of Tynedale", "Lead"],
        "?q=nobody+of+this+name": [],
    }
    assert {query: listed(staff, query) for query in cases} == cases
    Partnership.objects.filter(pk=was.pk).update(merged_into=carers)
    assert listed(staff, "?when=ended") == []


def test_partnership_list_and_csv_take_the_same_number_of_queries(staff, programme):
    counts = []
    for size in (10, 390):
        groups = [StakeholderGroupFactory(programme=programme) for _ in range(2)]
        for _ in range(min(size, 40)):
            partnership = PartnershipFactory(programme=programme)
            partnership.groups.set(groups)
            AppointmentFactory(partnership=partnership)
        known = Organisation.objects.bulk_create(Organisation(name=f"{size} {n}") for n in range(max(size - 40, 0)))
        Partnership.objects.bulk_create(
            Partnership(programme=programme, organisation=each, role="member", from_on=date(2016, 1, 1))
            for each in known
        )
        counts.append([queries_of(staff, path) for path in (HERE, f"{HERE}list.csv", f"{HERE}new/")])
    assert counts[0] == counts[1]


def test_partnership_csv_holds_no_people_and_no_formulas(staff, carers, programme):
    AppointmentFactory(partnership=carers, person__name="Ines Okoro")
    PartnershipFactory(programme=programme, organisation__name="=HYPERLINK(1)", uniquely_placed="+44")
    answer = staff.get(f"{HERE}list.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Organisation"], row["Represents"], row["Why it is uniquely placed"]) for row in rows] == [
        ("'=HYPERLINK(1)", "", "'+44"),
        ("Carers of Tynedale", "Carers", "Run by carers."),
    ]
    assert [word for word in ("canary", "Ines") if word in answer.text] == []
    assert answer["Content-Disposition"] == 'attachment; filename="neighbours-organisations.csv"'


def test_partnership_create_makes_a_new_organisation(staff, programme, carers):
    group = carers.groups.get()
    more = {"identified_by": "carers OF tynedale", "groups": [group.pk], "contact_email": "bread@example.org"}
    answer = staff.post(f"{HERE}new/", typed(**more))
    partnership = Partnership.objects.get(organisation__name="Bread and Roses")
    assert answer["Location"] == f"{HERE}{partnership.pk}/"
    assert (partnership.identified_by, list(partnership.groups.all())) == (carers.organisation, [group])
    assert (partnership.contact_email, partnership.from_on) == ("bread@example.org", date(2016, 2, 1))
    assert list(LogEntry.objects.order_by("pk").values_list("verb", "object_type", "details")) == [
        ("added", "stakeholders.organisation", {}),
        ("added", "stakeholders.partnership", {"role": "member"}),
    ]


def test_partnership_create_takes_the_known_organisation_of_this_name(staff, carers):
    assert staff.post(f"{HERE}new/", typed(organisation="carers of TYNEDALE", role="facilitator")).status_code == 302
    assert staff.post(f"{HERE}new/", typed(organisation=" Carers  of Tynedale", role="facilitator")).status_code == 200
    assert Organisation.objects.count() == 1
    assert sorted(Partnership.objects.values_list("role", flat=True)) == ["facilitator", "member"]


def test_partnership_create_asks_about_a_likely_one(staff, carers):
    likely = typed(organisation="The Carérs of Tynedale Ltd.", role="facilitator")
    refused = staff.post(f"{HERE}new/", likely)
    assert "It is Carers of Tynedale" in refused.text
    assert "Choose whether it is the same" in refused.text
    assert Partnership.objects.count() == 1
    assert staff.post(f"{HERE}new/", likely | {"same": "999"}).status_code == 200
    assert staff.post(f"{HERE}new/", likely | {"same": carers.organisation_id}).status_code == 302
    assert Organisation.objects.count() == 1
    assert staff.post(f"{HERE}new/", likely | {"same": "another"}).status_code == 302
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Carers of Tynedale",
        "The Carérs of Tynedale Ltd.",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organisation": ""}, "Enter the name of the organisation."),
        ({"organisation": "x" * 201}, "201 characters"),
        ({"role": "king"}, "Choose its role."),
        ({"role": ""}, "Choose its role."),
        ({"from_on_0": "31"}, "Enter a real date"),
        ({"identified_by": "Nobody at all"}, "No organisation is called “Nobody at all”."),
        ({"identified_by": "The carers of Tynedale, CIC"}, "Do you mean “Carers of Tynedale”?"),
        ({"contact_email": "not one"}, "Enter an e-mail address in the right form"),
        ({"contact_telephone": "1" * 41}, "41 characters"),
        ({"groups": ["999999"]}, "999999 is not one of the available choices"),
        ({"organisation": "Carers of Tynedale"}, "takes part here as member already"),
    ],
)
def test_partnership_create_refuses_with_a_sentence_and_keeps_what_was_typed(staff, carers, changes, message):
    answer = staff.post(f"{HERE}new/", typed(**{"uniquely_placed": "Bakes for all"} | changes))
    assert (answer.status_code, Partnership.objects.count()) == (200, 1)
    assert message in answer.text
    assert "<title>Error:" in answer.text
    assert "Bakes for all" in answer.text


def test_partnership_edit_logs_the_names_of_what_changed(staff, carers):
    path = f"{HERE}{carers.pk}/edit/"
    page = staff.get(path).text
    assert "Run by carers." in page
    assert "canary" not in page
    day = {"from_on_0": 4, "from_on_1": 1, "from_on_2": 2016}
    assert staff.post(path, day | {"uniquely_placed": "Known to most carers."}).status_code == 302
    carers.refresh_from_db()
    assert (carers.uniquely_placed, carers.groups.count()) == ("Known to most carers.", 0)
    assert LogEntry.objects.get().details == {
        "fields": ["uniquely_placed", "groups"],
        "was": {"uniquely_placed": "14 characters", "groups": 1},
    }


def test_partnership_edit_refuses_a_first_day_after_the_last(staff, carers):
    Partnership.objects.update(until_on=date(2016, 3, 1))
    day = {"from_on_0": 1, "from_on_1": 3, "from_on_2": 2016}
    assert "must not be after 29 February 2016" in staff.post(f"{HERE}{carers.pk}/edit/", day).text
    assert staff.post(f"{HERE}{carers.pk}/edit/", day | {"from_on_0": 29, "from_on_1": 2}).status_code == 302


def test_pages_say_the_last_day_of_a_part_and_not_the_first_without_it(staff, carers):
    Partnership.objects.update(until_on=date(2016, 3, 1))
    for page in (f"{HERE}?when=all", f"{HERE}{carers.pk}/"):
        shown = staff.get(page).text
        assert ("until 29 February 2016" in shown, "1 March 2016" in shown) == (True, False), page
    [heading, row] = staff.get(f"{HERE}list.csv?when=all").content.decode("utf-8-sig").splitlines()
    assert (heading.split(",")[6], row.split(",")[-2]) == ('"Last day"', '"2016-02-29"')
    day = {"until_on_0": 1, "until_on_1": 4, "until_on_2": 2016}
    assert "29 February 2016 is its last day" in staff.post(f"{HERE}{carers.pk}/end/", day).text


def test_partnership_contact_is_shown_by_a_button_and_each_look_is_logged(staff, carers):
    path = f"{HERE}{carers.pk}/contact/"
    assert "canary" not in staff.get(path).text
    assert LogEntry.objects.count() == 0
    assert "canary-contact@example.org" in staff.post(path).text
    assert LogEntry.objects.get().verb == "looked"
    wrong = staff.post(path, {"save": "", "contact_name": "Bo Lind", "contact_email": "not one"})
    assert "Enter an e-mail address in the right form" in wrong.text
    assert "Bo Lind" in wrong.text
    staff.post(path, {"save": "", "contact_name": "Bo Lind", "contact_email": "bo@example.org"})
    carers.refresh_from_db()
    assert (carers.contact_name, carers.contact_email, carers.contact_telephone) == ("Bo Lind", "bo@example.org", "")
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, "bo@" in str(entry.details)) == ("contact_changed", False)


def test_partnership_end_is_refused_while_somebody_speaks_or_is_invited(staff, carers, at):
    path, today = f"{HERE}{carers.pk}/end/", timezone.localdate(at)
    day = {"until_on_0": today.day, "until_on_1": today.month, "until_on_2": today.year}
    appointment = AppointmentFactory(partnership=carers)
    assert "End that appointment first." in staff.post(path, day).text
    type(appointment).objects.update(ended_at=at, ended_by=appointment.appointed_by, ending="other")
    invitation = InvitationFactory(partnership=carers)
    assert "Withdraw the invitation first." in staff.post(path, day).text
    type(invitation).objects.update(expires_at=at)
    assert "must be after 4 January 2016" in staff.post(path, day | {"until_on_2": 2015}).text
    assert Partnership.objects.get().until_on is None
    assert staff.post(path, day).status_code == 302
    assert Partnership.objects.get().until_on == today
    assert "already" in staff.post(path, day).text


def test_partnership_can_take_part_again_after_its_end(staff, carers, at):
    Partnership.objects.update(until_on=timezone.localdate(at) - timedelta(days=1))
    assert staff.post(f"{HERE}new/", typed(organisation="Carers of Tynedale")).status_code == 302
    assert Partnership.objects.count() == 2


@pytest.mark.parametrize("actor", ["viewer", "staff_elsewhere"])
def test_whoever_may_not_change_organisations_changes_none(client_of, request, programme, carers, actor):
    client, day = client_of(request.getfixturevalue(actor)), {"from_on_0": 4, "from_on_1": 1, "from_on_2": 2016}
    until = {"until_on_0": 1, "until_on_1": 6, "until_on_2": 2030}
    pages = {
        "new/": typed(),
        f"{carers.pk}/edit/": day | {"uniquely_placed": "Forged."},
        f"{carers.pk}/contact/": {"save": "", "contact_name": "Forged", "contact_email": "forged@example.org"},
        f"{carers.pk}/end/": until,
    }
    refused, before = 403 if actor == "viewer" else 404, list(Partnership.objects.values())
    for page, said in pages.items():
        assert client.post(HERE + page, said).status_code == refused, page
        if not page.startswith("new"):
            # Not by the address of a programme that is theirs, either.
            assert client.post(f"/desk/elsewhere/organisations/{page}", said).status_code == 404, page
    assert (list(Partnership.objects.values()), LogEntry.objects.count()) == (before, 0)
