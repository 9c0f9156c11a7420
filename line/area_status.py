"""Where one action area stands, said from the answers the public may read; silence is said as silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list

from actions.models import FollowUp, ProgressUpdate, Proposer, Standing
from kit.days import day
from line.area_history import AreaHistory, AreaRound

NO_REPLY, WAITING, UNPUBLISHED, NOT_ASKED, NOBODY = "no_reply", "waiting", "unpublished", "not_asked", "nobody"
LABELS = dict(Standing.choices) | {
    NOBODY: "Nobody has it now",
    NO_REPLY: "No reply",
    WAITING: "Waiting",
    UNPUBLISHED: "Answer not published",
    NOT_ASKED: "Not asked yet",
}
# How many areas stand so, in a sentence: of one, and of several.
COUNTED = {
    Standing.UNDER_WAY: ("is under way", "are under way"),
    Standing.DONE: ("is done", "are done"),
    Standing.STOPPED: ("has stopped", "have stopped"),
    Standing.NOT_STARTED: ("has not started yet", "have not started yet"),
    Standing.HANDED_ON: ("was handed on", "were handed on"),
    NOBODY: ("has nobody to carry it on yet", "have nobody to carry them on yet"),
    NO_REPLY: ("has not replied", "have not replied"),
    WAITING: ("is waited for", "are waited for"),
    UNPUBLISHED: ("has an answer that is not published", "have an answer that is not published"),
    NOT_ASKED: ("has not been asked yet", "have not been asked yet"),
}
# Something has come of these.
PROGRESS = (Standing.UNDER_WAY, Standing.DONE)
# The modifier of `tl-tag`, so that shape and word tell the state before colour does.
TAGS = {
    Standing.DONE.value: "done",
    Standing.STOPPED.value: "stop",
    Standing.HANDED_ON.value: "handed",
    Standing.NOT_STARTED.value: "unasked",
    NO_REPLY: "silent",
    WAITING: "waiting",
    UNPUBLISHED: "waiting",
    NOT_ASKED: "unasked",
    NOBODY: "silent",
}


@dataclass(frozen=True)
class AreaStatus:
    """Where an area stands: a code, its label, and the latest word about it in one sentence."""

    code: str
    latest_word: str

    @property
    def label(self) -> str:
        """Return the code in words."""
        return LABELS[self.code]


def states_in_words(standings: Mapping[str, int]) -> str:
    """Return how many areas stand where, each counted once, as people say it: "7 are under way and 1 is done"."""
    counted = ((standings.get(code, 0), words) for code, words in COUNTED.items())
    return get_text_list([f"{count} {one if count == 1 else many}" for count, (one, many) in counted if count], "and")


def counted_states(standings: Mapping[str, int]) -> str:
    """Return how many areas stand where, each counted once, by the labels of their states: "7 under way, 1 done"."""
    counted = ((standings.get(code, 0), LABELS[code].lower()) for code in COUNTED)
    return ", ".join(f"{count} {label}" for count, label in counted if count)


def round_names(names: Iterable[str]) -> str:
    """Return names of rounds as people say them: "September and December 2016"."""
    names = list(names)
    years = {name.rpartition(" ")[2] for name in names}
    if len(years) == 1 and all(" " in name for name in names):
        names = [*(name.rpartition(" ")[0] for name in names[:-1]), names[-1]]
    return get_text_list(names, "and")


def area_status(history: AreaHistory) -> AreaStatus:
    """Return where an area stands: what it last told us, or else what came of asking about it.

    A settled word stays until another settles it: that a round is open, and somebody is asked again, is said beside it.
    """
    if (latest := history.latest) is not None:
        return AreaStatus(latest.standing, latest.headline or latest.published_happened)
    came = [each for each in history.rounds if each.outcome != FollowUp.Status.ASKED]
    # Of rounds in which it was nobody's whom we asked there is neither an answer nor silence.
    settled = [each for each in came if each.outcome != FollowUp.Status.MOVED_ON]
    is_as_it_began = not history.handed_to and not any(each.told_whose_it_is_not for each in came)
    since = _what_came(history.rounds, who="whoever proposed it" if is_as_it_began else "whoever had it then")
    if _is_nobodys(history) and (came[-1] not in settled if came else not history.rounds):
        return AreaStatus(NOBODY, _joined(_why_nobody(history), since))
    if _was_handed_on(history) and not _has_settled(history.current, came):
        names = get_text_list([each.public_name for each in history.current], "and")
        word = f"Whoever proposed it has moved on; {names} took it over."
        return AreaStatus(Standing.HANDED_ON, _joined(word, since))
    if settled:
        is_answered = settled[-1].outcome == FollowUp.Status.ANSWERED
        return AreaStatus(UNPUBLISHED if is_answered else NO_REPLY, since)
    if asked := [each for each in history.rounds if each not in came]:
        return AreaStatus(WAITING, _waiting(asked))
    if came:
        return AreaStatus(NOT_ASKED, "Whoever has it now has not been asked yet what has happened.")
    return AreaStatus(NOT_ASKED, "Nobody has been asked yet what has happened.")


def after_latest_answer(history: AreaHistory) -> str:
    """Return what is to be said of the time after the latest answer: silence, or that nobody has it any more.

    An empty string where there is nothing to say.
    """
    if (latest := history.latest) is None:
        return ""
    after = [each for each in history.rounds if each.round.number > latest.follow_up.round.number]
    return _joined(
        _moved_on_since(latest, history.had_it), _what_came(after, who="whoever had it then", again=" again")
    )


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)


def _has_settled(proposers: Sequence[Proposer], came: Sequence[AreaRound]) -> bool:
    """Whether anything has come yet of asking any of these people."""
    keys = {each.pk for each in proposers}
    follow_ups = [each for round in came for each in round.follow_ups]
    return any(each.proposer_id in keys and each.status != FollowUp.Status.ASKED for each in follow_ups)


def _is_nobodys(history: AreaHistory) -> bool:
    """Whether people were named for it, and nobody of them has it any more."""
    return bool(history.proposers) and not history.current


def _was_handed_on(history: AreaHistory) -> bool:
    """Whether those who took it over have it, and nobody has it still who put it forward."""
    return bool(history.current) and all(each in history.handed_to for each in history.current)


def _why_nobody(history: AreaHistory) -> str:
    if not history.had_it:
        return "We asked the wrong person, and are looking for whoever it belongs to."
    if history.handed_to:
        return "Whoever took it over has moved on too; nobody has it now."
    return "Whoever proposed it has moved on; nobody has taken it over yet."


def _what_came(rounds: Sequence[AreaRound], *, who: str, again: str = "") -> str:
    """Return what came of rounds that no published answer settles: silence, answers kept back, and that we ask again.

    Silence is said of the area, never of a person; `who` is what to call whoever could not be reached.
    """
    silent = [each for each in rounds if each.is_silent]
    kept = [each for each in rounds if each.outcome == FollowUp.Status.ANSWERED]
    asked = [each for each in rounds if each.outcome == FollowUp.Status.ASKED]
    told = []
    if silent:
        told.append((silent[-1].round.number, _silence(silent, kept, who=who, again=again)))
    if kept:
        answered = f"We asked{again} in {_in_words(kept)} and have an answer that is not published."
        told.append((kept[-1].round.number, answered))
    for each in asked:
        is_first = each == rounds[0] and not again
        waiting = _waiting([each]) if is_first else f"We have asked again, until {day(each.round.answer_by_on)}."
        told.append((each.round.number, waiting))
    return _joined(*(sentence for _, sentence in sorted(told)))


def _waiting(asked: Sequence[AreaRound]) -> str:
    return f"We asked in {_in_words(asked)} and are waiting to hear."


def _silence(silent: Sequence[AreaRound], kept: Sequence[AreaRound], *, who: str, again: str) -> str:
    names = _in_words(silent)
    told_whose = any(each.told_whose_it_is_not for each in silent)
    if kept and kept[-1].round.number > silent[-1].round.number:
        # Somebody else did reply: that it was not theirs.
        whom = " from whoever had it then" if told_whose else ""
        return f"We asked{again} in {names} and had no reply{whom}."
    if all(each.outcome == FollowUp.Status.UNREACHABLE for each in silent):
        return f"We tried{again} in {names} and could not reach {who}."
    if told_whose:
        return f"We asked{again} in {names}. Whoever had it then has not replied."
    return f"We asked{again} in {names}. We have not heard back."


def _moved_on_since(latest: ProgressUpdate, proposers: Sequence[Proposer]) -> str:
    answered_by = next((each for each in proposers if each.pk == latest.follow_up.proposer_id), None)
    if answered_by is None or answered_by.until_on is None:
        return ""
    heirs = {each.took_over_from_id: each for each in proposers}
    last = answered_by
    while last.pk in heirs:
        last = heirs[last.pk]
    if last != answered_by and last.until_on is None:
        return f"Whoever told us has moved on since; {last.public_name} took it over."
    if any(each.until_on is None for each in proposers):
        return "Whoever told us has moved on since."
    nobody = "nobody has taken it over yet" if last == answered_by else "nobody has it now"
    return f"Whoever told us has moved on since; {nobody}."


def _in_words(rounds: Sequence[AreaRound]) -> str:
    return round_names(each.round.name for each in rounds)
