"""Erasing somebody: proposed by one person, confirmed by another, done whole in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.services import close_account
from kit.data_map import NO_NAME
from kit.lifecycle import swap
from kit.refusals import InvalidTransition, Refused
from privacy.erasure import ledger
from privacy.erasure.endings import end_what_is_open
from privacy.erasure.models import Erasure, LedgerLine
from privacy.erasure.plan import NAME_REMOVED, Step, What, reasons_not_to_erase, receipt_of, steps_for, steps_for_lists
from privacy.finding.models import Decision
from privacy.finding.search import How
from privacy.finding.services import look_for
from privacy.finding.sought import sought_by
from privacy.locks import hold_request, lock_holds
from privacy.requests.models import Request, RequestKind
from privacy.verbs import Verb
from stakeholders.models import Person

DONE = "This has been done already, or given up."


def propose_erasure(request: Request, *, by: User, at: datetime) -> Erasure:
    """Say that what was found of somebody is to be erased; somebody else confirms it.

    Looks once more first. Refuses what is no request for erasure, while something waits to be decided, while a hold
    stands, and where nothing was found.
    """
    if request.kind != RequestKind.ERASURE:
        raise Refused("Only a request to be erased erases.")
    # By itself: where something new waits, it is refused, and what waits is there to be decided all the same.
    look_for(request, by=by, at=at)
    with transaction.atomic():
        _refuse(request, at)
        if hasattr(request, "erasure"):
            raise InvalidTransition("This erasure is proposed already.")
        erasure = Erasure.objects.create(request=request, proposed_at=at, proposed_by=by)
        record(Verb.ERASURE_PROPOSED, request, by=by, at=at, programme_id=request.programme_id)
    return erasure


def give_up_erasure(erasure: Erasure, *, by: User, at: datetime) -> None:
    """Take a proposal back. Refuses (InvalidTransition) one that was confirmed."""
    with transaction.atomic():
        if not Erasure.objects.filter(pk=erasure.pk, confirmed_at=None).delete()[0]:
            raise InvalidTransition(DONE)
        request = erasure.request
        record(Verb.ERASURE_GIVEN_UP, request, by=by, at=at, programme_id=request.programme_id)


def confirm_erasure(erasure: Erasure, *, by: User, at: datetime) -> Erasure:
    """Erase: what is open ends, rows go or lose a name as declared and decided, and the ledger has its line.

    Refuses whoever proposed it, while something waits (it is looked once more), and while a hold stands. All of it is
    done, or nothing. Files go by the task that sweeps what no row names.
    """
    if by.pk == erasure.proposed_by_id:
        raise Refused("Somebody else confirms it: you proposed it.")
    request = erasure.request
    look_for(request, by=by, at=at)
    with transaction.atomic():
        # Until it is done nobody sets a hold, takes the proposal back, or decides otherwise: they wait, and are told.
        lock_holds([request.programme_id])
        if not Erasure.objects.select_for_update().filter(pk=erasure.pk, confirmed_at=None):
            raise InvalidTransition(DONE)
        hold_request(request)
        _refuse(request, at)
        end_what_is_open(request, by=by, at=at)
        # What ended has written letters and entries, which nobody has seen yet: they go, or lose the name.
        look_for(request, by=by, at=at)
        _decide_about_endings(request, by=by, at=at)
        steps = steps_for(request.found.in_order(), sought_by(request), request.programme)
        # What was decided stays in the register; the words that were taken out, and other names, do not.
        all_steps = [*steps, *steps_for_lists(request)]
        line = LedgerLine.objects.create(words=ledger.said_of(all_steps), followed_at=at)
        _take(all_steps, by=by, at=at)
        done = {"confirmed_at": at, "confirmed_by": by, "receipt": receipt_of(steps)}
        swap(erasure, Erasure.objects.filter(confirmed_at=None), DONE, **done)
        counts = {what: sum(1 for step in steps if step.what == what) for what in What}
        record(Verb.ERASED, request, by=by, at=at, programme_id=request.programme_id, **counts)
        transaction.on_commit(lambda: ledger.write([line]))
    return erasure


def _decide_about_endings(request: Request, *, by: User, at: datetime) -> None:
    """Decide about what was written as their parts ended, within the same transaction: nobody could read it before."""
    new = request.found.undecided()
    decided = {"decided_at": at, "decided_by": by}
    new.filter(how=How.WORDS).update(
        decision=Decision.PART, hidden=NAME_REMOVED, reason="It was written as their part ended.", **decided
    )
    new.exclude(how=How.WORDS).update(decision=Decision.WHOLE, **decided)


def follow_ledger(*, by: None = None, at: datetime) -> int:
    """Erase again what a restore has brought back, line by line; return how many lines were followed.

    Lines that the file lacks, because the process ended before it wrote them, are written first.
    """
    ledger.write(LedgerLine.objects.exclude(words={}))
    known = set(LedgerLine.objects.values_list("key", flat=True))
    missing = [(key, said) for key, said in ledger.lines() if key not in known]
    for key, said in missing:
        with transaction.atomic():
            line, is_new = LedgerLine.objects.get_or_create(key=key, defaults={"followed_at": at})
            if is_new:
                steps = list(ledger.steps_again(said))
                programmes = {pk for step in steps for pk in _programmes_of(step)}
                _take(steps, by=by, at=at)
                # Once for each programme whose pages may have shown something of it, and for the site.
                for pk in [*sorted(programmes), None]:
                    record(Verb.ERASURES_APPLIED_AGAIN, line, by=by, at=at, programme_id=pk, rows=len(steps))
    return len(missing)


def _programmes_of(step: Step) -> list[int]:
    if not step.table.programme:
        return []
    rows = step.table.model._default_manager.filter(pk=step.row.pk)
    return [pk for pk in rows.values_list(step.table.programme, flat=True) if pk]


def _take(steps: Iterable[Step], *, by: User | None, at: datetime) -> None:
    """Write the rows anew, then delete those that go: what hangs on them goes with them."""
    steps = list(steps)
    nobody = Person.objects.create(name=NO_NAME) if any(step.parted for step in steps) else None
    for step in steps:
        if step.parted:
            leads = dict.fromkeys(step.parted, nobody)
            step.table.model._default_manager.filter(pk=step.row.pk).update(**leads)
        if not step.columns:
            continue
        rows = step.table.model._default_manager.filter(pk=step.row.pk)
        many = {name for name in step.columns if step.table.model._meta.get_field(name).many_to_many}
        for name in many:
            getattr(step.row, name).clear()
        if values := {name: value for name, value in step.columns.items() if name not in many}:
            rows.update(**values)
        if isinstance(step.row, User) and step.whose:
            close_account(step.row, by=by, at=at)
    for step in steps:
        if step.what == What.DELETED:
            step.table.model._default_manager.filter(pk=step.row.pk).delete()


def _refuse(request: Request, at: datetime) -> None:
    if reasons := reasons_not_to_erase(request, at=at):
        raise Refused(" ".join(reasons))
