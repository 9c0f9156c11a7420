"""*Is it well?*: what this site needs, for whoever looks after it, each with what to do where it is not well."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from config.health import broker_answers, database_has_room, disk_has_room, migrations_wait
from kit.days import day
from kit.pdf import can_draw
from kit.typefaces import packages_lacking
from kit.whole_database import fault_lately
from outbox.heartbeat import SILENCE
from outbox.models import Instance, State
from outbox.overview import mail_overview
from outbox.pages import operator_page
from outbox.transports import open_transport
from programmes.models import Statement


@dataclass(frozen=True)
class Fact:
    """One thing that the site needs: whether it is well, in a sentence that otherwise says what to do."""

    what: str
    is_well: bool
    words: str


@operator_page()
def is_it_well(request: HttpRequest) -> HttpResponse:
    """Show all that the site needs, what is not well first."""
    facts = sorted(facts_of_site(timezone.now()), key=lambda fact: fact.is_well)
    return render(request, "is_it_well.html", {"facts": facts, "unwell": sum(not fact.is_well for fact in facts)})


def facts_of_site(at: datetime) -> list[Fact]:
    """Return everything that the site needs, as it is at a moment. The database answers, or nobody would read this."""
    room = _room()
    mail = mail_overview(at)
    # While mail is held nobody looks for it, a worker that runs either.
    worker = [] if mail["held"] else [_worker(at)]
    return [
        _database(),
        _migrations(),
        room,
        _queue(),
        *worker,
        *_mail(mail),
        _drawing(),
        _statement(timezone.localdate(at)),
    ]


def _database() -> Fact:
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    fault = fault_lately()
    words = f"{kind} answers, and is whole."
    if fault:
        words = f"{kind} answers, but is not whole: {fault}. Restore the newest backup (manage.py restore)."
    return Fact("Database", not fault, words)


def _migrations() -> Fact:
    if migrations_wait():
        return Fact("Migrations", False, "Migrations are waiting: run manage.py migrate.")
    return Fact("Migrations", True, "The database is that of this version.")


def _room() -> Fact:
    try:
        free = f"{filesizeformat(shutil.disk_usage(settings.DATA_DIR).free)} are free in the data folder."
    except OSError:
        return Fact("Room", False, "The data folder cannot be reached: see DATA_DIR.")
    if not database_has_room():
        return Fact("Room", False, "PostgreSQL has no room to write: nobody can send anything. Make room on its disk.")
    if not disk_has_room():
        return Fact("Room", False, f"Only {free} Nobody can send anything until there is more room.")
    return Fact("Room", True, free)


def _queue() -> Fact:
    if not broker_answers():
        away = "It takes no tasks: start Redis, or see REDIS_URL. Until then mail waits for the worker's next look."
        return Fact("Queue", False, away)
    return Fact("Queue", True, "It takes tasks.")


def _worker(at: datetime) -> Fact:
    seen_at = Instance.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if not open_transport().leaves_site:
        return Fact("Worker", True, "Mail stays on a page of the demonstration, so no worker has to send it.")
    if seen_at is None:
        return Fact("Worker", False, "Nothing has looked for mail yet: start the worker and the clock.")
    last = f"{timezone.localtime(seen_at):%-d %B %Y, %H:%M}"
    silent = f"It last looked for mail on {last}: start the worker and the clock."
    return Fact(
        "Worker", at - seen_at < SILENCE, silent if at - seen_at >= SILENCE else f"It looked for mail on {last}."
    )


def _mail(mail: dict[str, Any]) -> list[Fact]:
    facts = []
    if mail["held"]:
        facts.append(Fact("Mail", False, f"All mail is held. {mail['held']} See Messages."))
    elif mail["is_late"]:
        late = "Mail is late: no worker runs, or the relay does not answer. Run manage.py send_due to see what it says."
        facts.append(Fact("Mail", False, late))
    else:
        facts.append(Fact("Mail", True, "None is late."))
    waiting = mail["count_of"].get(State.FAILED, 0) + mail["count_of"].get(State.UNCERTAIN, 0)
    for_a_person = "Messages wait for a decision of yours: see Messages, failed and uncertain."
    facts.append(Fact("Decisions about mail", not waiting, for_a_person if waiting else "None waits for a person."))
    return facts


def _statement(on: date) -> Fact:
    statement = Statement.objects.of(None)
    if statement is None:
        words = "They do not say which body answers for this site: write the statement of the whole site (web admin)."
        return Fact("Privacy and accessibility pages", False, words)
    if statement.is_stale(on):
        words = f"What they say was last reviewed on {day(statement.reviewed_on)}: review it (web admin, Statements)."
        return Fact("Privacy and accessibility pages", False, words)
    return Fact("Privacy and accessibility pages", True, "They say which body answers for this site.")


def _drawing() -> Fact:
    if not can_draw():
        return Fact("PDFs", False, "They cannot be drawn: install Pango (make system), then start everything again.")
    if lacking := packages_lacking():
        words = f"Words in some scripts cannot be set on paper: install {', '.join(lacking)} (make system)."
        return Fact("PDFs", False, words)
    return Fact("PDFs", True, "They can be drawn.")
