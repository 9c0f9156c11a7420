"""Where one action area stands, said from the answers the public may read; silence is said as silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list

from actions.models import FollowUp, ProgressUpdate, Proposer, Standing
from line.area_history import AreaHistory

NO_REPLY, WAITING, NOT_ASKED, NOBODY = "no_reply", "waiting", "not_asked", "nobody"
LABELS = dict(Standing.choices) | {
    NOBODY: "Nobody has it now",
    NO_REPLY: "No reply",
    WAITING: "Waiting",
    NOT_ASKED: "Not asked yet",
}
# How many areas stand so, in a sentence: of one, and of several.
COUNTED = {
    Standing.UNDER_WAY: ("is under way", "are under way"),
    Standing.DONE: ("is done", "are done"),
    Standing.STOPPED: ("has stopped", "have stopped"),
    Standing.NOT_STARTED: ("has not started yet", "have not started yet"),
    Standing.HANDED_ON: ("was handed on and is starting again", "were handed on and are starting again"),
    NOBODY: ("has nobody to carry it on yet", "have nobody to carry them on yet"),
    NO_REPLY: ("has not replied", "have not replied"),
    WAITING: ("is waited for", "are waited for"),
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
    """Return where an area stands: what it last told us, or else what came of our asking those who have it now."""
    latest, follow_ups = history.latest, history.follow_ups
    current, handed_to = history.current, history.handed_to
    if latest is not None:
        return AreaStatus(latest.standing, latest.headline or latest.published_happened)
    if not follow_ups:
        return AreaStatus(NOT_ASKED, "Nobody has been asked yet what has happened.")
    keys = {each.pk for each in current}
    theirs = [each for each in follow_ups if each.proposer_id in keys]
    relevant = theirs or follow_ups
    asked, last = _rounds_in_words(relevant), relevant[-1].status
    if last in (FollowUp.Status.ASKED, FollowUp.Status.ANSWERED):
        ending = "are waiting to hear" if last == FollowUp.Status.ASKED else "have an answer that is not published"
        return AreaStatus(WAITING, f"We asked in {asked} and {ending}.")
    if not current and last in FollowUp.GONE:
        return AreaStatus(NOBODY, _why_nobody(last, handed_to))
    heirs = [each.public_name for each in handed_to if each.pk in keys]
    if heirs and not theirs:
        names = get_text_list(heirs, "and")
        return AreaStatus(Standing.HANDED_ON, f"Whoever proposed it has moved on; {names} took it over.")
    if current and not theirs:
        return AreaStatus(NOT_ASKED, "Whoever has it now has not been asked yet what has happened.")
    if all(each.status == FollowUp.Status.UNREACHABLE for each in relevant):
        who = "whoever has it now" if heirs else "whoever proposed it"
        return AreaStatus(NO_REPLY, f"We tried in {asked} and could not reach {who}.")
    return AreaStatus(NO_REPLY, f"We asked in {asked}. We have not heard back.")


def _why_nobody(last: str, handed_to: Sequence[Proposer]) -> str:
    if last == FollowUp.Status.NOT_ME:
        return "We asked the wrong person, and are looking for whoever it belongs to."
    if handed_to:
        return "Whoever took it over has moved on too; nobody has it now."
    return "Whoever proposed it has moved on; nobody has taken it over yet."


def after_latest_answer(history: AreaHistory) -> str:
    """Return what is to be said of the time after the latest answer: silence, or that nobody has it any more.

    An empty string where there is nothing to say.
    """
    latest = history.latest
    if latest is None:
        return ""
    since = (_moved_on_since(latest, history.had_it), _silence_since(latest, history.follow_ups))
    return " ".join(each for each in since if each)


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


def _silence_since(latest: ProgressUpdate, follow_ups: Sequence[FollowUp]) -> str:
    silent = {FollowUp.Status.NO_REPLY, FollowUp.Status.UNREACHABLE}
    after = [each for each in follow_ups if each.round.number > latest.follow_up.round.number]
    asked = [each for each in after if each.status in silent]
    # Of somebody who had moved on by then, or was never meant, there is no silence to tell.
    if not asked or any(each.status in (FollowUp.Status.ASKED, FollowUp.Status.ANSWERED) for each in after):
        return ""
    return f"We asked again in {_rounds_in_words(asked)} and have not heard back."


def _rounds_in_words(follow_ups: Sequence[FollowUp]) -> str:
    return round_names(dict.fromkeys(each.round.name for each in follow_ups))
