"""What is next to do about a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kit.days import day
from kit.text import several
from privacy.access.found import LOOKS, Progress
from privacy.requests.clock import STOPS, first_month_ends, may_be_extended
from privacy.requests.models import ClockStop, Request, RequestKind


@dataclass(frozen=True)
class NextStep:
    """One thing to do: why, the words of its button, and the page on which it is done."""

    told: str
    words: str
    page: str


def next_step(request: Request, stops: Sequence[ClockStop], progress: Progress) -> NextStep | None:
    """Return what is next to do about a request; None for one that is answered."""
    if not request.is_open:
        return None
    return _before_work(request, stops) or _of_what_is_held(request, progress) or _last(request)


def _last(request: Request) -> NextStep:
    told = "Look into it, and tell them what came of it." if request.is_complaint else "Do it, and tell them."
    return NextStep(told, "Answer it", "request-answer")


def _of_what_is_held(request: Request, progress: Progress) -> NextStep | None:
    if request.kind not in LOOKS:
        return None
    if not progress.found:
        told = "Look for all that is held of them, in one search. Where nothing is found, answer that nothing is held."
        return NextStep(told, "Look for all that is held", "request-look")
    if progress.waiting:
        told = f"Decide about what was found: {several(progress.waiting, 'row')} still to read."
        return NextStep(told, "Read what was found", "request-found")
    if request.kind == RequestKind.ERASURE and not progress.erased:
        told = "See what goes, what loses a name and what stays; then propose it, for somebody else to confirm."
        return NextStep(told, "See what would be erased", "erasure-detail")
    if request.kind == RequestKind.ACCESS and not progress.given:
        return NextStep("Give them what was found, by a link with a code or on paper.", "Give it", "request-bundle")
    return None


def _before_work(request: Request, stops: Sequence[ClockStop]) -> NextStep | None:
    if request.status == Request.Status.STOPPED:
        since = next((stop.stopped_on for stop in stops if stop.started_on is None), request.received_on)
        told = f"Its clock has stood still since {day(since)}. When what was asked for comes, start it again."
        return NextStep(told, "It has come: start the clock", "request-start")
    if request.is_information and not request.law:
        told = "Under which law is it asked? The days are counted by it, and the answer names its commissioner."
        return NextStep(told, "Say which law", "request-change")
    if request.status == Request.Status.RECEIVED:
        return NextStep("Say that we have it, and by when we answer.", "Acknowledge it", "request-acknowledge")
    if request.needs_identity and not request.identity_by:
        told = "Make sure who asks before anything is shown, changed or erased. Ask for no more than you need."
        return NextStep(told, "Write down how you made sure", "request-identity")
    return None


def other_steps(request: Request, stops: Sequence[ClockStop], on: date, progress: Progress) -> list[tuple[str, str]]:
    """Return what else can be done about a request: the words of each link, and its page."""
    if not request.is_open:
        # Where the link has ended meanwhile, whoever asked is given another one.
        kept = [
            ("What was found", "request-found", bool(progress.found)),
            ("What was erased", "erasure-detail", progress.erased),
            ("What they were given", "request-bundle", progress.given),
        ]
        return [(words, page) for words, page, may in kept if may]
    runs = request.status != Request.Status.STOPPED
    can = [
        ("Make sure who asks", "request-identity", not request.is_information),
        ("Say which person it is", "request-person", True),
        ("Look for all that is held", "request-look", request.kind in LOOKS and bool(request.identity_by)),
        ("What was found", "request-found", bool(progress.found)),
        ("See what would be erased", "erasure-detail", request.kind == RequestKind.ERASURE and bool(progress.found)),
        ("Give it", "request-bundle", _may_be_given(request, progress)),
        ("Stop the clock", "request-stop", runs and bool(STOPS[request.kind])),
        ("Take more time", "request-extend", runs and _may_take_more(request, stops, on)),
        ("Tell how far it is", "request-progress", request.is_complaint and request.status == Request.Status.AT_WORK),
        ("Answer it", "request-answer", True),
        ("Put it right", "request-change", True),
    ]
    return [(words, page) for words, page, may in can if may]


def _may_be_given(request: Request, progress: Progress) -> bool:
    return request.kind == RequestKind.ACCESS and bool(progress.found) and not progress.waiting


def _may_take_more(request: Request, stops: Sequence[ClockStop], on: date) -> bool:
    return may_be_extended(request) and not request.extended_on and on <= first_month_ends(request, stops)
