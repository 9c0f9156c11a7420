"""Asking an organisation to appoint somebody who speaks for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from kit.model_fields import AddressField, LineField, WordsField
from kit.refusals import InvalidTransition
from stakeholders.models.appointment import Appointment
from stakeholders.models.partnership import Partnership

# Somebody who does not answer is reminded after so long, each time once.
REMIND_AFTER = (timedelta(days=7), timedelta(days=21))
# After so long another e-mail is not what helps.
RING_AFTER = REMIND_AFTER[-1]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> InvitationQuerySet:
        """Invitations that can still be taken up at a moment."""
        lasting = Q(partnership__until_on__isnull=True) | Q(partnership__until_on__gt=timezone.localdate(at))
        return self.filter(lasting, partnership__merged_into=None, status=Invitation.Status.OPEN, expires_at__gt=at)

    def expired(self, at: datetime) -> InvitationQuerySet:
        """Invitations that nobody answered in time."""
        return self.filter(status=Invitation.Status.OPEN, expires_at__lte=at)

    def unresolved(self, at: datetime) -> InvitationQuerySet:
        """The newest of each partnership in force: unanswered, or declined while nobody speaks for it."""
        later = Invitation.objects.filter(partnership=OuterRef("partnership"), pk__gt=OuterRef("pk"))
        speaks = Appointment.objects.current(at).filter(partnership=OuterRef("partnership"))
        unanswered = Q(status=Invitation.Status.OPEN)
        declined = Q(~Exists(speaks), status=Invitation.Status.DECLINED)
        in_force = Q(partnership__until_on__isnull=True) | Q(partnership__until_on__gt=timezone.localdate(at))
        return self.filter(~Exists(later), in_force, unanswered | declined)

    def sent_by(self, at: datetime) -> InvitationQuerySet:
        """Invitations whose newest sending was at that moment or before."""
        return self.filter(last_sent_at__lte=at)

    def with_names(self) -> InvitationQuerySet:
        """Invitations with all that is read of them: programme, organisation, who asked, and who passed them on."""
        return self.select_related(
            "partnership__programme",
            "partnership__organisation",
            "invited_by",
            "passed_on_from__invited_by",
            "passed_on_from__passed_on_from__invited_by",
        )

    def lock_unsettled(self, invitation: Invitation) -> Invitation:
        """Return the invitation, held until the transaction ends.

        Refuses with InvalidTransition one that is settled.
        """
        held = self.with_names().select_for_update(of=("self",)).get(pk=invitation.pk)
        if held.status != Invitation.Status.OPEN:
            raise InvalidTransition(f"This invitation is settled already: {held.get_status_display().lower()}.")
        return held

    def lock_open(self, invitation: Invitation, at: datetime) -> Invitation:
        """Return the invitation, held, as its link opens it. Refuses one settled, expired or given another link."""
        held = self.lock_unsettled(invitation)
        if held.is_over(at) or held.token_hash != invitation.token_hash:
            raise InvalidTransition("This link is no longer valid.")
        return held


class Invitation(models.Model):
    """One person is asked, by a personal link, to speak for one partnership.

    Open until it is taken up, declined, passed on to a colleague or withdrawn; the clock says when it has expired.
    Where somebody speaks for the partnership already, taking it up replaces them. Of the link only the hash is stored.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        PASSED_ON = "passed_on", "Passed on to a colleague"
        WITHDRAWN = "withdrawn", "Withdrawn"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ACCEPTED: {Status.OPEN},
        Status.DECLINED: {Status.OPEN},
        Status.PASSED_ON: {Status.OPEN},
        Status.WITHDRAWN: {Status.OPEN},
    }

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="invitations")
    name = LineField(max_length=200)
    email = AddressField("e-mail address")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    invited_at = models.DateTimeField()
    # Who of the team named this person; None when a colleague did.
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    passed_on_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="passed_on_to"
    )
    last_sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    link_nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField("first read by link", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    decline_reason = WordsField(blank=True)
    # What has been typed and not yet sent; emptied when the invitation is settled.
    typed = models.JSONField(default=dict, blank=True)
    appointment = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(status="open"), name="invitation_one_open_per_partnership"
            ),
            models.CheckConstraint(
                condition=Q(status="open", settled_at__isnull=True)
                | Q(status__in=["accepted", "declined", "passed_on", "withdrawn"], settled_at__isnull=False),
                name="invitation_settled_unless_open",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", appointment__isnull=False)
                | (~Q(status="accepted") & Q(appointment__isnull=True)),
                name="invitation_accepted_has_appointment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, for {self.partnership.organisation}"

    def is_over(self, at: datetime) -> bool:
        """Whether it can no longer be taken up at a moment."""
        return self.status != Invitation.Status.OPEN or self.expires_at <= at or self.partnership.is_over(at)

    @property
    def named_by(self) -> Invitation | None:
        """The invitation of the colleague who named this person; None where the team did, if need be in their place."""
        return self.passed_on_from if self.invited_by_id is None else None

    def chain(self) -> list[Invitation]:
        """Return the invitation and those from which it was passed on, the newest first."""
        before = self.passed_on_from
        return [self] if before is None else [self, *before.chain()]
