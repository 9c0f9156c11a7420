"""Organisations at the desk: who speaks for them, who is asked to, how they are reached, who is missing."""

from datetime import timedelta

from django.urls import reverse

from stakeholders.models import Organisation, Partnership, Person
from tests.programmes.factories import ProgrammeFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, HATS, at_desk, drawn, read, reading
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    MissingVoiceFactory,
    OrganisationFactory,
    OrganisationImportFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

DAY = timedelta(days=1)


@DESK.of(speaks=["", "now", "before"], invited=["", "open", "declined", "accepted", "withdrawn"], hat=HATS, over=BOTH)
def organisation(given: Given, speaks: str, invited: str, hat: str, over: bool) -> Said:
    today = given.at.date()
    part = PartnershipFactory(programme=given.programme, until_on=today - DAY if over else None)
    made = None
    if speaks and not (over and speaks == "now"):
        ended = {"ended_at": given.at - DAY, "ended_by": given.lead, "ending": "other", "end_reason": "A new post."}
        AppointmentFactory(partnership=part, person__name="Ada", **(ended if speaks == "before" else {}))
    if invited == "accepted" and made is None:
        # Whoever said yes speaks for it.
        return "", {}
    if invited:
        settled = {} if invited == "open" else {"settled_at": given.at}
        more = {"declined": {"decline_reason": "No time."}, "accepted": {"appointment": made}}.get(invited, {})
        InvitationFactory(partnership=part, name="Ben", status=invited, invited_by=given.lead, **settled, **more)
    current, is_open, may = speaks == "now" and not over, invited == "open", hat == "lead"
    if over and (speaks == "now" or is_open):
        # Both end with its part.
        return "", {}
    told = bool(invited) and (is_open or (not current and invited != "accepted"))
    last = f"{today - 2 * DAY:%-d %B %Y}"
    return reading(given, hat, "stakeholders:partnership-detail", part.pk), {
        f"Member, until {last}": over,
        "Nobody yet.": not speaks,
        "Nobody now.": speaks == "before",
        "Signs in with a code by e-mail": current,
        "Their name or e-mail address has changed Write down who replaces them They no longer speak for it": (
            current and may
        ),
        "The invitation Ben": told and invited != "withdrawn",
        "The invitation The invitation of Ben was withdrawn on": told and invited == "withdrawn",
        "No time.": invited == "declined" and not current,
        "Send it to another person or address They told us no": is_open and may,
        "Invite somebody to follow": current and may and not is_open,
        "Invite somebody to speak for it": not current and may and not is_open and not over,
        "Write down who speaks for it, if you were told by telephone, on paper or in person.": (
            not current and may and not over
        ),
        "Who was asked": current and bool(invited) and not is_open,
        "to now. Appointed: ": current,
        "Another reason. A new post.": speaks == "before",
        "Put this right": may,
        "End its part": may and not over,
    }


@DESK.of(invitations=[1, 2], reason=BOTH, named=BOTH, waited=[1, 30])
def invitations_of_an_organisation(given: Given, invitations: int, reason: bool, named: bool, waited: int) -> Said:
    part = PartnershipFactory(programme=given.programme)
    if invitations == 2:
        earlier = {"status": "declined", "settled_at": given.at - 40 * DAY, "invited_at": given.at - 60 * DAY}
        earlier |= {"decline_reason": "No time." if reason else ""}
        InvitationFactory(partnership=part, name="Cy", invited_by=given.lead, **earlier)
    asked = InvitationFactory(
        partnership=part, name="Ben", invited_by=given.lead, invited_at=given.at, last_sent_at=given.at - waited * DAY,
        opened_at=given.at if waited == 1 else None,
    )  # fmt: skip
    if named:
        other = InvitationFactory(partnership=part, name="Eve", status="passed_on", settled_at=given.at)
        type(other).objects.filter(pk=other.pk).update(invited_at=given.at - 50 * DAY)
        type(asked).objects.filter(pk=asked.pk).update(passed_on_from=other, invited_by=None)
    return at_desk(given, "stakeholders:partnership-detail", part.pk), {
        "Named by Eve.": named,
        "Who was asked": invitations == 2 or named,
        "Cy declined on": invitations == 2,
        "“No time.”": invitations == 2 and reason,
        "Wait: we remind them on": waited == 1,
        "Ring them: the link ends on": waited == 30,
    }


