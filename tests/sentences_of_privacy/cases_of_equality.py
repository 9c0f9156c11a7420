"""What is asked about equality, at the desk, by its own pages and on paper; and the figures that came of it."""

from datetime import timedelta
from typing import Any

from kit.days import day
from privacy.models import AskedQuestion, FigureEdition, Questionnaire
from tests.conftest import staff_with
from tests.phases.factories import MeetingFactory
from tests.privacy.factories import (
    AskedQuestionFactory,
    EditionFigureFactory,
    FigureEditionFactory,
    PopulationFigureFactory,
    QuestionnaireFactory,
)
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import at_desk, hide, on_paper
from tests.sentences_for_people.own_pages import anybody
from tests.sentences_of_privacy.privacy_pages import BOTH, DAY, PRIVACY

STANDS = ["planned", "open", "closed"]
SEX, CARE = "What is your sex?", "unpaid-care-ew-2021"


def asked_of(given: Given, stands: str = "open", **more: Any) -> Questionnaire:
    """Let questions of sex be planned, open for nine days, or closed yesterday."""
    opened = {"opened_at": given.at - 9 * DAY, "opened_by": given.lead} if stands != "planned" else {}
    closed = {"closed_at": given.at - DAY, "closed_by": given.lead} if stands == "closed" else {}
    last = {"close_on": given.at.date() + 9 * DAY}
    made = QuestionnaireFactory(programme=given.programme, **last | opened | closed | more)
    AskedQuestionFactory(questionnaire=made)
    return made


def figures_of(given: Given, asked: Questionnaire, shown: dict[str, str], *, public: bool = False) -> FigureEdition:
    """Draw an edition of what was answered: what is shown of each answer, and of all together."""
    by = {"published_at": given.at, "published_by": given.lead} if public else {}
    edition = FigureEditionFactory(questionnaire=asked, drawn_at=given.at - timedelta(hours=1), **by)
    question = AskedQuestion.objects.get(questionnaire=asked)
    for code, words in shown.items():
        EditionFigureFactory(edition=edition, question=question, code=code, shown=words)
    return edition


def sourced(asked: Questionnaire) -> AskedQuestion:
    """Say of the question where the population’s figures are from."""
    AskedQuestion.objects.filter(questionnaire=asked).update(population_source="Census 2021, Gateshead")
    return AskedQuestion.objects.get(questionnaire=asked)


@PRIVACY.of(stands=STANDS, lacking=[0, 1, 2, 3], public=BOTH, hat=["lead", "viewer"])
def questions_at_desk(given: Given, stands: str, lacking: int, public: bool, hat: str) -> Said:
    named = lacking if stands == "planned" else 0
    basis = [{}, {"policy_document": None}, {"condition": ""}, {"lawful_basis": ""}][: named + 1]
    asked = asked_of(given, stands, **{name: value for each in basis for name, value in each.items()})
    hide(given, public)
    reader = given if hat == "lead" else Given(given.programme, staff_with("viewer", given.programme), given.at)
    may, since, until = hat == "lead", day(given.at.date() - 9 * DAY), day(given.at.date() - DAY)
    policy = "the appropriate policy document"
    condition = "the condition for data of special categories"
    before = "To be named before they can be opened: "
    return at_desk(reader, "privacy:equality-detail", asked.pk), {
        f"People were asked from {since} until {until}.": stands == "closed",
        f"People have been asked since {since}; {day(asked.close_on)} is meant to be the last day.": stands == "open",
        "The page, to be sent or shown; the page of thanks leads there, too: http": stands == "open" and public,
        "Their page opens once the programme is public.": stands == "open" and not public,
        "Nobody is asked yet.": stands == "planned",
        f"{before}{policy}.": named == 1,
        f"{before}{condition}, {policy}.": named == 2,
        f"{before}the lawful basis, {condition}, {policy}.": named == 3,
        "Questions on paper (PDF)": stands != "closed",
        "Close them": stands == "open" and may,
        "Change": stands == "planned" and may,
        "Open them": stands == "planned" and may and not named,
        f"Key from paper: {SEX}": stands == "open" and may,
        f"The population’s figures: {SEX}": may,
        "Figures They have not been drawn yet.": stands != "planned",
        "Lawful basis Not named yet": named == 3,
        "Condition Not named yet": named >= 2,
        "Policy document Not named yet": named >= 1,
        f"Policy document {asked.policy_document}": not named,
        f"Opened by {given.lead}": stands != "planned",
        f"Closed by {given.lead}": stands == "closed",
    }


