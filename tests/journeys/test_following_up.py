"""Staff ask everybody who took something on; a proposer answers by a personal link; silence is shown."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from actions.models import FollowUp, FollowUpRound, ProgressUpdate
from actions.rounds.services.rounds import RoundPlan, close_round, open_round
from actions.rounds.services.rounds import plan_round as plan
from outbox.models import Message
from programmes.models import Programme
from tests.journeys.conftest import STAFF, link_in, sideways, staff_signs_in

PROGRAMME = "Connected people, connected communities"
NEWCASTLE = "newcastle-gateshead-connected"
AREA = "Nurturing bumping spaces in all communities"
SAID = "A third bench came. Mrs Laidler paints them."
PUBLISHED = "A third bench came. A neighbour paints them."
HEADLINE = "Three benches stand where people pass."


def test_proposer_answers_by_link(browse: Callable[..., Page]) -> None:
    desk = browse()
    staff_signs_in(desk)
    plan_round(desk, "A further round")
    round = FollowUpRound.objects.get(name="A further round")
    assert (round.status, asked_by_mail(round).count()) == ("planned", 0)
    preview_says_who_and_why(desk)
    desk.get_by_role("button", name="Open the round and ask them").click()
    expect(desk.get_by_role("status")).to_contain_text("The round is open.")
    letters_lead_to_pages_of_their_own(round)

    link = link_for("lorraine.abbott@example.org")
    before = rows(round)
    scanner = browse(javascript=False)
    scanner.goto(link)
    scanner.context.request.head(link)
    assert rows(round) == before

    proposer = browse(width=320, javascript=False)
    answer_with_an_error_first(proposer, link)
    proposer.context.clear_cookies()
    proposer.goto(link)
    expect(proposer.get_by_label("What has happened?")).to_have_value(SAID)
    expect(proposer.get_by_role("button", name="Send the changes")).to_be_visible()

    reader = browse(width=320, javascript=False)
    reader.goto(f"/programmes/{NEWCASTLE}/actions/5/")
    expect(reader.get_by_text(SAID)).to_have_count(0)
    review(desk)
    reader.goto(f"/programmes/{NEWCASTLE}/actions/5/")
    expect(reader.get_by_role("region", name="Where it stands")).to_contain_text(HEADLINE)
    expect(reader.locator("#history li").last).to_contain_text(PUBLISHED)
    expect(reader.get_by_text("Mrs Laidler")).to_have_count(0)

    close(desk)
    reader.goto(f"/programmes/{NEWCASTLE}/actions/3/")
    expect(reader.locator("#history li").last).to_contain_text("A further round")
    expect(reader.locator("#history li").last).to_contain_text("We have not heard back.")
    assert sideways(reader) == 0
    proposer.goto(link)
    expect(proposer.get_by_role("main")).to_contain_text("This round has closed.")
    expect(proposer.get_by_role("main")).to_contain_text(SAID)


def plan_round(desk: Page, name: str) -> None:
    """Plan a round to be opened today, after a day that does not exist."""
    desk.get_by_role("link", name=PROGRAMME).click()
    desk.get_by_role("link", name="Follow-up rounds").click()
    desk.get_by_role("link", name="Plan a round").click()
    today = timezone.localdate()
    desk.get_by_label("What is this round called?").fill(name)
    write_day(desk.get_by_role("group", name="When will you open it?"), today)
    answer_by = desk.get_by_role("group", name="By when should people answer?")
    write_day(answer_by, today + timedelta(days=21))
    answer_by.get_by_label("Day").fill("32")
    desk.get_by_role("button", name="Continue").click()
    desk.get_by_role("alert").get_by_role("link", name="Enter a real date").click()
    expect(answer_by.get_by_label("Day")).to_be_focused()
    write_day(answer_by, today + timedelta(days=21))
    desk.get_by_role("button", name="Continue").click()


def write_day(boxes: Locator, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(value))


def preview_says_who_and_why(desk: Page) -> None:
    """Some are asked by e-mail, some by telephone, some not at all; each with the reason."""
    expect(desk.get_by_role("heading", level=1)).to_have_text("A further round: who will be asked")
    by_mail = desk.get_by_role("table", name="Asked by e-mail")
    expect(by_mail.get_by_role("row", name="Lorraine Abbott")).to_contain_text(AREA)
    expect(by_mail.get_by_role("row", name="Howard Prentice")).to_contain_text("December 2016: no reply")
    expect(by_mail.get_by_role("row", name="Shabnam Rauf")).to_contain_text("Took it over from")
    by_telephone = desk.get_by_role("table", name="Asked by telephone")
    expect(by_telephone.get_by_role("row", name="Gulsen Demir")).to_contain_text("Telephone")
    when = desk.get_by_role("table", name="What goes out when")
    expect(when.get_by_role("row", name="Last call")).to_contain_text("Whoever has said nothing by then")
    desk.get_by_text("Last call: Before we close:").click()
    expect(
        desk.get_by_text("its public page, if it has one, will say that we asked in A further round")
    ).to_be_visible()
    not_asked = desk.get_by_role("table", name="Not asked")
    expect(not_asked.get_by_role("row", name="Alastair Munro-Bell")).to_contain_text("Has moved on")
    expect(not_asked.get_by_role("row", name="Farah Siddique")).to_contain_text("The latest word on it is “Done”.")


def asked_by_mail(round: FollowUpRound) -> QuerySet[FollowUp]:
    return round.follow_ups.exclude(proposer__person__email="").order_by("pk")


def letters_lead_to_pages_of_their_own(round: FollowUpRound) -> None:
    """One message for each proposer with an address, each with a link that nobody else has."""
    letters = Message.objects.filter(kind="follow-up")
    people = asked_by_mail(round).values_list("proposer__person__email", flat=True)
    assert sorted(letters.values_list("to_address", flat=True)) == sorted(people)
    assert len({link_in(letter) for letter in letters}) == len(people) > 5


def link_for(email: str) -> str:
    return link_in(Message.objects.filter(kind="follow-up", to_address=email).latest("pk"))


def rows(round: FollowUpRound) -> list[dict[str, object]]:
    """Everything that an answer would change."""
    return [*round.follow_ups.order_by("pk").values(), *ProgressUpdate.objects.order_by("pk").values()]


def answer_with_an_error_first(page: Page, link: str) -> None:
    """Open the link, leave a question out, see what was typed kept, and send the answer."""
    page.goto(link)
    assert "/f/" not in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{AREA}: how is it going?")
    assert sideways(page) == 0
    page.get_by_label("What has happened?").fill(SAID)
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you have written is kept")
    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("It has not been sent yet.")
    expect(page.get_by_label("What has happened?")).to_have_value(SAID)
    page.get_by_label("What helped?").fill("Paint.")
    page.get_by_role("button", name="Send your answer").click()
    page.get_by_role("alert").get_by_role("link", name="Choose where it stands.").click()
    expect(page.get_by_role("group", name="Where does it stand?").get_by_role("radio").first).to_be_focused()
    expect(page.get_by_label("What has happened?")).to_have_value(SAID)
    assert sideways(page) == 0
    page.get_by_role("group", name="Where does it stand?").get_by_label("Under way").check()
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answer")
    expect(page.get_by_role("main")).to_contain_text(SAID)
    assert sideways(page) == 0


def review(desk: Page) -> None:
    """Take a name out of the answer, say why, and publish it."""
    desk.goto("/desk/")
    desk.get_by_role("link", name="Review 1 answer to a follow-up").click()
    desk.get_by_role("table", name="Waiting, the oldest first").get_by_role("link", name=AREA).click()
    desk.get_by_label("What has happened").fill(PUBLISHED)
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Write one line for the public.")
    expect(desk.get_by_label("What has happened")).to_have_value(PUBLISHED)
    desk.get_by_label("In one line").fill(HEADLINE)
    desk.get_by_label("Why the words were changed").fill("A name was left out.")
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("status")).to_be_visible()


def close(desk: Page) -> None:
    """Close the round before its last day; who is silent is named before, and the day is asked about."""
    desk.goto(f"/desk/{NEWCASTLE}/rounds/")
    desk.get_by_role("link", name="A further round").click()
    desk.get_by_role("link", name="Close this round").click()
    expect(desk.get_by_role("listitem").filter(has_text="Howard Prentice")).to_be_visible()
    expect(desk.get_by_role("listitem").filter(has_text="Lorraine Abbott")).to_have_count(0)
    desk.get_by_role("button", name="Close the round").click()
    expect(desk.get_by_role("alert")).to_contain_text("Tick that it is to be closed before that")
    desk.get_by_label("Close it now, although its last day is").check()
    desk.get_by_role("button", name="Close the round").click()
    expect(desk.get_by_role("status")).to_contain_text("recorded as “no reply”")
    standing = FollowUp.objects.get(round__name="A further round", proposer__person__name="Howard Prentice")
    assert standing.status == FollowUp.Status.NO_REPLY


def test_proposer_moves_on_and_the_successor_answers_by_keyboard(browse: Callable[..., Page]) -> None:
    round = ask_again("December")
    mover = browse(width=320, javascript=False)
    mover.goto(link_for("winston.carr@example.org"))
    press(mover, mover.get_by_role("link", name="tell us that you have moved on"))
    write(mover, mover.get_by_label("Who carries it on?"), "Petra Nowak")
    write(mover, mover.get_by_label("E-mail address"), "petra.nowak@example.org")
    press(mover, mover.get_by_role("button", name="Tell us that you have moved on"))
    expect(mover.get_by_role("alert")).to_contain_text("Tick the box if they agree.")
    press(mover, mover.get_by_label("They know about it"), "Space")
    press(mover, mover.get_by_role("button", name="Tell us that you have moved on"))
    expect(mover.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    assert sideways(mover) == 0
    assert Message.objects.filter(to_address="petra.nowak@example.org").count() == 0

    desk = browse(javascript=False)
    staff_signs_in(desk)
    desk.goto(f"/desk/{NEWCASTLE}/rounds/{round.number}/")
    press(desk, desk.get_by_role("link", name="To be handed on: 1"))
    expect(desk.get_by_role("main")).to_contain_text("Petra Nowak is to carry it on: look, and ask them instead.")
    press(desk, desk.get_by_role("button", name="Ask Petra Nowak instead"))
    expect(desk.get_by_role("status")).to_contain_text("is handed on to Petra Nowak")

    successor = browse(width=320, javascript=False)
    successor.goto(link_for("petra.nowak@example.org"))
    expect(successor.get_by_role("main")).to_contain_text("You took this over from")
    under_way = successor.get_by_role("group", name="Where does it stand?").get_by_role("radio").first
    press(successor, under_way, "Space")
    write(successor, successor.get_by_label("What has happened?"), "I have begun to ring round.")
    press(successor, successor.get_by_role("button", name="Send your answer"))
    expect(successor.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answer")
    assert sideways(successor) == 0

    close_round(round, by=User.objects.get(email=STAFF), at=timezone.now())
    reader = browse(width=320, javascript=False)
    reader.goto(f"/programmes/{NEWCASTLE}/helped/")
    silent = reader.locator("#rounds").get_by_role("listitem").filter(has_text="Commissioning for social activity")
    expect(silent).to_contain_text("December No reply")
    expect(reader.get_by_role("heading", name="No money for rooms")).to_be_visible()
    assert sideways(reader) == 0


def ask_again(name: str) -> FollowUpRound:
    """Ask everybody once more, today."""
    lead, at = User.objects.get(email=STAFF), timezone.now()
    today = timezone.localdate(at)
    programme = Programme.objects.get(slug=NEWCASTLE)
    round_plan = RoundPlan(name, planned_on=today, answer_by_on=today + timedelta(days=21))
    return open_round(plan(programme, plan=round_plan, by=lead, at=at), by=lead, at=at)


def reach(page: Page, target: Locator) -> None:
    """Come to something by the Tab key alone, as somebody does who has no mouse."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by Tab.")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, words: str) -> None:
    reach(page, target)
    page.keyboard.type(words)
