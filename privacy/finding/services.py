"""Everything that is held of somebody, found for their request and decided about row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.data_map import OnAccess, OnErasure
from kit.refusals import Refused
from privacy.finding.models import Decision, FoundRow, FoundRowQuerySet
from privacy.finding.search import Found, How, everything_of, text_of
from privacy.finding.sought import sought_by
from privacy.locks import hold_request
from privacy.requests.models import Request, RequestKind
from privacy.verbs import Verb

# What is done about a request, and the lists that are made for it, are not found by it.
LISTS = ("privacy.foundrow", "privacy.bundle", "privacy.erasure")


def look_for(request: Request, *, also: Iterable[str] = (), by: User, at: datetime) -> int:
    """Find all that is held of whoever a request is about; return how many rows are new.

    What is linked to them and names nobody else is decided at once; the rest waits for a person. `also` are other
    names, addresses or numbers they go by, which are looked for from then on. Refuses an answered request, one whose
    erasure is done, and one of which nobody made sure who asks.
    """
    if request.needs_identity and not request.identity_by:
        raise Refused("First make sure who asks: what is found is about somebody.")
    with transaction.atomic():
        hold_request(request)
        request.other_names = "\n".join(dict.fromkeys([*request.other_names.splitlines(), *filter(None, also)]))
        Request.objects.filter(pk=request.pk).update(other_names=request.other_names)
        sought = sought_by(request)
        found = [each for each in everything_of(sought, request.programme) if not _is_of(each, request)]
        before = {(each.table, each.row): each for each in request.found.all()}
        keys = {(_label(each), str(each.row.pk)) for each in found}
        gone = [each.pk for key, each in before.items() if key not in keys]
        request.found.filter(pk__in=gone).delete()
        new = [each for each in found if (_label(each), str(each.row.pk)) not in before]
        FoundRow.objects.bulk_create(_row(request, each, by, at) for each in new)
        record(
            Verb.LOOKED_FOR, request, by=by, at=at, programme_id=request.programme_id, found=len(found), new=len(new)
        )
    return len(new)


def decide(found: FoundRow, *, decision: str, hidden: str = "", reason: str = "", by: User, at: datetime) -> FoundRow:
    """Decide what becomes of one row that was found.

    In part needs the words that are left out, which must stand in it; in part and not need a reason. Of a row that
    only names them in its words, not all can be erased: it is somebody else's. Refuses (InvalidTransition) once the
    request has been answered.
    """
    with transaction.atomic():
        hold_request(found.request)
        _check(found, decision, hidden, reason)
        found.decision, found.reason = decision, reason.strip()
        found.hidden = hidden.strip() if decision == Decision.PART else ""
        found.decided_at, found.decided_by = at, by
        # What was found stays as the last search wrote it.
        found.save(update_fields=["decision", "reason", "hidden", "decided_at", "decided_by"])
        _log(found.request, by=by, at=at, decision=decision, table=found.table, rows=1)
    return found


def decide_all(
    rows: FoundRowQuerySet, *, request: Request, decision: str, reason: str = "", by: User, at: datetime
) -> int:
    """Decide the same about several rows that wait; return how many. Refuses as `decide`; in part is said of each."""
    if decision == Decision.PART:
        raise Refused("Which words are left out is said of each by itself.", field="decision")
    with transaction.atomic():
        hold_request(request)
        waiting = list(rows.undecided())
        for each in waiting:
            _check(each, decision, "", reason)
        values = {"decision": decision, "reason": reason.strip(), "decided_at": at, "decided_by": by}
        FoundRow.objects.filter(pk__in=[each.pk for each in waiting]).update(**values)
        _log(request, by=by, at=at, decision=decision, rows=len(waiting))
    return len(waiting)


def _check(found: FoundRow, decision: str, hidden: str, reason: str) -> None:
    if decision in (Decision.PART, Decision.NOT) and not reason.strip():
        raise Refused("Say why.", field="reason")
    if decision == Decision.WHOLE and found.how == How.WORDS and found.request.kind == RequestKind.ERASURE:
        raise Refused("It is not theirs as a whole. Take their name out of its words, or say why it stays.", "decision")
    if decision != Decision.PART:
        return
    row = found.stands()
    words = [line.strip() for line in hidden.splitlines() if line.strip()]
    if not words:
        raise Refused("Write the words that are left out, each on a line.", field="hidden")
    said = " ".join(text_of(row, name) for name in {*found.held.fields, *found.columns}) if row else ""
    for word in words:
        if word not in said:
            raise Refused(f"“{word}” does not stand in it as it is written here.", field="hidden")


def _row(request: Request, found: Found, by: User, at: datetime) -> FoundRow:
    frozen = found.table.frozen if request.kind == RequestKind.ERASURE else ""
    decided = Decision.NOT if frozen else ""
    if not decided and found.how == How.LINKED and not _is_read_first(request, found):
        decided = Decision.WHOLE
    return FoundRow(
        request=request,
        table=_label(found),
        row=str(found.row.pk),
        how=found.how,
        columns=list(found.columns),
        decision=decided,
        reason=frozen,
        decided_at=at if decided else None,
        decided_by=by if decided else None,
    )


def _is_read_first(request: Request, found: Found) -> bool:
    """Whether a person reads a row that is theirs before it goes out: others may be named in it.

    Of an erasure it is read where they are named in words that stay.
    """
    fields = found.table.fields
    if request.kind == RequestKind.ERASURE:
        stay = found.table.row == OnErasure.KEEP
        return stay and any(name not in fields or fields[name].on_erasure == OnErasure.KEEP for name in found.columns)
    return any(each.on_access == OnAccess.REDACT and getattr(found.row, name) for name, each in fields.items())


def _label(found: Found) -> str:
    return found.table.model._meta.label_lower


def _is_of(found: Found, request: Request) -> bool:
    """Whether a row belongs to the request itself. Earlier ones of the same person are held of them like all else."""
    row = found.row
    return _label(found) in LISTS or row == request or getattr(row, "request_id", None) == request.pk


def _log(request: Request, *, by: User, at: datetime, **details: object) -> None:
    record(Verb.DECIDED_ABOUT, request, by=by, at=at, programme_id=request.programme_id, **details)