@PRIVACY.of(edition=["", "drawn", "public"], stands=["open", "closed"], public=BOTH, hat=["lead", "viewer"])
def figures_at_desk(given: Given, edition: str, stands: str, public: bool, hat: str) -> Said:
    asked = asked_of(given, stands)
    if edition:
        figures_of(given, asked, {"": "60", "female": "40"}, public=edition == "public")
    hide(given, public)
    reader = given if hat == "lead" else Given(given.programme, staff_with("viewer", given.programme), given.at)
    today, may = day(given.at.date()), hat == "lead"
    is_last = bool(edition) and stands == "closed"
    return at_desk(reader, "privacy:equality-detail", asked.pk), {
        "Figures They have not been drawn yet.": not edition,
        "Edition 1, as it stood on ": bool(edition),
        "Only the team reads it.": edition == "drawn",
        f"Published on {today}: the public page.": edition == "public" and public,
        f"Published on {today}. * is 1 to 7 people": edition == "public" and not public,
        "Draw the figures": may and not is_last,
        "They are drawn every four weeks at most, and once more after the close:": may and not is_last,
        "Take them back from the public": may and edition == "public",
        "Publish them": may and edition == "drawn",
    }


@PRIVACY.of(stands=["", *STANDS], hat=["lead", "viewer"], sought=BOTH)
def list_of_questions(given: Given, stands: str, hat: str, sought: bool) -> Said:
    if stands:
        asked_of(given, stands)
    reader = given if hat == "lead" else Given(given.programme, staff_with("viewer", given.programme), given.at)
    since, until = day(given.at.date() - 9 * DAY), day(given.at.date() - DAY)
    last = day(given.at.date() + 9 * DAY)
    is_shown, is_free = bool(stands) and not sought, stands in ("", "closed")
    after = "After registering for a meeting"
    return at_desk(reader, "privacy:equality-list", asked="?q=nothing" if sought else ""), {
        "Ask after registering for a meeting": hat == "lead" and is_free,
        "Ask after handing something in": hat == "lead",
        f"{after} Planned Nobody is asked yet.": is_shown and stands == "planned",
        f"{after} Open People have been asked since {since}; {last} is meant to be the last day.": (
            is_shown and stands == "open"
        ),
        f"{after} Closed People were asked from {since} until {until}.": is_shown and stands == "closed",
        "Nobody has been asked about equality yet.": not stands and not sought,
        "Nothing fits “nothing”. Show all": sought,
    }


@PRIVACY.of(free=BOTH)
def occasions_that_are_free(given: Given, free: bool) -> Said:
    for occasion in ["meetings"] if free else ["meetings", "hand-ins", "answers"]:
        asked_of(given, occasion=occasion)
    return at_desk(given, "privacy:equality-list"), {
        "Ask after handing something in": free,
        "Ask after registering for a meeting": False,
        "After registering for a meeting Open": True,
    }


