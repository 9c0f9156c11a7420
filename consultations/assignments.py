"""What is asked of a representative: one consultation, answered for one partnership."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from consultations.models import Consultation, Feedback
from kit.windows import Clock
from phases.models import Meeting
from programmes.models import Programme
from stakeholders.models import Appointment, StakeholderGroup


@dataclass(frozen=True)
class Ask:
    """One consultation put to one partnership, with what its representative has written or sent so far."""

    consultation: Consultation
    appointment: Appointment
    draft: Feedback | None = None
    said: Feedback | None = None
    is_one_of_several: bool = False

    @property
    def programme(self) -> Programme:
        """The programme that asks."""
        return self.consultation.phase.programme

    @property
    def groups(self) -> list[StakeholderGroup]:
        """The groups for which the partnership may speak."""
        return list(self.appointment.partnership.groups.all())

    @property
    def url(self) -> str:
        """Where to write."""
        return self._address("consultations:feedback-give")

    @property
    def check_url(self) -> str:
        """Where to read it through before it is sent."""
        return self._address("consultations:feedback-check")

    def is_open(self, at: datetime) -> bool:
        """Whether it can be sent at a moment."""
        return self.consultation.clock(at) == Clock.OPEN

    def _address(self, name: str) -> str:
        """Name the appointment in the address only where one person speaks for several partnerships."""
        address = reverse(name, args=[self.programme.slug, self.consultation.slug])
        return f"{address}?{urlencode({'for': self.appointment.pk})}" if self.is_one_of_several else address


def appointments_of(user: User, *, at: datetime) -> list[Appointment]:
    """Return the appointments by which `user` speaks at a moment, with all that pages show of them."""
    current = Appointment.objects.of(user).current(at).order_by("partnership__programme__title", "pk")
    by_name = Prefetch("partnership__groups", StakeholderGroup.objects.order_by("name"))
    related = ("person", "partnership__organisation", "partnership__programme")
    return list(current.select_related(*related).prefetch_related(by_name))


def asks_of(appointments: list[Appointment], consultations: QuerySet[Consultation]) -> list[Ask]:
    """Return each of `consultations` as put to each of `appointments` in its programme, first what ends first."""
    by_programme: dict[int, list[Appointment]] = {}
    for appointment in appointments:
        by_programme.setdefault(appointment.partnership.programme_id, []).append(appointment)
    asked = list(
        consultations.filter(phase__programme__in=by_programme)
        .select_related("phase__programme")
        .order_by("ends_at", "pk")
    )
    written = Feedback.objects.filter(consultation__in=asked, on_behalf_of__in=[a.partnership_id for a in appointments])
    drafts: dict[tuple[int | None, int | None], Feedback] = {}
    said: dict[tuple[int | None, int | None], Feedback] = {}
    for feedback in written.order_by("-pk"):
        kind = drafts if feedback.status == Feedback.Status.DRAFT else said
        kind[feedback.consultation_id, feedback.on_behalf_of_id] = feedback
    return [
        Ask(
            consultation,
            appointment,
            drafts.get((consultation.pk, appointment.partnership_id)),
            said.get((consultation.pk, appointment.partnership_id)),
            is_one_of_several=len(by_programme[consultation.phase.programme_id]) > 1,
        )
        for consultation in asked
        for appointment in by_programme[consultation.phase.programme_id]
    ]


def chosen(asks: list[Ask], appointment_id: str | None) -> Ask | None:
    """Return the ask of the appointment that is named; when none is, the first that is not answered yet."""
    if appointment_id is not None:
        return next((ask for ask in asks if str(ask.appointment.pk) == appointment_id), None)
    return next((ask for ask in asks if ask.said is None), asks[0] if asks else None)


def meetings_for(appointments: list[Appointment], at: datetime) -> QuerySet[Meeting]:
    """Return the meetings to come of the programmes in which somebody speaks, the soonest first."""
    programmes = [appointment.partnership.programme_id for appointment in appointments]
    meetings = Meeting.objects.upcoming(at).filter(programme__in=programmes)
    return meetings.select_related("programme").order_by("starts_at", "pk")


def appointments_or_404(user: User, at: datetime) -> list[Appointment]:
    """Return the appointments by which whoever asks speaks; to somebody who speaks for nobody, nothing is there."""
    appointments = appointments_of(user, at=at)
    if not appointments:
        raise Http404
    return appointments
