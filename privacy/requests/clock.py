"""The clock of a request: by which day the law wants what, and what stops it.

UK GDPR article 12A: one month from the latest of the request, what identifies whoever asks, and a fee; two months more
with a reason, told within the first; while somebody who wants to see what is held is asked what they mean, days do not
count. DPA 2018 section 164A: a complaint is acknowledged within 30 days. FOIA section 10, FOISA section 10, EIR and
EI(S)R regulation 5: the 20th working day after receipt, which is that of what was asked for to understand it; a fee
stops the count. A month or 30 days that end on a day off end with the next working day, as the regulator counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kit.working_days import ALL_NATIONS, SCOTLAND, months_after, next_working_day, working_day_after
from privacy.requests.models import ClockStop, InformationLaw, Request, RequestKind, StopReason

DAY = timedelta(days=1)
ACKNOWLEDGED_WITHIN = timedelta(days=30)
WORKING_DAYS = 20
# By which nations' bank holidays the days are counted; while nobody has said by which law, by those that all have.
NATIONS: dict[str, frozenset[str]] = {
    "": frozenset(),
    InformationLaw.FOIA: ALL_NATIONS,
    InformationLaw.EIR: ALL_NATIONS,
    InformationLaw.FOISA: SCOTLAND,
    InformationLaw.EISR: SCOTLAND,
}
# What may stop the clock, and whether it begins anew with what came. Otherwise the days between do not count.
OWN: dict[str, bool] = {StopReason.IDENTITY: True, StopReason.FEE: True}
STOPS: dict[str, dict[str, bool]] = {
    RequestKind.ACCESS: {**OWN, StopReason.SCOPE: False},
    RequestKind.RECTIFICATION: {**OWN},
    RequestKind.ERASURE: {**OWN},
    RequestKind.OBJECTION: {**OWN},
    RequestKind.RESTRICTION: {**OWN},
    RequestKind.COMPLAINT: {},
    RequestKind.INFORMATION: {StopReason.SCOPE: True, StopReason.FEE: False},
}


def may_be_extended(request: Request) -> bool:
    """Whether the law gives more time for a request of this kind at all."""
    if request.is_information:
        return request.law in (InformationLaw.FOIA, InformationLaw.EIR, InformationLaw.EISR)
    return not request.is_complaint


def last_day(request: Request, stops: Iterable[ClockStop]) -> date:
    """Return the last day on which a request is seen to in time, by what has stopped its clock so far.

    Of a complaint it is the day by which it is acknowledged, and then that by which the complainant hears more.
    """
    if request.is_complaint:
        return request.promised_on or next_working_day(request.received_on + ACKNOWLEDGED_WITHIN)
    begins, left_out = request.received_on, set[date]()
    for stop in stops:
        if stop.started_on is None:
            continue
        if STOPS[request.kind].get(stop.reason, False):
            begins = max(begins, stop.started_on)
        else:
            left_out |= _days_between(stop.stopped_on, stop.started_on)
    # Before it began anew nothing was counted.
    left_out = {day for day in left_out if day > begins}
    if request.is_information:
        count = WORKING_DAYS * (2 if request.extended_on else 1)
        return working_day_after(begins, count, NATIONS[request.law], but=left_out)
    months = months_after(begins, 3 if request.extended_on else 1)
    return next_working_day(months + DAY * len(left_out))


def first_month_ends(request: Request, stops: Iterable[ClockStop]) -> date:
    """Return the day by which whoever asked must be told of more time, if it is to be taken."""
    unextended = Request(
        kind=request.kind, law=request.law, received_on=request.received_on, promised_on=request.promised_on
    )
    return last_day(unextended, stops)


def _days_between(first: date, last: date) -> set[date]:
    """Return the days from one to another, both of them among them."""
    return {first + DAY * count for count in range((last - first).days + 1)}
