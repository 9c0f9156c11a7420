"""Rounds of follow-up at the desk: who is asked, who answers, who carries an area on."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms

from actions.models import FollowUp
from actions.rounds.emails import ask_proposer
from outbox.models import Message
from tests.actions.factories import (
    ActionAreaFactory,
    FollowUpFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.said import Given, Said
from tests.sentences_at_desk.cases_of_areas_and_rounds import proposer_of, round_of
from tests.sentences_at_desk.desk_pages import (
    BOTH,
    DESK,
    HATS,
    at_desk,
    drawn,
    reading,
)

DAY = timedelta(days=1)


@DESK.of(
    stands=["has it", "moves", "moved", "mistake"],
    suggestion=["", "name", "note", "looked", "looked at a name"],
    round=["", "open", "past"],
    handed=BOTH,
)
def area_handed_on(given: Given, stands: str, suggestion: str, round: str, handed: bool) -> Said:
    other = stands == "moves"
    today = given.at.date()
    until = {"moves": today + 9 * DAY, "moved": today - 9 * DAY, "mistake": today - 9 * DAY}.get(stands)
    proposer = proposer_of(
        given, until_on=until, named_by_mistake=stands == "mistake", public_name="Tenants" if other else "Ada"
    )
    if round or suggestion:
        a_round = round_of(
            given, "closed" if not round else "open", answer_by_on=today + (-DAY if round == "past" else 9 * DAY)
        )
        told = {"successor_name": "Ben"} if suggestion in ("name", "looked", "looked at a name") else {}
        told |= {"successor_note": "Ask at the desk."} if suggestion in ("note", "looked") else {}
        FollowUpFactory(round=a_round, proposer=proposer, status="moved_on" if suggestion else "asked",
                        settled_at=given.at if suggestion else None, **told)  # fmt: skip
    if handed:
        ProposerFactory(area=proposer.area, took_over_from=proposer, public_name="The new ones", from_on=today)
    looked = suggestion.startswith("looked")
    text = at_desk(given, "actions:proposer-hand-on", proposer.pk, sends={"look": ""} if looked else None)
    return text, {
        "Ada was named by mistake.": stands == "mistake",
        "Ada moved on, ": stands == "moved",
        "Ada (the public reads “Tenants”) moves on, ": other,
        "Ada has it now.": stands == "has it",
        "They wrote: Ask at the desk.": suggestion == "looked",
        "They told us who may carry it on: Ben.": suggestion == "name",
        "They told us who may carry it on. Show": suggestion == "note",
        "It has been handed on to The new ones.": handed,
        "Whoever takes it over is not asked at once.": not handed and round != "open",
        "Whoever takes it over is asked in September at once.": not handed and round == "open",
    }


@DESK.of(status=["asked", "answered", "unreachable"], link=BOTH, round=["open", "closed"])
def follow_up_at_the_desk(given: Given, status: str, link: bool, round: str) -> Said:
    settled = {} if status == "asked" else {"settled_at": given.at}
    token = {"token_hash": "f" * 64, "link_expires_at": given.at + 9 * DAY} if link else {}
    follow_up = FollowUpFactory(
        round=round_of(given, round), proposer=proposer_of(given), status=status, **settled, **token
    )
    if status == "answered":
        ProgressUpdateFactory(follow_up=follow_up)
    pages = [at_desk(given, f"actions:follow-up-{page}", follow_up.pk) for page in ("enter", "moved-on")]
    is_open = round == "open"
    unanswered = is_open and status != "answered"
    said = {"what_happened": "A bench stands.", "standing": "under_way", "page_key": "x"}
    if not is_open:
        pages.append("Sent: " + at_desk(given, "actions:follow-up-enter", follow_up.pk, sends=said))
    return " | ".join(pages), {
        "What they told you In their own words, as near as you can.": is_open,
        "What you have just written ": not is_open,
        "If there is no answer They have moved on": unanswered,
        "Could not be reached Was never": unanswered and status == "asked",
        "The personal link If it came into the wrong hands, revoke it.": link,
        "This is already “": not unanswered,
        "or the round is closed. You can hand it on.": not unanswered,
    }


@DESK.of(status=["planned", "open", "closed"], hat=["lead", "viewer", "analyst"], left_out=[0, 1, 2])
def round_at_the_desk(given: Given, status: str, hat: str, left_out: int) -> Said:
    a_round = round_of(given, status, answer_by_on=given.at.date() + 40 * DAY, first_reminder_days=14)
    proposer = proposer_of(given)
    if status != "planned":
        answered = FollowUpFactory(round=a_round, proposer=proposer, status="answered", settled_at=given.at)
        ProgressUpdateFactory(follow_up=answered)
    for number in range(left_out):
        ActionAreaFactory(programme=given.programme, number=number + 2, title=f"Lamps {number}")
    text = reading(given, hat, "actions:round-detail", 1)
    shown = reading(given, hat, "actions:round-detail", 1, asked="?show=to-review&q=zebra")
    pages = [text, shown] + ([at_desk(given, "actions:round-open", 1)] if status == "planned" else [])
    planned, leads, reviews = status == "planned", hat == "lead", hat in ("lead", "analyst")
    return " | ".join(pages), {
        "Nobody has been asked yet.": planned,
        "See who will be asked Change the dates": planned and leads,
        "When you open the round, planned for": planned,
        "Everybody who is asked by e-mail": True,
        "Whoever has said nothing by then": True,
        ", between 08:00 and 18:00": True,
        f" by {given.lead}; answers asked for by": not planned,
        "1 answer waits to be read": not planned and reviews,
        "Close this round when nobody is to be waited for any longer, or give more time.": status == "open" and leads,
        "Read it: Benches": not planned and reviews,
        "Write an answer down: Benches, Ada": status == "open" and leads,
        "Left out, because nobody is named as having put it forward: 1": left_out == 1 and status != "closed",
        "Left out, because nobody is named as having put them forward: 2": left_out == 2 and status != "closed",
    }


@DESK.of(status=["moved_on", "not_me", "asked"], named=BOTH, mail=["", "due", "accepted", "failed"], hat=HATS)
def who_is_to_carry_it_on(given: Given, status: str, named: bool, mail: str, hat: str) -> Said:
    settled = {} if status == "asked" else {"settled_at": given.at}
    follow_up = FollowUpFactory(
        round=round_of(given), proposer=proposer_of(given), token_hash="f" * 64, link_nonce="f" * 32,
        link_expires_at=given.at + 20 * DAY, successor_name="Ben" if named and settled else "", status=status,
        **settled,
    )  # fmt: skip
    if mail:
        ask_proposer(follow_up, at=given.at)
        words = {"last_words": "550 no such person"} if mail == "failed" else {}
        went = {"accepted_at": given.at} if mail == "accepted" else {}
        Message.objects.update(state=mail, **words, **went)
    gone, leads = status != "asked", hat == "lead"
    return reading(given, hat, "actions:round-detail", 1), {
        "Hand it on: Benches": gone and leads,
        "Ask Ben instead": gone and leads and named,
        ". 550 no such person": mail == "failed" and not gone,
        "Write an answer down: Benches, Ada": leads and status == "asked",
    }


@DESK.of(reached=["email", "telephone"], asked=[0, 1, 60], not_now=BOTH)
def who_will_be_asked(given: Given, reached: str, asked: int, not_now: bool) -> Said:
    a_round = round_of(given, "planned")
    for number in range(asked):
        person = {"person__name": f"Ada {number}"}
        person |= {"person__email": "", "person__telephone": "0191 498 0000"} if reached == "telephone" else {}
        ProposerFactory(area__programme=given.programme, area__title=f"Area {number}", **person)
    if not_now:
        proposer_of(given, "nothing", until_on=given.at.date() - DAY)
    opened = at_desk(given, "actions:round-open", 1)
    sought = at_desk(given, "actions:round-open", 1, asked="?q=zebra")
    by_email, by_telephone = asked and reached == "email", asked and reached == "telephone"
    return f"{opened} | {sought}", {
        "Open the round and ask them": bool(asked),
        "to ring. Answers are asked for by": True,
        "How the messages read": bool(by_email),
        f"By e-mail, with a personal link: {asked if by_email else 0}": True,
        "Asked by e-mail Who About How Why": bool(by_email),
        f"or they would rather not have e-mail: {asked if by_telephone else 0}": True,
        "Asked by telephone Who About How Why": bool(by_telephone),
        "Not asked: 0 Nobody.": not not_now,
        "Not asked Who About Why not": not_now and asked < 50,
        "Not now What goes out when": True,
        f"{a_round.name}: who will be asked": True,
    }


@DESK.of(reached=["email", "telephone"], asked=[1, 60], answered=BOTH)
def more_time(given: Given, reached: str, asked: int, answered: bool) -> Said:
    today = given.at.date()
    a_round = round_of(given, answer_by_on=today + DAY)
    for number in range(asked):
        person = {"person__name": f"Ada {number}"}
        person |= {"person__email": "", "person__telephone": "0191 498 0000"} if reached == "telephone" else {}
        mine = ProposerFactory(area__programme=given.programme, area__title=f"Area {number}", **person)
        link = {"token_hash": f"{number:064}", "link_expires_at": given.at + 9 * DAY} if reached == "email" else {}
        FollowUpFactory(round=a_round, proposer=mine, asked_at=given.at - 9 * DAY, **link)
    if answered:
        FollowUp.objects.update(status="answered", settled_at=given.at)
    later = today + 20 * DAY
    until = {f"answer_by_on_{number}": part for number, part in enumerate((later.day, later.month, later.year))}
    pages = [at_desk(given, "actions:round-extend", 1, sends=until), at_desk(given, "actions:round-close", 1)]
    told = asked if reached == "email" and not answered else 0
    ring = asked if reached == "telephone" and not answered else 0
    return " | ".join(pages), {
        "How the message reads": bool(told),
        f"Told by e-mail: {told}": True,
        "Told by e-mail Who About How Why": bool(told),
        f"Yours to tell: {ring}": True,
        "The first 50 stand here; all of them stand on the page of the round.": asked == 60,
        f"{asked} {'have' if asked > 1 else 'has'} not answered": not answered,
        "Nobody is waited for any longer.": answered,
    }


@DESK.of(status=["waiting", "published", "replaced"], sought=BOTH)
def answers_to_read(given: Given, status: str, sought: bool) -> Said:
    follow_up = FollowUpFactory(
        round=round_of(given), proposer=proposer_of(given), status="answered", settled_at=given.at
    )
    reviewed = {"reviewed_at": given.at, "reviewed_by": given.lead, "headline": "Two."} if status == "published" else {}
    update = ProgressUpdateFactory(follow_up=follow_up, status=status, **reviewed)
    listed = at_desk(given, "actions:update-review-list", asked="?q=Benches" if sought else "")
    return f"{at_desk(given, 'actions:update-review', update.pk)} | {listed}", {
        f"Published by {given.lead} on": status == "published",
        "A later answer has replaced this one: nothing is to be decided about it any more.": status == "replaced",
        "Leave out what would point to somebody who has not agreed, and keep the rest as it was said.": (
            status != "replaced"
        ),
        "Nothing waits. Everything that came has been read.": status != "waiting",
        "Waiting to be read: 1 Waiting, the oldest first About Who Round Came": status == "waiting" and not sought,
        "Waiting to be read Waiting, the oldest first About Who Round Came": status == "waiting" and sought,
        "Read Reviewed, the latest first About Who Round Read State": status == "published",
    }


@DESK.of(there=BOTH)
def more_time_where_everybody_is_on_another_page(given: Given, there: bool) -> Said:
    a_round, everybody = round_of(given), SimpleNamespace(by_email=[1], by_telephone=[1], not_asked=[1])
    nobody = SimpleNamespace(by_email=[], by_telephone=[], not_asked=[])
    text = drawn(
        "actions/round_extend_confirm.html",
        given.lead,
        programme=given.programme,
        round=a_round,
        later=a_round,
        recipients=everybody if there else nobody,
        page=SimpleNamespace(groups={"by_email": [], "by_telephone": [], "not_asked": []}, has_next=False),
        preview=None,
        confirm=forms.Form(),
    )
    return text, {"Told by e-mail: 0 Nobody.": not there, "Not told: 0 Nobody.": not there}
