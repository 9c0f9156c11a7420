"""Who is in it, for whom: organisations, groups, partnerships, appointments and people."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.deeds import Deed
from programmes.admin.scoped import ProgrammeAdmin, ReadOnlyAdmin, ReadOnlyInline
from programmes.lifecycle import WrongState
from programmes.models import Hat
from stakeholders.models import Appointment, Organisation, Partnership, Person, StakeholderGroup
from stakeholders.services import AlreadyRepresented, appoint_representative, end_appointment

BROKERS = frozenset({Hat.LEAD, Hat.BROKER})


class AppointForm(forms.Form):
    """Who is appointed, with both declarations."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="They sign in with a code that is sent there.")
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    can_decide = forms.BooleanField(
        label="They have declared that they can decide for the organisation",
        error_messages={"required": "Both declarations are needed: that they can decide for the organisation."},
    )
    can_engage = forms.BooleanField(
        label="They have declared that they can engage people with lived experience",
        error_messages={"required": "Both declarations are needed: that they can engage people."},
    )


class EndForm(forms.Form):
    """Why an appointment ends."""

    reason = forms.CharField(
        label="Why it ends",
        max_length=200,
        error_messages={"required": "Say why it ends, for example “Moved to another post”."},
    )


@admin.register(Organisation)
class OrganisationAdmin(ProgrammeAdmin):
    """Bodies are shared: any programme may choose one, and each of its programmes has a say in its name."""

    programme_paths = ["partnerships__programme"]
    change_hats = BROKERS
    list_display = ("name", "website")
    search_fields = ("name", "about")
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """All bodies: what is said of them is public, and a second row for the same one would be refused."""
        return self.model._default_manager.order_by("name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return []


@admin.register(StakeholderGroup)
class StakeholderGroupAdmin(ProgrammeAdmin):
    change_hats = BROKERS
    list_display = ("name", "characteristic", "programme")
    list_filter = ("characteristic", "programme")
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = ("programme", "name")


@admin.register(Person)
class PersonAdmin(ProgrammeAdmin):
    """People are shared. Later rooms add the ways in which they deal with people to `programme_paths`."""

    programme_paths = ["appointments__partnership__programme"]
    view_hats = frozenset({Hat.LEAD, Hat.BROKER, Hat.FACILITATOR})
    change_hats = view_hats
    list_display = ("name", "email", "telephone")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    # The login of an account is set by an appointment.
    exclude = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of somebody who signs in is their login, and not changed in passing."""
        return ["email"] if obj and obj.user_id else []


class AppointmentInline(ReadOnlyInline):
    model = Appointment
    ordering = ("-started_at",)


@admin.register(Partnership)
class PartnershipAdmin(ProgrammeAdmin):
    change_hats = BROKERS
    list_display = ("organisation", "role", "programme", "from_on", "until_on")
    list_filter = ("role", "programme")
    list_select_related = ("organisation", "programme")
    search_fields = ("organisation__name", "part", "uniquely_placed")
    ordering = ("programme", "role", "organisation__name")
    inlines = (AppointmentInline,)
    deeds = (
        Deed(
            "appoint",
            "Appoint a representative",
            "Who speaks for this organisation? They can sign in from then on.",
            "stakeholders.appoint_representative",
            appoint_representative,
            form=AppointForm,
            refusals=(WrongState, ValueError, AlreadyRepresented),
        ),
    )
    sentences = {"partnership_dates_in_order": "The day it ends must be after the day it begins."}


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    """Made and ended by buttons, never edited away."""

    programme_paths = ["partnership__programme"]
    list_display = ("person", "partnership", "started_at", "ended_at")
    list_filter = ("partnership__programme",)
    list_select_related = ("person", "partnership__organisation")
    search_fields = ("person__name", "partnership__organisation__name")
    ordering = ("-started_at", "pk")
    deeds = (
        Deed(
            "end",
            "End the appointment",
            "They lose their pages with the next click. What they said stays.",
            "stakeholders.appoint_representative",
            end_appointment,
            when=lambda appointment: appointment.ended_at is None,
            form=EndForm,
        ),
    )
