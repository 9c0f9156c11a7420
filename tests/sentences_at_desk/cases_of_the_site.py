"""The team's pages, the site's own, how one signs in, and what operators read of the mail."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import reverse

from outbox.models import About, Message
from outbox.services import Email, queue_message
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.conftest import staff_with
from tests.grown_world import many
from tests.programmes.factories import DocumentFactory, QuietPeriodFactory, StatementFactory
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, drawn, read

DAY = timedelta(days=1)


@DESK.of(compliance=["", "full", "partial", "not"], of_site=BOTH, improving=BOTH)
def accessibility(given: Given, compliance: str, of_site: bool, improving: bool) -> Said:
    if compliance:
        doing = "New menus." if improving else ""
        fails = "" if compliance == "full" else "Some charts."
        whose = None if of_site else given.programme
        StatementFactory(programme=whose, body="The council", compliance=compliance, improving=doing, failures=fails)
    page = "accessibility" if of_site else "programme-accessibility"
    args = [] if of_site else [given.programme.slug]
    return read(None, reverse(f"programmes:{page}", args=args)), {
        "Nobody has yet written down here how accessible this site is.": not compliance,
        "Not assessed yet.": not compliance,
        "We know of no part of it that is not accessible.": compliance == "full",
        "We know that some parts of it are not fully accessible. They are listed below": compliance
        in ("partial", "not"),
        "The council is committed to making its website accessible": bool(compliance),
        "What we’re doing to improve accessibility New menus.": bool(compliance) and improving,
        "write to the contact of the programme: whom to write to": of_site,
    }


@DESK.of(stated=BOTH)
def privacy(given: Given, stated: bool) -> Said:
    if stated:
        StatementFactory(programme=given.programme, body="The council")
    own = read(None, reverse("programmes:programme-privacy", args=[given.programme.slug]))
    return own, {
        "Last updated on": stated,
        "tell The council first, as above": stated,
        "tell the contact of the programme first, as above": not stated,
        "Or write to": True,
    }


@DESK.of(link=BOTH)
def document(given: Given, link: bool) -> Said:
    made = DocumentFactory(programme=given.programme, link="https://example.org/more" if link else "")
    return read(None, made.get_absolute_url()), {"On the web: https://example.org/more": link}


@DESK.of(periods=[0, 1])
def quiet_periods(given: Given, periods: int) -> Said:
    for _ in range(periods):
        QuietPeriodFactory(programme=given.programme)
    return at_desk(given, "programmes:quiet-period-list"), {"None has been set.": not periods}


@DESK.of(hat=["lead", "viewer"])
def links_beside_the_team(given: Given, hat: str) -> Said:
    reader = given if hat == "lead" else Given(given.programme, staff_with("viewer", given.programme), given.at)
    before = "Who wears which hat, from when until when. Who may do what, what we hold of people, "
    return at_desk(reader, "desk:programme-detail"), {
        f"{before}what is deleted, and when, quiet periods": hat == "lead",
        f"{before}quiet periods": hat == "viewer",
    }


@DESK.of(only_looks=BOTH)
def log(given: Given, only_looks: bool) -> Said:
    text = at_desk(given, "programmes:log", asked="?only=looks" if only_looks else "")
    return text, {"What is shown Everything Who saw personal details": True}


@DESK.of(staff=BOTH, required=BOTH)
def second_step_not_set_up(given: Given, staff: bool, required: bool) -> Said:
    user = UserFactory(is_staff=staff)
    with override_settings(STAFF_SECOND_FACTOR="required" if required else "offered"):
        text = read(user, reverse("mfa_index"))
    return text, {
        "Staff need one, because they see what others do not.": staff and required,
        "You can have one; you need not.": not (staff and required),
        "Your phone, your computer or a security key vouches for you": True,
    }


@DESK.of(key=["", "new", "used"], codes=[0, 3])
def passkeys_and_codes(given: Given, key: str, codes: int) -> Said:
    request = RequestFactory().get("/")
    request.user = UserFactory()
    if key:
        used = given.at if key == "used" else None
        Authenticator.objects.create(user=request.user, type="webauthn", data={"name": "My key"}, last_used_at=used)
    kept = {"unused_code_count": codes, "authenticators": Authenticator.objects.filter(user=request.user)}
    pages = ("mfa/webauthn/authenticator_list.html", "mfa/recovery_codes/generate.html")
    return " | ".join(text_seen(render_to_string(each, kept, request)) for each in pages), {
        "You have none yet.": not key,
        "Not used since.": key == "new",
        "Last used on": key == "used",
        "You have none left.": not codes,
        "You have 3 left. They stop working": bool(codes),
    }


@DESK.of(unwell=[0, 1, 2])
def is_it_well(given: Given, unwell: int) -> Said:
    return drawn("is_it_well.html", unwell=unwell, facts=[]), {
        "Yes: all that the site needs is there.": unwell == 0,
        "No: one thing needs you.": unwell == 1,
        "No: 2 things need you.": unwell == 2,
    }


@DESK.of(to_mend=[0, 1, 2])
def rows_of_a_sheet_to_mend(given: Given, to_mend: int) -> Said:
    return drawn("kit/_sheet_mend.html", is_ready=False, to_mend=to_mend, row_forms=[], mend_form={"fields": {}}), {
        "Mend this row, or leave it out. Then all is imported at once.": to_mend == 1,
        "Mend these rows, or leave them out. Then all is imported at once.": to_mend == 2,
        "Every row is left out, so there is nothing to import.": to_mend == 0,
    }


@DESK.of(leads_to=BOTH, told=BOTH)
def refused_with_words(given: Given, leads_to: bool, told: bool) -> Said:
    said = {"title": "This could not be taken in", "why": "It is over.", "told": [("Name", "Ada")] if told else []}
    return drawn("kit/words_refused.html", leads_to="/other/" if leads_to else "", **said), {
        "See where things stand": leads_to,
        "What you wrote is on this page, and nowhere else.": told,
    }


@DESK.of(ways=[[], ["reauthenticate"], ["mfa_reauthenticate"], ["reauthenticate", "mfa_reauthenticate:webauthn"]])
def other_ways_to_show_who_one_is(given: Given, ways: list[str]) -> Said:
    others = [{"id": each, "url": "/other/"} for each in ways]
    return drawn("mfa/_other_ways.html", reauthentication_alternatives=others), {
        "Other ways": bool(ways),
        "Use your password": "reauthenticate" in ways,
        "Type a code from your app, or a recovery code": "mfa_reauthenticate" in ways,
        "Use a passkey": "mfa_reauthenticate:webauthn" in ways,
    }


def message(given: Given, state: str, **more: Any) -> Message:
    queue_message(About("test", 1), Email("ada@example.org", "Your place", "Come."), kind="test", at=given.at)
    Message.objects.update(state=state, **more)
    return Message.objects.get()


@DESK.of(state=["due", "accepted", "failed", "uncertain", "cancelled"], shown=["", "due", "failed"])
def mail(given: Given, state: str, shown: str) -> Said:
    operator = UserFactory(is_staff=True, is_superuser=True)
    more = {
        "due": {"due_at": given.at - DAY, "first_due_at": given.at - DAY},
        "accepted": {"accepted_at": given.at, "doubts": 1, "last_words": "250 taken"},
        "failed": {"last_words": "550 no such person"},
        "uncertain": {"doubts": 1, "first_due_at": given.at - DAY},
        "cancelled": {"stop_reason": "Cancelled by a member of staff."},
    }[state]
    row = message(given, state, **more)
    address = reverse("outbox:message-list") + (f"?state={shown}" if shown else "")
    listed, own = read(operator, address), read(operator, reverse("outbox:message-detail", args=[row.pk]))
    is_shown = shown in ("", state)
    return f"{listed} | {own}", {
        "No message is overdue.": state not in ("due", "uncertain"),
        "The oldest message that is due, or in doubt, has been waiting for": state in ("due", "uncertain"),
        "or one in doubt waits for somebody to say whether it went.": state in ("due", "uncertain"),
        "1 uncertain: nobody knows whether it went.": state == "uncertain",
        ", perhaps twice": state == "accepted" and is_shown,
        "No message is in this state.": not is_shown,
        "All messages, newest first": not shown,
        "Messages that are": bool(shown) and is_shown,
        "Last heard 250 taken": state == "accepted",
        "Last heard 550 no such person": state == "failed",
        "Why it was stopped Cancelled by a member of staff.": state == "cancelled",
        "Taken by the relay": state == "accepted",
    }


@DESK.of(entries=[1, 120], told=BOTH)
def long_history_of_a_row(given: Given, entries: int, told: bool) -> Said:
    root, person = UserFactory(is_staff=True, is_superuser=True), Person.objects.create(name="Ada")
    about = {"object_type": "stakeholders.person", "object_id": str(person.pk), "by": given.lead}
    many(LogEntryFactory, entries, **about, details={"count": 43} if told else {})
    return read(root, reverse("admin:stakeholders_person_history", args=[person.pk])), {
        "Earlier": entries == 120,
        ": count: 43": told,
    }


@DESK.of(there=BOTH)
def names_that_are_there_twice(given: Given, there: bool) -> Said:
    row = {"name": "Old Mill", "kind": "group", "other": "OLD MILL", "url": "/desk/"}
    root = UserFactory(is_staff=True)
    text = drawn("desk/name_list.html", root, programme=given.programme, page=_Page([row] if there else []))
    return text, {
        "Names to settle Name What it is The other Next Old Mill What it is Group The other OLD MILL": there,
        "Next Settle it: group Old Mill": there,
        "No name is there twice.": not there,
    }


class _Page(list):
    """Some rows of a list, all on one page."""

    has_other_pages = False

    @property
    def object_list(self):
        """Return the rows."""
        return list(self)
