"""What is erased because somebody asked, what goes by the clock, and what is held from both."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from kit.days import day
from privacy.models import Erasure, RetentionRun
from privacy.retention.schedule import schedule
from privacy.verbs import Verb
from tests.accounts.factories import LogEntryFactory
from tests.privacy.factories import (
    ErasureFactory,
    HoldFactory,
    RetentionFailureFactory,
    RetentionForecastFactory,
    RetentionPeriodFactory,
)
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import at_desk
from tests.sentences_of_privacy.cases_of_what_is_given import found_of
from tests.sentences_of_privacy.privacy_pages import BOTH, DAY, PRIVACY, request_of

NEEDS = "Personal needs: let people come to a meeting"


@PRIVACY.of(stands=["nothing", "proposed", "own", "held", "some held", "others held"], by_name=BOTH)
def erasure_to_come(given: Given, stands: str, by_name: bool) -> Said:
    request = request_of(given, kind="erasure", known=True)
    found_of(given, request, decision="whole")
    if by_name:
        found_of(given, request, how="words", decision="part", hidden="J. A.", reason="It is a list of many.")
    if stands in ("proposed", "own"):
        by = {"proposed_by": given.lead} if stands == "own" else {"proposed_by__name": "Ola Fisher"}
        ErasureFactory(request=request, proposed_at=given.at, **by)
    if "held" in stands:
        kinds = {"some held": ["WHO", "MEETINGS"], "others held": ["MEETINGS"]}.get(stands, [])
        HoldFactory(programme=given.programme, kinds=kinds)
    is_proposed, today = stands in ("proposed", "own"), day(given.at.date())
    may = stands in ("nothing", "others held")
    return at_desk(given, "privacy:erasure-detail", 7), {
        "What would be erased": True,
        "First Nothing may be deleted now: release the hold, or answer that it stays, and why.": stands == "held",
        "First Some of it is held: people, and how they are reached. Release the hold, or decide that these rows "
        "stay, and say why.": stands == "some held",
        f"Ola Fisher proposed it on {today}, ": stands == "proposed",
        f"{given.lead} proposed it on {today}, ": stands == "own",
        "Somebody else confirms it: ask a colleague who may answer requests.": stands == "own",
        "Confirm, and erase": stands == "proposed",
        "Take the proposal back": is_proposed,
        "When this is right, propose it. Somebody else confirms it, and then it is done at once.": may,
        "Goes Nothing as a whole. Loses what is theirs Names, addresses and words of theirs are emptied.": True,
        "What somebody else wrote keeps all but their name. People: 1": True,
        "People, words of others: 1": by_name,
        "Stays, and why Nothing.": True,
    }


@PRIVACY.of(deleted=BOTH, emptied=BOTH, redacted=BOTH, kept=BOTH)
def erasure_that_was_done(given: Given, deleted: bool, emptied: bool, redacted: bool, kept: bool) -> Said:
    receipt = {
        "deleted": {"letters": 2} if deleted else {},
        "emptied": {"people": 1} if emptied else {},
        "redacted": {"answers": 3} if redacted else {},
        "kept": {"it is the account of a meeting": ["meetings"]} if kept else {},
    }
    request = request_of(given, kind="erasure", known=True)
    done = {"confirmed_at": given.at, "confirmed_by": given.lead, "receipt": receipt}
    made = ErasureFactory(request=request, proposed_by__name="Ola Fisher")
    Erasure.objects.filter(pk=made.pk).update(**done)
    wrote = "What somebody else wrote keeps all but their name. "
    return at_desk(given, "privacy:erasure-detail", 7), {
        f"What was erased Proposed by Ola Fisher, confirmed by {given.lead} on {day(given.at.date())}, ": True,
        "Has gone Letters: 2": deleted,
        "Has gone Nothing as a whole.": not deleted,
        f"Has lost what was theirs Names, addresses and words of theirs are emptied. {wrote}": True,
        f"{wrote}People: 1": emptied,
        "Answers, words of others: 3": redacted,
        f"{wrote}Nothing.": not emptied and not redacted,
        "Stays, and why Meetings: it is the account of a meeting": kept,
        "Stays, and why Nothing.": not kept,
    }


@PRIVACY.of(until=["nobody knows", "to come", "past", "released"], of_form=BOTH, request=BOTH, said=BOTH)
def holds(given: Given, until: str, of_form: bool, request: bool, said: bool) -> Said:
    today = given.at.date()
    ends = {
        "to come": {"until_on": today + 4 * DAY},
        "past": {"until_on": today - 4 * DAY},
        "released": {"released_at": given.at, "released_by": given.lead},
    }
    asked = request_of(given, kind="information") if request else None
    by = None if of_form else given.lead
    kinds = ["SENT"] if said else []
    HoldFactory(programme=given.programme, request=asked, set_by=by, kinds=kinds, **ends.get(until, {}))
    what = "Messages that were sent." if said else "Everything that this programme holds."
    stands = until in ("nobody knows", "to come")
    return at_desk(given, "privacy:hold-list"), {
        f"Set on 4 January 2016 by {given.lead}": not of_form,
        f"Set on 4 January 2016 Holds {what} An audit.": of_form and stands,
        f"Set on 4 January 2016 {what} An audit.": of_form and not stands,
        "An audit. Until somebody releases it.": until == "nobody knows",
        f"An audit. Until the end of {day(today + 3 * DAY)}.": until == "to come",
        f"An audit. Until the end of {day(today - 5 * DAY)}.": until == "past",
        f"An audit. Released on {day(today)} by {given.lead}.": until == "released",
        ". Request 7": request,
        "Change the hold of 4 January 2016, 12:00 Release it: the hold of 4 January 2016, 12:00": stands,
    }


@PRIVACY.of(there=BOTH, sought=BOTH)
def no_holds(given: Given, there: bool, sought: bool) -> Said:
    if there:
        HoldFactory(programme=given.programme)
    return at_desk(given, "privacy:hold-list", asked="?q=nothing" if sought else ""), {
        "None has been set.": not there and not sought,
        "Nothing fits “nothing”. Show all": sought,
        "Until somebody releases it.": there and not sought,
    }


@PRIVACY.of(run=BOTH, coming=["", "here", "site"], failed=BOTH)
def what_is_due(given: Given, run: bool, coming: str, failed: bool) -> Said:
    on = date(2099, 1, 1)
    if run:
        RetentionRun.objects.create(on=given.at.date(), finished_at=given.at)
    if coming:
        RetentionForecastFactory(programme=given.programme if coming == "here" else None, on=on, what="old letters")
    if failed:
        RetentionFailureFactory(programme=given.programme)
    return at_desk(given, "privacy:retention-due"), {
        f"Last gone through on {day(given.at.date())}, ": run,
        "It has never been gone through: the clock does it each day while the worker runs.": not run,
        "Old letters Day 1 January 2099 How many 2 Whose This programme": coming == "here",
        "Old letters Day 1 January 2099 How many 2 Whose The whole site": coming == "site",
        "Nothing of what was there then goes in these days.": run and not coming,
        "What should have gone and could not": failed,
        "Why The database could not do it. Last tried on 4 January 2016; it is tried again each day.": failed,
    }


@PRIVACY.of(count=[1, 6], until=BOTH, request=BOTH, said=BOTH)
def what_is_held_back(given: Given, count: int, until: bool, request: bool, said: bool) -> Said:
    last = given.at.date() + 3 * DAY
    end = {"until_on": last + DAY} if until else {}
    asked, kinds = request_of(given, kind="information") if request else None, ["SENT"] if said else []
    for _ in range(count):
        HoldFactory(programme=given.programme, request=asked, kinds=kinds, **end)
    what = "Messages that were sent" if said else "Everything that this programme holds"
    return at_desk(given, "privacy:retention-due"), {
        f"What does not go {what}, until somebody releases it: “An audit.”": not until,
        f"What does not go {what}, until the end of {day(last)}: “An audit.”": until,
        "“An audit.” Request 7": request,
        "Holds In the next 30 days": count == 1,
        "1 more, and all holds In the next 30 days": count > 1,
    }


@PRIVACY.of(is_of_request=BOTH)
def hold_to_change(given: Given, is_of_request: bool) -> Said:
    asked = request_of(given, kind="information") if is_of_request else None
    hold = HoldFactory(programme=given.programme, request=asked)
    return at_desk(given, "privacy:hold-change", hold.pk), {
        "While it stands, what it names is deleted neither by itself nor because somebody asked": True,
        "Request 7: choose the kinds of records that it asks for. Until somebody has, all is held.": is_of_request,
    }


@PRIVACY.of(went=["", "here", "site"], sought=BOTH)
def what_went(given: Given, went: str, sought: bool) -> Said:
    if went:
        of = given.programme.pk if went == "here" else None
        kept = {"verb": Verb.KEPT_NO_LONGER, "details": {"kept": "attendance-needs", "rows": 3}}
        LogEntryFactory(programme_id=of, by=None, **kept)
    row = "When 4 January 2016, 12:00 How many 3 Whose"
    return at_desk(given, "privacy:retention-done", asked="?q=nothing" if sought else ""), {
        "Nothing has gone yet.": not went and not sought,
        "What went What When How many Whose": bool(went) and not sought,
        f"{row} This programme": went == "here" and not sought,
        f"{row} The whole site": went == "site" and not sought,
    }


@PRIVACY.of(days=[0, 1, 60])
def how_long_it_is_kept(given: Given, days: int) -> Said:
    if days:
        RetentionPeriodFactory(programme=given.programme, days=days, set_by=given.lead, reason="So our rules say.")
    because = f", because “So our rules say.” ({given.lead}, 4 January 2016)"
    return at_desk(given, "privacy:retention-period-list"), {
        f"Here 1 day{because}": days == 1,
        f"Here 60 days{because}": days == 60,
        "Here As usual Change Set another time": True,
        "Back to the usual time: ": bool(days),
        "The same everywhere": True,
    }


@PRIVACY.of(of_programme=BOTH)
def schedule_of_what_goes(given: Given, of_programme: bool) -> Said:
    programme = given.programme if of_programme else None
    by_clock, by_people = schedule(programme)
    context: dict[str, Any] = {"by_clock": by_clock, "by_people": by_people, "programme": programme}
    return text_seen(render_to_string("privacy/_schedule.html", context)), {
        "This goes by itself, within a day of its time: To": True,
        "Each programme can keep some of it for a longer or a shorter time: its own page says so.": not of_programme,
    }
