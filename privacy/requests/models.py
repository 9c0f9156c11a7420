"""The register of requests: what people ask of what is held of them, and of information, with its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import AddressField, LineField, TelephoneField, WordsField
from programmes.models import Programme
from stakeholders.models import Person


class RequestKind(models.TextChoices):
    """What is asked: a right over one's own information, a complaint about it, or information that a body holds."""

    ACCESS = "access", "See what is held"
    RECTIFICATION = "rectification", "Put something right"
    ERASURE = "erasure", "Erase"
    OBJECTION = "objection", "Object to a use"
    RESTRICTION = "restriction", "Restrict a use"
    COMPLAINT = "complaint", "Complaint about personal information"
    INFORMATION = "information", "Information that the body holds"


class InformationLaw(models.TextChoices):
    """The law under which information is asked for: each has its own working days, and its own regulator."""

    FOIA = "foia", "Freedom of Information Act 2000"
    FOISA = "foisa", "Freedom of Information (Scotland) Act 2002"
    EIR = "eir", "Environmental Information Regulations 2004"
    EISR = "eisr", "Environmental Information (Scotland) Regulations 2004"


class Channel(models.TextChoices):
    """The way by which a request came."""

    FORM = "form", "The form on the privacy page"
    EMAIL = "email", "E-mail"
    TELEPHONE = "telephone", "Telephone"
    POST = "post", "Post"
    SPOKEN = "spoken", "Said to somebody of the team"
    OTHER = "other", "Another way"


class ActingAs(models.TextChoices):
    """In what capacity somebody asks."""

    SELF = "self", "For themselves"
    PARENT = "parent", "Parent or guardian of a child"
    CARER = "carer", "Carer, or has power of attorney"
    ADVISER = "adviser", "Solicitor, advocate or adviser"
    EXECUTOR = "executor", "For somebody who has died"


class IdentityBy(models.TextChoices):
    """How it was made sure who asks."""

    KNOWN = "known", "Somebody of the team knows them"
    SIGNED_IN = "signed_in", "They signed in"
    RUNG_BACK = "rung_back", "Rung at a number that we held already"
    WRITTEN_TO = "written_to", "Answered from an address that we held already"
    PAPERS = "papers", "Papers were seen, and no copy kept"


class StopReason(models.TextChoices):
    """Why the clock stands still: what has to come from whoever asks."""

    IDENTITY = "identity", "Who they are has to be made sure"
    SCOPE = "scope", "What they mean has to be said more closely"
    FEE = "fee", "A fee has to be paid"


class Outcome(models.TextChoices):
    """What came of a request."""

    DONE = "done", "Done as asked"
    PARTLY = "partly", "Done in part"
    REFUSED = "refused", "Not done"
    NOTHING = "nothing", "Nothing is held"
    TAKEN_BACK = "taken_back", "Taken back by whoever asked"


class LetterKind(models.TextChoices):
    """Which of the letters about a request."""

    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    STOPPED = "stopped", "The clock stands still"
    STARTED = "started", "The clock runs again"
    EXTENSION = "extension", "More time"
    PROGRESS = "progress", "How far it is"
    OUTCOME = "outcome", "Outcome"


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> RequestQuerySet:
        """Those that are not answered yet."""
        return self.exclude(status=Request.Status.ANSWERED)

    def running(self) -> RequestQuerySet:
        """Open ones whose clock runs."""
        return self.open().exclude(status=Request.Status.STOPPED)

    def late(self, on: date) -> RequestQuerySet:
        """Those whose last day is over on a day."""
        return self.running().filter(due_on__lt=on)

    def with_late(self, on: date) -> RequestQuerySet:
        """Each with whether its last day is over on a day, as `late`."""
        return self.annotate(late=models.Exists(Request.objects.late(on).filter(pk=models.OuterRef("pk"))))

    def by_urgency(self) -> RequestQuerySet:
        """The order in which they are seen to: by the last day, then those whose clock stands, then answered ones."""
        place = models.Case(
            models.When(status=Request.Status.ANSWERED, then=2),
            models.When(status=Request.Status.STOPPED, then=1),
            default=0,
        )
        return self.order_by(place, F("due_on"), F("answered_on").desc(nulls_last=True), "programme", "number")


