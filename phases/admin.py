"""When and how: phases with their tasks, meetings with who came, methods and key groups."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.models import User
from phases.meetings.moves import what_waits
from phases.meetings.services import hold_what_opens
from phases.models import Attendance, KeyGroup, KeyTask, Meeting, Method, Phase
from programmes.admin.hats import FACILITATORS
from programmes.admin.inlines import ScopedInline
from programmes.admin.scoped import ScopedAdmin
from programmes.models import Hat


class KeyTaskInline(ScopedInline):
    model = KeyTask
    ordering = ("position",)


@admin.register(Phase)
class PhaseAdmin(ScopedAdmin):
    change_hats = FACILITATORS
    list_display = ("name", "position", "level", "starts_at", "open_until", "programme")
    list_filter = ("level", "programme")
    list_select_related = ("programme",)
    search_fields = ("name", "purpose")
    ordering = ("programme", "position")
    inlines = (KeyTaskInline,)
    sentences = {"phase_window_in_order": "A phase ends after it begins, and has no end without a beginning."}

    def desk_url(self, obj: Phase) -> str:
        return reverse("phases:phase-list", args=[obj.programme.slug])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The end of a phase that the team has closed is that moment; the desk opens it again."""
        closed = obj is not None and obj.closed_at is not None
        return [*super().get_readonly_fields(request, obj), *(["starts_at", "ends_at"] if closed else [])]


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    """What a meeting is. Who comes to it, and its places, are looked after at the desk."""

    change_hats = FACILITATORS
    list_display = ("title", "starts_at", "venue", "is_online", "programme")
    list_filter = ("is_online", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "venue", "purpose")
    ordering = ("-starts_at", "pk")
    # Set at the desk, where new places go to those who wait, and where lessons stand beside the minutes.
    exclude = ("capacity", "registration_opens_at", "registration_closes_at", "joining_details", "lessons")
    sentences = {"meeting_window_in_order": "A meeting ends after it begins."}

    def desk_url(self, obj: Meeting) -> str:
        return reverse("phases:meeting-people", args=[obj.programme.slug, obj.pk])

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """Count a change of time or place, say what waits by it, and offer to tell those who expect to come."""
        moved = change and not {"starts_at", "ends_at", "venue"}.isdisjoint(form.changed_data)
        obj.revision += moved
        stood = Meeting.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        if stood is not None and "starts_at" in form.changed_data:
            hold_what_opens(obj, stood=stood, by=cast(User, request.user), at=timezone.now())
            if waits := what_waits(obj, stood=stood):
                self.message_user(request, waits, messages.WARNING)
        if moved and obj.attendances.uninformed(obj).exists():
            tell = reverse("phases:meeting-inform", args=[obj.programme.slug, obj.pk])
            words = "Its time or place has changed. <a href='{}'>See who does not know yet, and tell them</a>"
            self.message_user(request, format_html(words, tell), messages.WARNING)


@admin.register(Attendance)
class AttendanceAdmin(ScopedAdmin):
    """For whom somebody spoke at a meeting. People are added, checked in and given places at the desk."""

    programme_paths = ["meeting__programme"]
    view_hats = change_hats = frozenset({Hat.LEAD, Hat.BROKER, Hat.FACILITATOR})
    personal_pages = frozenset({"changelist", "change", "history", "delete"})
    fields = ("meeting", "person", "partnership", "presence")
    # Places are taken and freed at the desk, one after another, and given to those who wait.
    readonly_fields = ("person", "presence")
    list_display = ("person", "meeting", "presence", "partnership")
    list_filter = ("presence", "meeting")
    list_select_related = ("person", "meeting", "partnership__organisation")
    search_fields = ("person__name", "meeting__title")
    ordering = ("-meeting__starts_at", "person__name", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever expects to come gives their place up at the desk: they are told, and who waits has it."""
        return super().has_delete_permission(request, obj) and not obj.can_be_given_up

    def desk_url(self, obj: Attendance) -> str:
        return reverse("phases:meeting-people", args=[obj.meeting.programme.slug, obj.meeting_id])


@admin.register(Method)
class MethodAdmin(ScopedAdmin):
    programme_paths = ["phase__programme"]
    change_hats = FACILITATORS
    list_display = ("name", "phase", "for_whom", "delivered_by", "dates_text")
    list_filter = ("phase__programme",)
    list_select_related = ("phase",)
    search_fields = ("name", "framing_question", "for_whom")
    ordering = ("phase", "name")


@admin.register(KeyGroup)
class KeyGroupAdmin(ScopedAdmin):
    programme_paths = ["phase__programme"]
    change_hats = FACILITATORS
    list_display = ("name", "phase")
    list_filter = ("phase__programme",)
    list_select_related = ("phase",)
    search_fields = ("name",)
    ordering = ("phase", "name")
