"""The letters about a request: written from how it stands, kept so, and sent by e-mail where there is an address."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from kit.text import one_line, plain_text
from outbox.models import About
from outbox.services import Email, queue_message
from privacy.requests.models import ClockStop, LetterKind, Request, RequestLetter
from programmes.models import Statement

SUBJECTS = {
    LetterKind.ACKNOWLEDGEMENT: "We have your request",
    LetterKind.STOPPED: "Your request: we need something from you",
    LetterKind.STARTED: "Your request: we go on",
    LetterKind.EXTENSION: "Your request: we need more time",
    LetterKind.PROGRESS: "Your complaint: how far it is",
    LetterKind.OUTCOME: "Your request: our answer",
}


def write_letter(
    request: Request, kind: LetterKind, *, words: str = "", stop: ClockStop | None = None, by: User, at: datetime
) -> RequestLetter:
    """Write one letter about a request and put it into the outbox, where there is an e-mail address.

    Where there is none it is printed, or read out. The caller holds the transaction.
    """
    letter = RequestLetter.objects.create(
        request=request,
        kind=kind,
        text=text_of(request, kind, words=words, stop=stop),
        by_email=bool(request.email),
        written_at=at,
        written_by=by,
    )
    if letter.by_email:
        email = Email(
            to_address=request.email,
            to_name=one_line(request.writes_to)[:200],
            subject=f"{subject_of(request, kind)} ({request.number})",
            text=letter.text,
            reply_to=request.programme.contact_email,
            # What somebody asked and was told stays with the letter alone.
            forgets_text=True,
        )
        queue_message(About("request", request.pk, occasion=str(letter.pk)), email, kind="request", at=at)
    return letter


def subject_of(request: Request, kind: str) -> str:
    """Return what a letter is called."""
    subject = SUBJECTS[LetterKind(kind)]
    return subject.replace("request", "complaint") if request.is_complaint else subject


def text_of(request: Request, kind: str, *, words: str = "", stop: ClockStop | None = None) -> str:
    """Return what a letter says; `words` are those of whoever writes it."""
    programme = request.programme
    ask = reverse("privacy:ask", args=[programme.slug])
    context = {
        "asked": request,
        "kind": kind,
        "outcome": request.outcome_label().lower() if request.outcome else "",
        "stop": stop,
        "words": words.strip(),
        "programme": programme,
        "statement": Statement.objects.of(programme),
        "ask": f"{settings.SITE_URL}{ask}" if programme.published_at else "",
    }
    return plain_text(f"privacy/email/request_{kind}.txt", context).strip() + "\n"
