"""The privacy and accessibility pages say what a body says of itself, what is missing, and promise nothing else."""

import re
from datetime import date

import pytest
from django.urls import reverse

from kit.days import day
from programmes.models import Statement
from tests.accounts.factories import UserFactory
from tests.programmes.factories import ProgrammeFactory, StatementFactory
from tests.reading import text_seen

# The headings of GOV.UK's sample accessibility statement (19 December 2023), with where another format is had; and of
# the ICO's privacy notice, with what its checklist of the right to be informed names besides.
ACCESSIBILITY = [
    "How accessible this website is", "Ask for another format", "Feedback and contact information",
    "Enforcement procedure", "Technical information about this website’s accessibility", "Compliance status",
    "Non-accessible content", "Non-compliance with the accessibility regulations", "Disproportionate burden",
    "Content that’s not within the scope of the accessibility regulations",
    "Preparation of this accessibility statement",
]  # fmt: skip
PRIVACY = [
    "Contact details", "Data protection officer", "What information we collect, use, and why",
    "If you only read", "If you take part", "What is published", "Numbers about people",
    "Lawful bases and data protection rights", "Where we get personal information from",
    "How long we keep information", "Who we share information with", "Sharing information outside the UK",
    "Decisions by machines", "How to complain",
]  # fmt: skip
# What cannot be done by the site itself: until the records of people are built, no page may say it is.
NOT_SO = ["until the programme has given its last account", "kept apart from your name", "on every page"]


def headings(client, name: str, *args: str) -> list[str]:
    html = client.get(reverse(f"programmes:{name}", args=args)).text
    return [text_seen(each) for each in re.findall("<h[23].*?</h[23]>", html, re.DOTALL)]


def words(client, name: str, *args: str) -> str:
    answer = client.get(reverse(f"programmes:{name}", args=args))
    assert answer.status_code == 200
    return text_seen(answer.text)


@pytest.fixture
def of_site(db) -> Statement:
    return StatementFactory(programme=None, body="The Council")


@pytest.mark.parametrize("args", [[], ["neighbours"]])
def test_accessibility_has_the_headings_of_the_model_statement(client, programme, of_site, args):
    name = "programme-accessibility" if args else "accessibility"
    assert headings(client, name, *args) == ACCESSIBILITY


@pytest.mark.parametrize("args", [[], ["neighbours"]])
def test_privacy_has_the_headings_of_the_right_to_be_informed(client, programme, of_site, args):
    assert headings(client, "programme-privacy" if args else "privacy", *args) == PRIVACY


def test_each_word_that_a_body_has_written_stands_on_one_of_its_pages(client, programme):
    columns = [each for each in Statement._meta.fields if each.name not in ("id", "programme", "compliance")]
    said = {each.name: f"said-{each.name}" for each in columns if each.get_internal_type() != "DateField"}
    said |= {
        each.name: date(2016, 3 + number, 7)
        for number, each in enumerate(each for each in columns if each.name not in said)
    }
    StatementFactory(programme=programme, **said | {"prepared_on": date(2015, 2, 9)})
    said["prepared_on"] = date(2015, 2, 9)
    pages = words(client, "programme-privacy", "neighbours") + words(client, "programme-accessibility", "neighbours")
    shown = {name: value if isinstance(value, str) else day(value) for name, value in said.items()}
    assert [name for name, value in shown.items() if value not in pages] == []


@pytest.mark.parametrize(
    ("compliance", "failures", "said", "unsaid"),
    [
        ("full", "", "This website is fully compliant with the Web Content", "listed below"),
        ("partial", "Maps (1.1.1).", "This website is partially compliant with the Web Content", "None is known"),
        ("not", "Maps (1.1.1).", "This website is not compliant with the Web Content", "None is known"),
    ],
)
def test_accessibility_says_how_far_it_complies_and_nothing_against_that(
    client, db, compliance, failures, said, unsaid
):
    StatementFactory(programme=None, compliance=compliance, failures=failures)
    page = words(client, "accessibility")
    assert (said in page, unsaid in page, failures in page) == (True, False, True)


@pytest.mark.parametrize(
    ("compliance", "exempt", "said"),
    [
        ("partial", {"failures": "Maps."}, "due to the non-compliances listed below"),
        ("partial", {"failures": "", "burden": "Old films."}, "due to the exemptions listed below"),
        (
            "partial",
            {"failures": "Maps.", "out_of_scope": "Old PDFs."},
            "due to the non-compliances and exemptions listed",
        ),
        ("not", {"failures": "Maps."}, "The non-compliances are listed below"),
        ("not", {"failures": "", "out_of_scope": "Old PDFs."}, "The exemptions are listed below"),
    ],
)
def test_accessibility_says_in_the_words_of_the_sample_what_it_does_not_comply_due_to(
    client, db, compliance, exempt, said
):
    StatementFactory(programme=None, compliance=compliance, **exempt)
    assert said in words(client, "accessibility")
    assert "Non-accessible content" in headings(client, "accessibility")


