"""Figures about equality: as editions that tell no more together than apart, beside the population's, and public."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kit.disclosure.rounding import Breakdown, meant
from kit.refusals import InvalidTransition, Refused
from privacy.equality.figures import Beside, figures_of, next_breakdown
from privacy.equality.services import figures as figure_services
from privacy.equality.services.asking import close_questionnaire, count_paper
from privacy.equality.services.figures import draw_figures, keep_population, publish_figures, withdraw_figures
from privacy.models import AnswerCount, FigureEdition, PopulationFigure
from tests.programmes.factories import QuietPeriodFactory

MONTH = timedelta(days=28)
PUBLIC = "/programmes/neighbours/equality/"


def folded(question, **people: int) -> None:
    """Let so many be in the totals of a question."""
    for code, count in people.items():
        AnswerCount.objects.filter(question=question, code=code.replace("_", "-")).update(people=count)


def shown(edition: FigureEdition, question) -> dict[str, str]:
    return dict(edition.figures.filter(question=question).values_list("code", "shown"))


def test_figures_show_small_numbers_hidden_and_others_rounded(asked, sex, care, lead, at):
    folded(sex, female=41, male=17, prefer_not=3)
    edition = draw_figures(asked, by=lead, at=at)
    assert shown(edition, sex) == {"": "60", "female": "40", "male": "15", "prefer-not": "*"}
    assert shown(edition, care) == {"": "0"}


def test_figures_of_fewer_than_twenty_are_not_broken_down(asked, sex, lead, at):
    folded(sex, female=12, male=6)
    first = figures_of(draw_figures(asked, by=lead, at=at))[0]
    assert (first.total, first.lines, first.note) == (
        "15",
        [],
        "not broken down, because the numbers are too small",
    )


def test_figures_are_made_with_every_edition_before_in_hand(asked, sex, lead, at):
    folded(sex, female=20, male=13)
    first = draw_figures(asked, by=lead, at=at)
    folded(sex, female=20, male=14, prefer_not=1)
    second = draw_figures(asked, by=lead, at=at + MONTH)
    chained = next_breakdown(sex, [first, second])
    assert isinstance(chained.part, Breakdown)
    assert (chained.part.total, chained.part.part.total) == (shown(second, sex)[""], shown(first, sex)[""])
    least = meant(shown(first, sex)[""])[0] - meant(shown(second, sex)[""])[1]
    most = meant(shown(second, sex)[""])[1] - meant(shown(first, sex)[""])[0]
    assert most - max(least, 0) >= 2


def test_figures_are_drawn_again_after_four_weeks_or_the_close(asked, sex, lead, at):
    draw_figures(asked, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        draw_figures(asked, by=lead, at=at + MONTH - timedelta(seconds=1))
    draw_figures(asked, by=lead, at=at + MONTH)
    count_paper(sex, counts={"female": 15}, by=lead, at=at)
    close_questionnaire(asked, by=lead, at=at + MONTH)
    with pytest.raises(InvalidTransition):
        draw_figures(asked, by=lead, at=at + MONTH)
    assert FigureEdition.objects.count() == 2


def test_figures_are_drawn_once_more_after_the_close(asked, sex, lead, at):
    draw_figures(asked, by=lead, at=at)
    count_paper(sex, counts={"female": 15}, by=lead, at=at)
    close_questionnaire(asked, by=lead, at=at + timedelta(hours=1))
    last = draw_figures(asked, by=lead, at=at + timedelta(hours=2))
    assert (last.number, shown(last, sex)) == (2, {"": "15"})
    with pytest.raises(InvalidTransition):
        draw_figures(asked, by=lead, at=at + MONTH * 2)


def test_figures_are_not_drawn_before_anybody_was_asked(planned, lead, at):
    with pytest.raises(InvalidTransition):
        draw_figures(planned, by=lead, at=at)


def test_figures_that_cannot_be_logged_are_not_drawn(asked, lead, at, monkeypatch):
    monkeypatch.setattr(figure_services, "record", None)
    with pytest.raises(TypeError):
        draw_figures(asked, by=lead, at=at)
    assert FigureEdition.objects.count() == 0


def test_population_is_kept_as_shares_with_its_source(sex, lead, at):
    keep_population(sex, figures={"female": Decimal(300), "male": Decimal(100)}, source="Census", by=lead, at=at)
    kept = dict(PopulationFigure.objects.filter(question=sex).values_list("code", "per_cent"))
    assert kept == {"female": Decimal(75), "male": Decimal(25)}


@pytest.mark.parametrize(("figures", "source"), [({"female": Decimal(0)}, "Census"), ({"female": Decimal(1)}, " ")])
def test_population_without_figures_or_source_is_refused(sex, lead, at, figures, source):
    with pytest.raises(Refused):
        keep_population(sex, figures=figures, source=source, by=lead, at=at)


def test_population_that_cannot_be_logged_is_not_kept(sex, lead, at, monkeypatch):
    monkeypatch.setattr(figure_services, "record", None)
    with pytest.raises(TypeError):
        keep_population(sex, figures={"female": Decimal(1)}, source="Census", by=lead, at=at)
    assert PopulationFigure.objects.count() == 0


@pytest.mark.parametrize(
    ("women", "men", "beside", "missing"),
    [
        (60, 5, [Beside.MORE, Beside.FEWER, Beside.UNKNOWN], ["Male"]),
        (40, 40, [Beside.SAME, Beside.SAME, Beside.UNKNOWN], []),
        (30, 0, [Beside.MORE, Beside.FEWER, Beside.UNKNOWN], ["Male"]),
    ],
)
def test_who_is_missing_is_said_where_it_is_so_of_every_number_that_is_shown_alike(
    asked, sex, lead, at, women, men, beside, missing
):
    keep_population(sex, figures={"female": Decimal(50), "male": Decimal(50)}, source="Census", by=lead, at=at)
    folded(sex, female=women, male=men)
    first = figures_of(draw_figures(asked, by=lead, at=at))[0]
    assert ([line.beside for line in first.lines], first.missing) == (beside, missing)


def test_equality_figures_are_public_once_published_and_gone_when_taken_back(asked, sex, lead, at):
    folded(sex, female=41, male=17, prefer_not=3)
    edition = draw_figures(asked, by=lead, at=at)
    pages = [Client().get(PUBLIC).text]
    publish_figures(edition, by=lead, at=at)
    pages.append(Client().get(PUBLIC).text)
    withdraw_figures(edition, by=lead, at=at)
    pages.append(Client().get(PUBLIC).text)
    assert ["What is your sex?" in page for page in pages] == [False, True, False]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [("star7", "<code>*</code> is 1 to 7 people"), ("lt10", "<code>&lt;10</code> is 1 to 9 people")],
)
def test_equality_figures_say_what_a_small_number_is_by_the_rule_of_the_site(
    asked, lead, at, settings, client_of, numbers, said
):
    settings.SMALL_NUMBERS = numbers
    publish_figures(draw_figures(asked, by=lead, at=at), by=lead, at=at)
    desk = reverse("privacy:equality-detail", args=[asked.programme.slug, asked.pk])
    assert [said in page.text for page in (Client().get(PUBLIC), client_of(lead).get(desk))] == [True, True]


def test_equality_figures_show_the_latest_edition_that_is_published(asked, sex, lead, at):
    folded(sex, female=41)
    publish_figures(draw_figures(asked, by=lead, at=at), by=lead, at=at)
    folded(sex, female=81)
    draw_figures(asked, by=lead, at=at + MONTH)
    table = Client().get(f"{PUBLIC[:-1]}.csv").text
    assert '"What is your sex?","Female","40","",""' in table
    assert "80" not in table


def test_publishing_figures_waits_in_a_quiet_period(asked, lead, at):
    edition = draw_figures(asked, by=lead, at=at)
    days = {"from_on": at.date() - timedelta(days=2), "until_on": at.date() + timedelta(days=2)}
    QuietPeriodFactory(programme=asked.programme, **days)
    with pytest.raises(Refused):
        publish_figures(edition, by=lead, at=at)


def test_page_of_coverage_leads_to_figures_that_are_public(asked, lead, at):
    coverage = "/programmes/neighbours/coverage/"
    edition = draw_figures(asked, by=lead, at=at)
    before = Client().get(coverage).text
    publish_figures(edition, by=lead, at=at)
    link = f'<a href="{PUBLIC}">'
    assert (link in before, link in Client().get(coverage).text) == (False, True)


@pytest.mark.parametrize("service", [publish_figures, withdraw_figures])
def test_figures_whose_step_cannot_be_logged_stay_as_they_are(asked, lead, at, monkeypatch, service):
    edition = draw_figures(asked, by=lead, at=at)
    if service is withdraw_figures:
        publish_figures(edition, by=lead, at=at)
    before = edition.published_at
    monkeypatch.setattr(figure_services, "record", None)
    with pytest.raises(TypeError):
        service(edition, by=lead, at=at)
    edition.refresh_from_db()
    assert edition.published_at == before


def test_equality_population_is_kept_and_shown_beside_the_figures(client_of, lead, asked, sex, at):
    folded(sex, female=61, male=5)
    draw_figures(asked, by=lead, at=at)
    address = reverse("privacy:equality-population", args=[asked.programme.slug, asked.pk, 1])
    typed = {"answer-0": "51.2", "answer-1": "48.8", "source": "Census 2021, Gateshead"}
    browser = client_of(lead)
    assert browser.post(address, typed).status_code == 302
    page = browser.get(reverse("privacy:equality-detail", args=[asked.programme.slug, asked.pk])).text
    assert "48.8 %" in page
    assert "Who is missing:" in page
    assert "Census 2021, Gateshead" in page


def test_equality_detail_offers_to_draw_while_more_can_come(client_of, lead, asked, at):
    address = reverse("privacy:equality-detail", args=[asked.programme.slug, asked.pk])
    pages = [client_of(lead).get(address).text]
    close_questionnaire(asked, by=lead, at=at)
    draw_figures(asked, by=lead, at=at)
    pages.append(client_of(lead).get(address).text)
    assert ["Draw the figures" in page for page in pages] == [True, False]


def test_equality_draw_publish_and_withdraw_are_pressed_at_the_desk(client_of, lead, asked):
    browser, args = client_of(lead), [asked.programme.slug, asked.pk]
    browser.post(reverse("privacy:equality-draw", args=args))
    browser.post(reverse("privacy:equality-publish", args=[*args, 1]))
    published = FigureEdition.objects.get().published_by
    browser.post(reverse("privacy:equality-withdraw", args=[*args, 1]))
    assert (published, FigureEdition.objects.get().published_by) == (lead, None)
