"""Send what is due: any number of workers, on any number of hosts, with one outcome."""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from outbox import connections, heartbeat, journal, stopwatch
from outbox.backoff import RELAY_AWAY
from outbox.delivery.claim import Stopped, claim_due_messages, give_back_messages, pass_fence
from outbox.delivery.record import record_accepted, record_gone, record_not_now, record_refused, record_uncertain
from outbox.delivery.recover import recover_codes, recover_messages
from outbox.models import ConnectionSlot, Message, Release, State
from outbox.release_guard import check_in
from outbox.transports import Answer, RelayTrouble, Transport, Verdict, open_transport

logger = logging.getLogger(__name__)

# Messages of a mailing taken under one lease, and how long a sign-in code waits at most for a look at the fast lane.
BATCH = 50
FAST_LANE_SECONDS = 1.0
# For so long after mail was released a relay that keeps receipts is asked before a message goes.
RECEIPTS_KEPT = timedelta(days=7)


def send_due_messages(*, at: datetime | None = None, transport: Transport | None = None) -> Counter[str]:
    """Send all messages that are due, over one connection, and return how many ended in each state.

    `at` stands for the clock (default: the clock itself). Sends nothing where mail is held, and nothing when as many
    workers are at it as the relay allows connections. Safe to be stopped, killed or frozen at any moment.
    """
    transport = transport or open_transport()
    moment = at or timezone.now()
    if is_held(transport, moment):
        return Counter()
    recover_messages(at=moment, transport=transport)
    try:
        with connections.hold_slot() as slot:
            tally = QueueWorker(transport, slot, at).run()
    except connections.NoSlotFree:
        return Counter()
    finally:
        transport.close()
    if tally:
        logger.info("Messages: %s", ", ".join(f"{count} {state}" for state, count in sorted(tally.items())))
    return tally