def test_accessibility_in_full_lists_nothing_that_is_not_accessible(client, db):
    StatementFactory(programme=None, compliance="full", failures="")
    left = [each for each in headings(client, "accessibility") if each not in ACCESSIBILITY]
    assert (left, "Non-accessible content" in headings(client, "accessibility")) == ([], False)


@pytest.mark.parametrize("tested_on", [date(2016, 4, 9), None])
def test_accessibility_says_on_which_day_it_was_last_tested(client, db, tested_on):
    StatementFactory(programme=None, tested_on=tested_on)
    page = words(client, "accessibility")
    assert ("This website was last tested on 9 April 2016 against the WCAG 2.2 AA standard." in page) is bool(tested_on)
    assert ("has been tested against" in page) is bool(tested_on)
    assert ("When it was last tested is not written down" in page) is (not tested_on)


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_programme_without_a_statement_has_that_of_the_site_and_its_own_contact(client, programme, of_site, name):
    page = words(client, f"programme-{name}", "neighbours")
    assert "The Council answers for this site." in page
    assert "programme@example.org, or The Town Hall" in page
    StatementFactory(programme=programme, body="The Partnership")
    StatementFactory(programme=ProgrammeFactory(), body="Another body")
    page = words(client, f"programme-{name}", "neighbours")
    assert re.findall(r"The Council|The Partnership answers for this programme|Another body", page) == [
        "The Partnership answers for this programme"
    ]


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_page_of_a_site_without_a_statement_says_what_is_missing(client, programme, name):
    for page in (words(client, name), words(client, f"programme-{name}", "neighbours")):
        assert "Which body answers for this site is not written down here yet." in page
        assert "None" not in re.sub("None is known", "", page)


@pytest.mark.parametrize("written", [True, False])
def test_pages_promise_nothing_that_the_site_does_not_do(client, programme, written):
    if written:
        StatementFactory(programme=None)
    pages = [words(client, each) for each in ("privacy", "accessibility")]
    assert [each for each in NOT_SO for page in pages if each in page] == []


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_page_of_the_site_leads_to_that_of_each_published_programme(client, programme, name):
    ProgrammeFactory(slug="hidden", published_at=None, published_by=None)
    page = client.get(reverse(f"programmes:{name}")).text
    assert re.findall(rf'href="/programmes/(\w+)/{name}/"', page) == ["neighbours"]


def test_pages_of_a_programme_lead_to_its_own_statements(client, programme):
    page = client.get(programme.get_absolute_url()).text
    assert re.findall(r'<li><a href="([\w/-]+)">(?:Privacy|Accessibility)</a>', page) == [
        "/programmes/neighbours/accessibility/",
        "/programmes/neighbours/privacy/",
    ]


@pytest.mark.parametrize("published", [True, False])
def test_statement_that_is_written_in_the_admin_shows_at_the_next_request(client, client_of, db, published):
    if published:
        ProgrammeFactory(slug="neighbours")
    words(client, "privacy")
    staff = client_of(UserFactory(is_staff=True, is_superuser=True))
    typed = {
        "body": "The Council", "reached": "Town Hall", "tested": "By hand.", "compliance": "full",
        "privacy_updated_on": "2026-11-30", "prepared_on": "2026-11-30", "reviewed_on": "2026-11-30",
    }  # fmt: skip
    answer = staff.post(reverse("admin:programmes_statement_add"), typed)
    assert (answer.status_code, Statement.objects.count()) == (302, 1)
    assert "The Council answers for this site." in words(client, "privacy")


def test_lead_writes_the_statement_of_their_programme_and_not_that_of_the_site(client_of, lead, programme, of_site):
    staff = client_of(lead)
    typed = {
        "body": "The Partnership", "reached": "Town Hall", "tested": "By hand.", "compliance": "full",
        "privacy_updated_on": "2026-11-30", "prepared_on": "2026-11-30", "reviewed_on": "2026-11-30",
    }  # fmt: skip
    refused = staff.post(reverse("admin:programmes_statement_add"), typed)
    assert (refused.status_code, Statement.objects.count()) == (200, 1)
    assert staff.get(reverse("admin:programmes_statement_change", args=[of_site.pk])).status_code == 302
    staff.post(reverse("admin:programmes_statement_add"), typed | {"programme": programme.pk})
    assert Statement.objects.of(programme).body == "The Partnership"
    twice = staff.post(reverse("admin:programmes_statement_add"), typed | {"programme": programme.pk, "body": "Other"})
    assert "There is a statement for that already: change it." in twice.text


def test_compliance_without_its_failures_is_refused_in_a_sentence(client_of, lead, programme):
    typed = {
        "programme": programme.pk, "body": "B", "reached": "R", "tested": "T", "compliance": "partial",
        "privacy_updated_on": "2026-11-30", "prepared_on": "2026-11-30", "reviewed_on": "2026-11-29",
    }  # fmt: skip
    page = client_of(lead).post(reverse("admin:programmes_statement_add"), typed).text
    assert "Name the known failures, or what is exempt. Fully compliant means that no failure is known." in page
    assert "It cannot be reviewed before it was prepared." in page
