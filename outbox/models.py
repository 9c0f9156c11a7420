"""Messages on their way out: the row is the queue, and its state is the truth about the message."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now, TruncDate


class State(models.TextChoices):
    """Where a message stands. See `TRANSITIONS` for the ways between."""

    DUE = "due", "due"
    CLAIMED = "claimed", "being sent"
    DATA = "data", "being handed over"
    ACCEPTED = "accepted", "sent"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"
    UNCERTAIN = "uncertain", "uncertain"


# Every way a message can go, and why. docs/messages.md is drawn from this table.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.DUE, State.CLAIMED): "a worker takes it, under a lease",
    (State.DUE, State.ACCEPTED): "it had gone before the database was restored; the sent journal or the relay says so",
    (State.DUE, State.CANCELLED): "no longer wanted, or too late to be of use",
    (State.CLAIMED, State.DATA): "the fence: the relay will take it, and nobody has said stop",
    (State.CLAIMED, State.DUE): "try again later, or the worker was lost, or the address changed",
    (State.CLAIMED, State.FAILED): "the relay refused it for good, or 48 hours have gone by",
    (State.CLAIMED, State.CANCELLED): "no longer wanted",
    (State.DATA, State.ACCEPTED): "the relay said 250",
    (State.DATA, State.DUE): "the relay said not now",
    (State.DATA, State.FAILED): "the relay said no",
    (State.DATA, State.CANCELLED): "the relay did not take it, and stop had been said meanwhile",
    (State.DATA, State.UNCERTAIN): "the worker or the line was lost before the relay's answer was recorded",
    (State.UNCERTAIN, State.ACCEPTED): "the sent journal, the relay or a person says that it went",
    (State.UNCERTAIN, State.DUE): "resend: once by itself, or whenever a person releases it",
    (State.UNCERTAIN, State.CANCELLED): "no longer wanted; the copy in doubt may have gone",
    (State.FAILED, State.DUE): "a person tries again",
    (State.FAILED, State.CANCELLED): "a person lets it be",
}

# What each state means to whoever looks after the mail, and what is theirs to do.
MEANINGS = {
    State.DUE: "Waiting for its time or for the next try. There is nothing to do.",
    State.CLAIMED: "A worker has it in hand. Should the worker be lost, another takes it up after the lease.",
    State.DATA: "It is being handed to the relay at this moment, and cannot be called back.",
    State.ACCEPTED: "The relay has taken it and answers for it from then on.",
    State.FAILED: (
        "The relay refused it for good, or 48 hours went by. It stays so until a person decides: mend the cause and "
        "try again, or cancel it."
    ),
    State.CANCELLED: "It was no longer wanted and is not sent.",
    State.UNCERTAIN: (
        "The worker or the line was lost before the relay’s answer was known, so it may have gone or not. Look for its "
        "Message-ID in the relay’s own log, then say whether it arrived."
    ),
}

# Can still be stopped; and whatever is not at its end yet.
UNSENT = (State.DUE, State.CLAIMED, State.UNCERTAIN)
OPEN = (*UNSENT, State.DATA)
# What a message's text becomes when it is nobody's to read any more: see `Message.forgets_text`.
FORGOTTEN = {
    name: Case(When(forgets_text=True, then=Value("", models.TextField())), default=F(name))
    for name in ("text", "html")
}


@dataclass(frozen=True)
class About:
    """What a message is for, so that what is due can be worked out again and again and still be queued once.

    `topic` and `topic_id` name the thing it is about ("follow_up" and a round), `recipient` whom of its people, where
    several are written to about one, `step` which of the messages ("first", "last-call"), and `occasion` which time,
    where a step can come again. None of them is ever taken apart.
    """

    topic: str
    topic_id: int | str
    recipient: int | str = ""
    step: str = ""
    occasion: int | str = ""

    def columns(self) -> dict[str, str]:
        """Return the values of the columns in which a message holds it."""
        return {name: str(value) for name, value in asdict(self).items()}


class MessageQuerySet(models.QuerySet["Message"]):
    def move(self, source: State, target: State, *, keeps_text: bool = False, **values: Any) -> int:
        """Move the rows that stand at `source` to `target` in one guarded statement; return how many moved.

        Legality and race are decided by the same UPDATE. A way that is not in `TRANSITIONS` raises KeyError.
        At its end a message that `forgets_text` does so, unless it `keeps_text` all the same.
        """
        TRANSITIONS[source, target]
        if target not in (State.CLAIMED, State.DATA):
            values |= {"claim": "", "lease_until": None}
        if target in (State.ACCEPTED, State.CANCELLED) and not keeps_text:
            values |= FORGOTTEN
        return self.filter(state=source).update(**values, state=target)

    def about(
        self,
        topic: str,
        topic_id: int | str | None = None,
        recipient: int | str | None = None,
        step: str | None = None,
        occasion: int | str | None = None,
    ) -> Self:
        """Messages about a topic: all, or those of one thing, of one of its people, of one step, of one time."""
        asked = {"topic_id": topic_id, "recipient": recipient, "step": step, "occasion": occasion}
        return self.filter(topic=topic, **{name: str(value) for name, value in asked.items() if value is not None})

    def to(self, address: str) -> Self:
        """Messages to one address, in whatever case it is written."""
        return self.filter(to_address__iexact=address)

    def due(self, at: datetime) -> Self:
        """Messages whose time has come, the fast lane first, then the oldest."""
        return self.filter(state=State.DUE, due_at__lte=at).order_by("-fast_lane", "due_at", "pk")

    def lapsed(self) -> Self:
        """Messages whose worker has been silent beyond its lease, by the database's clock."""
        return self.filter(lease_until__lt=Now())

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def counts(self) -> list[tuple[State, int]]:
        """How many messages stand at each state, in the order of `State`."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return [(state, found.get(state.value, 0)) for state in State]


class Message(models.Model):
    """One e-mail to one person, to be handed to the relay once.

    What it is for (see `About`) is there once. `message_id` never changes: a second copy can be told by it.
    """

    State = State

    topic = models.CharField(max_length=40)
    topic_id = models.CharField(max_length=200)
    recipient = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=40, blank=True)
    occasion = models.CharField(max_length=64, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    kind = models.CharField(max_length=50)
    fast_lane = models.BooleanField(default=False)
    daytime_only = models.BooleanField("only 08:00 to 18:00", default=False)
    # The text holds a secret (a code, a personal link), which is to stay here no longer than it takes to send it.
    forgets_text = models.BooleanField(default=False)

    to_address = models.EmailField(max_length=254, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe_url = models.URLField(max_length=500, blank=True)
    # A file for calendars (RFC 5545) that goes with it.
    calendar = models.TextField(blank=True)

    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # When it should have gone, whatever was tried since: `due_at` moves on with every try.
    first_due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    claim = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    doubts = models.PositiveSmallIntegerField("times in doubt", default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)
    last_words = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "topic_id", "recipient", "step", "occasion"], name="outbox_message_about_it_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outbox_message_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "data"], lease_until__isnull=False) & ~Q(claim="")
                | ~Q(state__in=["claimed", "data"]) & Q(lease_until__isnull=True, claim=""),
                name="outbox_message_is_leased_while_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | ~Q(state="accepted") & Q(accepted_at__isnull=True),
                name="outbox_message_accepted_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(stop_reason=""), name="outbox_message_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(last_words=""), name="outbox_message_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="uncertain") | Q(doubts__gt=0), name="outbox_message_uncertain_is_counted"
            ),
            models.CheckConstraint(
                condition=~Q(subject__contains="\n") & ~Q(to_address__contains="\n") & ~Q(to_name__contains="\n"),
                name="outbox_message_headers_are_one_line",
            ),
        ]
        indexes = [
            models.Index(fields=["-fast_lane", "due_at", "id"], condition=Q(state="due"), name="outbox_message_due"),
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="outbox_message_leased"),
            models.Index(fields=["state", "-created_at"], name="outbox_message_state"),
            models.Index(fields=["to_address"], name="outbox_message_to_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"

    @property
    def may_have_gone_twice(self) -> bool:
        """Whether a second copy, with the same Message-ID, is possible."""
        return self.doubts > 0

    @property
    def lease(self) -> timedelta:
        """How long a worker that has it in hand may be silent: not long with what somebody waits for."""
        return timedelta(
            seconds=settings.OUTBOX_FAST_LEASE_SECONDS if self.fast_lane else settings.OUTBOX_LEASE_SECONDS
        )

    @property
    def seconds_to_send(self) -> float:
        """How long handing it over may take, well within its lease."""
        return min(float(settings.OUTBOX_MESSAGE_SECONDS), self.lease.total_seconds() / 2)

    @property
    def meaning(self) -> str:
        """What its state means to whoever looks after the mail."""
        return MEANINGS[State(self.state)]

    @property
    def can_be_cancelled(self) -> bool:
        """Whether a person may still stop it, or let it be."""
        return self.state in (*UNSENT, State.FAILED)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def by_day(self) -> models.QuerySet["Attempt", Any]:
        """How often messages came to each end on each day in London, the newest day first.

        Rows of `day`, `sent`, `put_off`, `failed`, `uncertain` and `cancelled`.
        """
        ends = {"sent": "accepted", "put_off": "due"} | {end: end for end in ("failed", "uncertain", "cancelled")}
        counts = {name: models.Count("pk", filter=Q(outcome=outcome)) for name, outcome in ends.items()}
        return self.order_by().annotate(day=TruncDate("at")).values("day").annotate(**counts).order_by("-day")


class Attempt(models.Model):
    """How one attempt at a message ended, or what a person decided about it. Only ever added: a trigger sees to it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=State.choices)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500)
    # The person who decided, as they were called then: this room knows no users. Blank: the clock and the relay.
    by = models.CharField(max_length=500, blank=True, default="")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=State.values), name="outbox_attempt_outcome_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="outbox_attempt_says_something"),
            models.CheckConstraint(
                condition=Q(by="") | Q(code__isnull=True), name="outbox_attempt_is_a_relays_or_a_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.words}"


class Instance(models.Model):
    """A place (a data folder serving one site address) that a person allows to send this database's mail.

    A copy of the database started elsewhere is not in this table, and sends nothing.
    """

    identity = models.CharField(max_length=32)
    site_url = models.CharField(max_length=200)
    # When it last looked for mail, and the mark of that (see `outbox.heartbeat`); blank before the first.
    seen_at = models.DateTimeField()
    mark = models.CharField(max_length=40, blank=True, default="")
    released_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("identity", "site_url", name="outbox_instance_is_one_place"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) & ~Q(held_because="")
                | Q(released_at__isnull=False, held_because=""),
                name="outbox_instance_is_released_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity} at {self.site_url}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Release(models.Model):
    """One time that a person let the held mail go from a place. Only ever added; the database sees to it.

    `gone` counts the messages that the sent journal showed to have gone already.
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="releases")
    at = models.DateTimeField()
    by = models.CharField(max_length=500)
    because = models.CharField(max_length=300)
    gone = models.PositiveIntegerField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=""), name="outbox_release_names_who")]

    def __str__(self) -> str:
        return f"released by {self.by}"


class ConnectionSlot(models.Model):
    """The right to one connection to the relay, held under a lease. Number 0 is kept for the fast lane."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    holder = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"connection slot {self.number}"
