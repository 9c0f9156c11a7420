"""Who is in it, for whom: organisations, groups, partnerships, appointments and people."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from programmes.admin.actions import AdminAction
from programmes.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from programmes.admin.scoped import ScopedAdmin
from programmes.models import Hat
from programmes.paths import programme_paths_of
from stakeholders.forms.appointments import AppointForm, EndAppointmentForm
from stakeholders.models import Appointment, Organisation, Partnership, Person, StakeholderGroup
from stakeholders.services import appoint_representative, end_appointment
from stakeholders.services.contacts import send_to_new_address

BROKERS = frozenset({Hat.LEAD, Hat.BROKER})


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """Bodies are shared: any programme may choose one, and each of its programmes has a say in its name."""

    programme_paths = ["partnerships__programme"]
    change_hats = BROKERS
    # Two are made one at the desk.
    exclude = ("merged_into", "merged_at", "merged_by")
    list_display = ("name", "website")
    search_fields = ("name", "about")
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """All bodies: what is said of them is public, and a second row for the same one would be refused."""
        return self.model._default_manager.order_by("name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return []


@admin.register(StakeholderGroup)
class StakeholderGroupAdmin(ScopedAdmin):
    change_hats = BROKERS
    list_display = ("name", "characteristic", "programme")
    list_filter = ("characteristic", "programme")
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = ("programme", "name")

    def desk_url(self, obj: StakeholderGroup) -> str:
        return reverse("stakeholders:group-edit", args=[obj.programme.slug, obj.pk])


@admin.register(Person)
class PersonAdmin(ScopedAdmin):
    """People are shared: each is seen by the programmes that have to do with them, through whichever room's rows."""

    view_hats = frozenset({Hat.LEAD, Hat.BROKER, Hat.FACILITATOR})
    change_hats = view_hats
    personal_pages = frozenset({"change"})
    # How people are reached stands on each one's page alone: a look there is logged.
    list_display = ("name", "contact_by")
    # A whole address finds its person; parts of one would let it be guessed letter by letter, unseen by the log.
    search_fields = ("name", "email__exact")
    ordering = ("name", "pk")
    # The login of an account is set by an appointment.
    exclude = ("user",)

    @cached_property
    def programme_paths(self) -> list[str]:  # type: ignore[override]
        """The ways from a person to programmes; known once every room's models are."""
        return programme_paths_of(Person)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of somebody who signs in is their login, and not changed in passing."""
        return ["email"] if obj and obj.user_id else []

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """What waits to be sent follows a new address."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data and form.initial["email"]:
            by, old = cast(User, request.user), form.initial["email"]
            send_to_new_address(obj, old_address=old, by=by, at=timezone.now())


class AppointmentInline(ReadOnlyInline):
    model = Appointment
    ordering = ("-started_at",)


@admin.register(Partnership)
class PartnershipAdmin(ScopedAdmin):
    """Whom the team writes to is looked at and changed at the desk, where each look is logged."""

    change_hats = BROKERS
    exclude = ("contact_name", "contact_email", "contact_telephone", "merged_into")
    list_display = ("organisation", "role", "programme", "from_on", "last_day")
    list_filter = ("role", "programme")
    list_select_related = ("organisation", "programme")
    search_fields = ("organisation__name", "part", "uniquely_placed")
    ordering = ("programme", "role", "organisation__name")
    inlines = (AppointmentInline,)
    admin_actions = (
        AdminAction(
            "appoint",
            "Appoint a representative",
            "Who speaks for this organisation? They can sign in from then on.",
            "stakeholders.appoint_representative",
            appoint_representative,
            form=AppointForm,
        ),
    )
    sentences = {"partnership_dates_in_order": "The day it ends must be after the day it begins."}

    def desk_url(self, obj: Partnership) -> str:
        return reverse("stakeholders:partnership-detail", args=[obj.programme.slug, obj.pk])

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet:
        """What was merged into another organisation is not chosen any longer."""
        rows = super().choices_for(db_field, request)
        return rows.filter(merged_into=None) if db_field.related_model is Organisation else rows


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    """Made and ended by buttons, never edited away."""

    programme_paths = ["partnership__programme"]
    list_display = ("person", "partnership", "started_at", "ended_at")
    list_filter = ("partnership__programme",)
    list_select_related = ("person", "partnership__organisation")
    search_fields = ("person__name", "partnership__organisation__name")
    ordering = ("-started_at", "pk")
    admin_actions = (
        AdminAction(
            "end",
            "End the appointment",
            "What is asked of the organisation closes for them with the next click. What they said stays.",
            "stakeholders.appoint_representative",
            end_appointment,
            when=lambda appointment: appointment.ended_at is None,
            form=EndAppointmentForm,
        ),
    )

    def desk_url(self, obj: Appointment) -> str:
        return reverse("stakeholders:partnership-detail", args=[obj.partnership.programme.slug, obj.partnership_id])
