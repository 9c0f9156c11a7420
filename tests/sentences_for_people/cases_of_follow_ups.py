"""A proposer's own pages of one follow-up: what is asked, what they wrote, and what becomes of it."""

from datetime import timedelta

from django.utils import timezone

from actions.models import FollowUp
from actions.rounds.links import LINK
from kit.days import day
from programmes.models import Programme
from tests.accounts.factories import UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    AnswerDraftFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    StepFactory,
)
from tests.moments import EARLY_ON
from tests.said import Given, Said
from tests.sentences_for_people.own_pages import BOTH, PEOPLE, by_link, signed_in

DAY = timedelta(days=1)
# How it stands: whether the round is open, and still in time.
ROUNDS = ["in time", "late", "closed"]
# What was written: nothing, a draft, an answer, or an answer and a newer draft.
WRITTEN = ["nothing", "draft", "answer", "both"]


def follow_up_of(given: Given, round: str, status: str = "asked", **proposer) -> FollowUp:
    on = timezone.localdate(given.at) + (-3 * DAY if round != "in time" else 3 * DAY)
    closed = {"closed_at": given.at, "closed_by": given.lead} if round == "closed" else {}
    asked = FollowUpRoundFactory(
        programme=given.programme, name="Autumn", number=2, status="closed" if closed else "open", answer_by_on=on,
        opened_at=given.at - 30 * DAY, opened_by=given.lead, **closed,
    )  # fmt: skip
    settled = {} if status in ("asked", "unreachable") else {"settled_at": given.at}
    area = ActionAreaFactory(programme=given.programme, title="Benches")
    return FollowUpFactory(
        round=asked, status=status, asked_at=given.at - 20 * DAY, token_hash="a" * 64,
        link_expires_at=given.at + 30 * DAY,
        proposer=ProposerFactory(area=area, person__user=UserFactory(), **proposer), **settled,
    )  # fmt: skip


def write(given: Given, follow_up: FollowUp, written: str, review: str = "waiting") -> None:
    if written in ("answer", "both"):
        read = {} if review == "waiting" else {"reviewed_at": given.at, "reviewed_by": given.lead}
        public = {"headline": "They stand."} if review == "published" else {}
        ProgressUpdateFactory(
            follow_up=follow_up, status=review, given_at=given.at - 2 * DAY, what_helped="A friend.",
            what_hindered="Rain.", **read, **public,
        )  # fmt: skip
        FollowUp.objects.filter(pk=follow_up.pk).update(status="answered", settled_at=given.at)
    if written in ("draft", "both"):
        words = {"what_happened": "", "what_helped": "A walk."} if written == "both" else {}
        AnswerDraftFactory(follow_up=follow_up, saved_at=given.at - DAY, **words)


def on(given: Given, days: int) -> str:
    return day(timezone.localdate(given.at + days * DAY))


@PEOPLE.of(round=ROUNDS, written=WRITTEN)
def answer(given: Given, round: str, written: str) -> Said:
    follow_up = follow_up_of(given, round)
    write(given, follow_up, written)
    is_open, last_day = round != "closed", day(follow_up.round.answer_by_on)
    draft, sent = written in ("draft", "both"), written in ("answer", "both")
    return by_link(LINK, follow_up, "actions:follow-up-answer"), {
        "This is what you had begun to write, kept on": is_open and draft,
        "It has not been sent yet.": is_open and draft,
        f"Please send it by {last_day}.": draft and round == "in time",
        "You can still send it until we close this round.": draft and round == "late",
        f"Until then your answer of {on(given, -2)} stands.": is_open and written == "both",
        f"Thank you for your answer of {on(given, -2)}. Here it is.": is_open and written == "answer",
        f"until we close this round, soon after {last_day}.": written == "answer" and round == "in time",
        f"You put this forward on {day(EARLY_ON)}.": is_open and written == "nothing",
        f"Please tell us by {last_day} what has become of it.": written == "nothing" and round == "in time",
        "You can still tell us what has become of it, until we close this round.": (
            written == "nothing" and round == "late"
        ),
        "The team reads your answer first. Nothing you write is public before that.": is_open,
        "Have you moved on, or was this never yours?": is_open and not sent,
        "This round has closed.": not is_open,
        f"This round has closed. Thank you for your answer of {on(given, -2)}.": not is_open and sent,
        "We had hoped to hear from you, and we still do.": not is_open and not sent,
        "If there is news, write to": not is_open,
        "What you told us Where it stands": not is_open and sent,
        "What helped A friend. What got in the way Rain.": not is_open and sent,
        "What you had begun to write, and not sent What has happened Half": not is_open and written == "draft",
        "What you had begun to write, and not sent What helped A walk.": not is_open and written == "both",
        "Your page": False,
    }


@PEOPLE.of(gone=["moved_on", "not_me"], round=["in time", "closed"])
def answer_of_whoever_is_gone(given: Given, gone: str, round: str) -> Said:
    follow_up = follow_up_of(given, round, gone)
    told = f"You told us on {on(given, 0)} that "
    return by_link(LINK, follow_up, "actions:follow-up-answer"), {
        f"{told}you have moved on. Thank you for letting us know, and for what you did.": gone == "moved_on",
        f"{told}this was never yours. Thank you for letting us know.": gone == "not_me",
        "Is that a mistake? Write to": True,
        "This round has closed.": False,
    }


