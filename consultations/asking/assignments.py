"""What is asked of a representative: one consultation, answered for one partnership."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from consultations.asking.models import Consultation, Feedback, Question
from kit.windows import Clock
from phases.models import Attendance, Meeting
from programmes.models import Programme
from stakeholders.models import Appointment, StakeholderGroup


@dataclass(frozen=True)
class Assignment:
    """One consultation put to one partnership, with what its representative has written or sent so far."""

    consultation: Consultation
    appointment: Appointment
    draft: Feedback | None = None
    sent: Feedback | None = None
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
        return self._address("consultations:feedback-edit")

    @property
    def check_url(self) -> str:
        """Where to read it through before it is sent."""
        return self._address("consultations:feedback-check")

    def answers_by_question(self) -> list[tuple[Question, str]]:
        """Return every question with what the draft says to it, as they are asked."""
        written = dict(self.draft.answers.values_list("question_id", "text")) if self.draft else {}
        return [(each, written.get(each.pk, "")) for each in self.consultation.questions.asked().order_by("position")]

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


def assignments_of(appointments: list[Appointment], consultations: QuerySet[Consultation]) -> list[Assignment]:
    """Return each of `consultations` as put to each of `appointments` in its programme, first what ends first."""
    by_programme: dict[int, list[Appointment]] = {}
    for appointment in appointments:
        by_programme.setdefault(appointment.partnership.programme_id, []).append(appointment)
    asked = list(
        consultations.filter(phase__programme__in=by_programme)
        .select_related("phase__programme")
        .order_by(F("ends_at").asc(nulls_last=True), "pk")
    )
    written = Feedback.objects.filter(consultation__in=asked, on_behalf_of__in=[a.partnership_id for a in appointments])
    drafts: dict[tuple[int | None, int | None], Feedback] = {}
    sent: dict[tuple[int | None, int | None], Feedback] = {}
    for feedback in written.order_by("-pk"):
        kind = drafts if feedback.status == Feedback.Status.DRAFT else sent
        kind[feedback.consultation_id, feedback.on_behalf_of_id] = feedback
    return [
        Assignment(
            consultation,
            appointment,
            drafts.get((consultation.pk, appointment.partnership_id)),
            sent.get((consultation.pk, appointment.partnership_id)),
            is_one_of_several=len(by_programme[consultation.phase.programme_id]) > 1,
        )
        for consultation in asked
        for appointment in by_programme[consultation.phase.programme_id]
    ]


def choose_assignment(assignments: list[Assignment], appointment_id: str | None) -> Assignment | None:
    """Return the assignment of the appointment that is named; when none is, the first that is not answered yet."""
    if appointment_id is not None:
        return next((each for each in assignments if str(each.appointment.pk) == appointment_id), None)
    return next((each for each in assignments if each.sent is None), assignments[0] if assignments else None)


def meetings_for(appointments: list[Appointment], at: datetime) -> QuerySet[Meeting]:
    """Return the meetings to come of the programmes in which somebody speaks, the soonest first.

    Each has how they stand to it as `own_presence`; None where they have said nothing.
    """
    programmes = [appointment.partnership.programme_id for appointment in appointments]
    meetings = Meeting.objects.to_come(at).filter(programme__in=programmes).select_related("programme")
    if not appointments:
        return meetings
    me = appointments[0].person
    mine = Attendance.objects.filter(meeting=OuterRef("pk")).of_person(me.pk, me.name, me.email)
    return meetings.annotate(own_presence=Subquery(mine.values("presence")[:1]))


def appointments_or_404(user: User, at: datetime) -> list[Appointment]:
    """Return the appointments by which whoever asks speaks; to somebody who speaks for nobody, nothing is there."""
    appointments = appointments_of(user, at=at)
    if not appointments:
        raise Http404
    return appointments