@PRIVACY.of(edition=["", "drawn", "public"], population=["", "missing", "even"], broken_down=BOTH)
def figures_for_everybody(given: Given, edition: str, population: str, broken_down: bool) -> Said:
    asked = asked_of(given)
    if edition:
        shown = {"": "60", "female": "40", "male": "20"} if broken_down else {"": "15"}
        figures_of(given, asked, shown, public=edition == "public")
    shares = {"missing": {"female": 20, "male": 80}, "even": {"female": 66, "male": 34}}.get(population, {})
    for code, per_cent in shares.items():
        PopulationFigureFactory(question=sourced(asked), code=code, per_cent=per_cent)
    is_public = edition == "public"
    beside = is_public and broken_down and bool(population)
    texts = [
        anybody("privacy:equality-figures", given.programme.slug),
        anybody("public:coverage", given.programme.slug),
    ]
    return " | ".join(texts), {
        "if they liked. This is how many gave which answer.": is_public,
        "No figures have been published yet.": not is_public,
        "These figures as a spreadsheet (CSV)": is_public,
        "After registering for a meeting, as it stood on": is_public,
        "Answer People Female People 40 Male People 20 All who answered People 60": (
            is_public and broken_down and not population
        ),
        "Answer People Population Beside the population Female People 40 Population": beside,
        "All who answered People 60 Population – Beside the population –": beside,
        "Who is missing: if those who answered were like the population, more of them would have chosen “Male”.": (
            beside and population == "missing"
        ),
        "By these figures, none of these groups is clearly missing.": beside and population == "even",
        "The population’s figures: Census 2021, Gateshead.": beside,
        "Answered by 15; not broken down, because the numbers are too small.": is_public and not broken_down,
        "People who took part were asked questions about equality, and some answered.": is_public,
    }


@PRIVACY.of(missing=[1, 2], unknown=BOTH)
def who_is_missing(given: Given, missing: int, unknown: bool) -> Said:
    asked = asked_of(given)
    AskedQuestion.objects.filter(questionnaire=asked).update(wording_key=CARE)
    question = sourced(asked)
    codes = question.wording.codes[:3]
    few = dict(zip(codes, ["90", "10", "10"] if missing == 2 else ["90", "10", "90"], strict=True))
    figures_of(given, asked, {"": "110"} | few, public=True)
    for code in codes[1:] if unknown else codes:
        PopulationFigureFactory(question=question, code=code, per_cent=40)
    labels = dict(question.wording.options)
    chosen = f"more of them would have chosen “{labels[codes[1]]}”"
    return anybody("privacy:equality-figures", given.programme.slug), {
        f"{chosen}.": missing == 1,
        f"{chosen}, “{labels[codes[2]]}”.": missing == 2,
        "People 90 Population – Beside the population –": unknown,
        "Population 40.0 % Beside the population": True,
    }


@PRIVACY.of(stands=STANDS)
def questions_for_everybody(given: Given, stands: str) -> Said:
    asked = asked_of(given, stands)
    later = given.at + 9 * DAY
    meeting = MeetingFactory(programme=given.programme, starts_at=later, ends_at=later + timedelta(hours=2))
    pages = [anybody("privacy:equality-answer", given.programme.slug, "meetings")]
    if stands == "open":
        pages.append(anybody("privacy:equality-thanks", given.programme.slug, "meetings"))
    pages.append(anybody("phases:meeting-registered", given.programme.slug, meeting.pk))
    return " | ".join(pages), {
        f"Our policy: {asked.policy_document}.": stands == "open",
        "These questions are closed Nobody is asked about equality here any more.": stands == "closed",
        "Thank you. Your answers are counted.": stands == "open",
        "Help us see who is missing We would like to know whether all kinds of people take part.": stands == "open",
    }


@PRIVACY.of(hint=BOTH)
def questions_on_paper(given: Given, hint: bool) -> Said:
    asked = asked_of(given)
    if hint:
        AskedQuestion.objects.filter(questionnaire=asked).update(wording_key=CARE)
    with on_paper("privacy.equality.views.desk") as papers:
        at_desk(given, "privacy:equality-sheet", asked.pk)
    return papers[0], {
        "Do not write your name. Put this sheet into an envelope of its own": True,
        "Leave out anything that you are paid for.": hint,
    }