@DESK.of(account=BOTH, told=BOTH, groups=[0, 1, 2])
def who_speaks_for_it(given: Given, account: bool, told: bool, groups: int) -> Said:
    said_by = spoke = renamed = told
    part = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    part.groups.set(StakeholderGroupFactory(programme=given.programme, name=f"Carers {n}") for n in range(groups))
    by = {"channel": "telephone", "said_by": "The clerk"} if said_by else {"channel": "link"}
    speaks = AppointmentFactory(partnership=part, person__name="Ada", appointed_by=given.lead, **by)
    if not account:
        Person.objects.filter(pk=speaks.person_id).update(user=None)
    if renamed:
        Organisation.objects.create(
            name="The Old Mill", merged_into=part.organisation, merged_at=given.at, merged_by=given.lead
        )
    asked = f"?day_0={given.at.day}&day_1={given.at.month}&day_2={given.at.year}" if spoke else ""
    return at_desk(given, "stakeholders:partnership-detail", part.pk, asked=asked), {
        "Formerly The Old Mill.": renamed,
        f"By telephone, from The clerk; entered by {given.lead}": said_by,
        "Signs in with a code by e-mail": account,
        "Signs in not yet: we have no e-mail address": not account,
        "Let them sign in, with an e-mail address": not account,
        "Carers 0; Carers 1": groups == 2,
    }


@DESK.of(merged=BOTH)
def organisation_that_was_merged(given: Given, merged: bool) -> Said:
    part = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    if merged:
        other = PartnershipFactory(programme=given.programme, organisation__name="New Mill")
        Partnership.objects.filter(pk=part.pk).update(merged_into=other, until_on=given.at.date())
    return at_desk(given, "stakeholders:partnership-detail", part.pk), {
        "This was merged into New Mill (Member).": merged
    }


@DESK.of(corrected=[0, 1, 2])
def corrected_by_the_organisation(given: Given, corrected: int) -> Said:
    entries = [({"at": given.at, "by": f"Ada {number}"}, "what it does") for number in range(corrected)]
    return drawn("stakeholders/_corrections.html", corrections=entries), {
        "Put right by the organisation": bool(corrected),
        "by Ada 0: what it does": corrected > 0,
        "by Ada 1: what it does": corrected > 1,
    }


@DESK.of(speaks=BOTH, reached=BOTH, contact=["", "name", "email"])
def how_an_organisation_is_reached(given: Given, speaks: bool, reached: bool, contact: str) -> Said:
    shared = reached
    known = {"contact_name": "Cy" if contact else "", "contact_email": "cy@example.org" if contact == "email" else ""}
    part = PartnershipFactory(programme=given.programme, **known)
    if speaks:
        made = AppointmentFactory(
            partnership=part, person__name="Ada", contact_shared_at=given.at if shared else None,
            person__email="ada@example.org" if reached else "",
        )  # fmt: skip
        if not reached:
            Person.objects.filter(pk=made.person_id).update(user=None)
    look, write = "stakeholders:contact-look", "stakeholders:partnership-contact"
    pages = [at_desk(given, look, part.pk, sends={}), at_desk(given, write, part.pk)]
    pages.append("Shown: " + at_desk(given, write, part.pk, sends={}))
    return " | ".join(pages), {
        "Ada, who speaks for it Would like to hear by": speaks,
        "E-mail address ada@example.org Telephone None": speaks and reached,
        "Nobody speaks for it at the moment.": not speaks,
        "may see their e-mail address and telephone, since": speaks and shared,
        "do not see how to reach them": speaks and not shared,
        "Name Cy E-mail address None Telephone None": contact == "name",
        "Name Cy E-mail address cy@example.org Telephone None": contact == "email",
        "Nobody is written down.": not contact,
        "Show and change contact details": True,
    }


