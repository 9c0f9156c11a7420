"""What a programme is for."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from kit.days import day_before
from kit.lifecycle import at_and_by
from kit.model_fields import AddressField, LineField, TelephoneField, WordsField
from kit.name_keys import KeyField
from programmes.documents.models import Document as Document
from programmes.documents.models import DocumentFile as DocumentFile
from programmes.documents.models import DocumentKind as DocumentKind
from programmes.nouns import Noun, word_field
from programmes.quiet_periods.models import Doing as Doing
from programmes.quiet_periods.models import QuietException as QuietException
from programmes.quiet_periods.models import QuietPeriod as QuietPeriod
from programmes.statements.models import Compliance as Compliance
from programmes.statements.models import Statement as Statement


def contrast_with_white(colour: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of `colour` (`#rrggbb`) against white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def validate_thread_colour(colour: str) -> None:
    """Refuse a colour that is not `#rrggbb`, or on which white text (and which on paper) would be hard to read.

    7:1 against white leaves at least 4.5:1 against the paper and soft grounds (WCAG 2.2, 1.4.3).
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError("Give the colour as # and six digits, for example #0b5c63.")
    if contrast_with_white(colour) < 7:
        raise ValidationError(f"{colour} is too light: text in it would be hard to read. Choose a darker colour.")


def validate_telephone(number: str) -> None:
    """Refuse what nobody could ring."""
    if len(re.findall(r"\d", number)) < 5:
        raise ValidationError("Enter a telephone number with its area code, for example 0141 496 0000.")


def address_line(address: str) -> str:
    """Return a postal address on one line."""
    return ", ".join(line.strip(" ,") for line in address.splitlines() if line.strip(" ,"))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def published(self) -> ProgrammeQuerySet:
        """Programmes the public may read."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: User, on: date) -> ProgrammeQuerySet:
        """Programmes on which the member of staff wears a hat on that day (a superuser: all)."""
        if user.is_superuser:
            return self
        if not user.is_staff:
            return self.none()
        return self.filter(pk__in=TeamMember.objects.current(on).filter(user=user).values("programme_id"))


class Programme(models.Model):
    """One strategy or programme of work made with people: what it asks, why, who leads it, and until when."""

    slug = models.SlugField(max_length=80, unique=True)
    title = LineField(max_length=200)
    question = WordsField("guiding question")
    summary = WordsField(help_text="Two or three sentences for the list of programmes.")
    intention = WordsField()
    builds_on = WordsField("developments it builds on", blank=True)
    lead_body = LineField(max_length=200)
    place_text = LineField("places, in words", max_length=200)
    period_text = LineField("when, in words", max_length=200)
    starts_on = models.DateField()
    target_on = models.DateField("target completion", null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    contact_name = LineField(max_length=200)
    contact_email = AddressField()
    contact_telephone = TelephoneField(
        max_length=40,
        blank=True,
        validators=[validate_telephone],
        help_text="With its area code. Shown wherever people are told that they can ring.",
    )
    contact_address = WordsField(
        "postal address of the contact",
        blank=True,
        help_text="As it stands on an envelope. Letters, posters and forms on paper say that they can be sent there.",
    )
    how_to_be_involved = WordsField()
    what_happens_next = WordsField(blank=True)
    impact_statement = WordsField("what difference it has made, in words", blank=True)
    # What people see may be renamed, "action areas" here, "pledges" there: see `nouns.py`.
    action_area_word = word_field(Noun.ACTION_AREA)
    action_area_words = word_field(Noun.ACTION_AREA, many=True)
    representative_word = word_field(Noun.REPRESENTATIVE)
    representative_words = word_field(Noun.REPRESENTATIVE, many=True)
    proposer_word = word_field(Noun.PROPOSER)
    proposer_words = word_field(Noun.PROPOSER, many=True)
    poster_word = word_field(Noun.POSTER)
    poster_words = word_field(Noun.POSTER, many=True)
    stocktake_word = word_field(Noun.STOCKTAKE)
    stocktake_words = word_field(Noun.STOCKTAKE, many=True)
    programme_word = word_field(Noun.PROGRAMME)
    programme_words = word_field(Noun.PROGRAMME, many=True)
    thread_colour = models.CharField(max_length=7, default="#0b5c63", validators=[validate_thread_colour])
    demonstration_note = WordsField(blank=True, help_text="Shown on every page when some of the content is invented.")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            at_and_by("published", "programme_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(thread_colour__regex=r"^#[0-9a-fA-F]{6}$"), name="programme_thread_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public progress page."""
        return reverse("public:progress", args=[self.slug])

    @property
    def contact_address_line(self) -> str:
        """The postal address on one line: "1 Ford Street, Gateshead"."""
        return address_line(self.contact_address)

    def days_late(self, on: date) -> int:
        """How many days after its target the programme is, on a day; 0 while it is not late."""
        if self.target_on is None:
            return 0
        return max(((self.completed_on or on) - self.target_on).days, 0)


