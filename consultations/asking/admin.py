"""Calls for input, and the feedback that came."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultations.asking.models import Consultation, Feedback, FeedbackAnswer, Question
from consultations.asking.services import ASKS_NOTHING
from consultations.telling.services import close_and_tell, extend_and_tell, open_and_tell
from kit.ask_first import ClosingForm
from kit.days import last_day_before
from kit.form_fields import LineField
from kit.moment_fields import EndField
from kit.windows import Clock, clock_at
from programmes.admin.actions import AdminAction
from programmes.admin.forms import ScopedForm
from programmes.admin.hats import ANALYSTS
from programmes.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from programmes.admin.scoped import ScopedAdmin


class OpenForm(forms.Form):
    """Until when a consultation is open."""

    ends_at = EndField(
        label="Open until",
        required=False,
        help_text="The last day; without a time it is whole. Leave it empty to keep what is planned.",
    )


class ExtendForm(forms.Form):
    """A later end, and why."""

    ends_at = EndField(label="Open until")
    reason = LineField(
        called="Why it stays open longer",
        label="Why it stays open longer",
        max_length=500,
        missing="Say why it stays open longer.",
    )


def clock_of(consultation: Consultation) -> Clock:
    """Return where a consultation stands now: decides which buttons its page has."""
    return clock_at(consultation.starts_at, consultation.ends_at, timezone.now())


class QuestionInline(ReadOnlyInline):
    """Its questions, which are asked at the desk: nobody’s answer is put under other words here."""

    model = Question
    fields = ("position", "kind", "text", "hint", "is_required")
    ordering = ("position",)


class ConsultationAdminForm(ScopedForm):
    """What it says, and when it opens by the clock: with a question, which is written at the desk, or not at all."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_at") and not (self.instance.pk and self.instance.questions.asked().exists()):
            self.add_error("starts_at", ASKS_NOTHING)
        return cleaned


@admin.register(Consultation)
class ConsultationAdmin(ScopedAdmin):
    form = ConsultationAdminForm
    programme_paths = ["phase__programme"]
    list_display = ("title", "phase", "audience", "starts_at", "open_until")
    list_filter = ("audience", "phase__programme")
    list_select_related = ("phase",)
    search_fields = ("title", "introduction")
    ordering = ("-starts_at", "pk")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (QuestionInline,)
    admin_actions = (
        AdminAction(
            "open",
            "Open now",
            "People can answer from now on; those who speak for organisations are told that they are asked.",
            "consultations.set_window",
            open_and_tell,
            when=lambda consultation: clock_of(consultation) == Clock.UPCOMING,
            form=OpenForm,
        ),
        AdminAction(
            "extend",
            "Keep open longer",
            "The old end and the reason are kept in the log; those who have not answered are told.",
            "consultations.set_window",
            extend_and_tell,
            when=lambda consultation: bool(consultation.ends_at) and clock_of(consultation) != Clock.UPCOMING,
            form=ExtendForm,
        ),
        AdminAction(
            "close",
            "Close now",
            "Nobody can answer from now on; those who were asked are told what happens next.",
            "consultations.set_window",
            close_and_tell,
            when=lambda consultation: clock_of(consultation) == Clock.OPEN,
            form=ClosingForm,
            about=lambda consultation: {
                "last_on": last_day_before(consultation.ends_at),
                "today": timezone.localdate(),
            },
        ),
    )
    sentences = {"consultation_window_in_order": "It ends after it begins, and has no end without a beginning."}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A window that has begun moves by buttons; so does the address that people were given."""
        begun = obj is not None and clock_of(obj) != Clock.UPCOMING
        return [*super().get_readonly_fields(request, obj), *(["slug", "starts_at", "ends_at"] if begun else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}


class FeedbackAnswerInline(ReadOnlyInline):
    model = FeedbackAnswer
    ordering = ("question__position", "pk")


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """Looked up here, reviewed at the desk. Nobody else's draft is read."""

    view_hats = ANALYSTS
    list_display = ("__str__", "consultation", "on_behalf_of", "speaking_for", "status", "said_at")
    list_filter = ("status", "programme")
    list_select_related = ("consultation", "on_behalf_of__organisation", "speaking_for")
    search_fields = ("on_behalf_of__organisation__name", "speaking_for__name", "voice_of", "answers__text")
    ordering = ("-said_at", "-pk")
    inlines = (FeedbackAnswerInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(status=Feedback.Status.DRAFT)

    def desk_url(self, obj: Feedback) -> str:
        return reverse("consultations:feedback-review", args=[obj.programme.slug, obj.pk])