@DESK.of(speaks=BOTH)
def who_replaces_whom(given: Given, speaks: bool) -> Said:
    part = PartnershipFactory(programme=given.programme)
    if speaks:
        AppointmentFactory(partnership=part, person__name="Ada")
    return at_desk(given, "stakeholders:partnership-appoint", part.pk), {
        "Ada speaks for it now. With this, they are replaced, and told so by e-mail if we have their address.": speaks,
        "For somebody who told us by telephone, on paper or in person. Ask for both declarations in words.": not speaks,
    }


@DESK.of(groups=[0, 1, 2], hat=HATS, sought=BOTH)
def list_of_organisations(given: Given, groups: int, hat: str, sought: bool) -> Said:
    over = groups == 1
    part = PartnershipFactory(
        programme=given.programme, organisation__name="Old Mill", until_on=given.at.date() + 9 * DAY if over else None
    )
    part.groups.set(StakeholderGroupFactory(programme=given.programme, name=f"Carers {n}") for n in range(groups))
    page = "stakeholders:partnership-list"
    text = reading(given, hat, page, asked="?q=Nothing+like+it" if sought else "")
    return text, {
        "Add an organisation Import from a spreadsheet Find those that are there twice": hat == "lead",
        "1 organisation takes part. Get the list as a spreadsheet (CSV, without people)": not sought,
        "No group yet": not groups and not sought,
        "Carers 0, Carers 1": groups == 2 and not sought,
        " until ": over and not sought,
    }


@DESK.of(hat=HATS, groups=[0, 1], sought=BOTH, lacking=[9, 8])
def groups(given: Given, hat: str, groups: int, sought: bool, lacking: int) -> Said:
    named = {"characteristic": "age"} if lacking == 8 else {}
    for _ in range(groups):
        StakeholderGroupFactory(programme=given.programme, name="Carers", **named)
    text = reading(given, hat, "stakeholders:group-list", asked="?q=nothing+like+it" if sought else "")
    return text, {
        "Add a group": hat == "lead",
        "Change what is enough": hat == "lead",
        "Add the nine characteristics of the Equality Act 2010": hat == "lead" and not (groups and lacking == 8),
        "No group has been named yet.": not groups and not sought,
        "Nothing fits “nothing like it”.": sought,
    }


@DESK.of(waits=BOTH, reason=BOTH, sought=BOTH)
def invitations(given: Given, waits: bool, reason: bool, sought: bool) -> Said:
    if waits:
        declined = {"status": "declined", "settled_at": given.at, "decline_reason": "No time." if reason else ""}
        InvitationFactory(partnership__programme=given.programme, name="Ben", invited_by=given.lead, **declined)
    return at_desk(given, "stakeholders:invitation-list", asked="?q=nobody" if sought else ""), {
        "Invitations, those that have waited longest first Organisation How it stands": waits and not sought,
        "“No time.”": waits and reason and not sought,
        "No answer is waited for.": not waits and not sought,
    }


@DESK.of(shares=BOTH, telephone=BOTH, back=BOTH)
def answers_to_check(given: Given, shares: bool, telephone: bool, back: bool) -> Said:
    invitation = InvitationFactory(partnership__programme=given.programme)
    answers = {
        "postal_address": "",
        "communication_needs": "",
        "access_needs": "",
        "name": "Ada",
        "telephone": "0191 498 0000" if telephone else "",
        "shares_contact": shares,
    }
    text = drawn(
        "stakeholders/invitation_check.html",
        invitation=invitation,
        organisation="Old Mill",
        programme=given.programme,
        answers=answers,
        reached_by="E-mail",
        back="stakeholders:invitation-sharing" if back else "",
    )
    return text, {
        "Back Better neighbours": back,
        "Other representatives May see how to reach you": shares,
        "Other representatives See your name and organisation, not how to reach you": not shares,
        "Telephone 0191 498 0000": telephone,
        "Telephone Nothing": not telephone,
    }