class QueueWorker:
    """One worker's way through the queue: sign-in codes one by one, before batch after batch, and every second."""

    def __init__(self, transport: Transport, slot: ConnectionSlot, at: datetime | None) -> None:
        self.transport = transport
        self.slot = slot
        self.fixed = at
        self.tally: Counter[str] = Counter()
        self.waiting: deque[Message] = deque()
        self.batch_ends = self.look_again = 0.0
        self.seconds_apart = seconds_apart()
        self.not_before = 0.0
        # When it was last asked whether mail is held, by the clock that the heartbeat has.
        self.asked_at, self.held = time.time(), False
        # What was put back may have gone before: for as long as relays keep receipts, they are asked first.
        self.asks_first = Release.objects.filter(at__gt=self.now - RECEIPTS_KEPT).exists()

    @property
    def now(self) -> datetime:
        return self.fixed or timezone.now()

    def run(self) -> Counter[str]:
        try:
            while message := self._next():
                try:
                    self._send(message)
                except RelayTrouble as trouble:
                    answer = Answer(Verdict.NOT_NOW, trouble.code, trouble.words)
                    record_not_now(message, answer, at=self.now, wait=RELAY_AWAY)
                    self.tally["put off"] += 1
                    logger.warning("The relay cannot be used: %s", trouble.words)
                    break
        finally:
            # Should the database be away, the lease gives them back.
            with suppress(DatabaseError):
                give_back_messages(self.waiting)
        return self.tally

    def _next(self) -> Message | None:
        """The next message in hand: a sign-in code if there is one, else the batch's, else a new batch's."""
        # Before anything is taken: a code's lease is short.
        self._keep_pace()
        if not self._can_note_it() or self._is_held():
            return None
        if stopwatch.seconds() > self.batch_ends:
            # Half the lease is gone: let others have what is left, and start afresh.
            give_back_messages(self.waiting)
            self.waiting.clear()
        starts_afresh = not self.waiting
        if starts_afresh:
            # Held since the last batch: this one is not begun.
            held = self.batch_ends and self._is_held(anew=True)
            if held or not connections.renew_lease(self.slot):
                return None
            self.batch_ends = stopwatch.seconds() + settings.OUTBOX_LEASE_SECONDS / 2
        if starts_afresh or stopwatch.seconds() > self.look_again:
            if code := self._next_code():
                return code
            self.look_again = stopwatch.seconds() + FAST_LANE_SECONDS
        if starts_afresh and self.slot.number != connections.FAST_LANE:
            self.waiting.extend(claim_due_messages(at=self.now, limit=BATCH))
        return self.waiting.popleft() if self.waiting else None

    def _next_code(self) -> Message | None:
        """Take one sign-in code, what a lost worker had of them included: others may take the next one meanwhile."""
        recover_codes(at=self.now, transport=self.transport)
        return next(iter(claim_due_messages(at=self.now, limit=1, fast_lane=True)), None)

    def _is_held(self, *, anew: bool = False) -> bool:
        """Whether mail is held: asked `anew`, or once in half a minute, which is a beat too, and so after any sleep.

        Each message asks the clock. What stood still for over 15 minutes with a batch in hand sends nothing of it.
        """
        was_just_asked = 0 <= time.time() - self.asked_at < heartbeat.PAUSE.total_seconds()
        if not self.held and (anew or not was_just_asked):
            self.held = is_held(self.transport, self.now)
            self.asked_at = time.time()
        return self.held

    def _can_note_it(self) -> bool:
        """Whether what is sent can be noted in the journal: without its line, a lost worker's mail goes twice."""
        if not self.transport.leaves_site:
            return True
        try:
            journal.make_room()
        except OSError as error:
            logger.error("Mail waits: the sent journal cannot be written (%s).", error.strerror)
            return False
        return True

    def _keep_pace(self) -> None:
        """Wait so long that all connections together stay within OUTBOX_PER_MINUTE."""
        if (wait := self.not_before - stopwatch.seconds()) > 0:
            time.sleep(wait)
        self.not_before = stopwatch.seconds() + self.seconds_apart

    def _send(self, message: Message) -> None:
        """Hand over one message and record its end. Whatever is wrong with it stays its own affair."""
        receipt = self.transport.find(message) if self.asks_first else None
        if receipt and receipt.verdict is Verdict.TAKEN:
            record_gone(message, receipt, at=self.now)
            self.tally["gone before"] += 1
            return
        passed = False

        def fence() -> None:
            nonlocal passed
            if self._is_held():
                give_back_messages([message])
                raise Stopped
            pass_fence(message)
            passed = True

        try:
            answer = self.transport.send(message, fence=fence)
        except Stopped:
            self.tally["stopped"] += 1
            return
        except (RelayTrouble, DatabaseError):
            raise
        except Exception as error:
            logger.exception("Sending message %s went wrong.", message.pk)
            verdict = Verdict.UNKNOWN if passed else Verdict.NOT_NOW
            answer = Answer(verdict, None, f"Sending it went wrong ({type(error).__name__}).")
        self._record(message, answer)

    def _note(self, message: Message) -> None:
        """Add its line to the journal. It has gone all the same where that fails, although there was room for it."""
        try:
            journal.write_line(message.message_id, message.to_address, self.now)
        except OSError:
            logger.exception("Message %s has gone, and the sent journal has no line of it.", message.pk)

    def _record(self, message: Message, answer: Answer) -> None:
        if answer.verdict is Verdict.TAKEN:
            if self.transport.leaves_site:
                # First the file, which cannot be away: should the database be, the line will settle the doubt.
                self._note(message)
            persist(lambda: record_accepted(message, answer, left_site=self.transport.leaves_site))
            self.tally[State.ACCEPTED] += 1
        elif answer.verdict is Verdict.UNKNOWN:
            persist(lambda: record_uncertain(message, answer))
            self.tally[State.UNCERTAIN] += 1
        elif answer.verdict is Verdict.REFUSED:
            persist(lambda: record_refused(message, answer))
            self.tally[State.FAILED] += 1
        else:
            persist(lambda: record_not_now(message, answer, at=self.now))
            self.tally["put off"] += 1


def is_held(transport: Transport, at: datetime) -> bool:
    """Whether mail is held here; where it is not, a long mailing is a sign of life with every batch."""
    reason = check_in(at=at) if transport.leaves_site else ""
    if reason:
        logger.warning("Mail is held: %s", reason)
    return bool(reason)


def persist(record: Callable[[], object]) -> None:
    """Record what the relay said, and go on trying if the database is away: it may be starting again."""
    until = stopwatch.seconds() + settings.OUTBOX_LEASE_SECONDS / 2
    while True:
        try:
            record()
            return
        except DatabaseError:
            if connection.in_atomic_block or stopwatch.seconds() > until:
                raise
            logger.warning("The database is away; trying again to record what the relay said.")
            connection.close()
            time.sleep(0.5)


def seconds_apart() -> float:
    """Seconds between two messages of one connection, so that all together keep to OUTBOX_PER_MINUTE."""
    if not settings.OUTBOX_PER_MINUTE:
        return 0.0
    return float(60 * settings.OUTBOX_CONNECTIONS / settings.OUTBOX_PER_MINUTE)
