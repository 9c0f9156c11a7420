"""When and how: phases with their tasks, meetings with who came, methods and key groups."""

from django.contrib import admin

from phases.models import Attendance, KeyGroup, KeyTask, Meeting, Method, Phase
from programmes.admin.scoped import ProgrammeAdmin, ProgrammeInline
from programmes.models import Hat
from stakeholders.admin import PersonAdmin

FACILITATORS = frozenset({Hat.LEAD, Hat.FACILITATOR})
PersonAdmin.programme_paths.append("attendances__meeting__programme")


class KeyTaskInline(ProgrammeInline):
    model = KeyTask
    ordering = ("position",)


@admin.register(Phase)
class PhaseAdmin(ProgrammeAdmin):
    change_hats = FACILITATORS
    list_display = ("name", "position", "level", "starts_at", "ends_at", "programme")
    list_filter = ("level", "programme")
    list_select_related = ("programme",)
    search_fields = ("name", "purpose")
    ordering = ("programme", "position")
    inlines = (KeyTaskInline,)
    sentences = {"phase_window_in_order": "A phase ends after it begins, and has no end without a beginning."}


class AttendanceInline(ProgrammeInline):
    model = Attendance
    # What somebody needs, and registration, are looked after at the desk.
    fields = ("person", "partnership", "presence")
    ordering = ("person__name", "pk")


@admin.register(Meeting)
class MeetingAdmin(ProgrammeAdmin):
    change_hats = FACILITATORS
    list_display = ("title", "starts_at", "venue", "is_online", "programme")
    list_filter = ("is_online", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "venue", "purpose")
    ordering = ("-starts_at", "pk")
    inlines = (AttendanceInline,)
    # Set at the desk, where new places go to those who wait.
    exclude = ("capacity", "registration_opens_at", "registration_closes_at", "joining_details")
    sentences = {"meeting_window_in_order": "A meeting ends after it begins."}


@admin.register(Method)
class MethodAdmin(ProgrammeAdmin):
    programme_paths = ["phase__programme"]
    change_hats = FACILITATORS
    list_display = ("name", "phase", "for_whom", "delivered_by", "dates_text")
    list_filter = ("phase__programme",)
    list_select_related = ("phase",)
    search_fields = ("name", "framing_question", "for_whom")
    ordering = ("phase", "name")


@admin.register(KeyGroup)
class KeyGroupAdmin(ProgrammeAdmin):
    programme_paths = ["phase__programme"]
    change_hats = FACILITATORS
    list_display = ("name", "phase")
    list_filter = ("phase__programme",)
    list_select_related = ("phase",)
    search_fields = ("name",)
    ordering = ("phase", "name")
