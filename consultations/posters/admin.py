"""Posters, and what their template asks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse

from consultations.posters.models import Poster, PosterAnswer, PosterPrompt
from consultations.posters.pictures import MAX_BYTES, TOO_HEAVY, NotAPicture, drawn_anew
from consultations.posters.sent_files import keep_sent_picture
from consultations.posters.services.publishing import publish_poster, take_down_poster
from kit.refusals import Refused
from kit.uploads import FileField
from programmes.admin.actions import published
from programmes.admin.forms import ScopedForm
from programmes.admin.hats import FACILITATORS
from programmes.admin.inlines import StackedScopedInline
from programmes.admin.scoped import ScopedAdmin


@admin.register(PosterPrompt)
class PosterPromptAdmin(ScopedAdmin):
    change_hats = FACILITATORS
    list_display = ("text", "position", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("text",)
    ordering = ("programme", "position")


class PosterAnswerInline(StackedScopedInline):
    model = PosterAnswer
    ordering = ("prompt__position",)


class PosterForm(ScopedForm):
    """A poster; a picture that is sent is drawn anew before it is kept."""

    new_picture = FileField(
        label="Picture",
        required=False,
        max_bytes=MAX_BYTES,
        error_messages={"too_large": TOO_HEAVY},
        help_text="A JPEG, PNG or WebP file of at most 25 MB.",
    )

    def clean_new_picture(self) -> Any:
        """Refuse what is no picture."""
        sent = self.cleaned_data["new_picture"]
        if sent:
            try:
                drawn_anew(sent)
            except NotAPicture as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
            sent.seek(0)
        return sent

    def clean(self) -> dict[str, Any]:
        """Ask for words where there is a picture."""
        cleaned = super().clean()
        if (cleaned.get("new_picture") or self.instance.picture) and not cleaned.get("alt_text"):
            self.add_error("alt_text", "Say in words what the picture shows, for people who cannot see it.")
        if sent := not self.errors and cleaned.get("new_picture"):
            try:
                keep_sent_picture(self.instance, sent)
            except Refused as refusal:
                raise forms.ValidationError({"new_picture": str(refusal)}) from refusal
        return cleaned


@admin.register(Poster)
class PosterAdmin(ScopedAdmin):
    form = PosterForm
    change_hats = FACILITATORS
    list_display = ("title", "number", "group_name", "consent_to_publish", "published_at", "programme")
    list_filter = ("consent_to_publish", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "group_name", "words", "transcript")
    ordering = ("programme", "number")
    inlines = (PosterAnswerInline,)
    admin_actions = published(
        "poster",
        publish_poster,
        take_down_poster,
        "consultations.publish_poster",
    )
    # Withdrawing is done at the desk, with its reason; a button here takes a poster down to put something right.
    exclude = ("picture", "withdrawal_reason")
    readonly_fields = ("withdrawn_at", "withdrawn_by")
    sentences = {
        "poster_picture_has_alt_text": "Say in words what the picture shows, for people who cannot see it.",
        "poster_published_has_number_and_title": "This poster is public: it needs a title and a number.",
        "poster_withdrawn_is_not_shown": "The group has withdrawn this poster. Write down their consent at the desk.",
        "poster_published_with_consent": "This poster is public. Withdraw it first, if the group no longer agrees.",
    }

    def desk_url(self, obj: Poster) -> str:
        return reverse("consultations:poster-review", args=[obj.programme.slug, obj.pk])