@DESK.of(allowed=BOTH, twin=BOTH, told=BOTH, obstacle=BOTH)
def two_with_parts_made_one(given: Given, allowed: bool, twin: bool, told: bool, obstacle: bool) -> Said:
    over = groups = website = told
    kept = OrganisationFactory(name="Old Mill")
    gone = OrganisationFactory(name="The Old Mill", website="https://example.org/mill" if website else "")
    until = given.at.date() + 9 * DAY if over else None
    ours = PartnershipFactory(programme=given.programme, organisation=kept)
    theirs = PartnershipFactory(
        programme=given.programme, organisation=gone, role="member" if twin else "lead_body", until_on=until
    )
    if groups:
        theirs.groups.add(StakeholderGroupFactory(programme=given.programme, name="Carers"))
    if not allowed:
        PartnershipFactory(programme=ProgrammeFactory(), organisation=gone)
    if obstacle:
        for part in (ours, theirs):
            AppointmentFactory(partnership=part)
    is_obstacle = obstacle and twin
    return at_desk(given, "stakeholders:merge-confirm", kept.pk, gone.pk), {
        "https://example.org/mill (moves)": website,
        "One of the two takes part in a programme that you do not look after.": not allowed,
        "What moves Better neighbours": allowed,
        "both have this part, and it becomes one, with the groups of both": allowed and twin,
        "moves as it is": allowed and not twin,
        "(Carers)": allowed and groups,
        ", until ": allowed and over,
        "Make them one": allowed and not is_obstacle,
    }


@DESK.of(alike=BOTH, sought=BOTH)
def organisations_that_are_there_twice(given: Given, alike: bool, sought: bool) -> Said:
    PartnershipFactory(programme=given.programme, organisation__name="Gateshead Old Mill")
    if alike:
        PartnershipFactory(programme=given.programme, organisation__name="The Gateshead Old Mill")
    return at_desk(given, "stakeholders:merge-list", asked="?q=nobody" if sought else ""), {
        "These are likely to be one One The other Next": alike and not sought,
        "See what would move: Gateshead Old": alike and not sought,
        "No two names are alike.": not alike and not sought,
    }


@DESK.of(sought=[0, 1], settled=[0, 1], hat=HATS, late=BOTH)
def who_is_missing(given: Given, sought: int, settled: int, hat: str, late: bool) -> Said:
    why = late
    common = {"programme": given.programme, "owner": given.lead, "noticed_by": given.lead}
    by = given.at.date() + (-DAY if late else DAY)
    for _ in range(sought):
        MissingVoiceFactory(**common, who="Carers", why="They wrote in." if why else "", look_by_on=by)
    for _ in range(settled):
        ended = {"status": "found", "settled_at": given.at, "settled_by": given.lead, "outcome": "They came."}
        MissingVoiceFactory(**common, who="Night workers", **ended)
    text = reading(given, hat, "stakeholders:missing-voice-list")
    text += reading(given, hat, "stakeholders:missing-voice-list", asked="?q=nothing+like+it")
    may = hat == "lead"
    return text, {
        "Name who is missing": may,
        "Being looked for Who is being looked for, the most pressing first Who Group": bool(sought),
        "Being looked for Nobody is being looked for.": not sought,
        "Carers They wrote in.": bool(sought) and why,
        "Overdue": bool(sought) and late,
        "Say what came of it: Carers": bool(sought) and may,
        "Change: Carers": bool(sought) and may,
        "What came of looking Who was looked for, the newest first": bool(settled),
        "Look again: Night workers": bool(settled) and may,
    }