@PEOPLE.of(before=["nobody", "somebody", "mistaken"], told=BOTH, planned=BOTH)
def answer_to_what_was_before(given: Given, before: str, told: bool, planned: bool) -> Said:
    follow_up = follow_up_of(given, "in time")
    proposer = follow_up.proposer
    if before != "nobody":
        proposer.took_over_from = ProposerFactory(
            area=proposer.area, public_name="Ben", until_on=EARLY_ON, named_by_mistake=before == "mistaken"
        )
        proposer.save()
    if told:
        round = FollowUpRoundFactory(programme=given.programme, name="Spring", number=1, status="closed",
            opened_at=given.at - 300 * DAY, opened_by=given.lead, closed_at=given.at, closed_by=given.lead)  # fmt: skip
        earlier = FollowUpFactory(round=round, proposer=proposer, status="answered", settled_at=given.at)
        ProgressUpdateFactory(follow_up=earlier, given_at=given.at - 200 * DAY)
    StepFactory.create_batch(int(planned), area=proposer.area)
    return signed_in(proposer.person.user, "actions:follow-up-answer", follow_up.pk), {
        "Your page": True,
        "You took this over from Ben.": before == "somebody",
        "You put this forward on": before != "somebody",
        "What you told us last time": told,
        f"On {on(given, -200)}, for Spring. It stays as it is": told,
        "The steps that were planned": planned,
    }


@PEOPLE.of(round=ROUNDS, written=WRITTEN, mine=BOTH)
def thanks(given: Given, round: str, written: str, mine: bool) -> Said:
    follow_up = follow_up_of(given, round)
    write(given, follow_up, written)
    is_open, last_day = round != "closed", day(follow_up.round.answer_by_on)
    draft, page = written in ("draft", "both"), "actions:follow-up-thanks"
    text = signed_in(follow_up.proposer.person.user, page, follow_up.pk) if mine else by_link(LINK, follow_up, page)
    back = "from your page" if mine else "by the same link in our message"
    return text, {
        "What you have written is kept It has not been sent, and nobody else reads it.": draft,
        f"Come back to it {back}, and send it by {last_day}.": draft and round == "in time",
        f"Come back to it {back}, and send it before we close this round.": draft and round == "late",
        "This round has closed, so it cannot be sent any more.": draft and not is_open,
        "Go on writing": draft and is_open,
        "Read what you had written": draft and not is_open,
        f"Until then your answer of {on(given, -2)} stands.": written == "both" and is_open,
        f"Your answer of {on(given, -2)} stands.": written == "both" and not is_open,
        "Thank you. We have your answer": written == "answer",
        f"You can read or change your answer, today or {back}, until we close": written == "answer" and is_open,
        "We have not had an answer from you yet Tell us how it is going": written == "nothing" and is_open,
        "This round has closed. If there is news, write to": written == "nothing" and not is_open,
        "Go to your page": mine,
    }


@PEOPLE.of(review=["waiting", "published", "kept"], public=BOTH)
def thanks_for_an_answer(given: Given, review: str, public: bool) -> Said:
    follow_up = follow_up_of(given, "in time")
    write(given, follow_up, "answer", review)
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(published_at=None, published_by=None)
    return by_link(LINK, follow_up, "actions:follow-up-thanks"), {
        "What happens next Somebody of the team reads it. Nothing is public before that.": review == "waiting",
        "Somebody of the team has read it.": review != "waiting",
        "See what has come of Better neighbours so far": public,
    }


@PEOPLE.of(gone=["moved_on", "not_me"])
def thanks_of_whoever_is_gone(given: Given, gone: str) -> Said:
    return by_link(LINK, follow_up_of(given, "in time", gone), "actions:follow-up-thanks"), {
        "We will not ask you about “Benches” again. Thank you for what you put into it.": gone == "moved_on",
        "We are sorry to have troubled you. We will not ask you about “Benches” again.": gone == "not_me",
    }


@PEOPLE.of(stands=["asked", "closed", "answered", "moved_on", "not_me"], page=["move-on", "not-me"])
def going(given: Given, stands: str, page: str) -> Said:
    round = "closed" if stands == "closed" else "in time"
    follow_up = follow_up_of(given, round, {"closed": "no_reply"}.get(stands, stands))
    moves, over = page == "move-on", stands in ("closed", "answered")
    return by_link(LINK, follow_up, f"actions:follow-up-{page}"), {
        "Things change, and that is fine. We will not ask you about this again.": moves and stands == "asked",
        "Then we have asked the wrong person, and we are sorry.": not moves and stands == "asked",
        "You have told us already. Thank you.": stands == ("moved_on" if moves else "not_me"),
        "You have told us already that this was never yours. Thank you.": moves and stands == "not_me",
        "You have told us already that you have moved on. Thank you.": not moves and stands == "moved_on",
        "You have answered already, or this round has closed.": moves and over,
        "Somebody has answered already, or this round has closed.": not moves and over,
    }


@PEOPLE.of(round=["in time", "closed"])
def answer_that_comes_too_late(given: Given, round: str) -> Said:
    follow_up = follow_up_of(given, round)
    sends = {"what_happened": "Two stand.", "version": ""}
    return by_link(LINK, follow_up, "actions:follow-up-answer", sends=sends), {
        "What you have just written This was settled while you were writing, so we could not": round == "closed",
        "What has happened Two stand.": round == "closed",
    }