class PublicVersion(models.Model):
    """How often something was done in one programme: what its public pages are kept under.

    A trigger raises it, last in each transaction that leaves a LogEntry of the programme (but for a mere look), so it
    counts commits in their order. Nothing else writes it. It stands beside the programme and not in it, because
    services hold the programme's row while they work, save it whole, and migrations build its table anew.
    """

    programme = models.OneToOneField(
        Programme,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="public_version",
        # Checking that the programme is there would wait for whoever holds its row.
        db_constraint=False,
    )
    number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.number}"


class TargetRevision(models.Model):
    """One change of the target date, kept so that slippage is shown and never hidden."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="target_revisions")
    old_target_on = models.DateField(null=True, blank=True)
    new_target_on = models.DateField(null=True, blank=True)
    reason = WordsField()
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.old_target_on} → {self.new_target_on}"


class Withdrawal(models.Model):
    """The programme was taken back from the public once: why, when and by whom. The team reads it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="withdrawals")
    reason = WordsField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_says_why")]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.withdrawn_at:%d %B %Y}"


class Aim(models.Model):
    """One thing the programme sets out to do."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField()
    text = WordsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "position"], name="aim_position_once")]

    def __str__(self) -> str:
        return self.text


class Place(models.Model):
    """A place the programme is about."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="places")
    name = LineField(max_length=120)
    name_key = KeyField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "name_key"], name="place_name_once")]

    def __str__(self) -> str:
        return self.name


class Evidence(models.TextChoices):
    """What can honestly be said of an indicator."""

    NOT_YET = "not_yet", "Not yet evidenced"
    SOME = "some", "Some evidence"
    EVIDENCED = "evidenced", "Evidenced"
    NO_LONGER = "no_longer", "No longer sought"


class Indicator(models.Model):
    """An outside measure the programme contributes to, and what can honestly be said of it today."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="indicators")
    framework = LineField(max_length=200)
    name = LineField(max_length=300)
    name_key = KeyField()
    evidence = models.CharField(max_length=12, choices=Evidence, default=Evidence.NOT_YET)
    explanation = WordsField()
    look_again_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name_key"], name="indicator_name_once"),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="indicator_evidence_known"),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorReading(models.Model):
    """What an indicator read on a day, and where that was published."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    read_on = models.DateField()
    value_text = LineField(max_length=200)
    source = LineField(max_length=300)

    def __str__(self) -> str:
        return f"{self.value_text} ({self.read_on})"


class Hat(models.TextChoices):
    """What a person may do on one programme."""

    LEAD = "lead", "Lead"
    BROKER = "broker", "Broker"
    FACILITATOR = "facilitator", "Facilitator"
    ANALYST = "analyst", "Analyst"
    VIEWER = "viewer", "Viewer"
    OFFICER = "officer", "Data protection officer"

    @property
    def explained(self) -> str:
        """The hat with what it is for, for whoever chooses one."""
        return f"{self.label} ({PURPOSES[self]})" if self in PURPOSES else str(self.label)


PURPOSES = {
    Hat.LEAD: "publishes",
    Hat.BROKER: "organisations and {representatives}",
    Hat.FACILITATOR: "sessions, clustering",
    Hat.ANALYST: "coding",
    Hat.OFFICER: "what people ask about their information, and nobody’s details besides",
}
# Whoever works on the programme itself; the officer looks at what is held of people only where one of them asks.
WORKING_HATS = frozenset(Hat) - {Hat.OFFICER}


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def lasting(self, on: date) -> TeamMemberQuerySet:
        """Hats that have not ended by a day, worn already or not."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on))

    def current(self, on: date) -> TeamMemberQuerySet:
        """Hats worn on a day."""
        return self.lasting(on).filter(from_on__lte=on)


class TeamMember(models.Model):
    """A person's hat on one programme, from a day until a day."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hats")
    hat = models.CharField(max_length=12, choices=Hat)
    from_on = models.DateField()
    until_on = models.DateField("first day without it", null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hat__in=Hat.values), name="team_member_hat_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="team_member_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["programme", "user", "hat"],
                condition=Q(until_on__isnull=True),
                name="team_member_hat_worn_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_hat_display()}"

    @property
    def last_on(self) -> date | None:
        """The last day on which it is worn: `until_on` is the first day without it. None while no end is known."""
        return day_before(self.until_on)