@DESK.of(partnerships=[0, 1, 2], out=[0, 1, 2])
def organisations_that_were_imported(given: Given, partnerships: int, out: int) -> Said:
    left = min(out, 1)
    outcome = {"partnerships": partnerships, "organisations": partnerships, "left": left, "out": out}
    sheet = OrganisationImportFactory(
        programme=given.programme, uploaded_by=given.lead, imported_at=given.at, imported_by=given.lead, outcome=outcome
    )
    return at_desk(given, "stakeholders:organisation-import-check", sheet.pk), {
        "Imported: organisations.csv": True,
        "Nothing is new.": not partnerships,
        "1 organisation takes part from now on, 1 of them new.": partnerships == 1,
        "2 organisations take part from now on, 2 of them new.": partnerships == 2,
        "1 was left as it was.": bool(left),
        "1 row was left out.": out == 1,
        "2 rows were left out.": out == 2,
    }


@DESK.of(known=["", "here", "elsewhere"], out=BOTH, faulty=BOTH)
def organisations_to_import(given: Given, known: str, out: bool, faulty: bool) -> Said:
    if known:
        where = given.programme if known == "here" else ProgrammeFactory()
        PartnershipFactory(programme=where, organisation__name="Old Mill")
    rows = [{"number": 2, "cells": ["Old Mill"]}, {"number": 3, "cells": ["" if faulty else "New Mill"]}]
    if out:
        rows[0]["out"] = True
    sheet = OrganisationImportFactory(
        programme=given.programme, uploaded_by=given.lead, headings=["Name"], columns={"name": 0}, rows=rows
    )
    return at_desk(given, "stakeholders:organisation-import-check", sheet.pk), {
        "Error: Look at the rows: organisations.csv": faulty,
        "Look at the rows: organisations.csv": True,
        "Old Mill Row 2 What it says Nothing more What comes of it New here": not known and not out,
        "Known: takes part from now on": known == "elsewhere" and not out,
        "Takes part already: left as it is": known == "here" and not out,
        "Left out Change Change or leave out row 2": out,
    }


@DESK.of(programmes=[1, 2], others=[0, 1], groups=[0, 1, 2, 3])
def own_pages_of_who_speaks(given: Given, programmes: int, others: int, groups: int) -> Said:
    shared, reached = programmes == 2, groups > 1
    shares = {"contact_shared_at": given.at if shared else None}
    speaks = AppointmentFactory(partnership__programme=given.programme, person__name="Ada", **shares)
    named = [StakeholderGroupFactory(programme=given.programme, name=f"Carers {n}") for n in range(groups)]
    speaks.partnership.groups.set(named)
    if programmes == 2:
        AppointmentFactory(partnership__programme=ProgrammeFactory(title="Another"), person=speaks.person)
    for _ in range(others):
        known = {"person__email": "ben@example.org", "person__telephone": "0191 498 0000"} if reached else {}
        AppointmentFactory(
            partnership__programme=given.programme, person__name="Ben", contact_shared_at=given.at,
            **(known or {"person__email": "", "person__user": None}),
        )  # fmt: skip
    user = speaks.person.user
    pages = [read(user, reverse("stakeholders:about-me"))]
    pages.append(read(user, reverse("stakeholders:people", args=[given.programme.slug])))
    return " | ".join(pages), {
        "What we hold of you in Better neighbours": programmes == 2,
        "The others see your e-mail address and telephone here.": shared,
        "The others see your name here, and not how to reach you.": not shared,
        "Ada (you)": True,
        "Speaks for Carers 0": bool(groups),
        "Speaks for Carers 0 and Carers 1": groups == 2,
        "Speaks for Carers 0, Carers 1 and Carers 2": groups == 3,
        "Ben ben@example.org 0191 498 0000": bool(others) and reached,
        "Nobody else speaks at the moment.": not others,
    }