class Request(models.Model):
    """What somebody asked of one programme about what is held of them, or about what it holds, and what came of it.

    `name` is whom it is about; where somebody acts for them, `acting_name` is who writes and is written to. The last
    day, `due_on`, is kept by the services (`clock.py` counts it); while the clock stands it is that of before.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        AT_WORK = "at_work", "Being seen to"
        STOPPED = "stopped", "Waiting for whoever asked"
        ANSWERED = "answered", "Answered"

    TRANSITIONS: ClassVar[Mapping[str, set[str]]] = {
        Status.AT_WORK: {Status.RECEIVED, Status.STOPPED},
        Status.STOPPED: {Status.RECEIVED, Status.AT_WORK},
        Status.ANSWERED: {Status.RECEIVED, Status.AT_WORK, Status.STOPPED},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField()
    kind = models.CharField("what is asked", max_length=13, choices=RequestKind)
    law = models.CharField("asked under", max_length=5, choices=InformationLaw, blank=True)
    channel = models.CharField("came by", max_length=9, choices=Channel)
    received_on = models.DateField()
    asked = WordsField("what was asked, in words")
    name = LineField(max_length=200)
    email = AddressField(blank=True)
    telephone = TelephoneField(max_length=40, blank=True)
    postal_address = WordsField(blank=True)
    # By what else they are found: names, addresses and numbers, each on a line.
    other_names = WordsField("other names and addresses", blank=True, default="", db_default="")
    acting_as = models.CharField("who asks", max_length=8, choices=ActingAs, default=ActingAs.SELF)
    acting_name = LineField("name of who acts for them", max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    identity_by = models.CharField("how it was made sure who asks", max_length=10, choices=IdentityBy, blank=True)
    identity_note = WordsField(blank=True)
    identity_checked_at = models.DateTimeField(null=True, blank=True)
    identity_checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.RECEIVED)
    due_on = models.DateField("last day")
    acknowledged_on = models.DateField(null=True, blank=True)
    # Of a complaint that is being looked into: by when they were told that they hear more.
    promised_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = WordsField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_words = WordsField("outcome in plain words", blank=True)
    answered_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    # None: by the form on the privacy page, which has a key.
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(null=True, blank=True, unique=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="request_number_once"),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_known"),
            models.CheckConstraint(
                condition=Q(law="") | Q(law__in=InformationLaw.values, kind=RequestKind.INFORMATION),
                name="request_law_of_information",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="request_channel_known"),
            models.CheckConstraint(condition=~Q(asked=""), name="request_asks_something"),
            models.CheckConstraint(
                condition=Q(acting_as=ActingAs.SELF, acting_name="")
                | Q(acting_as__in=ActingAs.values) & ~Q(acting_as=ActingAs.SELF) & ~Q(acting_name=""),
                name="request_actor_named",
            ),
            at_and_by("identity_checked", "request_identity_at_and_by"),
            models.CheckConstraint(
                condition=Q(identity_by="", identity_checked_at=None)
                | Q(identity_by__in=IdentityBy.values, identity_checked_at__isnull=False),
                name="request_identity_says_how",
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None, extension_reason="")
                | Q(extended_on__isnull=False) & ~Q(extension_reason=""),
                name="request_extended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["received", "at_work", "stopped"], outcome="", outcome_words="", answered_on=None
                )
                | Q(status="answered", outcome__in=Outcome.values, answered_on__isnull=False) & ~Q(outcome_words=""),
                name="request_answered_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.number}"

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("privacy:request-detail", args=[self.programme.slug, self.number])

    @property
    def is_open(self) -> bool:
        """Whether it is not answered yet."""
        return self.status != self.Status.ANSWERED

    @property
    def is_complaint(self) -> bool:
        """Whether it is a complaint: it is acknowledged by a day, and then looked into without delay."""
        return self.kind == RequestKind.COMPLAINT

    @property
    def is_information(self) -> bool:
        """Whether it asks for information of the body, by whichever law: anybody may, whoever they are."""
        return self.kind == RequestKind.INFORMATION

    @property
    def needs_identity(self) -> bool:
        """Whether it has to be made sure who asks before it is done: it is about one person's own information."""
        return not (self.is_complaint or self.is_information)

    @property
    def is_scottish(self) -> bool:
        """Whether it is asked under a law of Scotland, which has a commissioner of its own."""
        return self.law in (InformationLaw.FOISA, InformationLaw.EISR)

    @property
    def writes_to(self) -> str:
        """The name of whoever is written to."""
        return self.acting_name or self.name

    def is_late(self, on: date) -> bool:
        """Whether its last day is over on a day, and its clock runs."""
        return self.status in (self.Status.RECEIVED, self.Status.AT_WORK) and self.due_on < on

    def outcome_label(self) -> str:
        """The outcome as people say it of this kind of request."""
        if self.is_complaint and self.outcome in COMPLAINT_OUTCOMES:
            return COMPLAINT_OUTCOMES[self.outcome]
        return str(self.get_outcome_display())


COMPLAINT_OUTCOMES: dict[str, str] = {
    Outcome.DONE: "Upheld",
    Outcome.PARTLY: "Upheld in part",
    Outcome.REFUSED: "Not upheld",
}


class ClockStop(models.Model):
    """The clock of a request stood still, from the day on which something was asked until the day on which it came."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="stops")
    reason = models.CharField(max_length=8, choices=StopReason)
    words = WordsField("what was asked for")
    stopped_on = models.DateField()
    stopped_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("came on", null=True, blank=True)
    started_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=StopReason.values), name="clock_stop_reason_known"),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(started_on__gte=F("stopped_on")), name="clock_stop_days_in_order"
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(started_on=None), name="clock_stop_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_reason_display()}"


class RequestLetter(models.Model):
    """One letter about a request, as it was written: it went by e-mail, or is printed or read out."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=15, choices=LetterKind)
    text = WordsField()
    by_email = models.BooleanField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="request_letter_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_kind_display()}"
