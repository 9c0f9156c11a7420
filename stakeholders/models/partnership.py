"""Whose voice a programme needs, and which organisations have a part in it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kit.days import day_before
from kit.model_fields import AddressField, LineField, TelephoneField, WordsField
from kit.name_keys import KeyField
from kit.refusals import InvalidTransition
from programmes.models import Programme
from programmes.nouns import word_for
from stakeholders.models.organisation import Organisation


class Characteristic(models.TextChoices):
    """The nine protected characteristics of the Equality Act 2010 (section 4), in its order and words."""

    AGE = "age", "Age"
    DISABILITY = "disability", "Disability"
    GENDER_REASSIGNMENT = "gender_reassignment", "Gender reassignment"
    MARRIAGE = "marriage", "Marriage and civil partnership"
    PREGNANCY = "pregnancy", "Pregnancy and maternity"
    RACE = "race", "Race"
    RELIGION = "religion", "Religion or belief"
    SEX = "sex", "Sex"
    SEXUAL_ORIENTATION = "sexual_orientation", "Sexual orientation"


class Role(models.TextChoices):
    """What part an organisation has in a programme."""

    LEAD_BODY = "lead_body", "Lead body"
    FACILITATOR = "facilitator", "Facilitator"
    DELIVERY_PARTNER = "delivery_partner", "Delivery partner"
    MEMBER = "member", "Member"


class StakeholderGroupQuerySet(models.QuerySet["StakeholderGroup"]):
    def with_members(self, on: date) -> StakeholderGroupQuerySet:
        """Groups, each with how many organisations speak for it on a day as `members`."""
        speak = Q(partnerships__in=Partnership.objects.members().current(on))
        return self.annotate(members=models.Count("partnerships", filter=speak))


class StakeholderGroup(models.Model):
    """People whose voice a programme needs: because of a protected characteristic, or a local group."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stakeholder_groups")
    name = LineField(max_length=120)
    name_key = KeyField()
    characteristic = models.CharField(
        "protected characteristic",
        max_length=20,
        choices=Characteristic,
        blank=True,
        help_text="One of the nine of the Equality Act 2010, or none: a local group.",
    )
    why = WordsField("why their voice is needed", blank=True)

    objects = StakeholderGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name_key"], name="stakeholder_group_name_once"),
            models.CheckConstraint(
                condition=Q(characteristic__in=["", *Characteristic.values]),
                name="stakeholder_group_characteristic_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def with_names(self) -> PartnershipQuerySet:
        """Partnerships with all that is read of them: programme, organisation, who identified it, what it became."""
        return self.select_related("programme", "organisation", "identified_by", "merged_into")

    def lasting(self, on: date) -> PartnershipQuerySet:
        """Partnerships that have not ended by a day, begun or not."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on))

    def current(self, on: date) -> PartnershipQuerySet:
        """Partnerships in force on a day: begun, and not ended."""
        return self.lasting(on).filter(from_on__lte=on)

    def members(self) -> PartnershipQuerySet:
        """Partnerships of the organisations that speak for groups."""
        return self.filter(role=Role.MEMBER)

    def represented(self, at: datetime) -> PartnershipQuerySet:
        """Partnerships for which somebody speaks at a moment."""
        in_force = Q(appointments__ended_at__isnull=True) | Q(appointments__ended_at__gt=at)
        return self.filter(in_force, appointments__started_at__lte=at).distinct()

    def lock_lasting(self, pk: int, at: datetime) -> Partnership:
        """Return the partnership, held until the transaction ends. Refuses with InvalidTransition one that is over.

        Whoever appoints, invites or merges holds it before anything that hangs on it: so nobody waits for somebody who
        waits for them. Its key stays free: others may be writing a row that points at it.
        """
        held = self.select_related("organisation").select_for_update(of=("self",), no_key=True).get(pk=pk)
        if held.is_over(at):
            raise InvalidTransition(
                f"{held.organisation} is no longer part of the {word_for(held.programme, 'programme')}."
            )
        return held


class Partnership(models.Model):
    """An organisation's part in one programme. For a member: why it is uniquely placed, and whom it represents.

    `contact_*` is whom the team writes to before anybody is appointed. One that was merged into another of the same
    programme has ended, and points at it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=20, choices=Role)
    part = WordsField("what it does in the programme", blank=True)
    uniquely_placed = WordsField(blank=True)
    identified_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    groups = models.ManyToManyField(StakeholderGroup, blank=True, related_name="partnerships")
    contact_name = LineField(max_length=200, blank=True)
    contact_email = AddressField("contact e-mail address", blank=True)
    contact_telephone = TelephoneField(max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField("first day without it", null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="partnership_role_known"),
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="partnership_role_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="partnership_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(until_on__isnull=False), name="partnership_merged_has_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"

    @property
    def last_on(self) -> date | None:
        """The last day of its part: `until_on` is the first day without it. None while no end is known."""
        return day_before(self.until_on)

    def is_over(self, at: datetime) -> bool:
        """Whether it has ended by a moment, or was merged into another."""
        has_ended = self.until_on is not None and self.until_on <= timezone.localdate(at)
        return has_ended or self.merged_into_id is not None
