"""The letters about requests: to whoever asked for what is held of them, complained, or asked for information."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kit.days import day
from outbox.models import Message
from privacy.access.emails import send_link
from privacy.access.links import code_for, link_for
from privacy.models import ClockStop, Request
from privacy.requests.letters import text_of
from programmes.models import Programme, Statement
from tests.letter_cases import BOTH, LETTERS
from tests.privacy.factories import BundleFactory, RequestFactory
from tests.programmes.factories import StatementFactory
from tests.said import Given, Said

LAWS = ("foia", "foisa", "eir", "eisr")
ICO, SCOTLAND = "complain to the Information Commissioner’s Office", "to the Scottish Information Commissioner"


def _asked(given: Given, kind: str = "access", *, acting: bool = False, **more: Any) -> Request:
    law = kind if kind in LAWS else ""
    acts = {"acting_as": "carer", "acting_name": "Ada Elm"} if acting else {}
    made = {"kind": "information" if law else kind, "law": law, "name": "Jo Oak", "number": 7, **acts, **more}
    return RequestFactory(programme=given.programme, received_on=timezone.localdate(given.at), **made)


def _beginning(acting: bool, kind: str = "") -> dict[str, bool]:
    return {"Dear Jo Oak,": not acting, "Dear Ada Elm,": acting, f"{kind} for Jo Oak": acting}


@LETTERS.of(kind=["access", "complaint", "foisa"], acting=BOTH, words=BOTH)
def request_acknowledged(given: Given, kind: str, acting: bool, words: bool) -> Said:
    soon = timezone.localdate(given.at) + timedelta(days=9)
    asked = _asked(given, kind, acting=acting, due_on=soon, promised_on=soon if kind == "complaint" else None)
    today = day(timezone.localdate(given.at))
    return text_of(asked, "acknowledgement", words="Ada sees to it." if words else ""), {
        **_beginning(acting),
        f"We have your complaint of {today}": kind == "complaint",
        f"We have your request of {today}": kind != "complaint",
        "It has the number 7. This is what we wrote down; if you meant something else, tell us:": True,
        "\n\nWhat do you have about me?\n\n": True,
        f"We are looking into it without delay. By {day(soon)} at the latest you hear what came": kind == "complaint",
        f"We answer by {day(soon)} at the latest, and sooner if we can. ": kind != "complaint",
        "The law gives us one month; should something be missing from you, or should we need": kind == "access",
        "The law gives us 20 working days; should something": kind == "foisa",
        "Ada sees to it.": words,
    }


@LETTERS.of(reason=["identity", "scope", "fee"], acting=BOTH)
def request_stopped(given: Given, reason: str, acting: bool) -> Said:
    stop = ClockStop(reason=reason, words="The year that you mean.")
    return text_of(_asked(given, acting=acting), "stopped", stop=stop), {
        **_beginning(acting),
        f"We have your request of {day(timezone.localdate(given.at))}": True,
        "Before we can go on with it we need something from you": True,
        "from you, so that nobody else is told what is yours:": reason == "identity",
        "from you, so that we look for the right things:": reason == "scope",
        "\n\nThe year that you mean.\n\n": True,
        "Until we have it the time that the law gives us stands still.": True,
    }


@LETTERS.of()
def request_goes_on(given: Given) -> Said:
    today = timezone.localdate(given.at)
    asked = _asked(given, due_on=today + timedelta(days=20))
    stop = ClockStop(started_on=today - timedelta(days=1))
    text = text_of(asked, "started", stop=stop) + text_of(asked, "extension", words="There is much.")
    return text, {
        f"What we needed for your request with the number 7 came on {day(stop.started_on)}, and we go on": True,
        f"We need more time for your request of {day(today)} with the number 7. The law allows": True,
        "asks us to tell you why:\n\nThere is much.": True,
        f"We answer by {day(asked.due_on)} at the latest, and sooner if we can.": True,
    }


@LETTERS.of()
def complaint_goes_on(given: Given) -> Said:
    today = timezone.localdate(given.at)
    asked = _asked(given, "complaint", promised_on=today + timedelta(days=20))
    return text_of(asked, "progress", words="We have asked."), {
        f"You complained to us on {day(today)}; your complaint has the number 7. This is how far it is:": True,
        "\n\nWe have asked.\n\n": True,
        f"By {day(asked.promised_on)} at the latest you hear what came of it, or how far it is then.": True,
    }


@LETTERS.of(kind=["access", "complaint", *LAWS], outcome=["done", "refused", "taken_back"], acting=BOTH, public=BOTH)
def request_answered(given: Given, kind: str, outcome: str, acting: bool, public: bool) -> Said:
    if not public:
        given.programme.published_at = None
    said = {"status": "answered", "outcome": outcome, "outcome_words": "-"}
    asked = _asked(given, kind, acting=acting, **said, answered_on=timezone.localdate(given.at))
    told, own = outcome != "taken_back", kind in ("access", "complaint")
    label = {"done": "done as asked", "refused": "not done", "taken_back": "taken back by whoever asked"}[outcome]
    upheld = {"done": "upheld", "refused": "not upheld"}
    label = upheld.get(outcome, label) if kind == "complaint" else label
    scottish = kind in ("foisa", "eisr")
    return text_of(asked, "outcome", words="Because of this."), {
        **_beginning(acting),
        "You complained to us on": kind == "complaint",
        "You asked us on": kind != "complaint",
        f"it has the number 7. This is what came of it: {label}.\n\nBecause of this.\n\n": True,
        "tell us first, by the same ways or on this page: ": told and own and public,
        "tell us first, by the same ways. ": told and own and not public,
        "You can also go to court.": told and kind == "access" and outcome == "refused",
        "ask us in writing, within 40 working days, to review it.": told and not own,
        "you hear from us within 40 working days.": told and kind == "eir",
        "you hear from us within 20 working days.": told and kind in ("foia", "foisa", "eisr"),
        f"If that does not settle it, you can {ICO}": told and not scottish,
        f"If that does not settle it, you can appeal, within six months, {SCOTLAND}": told and scottish,
        "If you are not happy with how we deal with this": False,
    }


@LETTERS.of(email=BOTH, telephone=BOTH, address=BOTH, statement=["none", "no officer", "officer"], public=BOTH)
def how_each_letter_about_a_request_ends(
    given: Given, email: bool, telephone: bool, address: bool, statement: str, public: bool
) -> Said:
    changes = {"contact_telephone": "0141 1" if telephone else "", "contact_address": "The Hall" if address else ""}
    changes |= {} if public else {"published_at": None}
    for name, value in changes.items():
        setattr(given.programme, name, value)
    Statement.objects.all().delete()
    if statement != "none":
        officer = "Kit Ash" if statement == "officer" else ""
        StatementFactory(programme=given.programme, body="The Council", officer=officer)
    asked, programme = _asked(given, email="jo@example.org" if email else ""), given.programme
    return text_of(asked, "acknowledgement"), {
        "Please give the number 7 if you write to us or ring.": True,
        f"ring. Reply to this e-mail, or write to {_contact(programme)}": email,
        f"ring. Write to {_contact(programme)}": not email,
        ", The Hall": address,
        ", or ring 0141 1.": telephone,
        "The data protection officer is Kit Ash.": statement == "officer",
        "complain to us by the same ways, or on this page: ": public,
        "If you are not happy with how we deal with this": public,
        "\nThe Council\n": statement != "none",
        f"\n{programme.lead_body}\n": statement == "none",
    }


@LETTERS.of(acting=BOTH)
def bundle_given(given: Given, acting: bool) -> Said:
    bundle = BundleFactory(request=_asked(given, acting=acting, email="jo@example.org"), given_at=given.at)
    send_link(bundle, at=given.at)
    text = Message.objects.get(topic="bundle").text
    return text, {
        "Dear Jo Oak,": not acting,
        "Dear Ada Elm,": acting,
        "what we hold of you. Here it is:": not acting,
        "what we hold of Jo Oak. Here it is:": acting,
        "The page asks for a code of eight digits. It is not in this e-mail": True,
        code_for(bundle): False,
        link_for(bundle): True,
        f"The link works until {day(timezone.localdate(bundle.link_expires_at))}.": True,
        "If you are not happy with how we deal with this": False,
    }


def _contact(programme: Programme) -> str:
    return f"{programme.contact_name}, {programme.contact_email}"
