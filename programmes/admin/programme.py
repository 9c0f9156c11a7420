"""What a programme is for: the programme itself, its indicators and documents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from kit.form_fields import WordsField
from kit.papers import PaperField
from programmes.admin.actions import AdminAction
from programmes.admin.inlines import ScopedInline
from programmes.admin.read_only import ReadOnlyInline
from programmes.admin.scoped import ScopedAdmin
from programmes.models import (
    Aim,
    Document,
    DocumentFile,
    Indicator,
    IndicatorReading,
    Place,
    Programme,
    TargetRevision,
    TeamMember,
    Withdrawal,
)
from programmes.services import give_file, publish_programme, remove_file, revise_target, withdraw_programme

admin.site.site_header = "Throughline records"
admin.site.site_title = "Throughline records"
admin.site.index_title = "Records"
# It comes late and pushes the page aside under whoever reads it; lists need its room, and the first page has it all.
admin.site.enable_nav_sidebar = False


class TargetForm(forms.Form):
    """A new target, and why it moves."""

    new_target_on = forms.DateField(
        label="New target", required=False, help_text="For example 2017-03-31. Leave it empty to have none."
    )
    reason = WordsField(
        called="Why it moves",
        label="Why it moves",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        missing="Say why the target moves: people are told.",
        help_text="The public reads it beside the old date.",
    )


class WithdrawForm(forms.Form):
    """Why a programme is taken back from the public."""

    reason = WordsField(
        called="Why it is taken back",
        label="Why it is taken back",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        missing="Say why it is taken back.",
        help_text="The team reads it, with your name, on the desk.",
    )


class AimInline(ScopedInline):
    model = Aim
    ordering = ("position",)


class PlaceInline(ScopedInline):
    model = Place
    ordering = ("name",)


class TeamMemberInline(ScopedInline):
    """The first lead of a new programme. Later, hats are given and ended at the desk, which keeps the last lead."""

    model = TeamMember
    ordering = ("from_on", "pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TargetRevisionInline(ReadOnlyInline):
    model = TargetRevision
    ordering = ("-revised_at",)


class WithdrawalInline(ReadOnlyInline):
    model = Withdrawal
    ordering = ("-withdrawn_at",)


@admin.register(Programme)
class ProgrammeAdmin(ScopedAdmin):
    """A new programme, with its first lead, is set up by a superuser; the lead does the rest."""

    programme_paths = ["pk"]
    list_display = ("title", "lead_body", "starts_on", "target_on", "published_at")
    search_fields = ("title", "lead_body", "place_text")
    ordering = ("-starts_on", "title")
    inlines = (AimInline, PlaceInline, TeamMemberInline, TargetRevisionInline, WithdrawalInline)
    admin_actions = (
        AdminAction(
            "publish",
            "Publish",
            "Let everybody read this programme, with all that is published in it?",
            "programmes.publish_programme",
            publish_programme,
            when=lambda programme: programme.published_at is None,
        ),
        AdminAction(
            "withdraw",
            "Take back from the public",
            "Take the whole programme back from the public? Its pages, and everything in them, also accounts that were "
            "issued, are not there for anybody from then on, and nobody can register, hand in or answer on them. "
            "Nothing is deleted: published again, it stands as before.",
            "programmes.publish_programme",
            withdraw_programme,
            when=lambda programme: programme.published_at is not None,
            form=WithdrawForm,
        ),
        AdminAction(
            "target",
            "Move the target date",
            "The old date stays on the page, with your reason.",
            "programmes.publish_programme",
            revise_target,
            form=TargetForm,
        ),
    )
    sentences = {"programme_thread_colour_is_hex": "Give the colour as # and six digits, for example #0b5c63."}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of a programme that was published is kept; a target moves with its reason."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None:
            return fields
        was_published = obj.published_at or obj.withdrawals.exists()
        return [*fields, "target_on", *(["slug"] if was_published else [])]

    def desk_url(self, obj: Programme) -> str:
        return reverse("desk:programme-detail", args=[obj.slug])


class IndicatorReadingInline(ScopedInline):
    model = IndicatorReading
    ordering = ("-read_on",)


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    list_display = ("name", "framework", "evidence", "look_again_on", "programme")
    list_filter = ("evidence", "programme")
    list_select_related = ("programme",)
    search_fields = ("name", "framework")
    ordering = ("programme", "name")
    inlines = (IndicatorReadingInline,)


class FileForm(forms.Form):
    """The file of a document."""

    file = PaperField(label="File")


@admin.register(Document)
class DocumentAdmin(ScopedAdmin):
    admin_actions = (
        AdminAction(
            "file",
            "Put a file to it",
            "Everybody can have the file as soon as the programme is public. A file that it has already is replaced.",
            "programmes.give_files",
            give_file,
            form=FileForm,
        ),
        AdminAction(
            "remove-file",
            "Remove its file",
            "Take the file away for good? Nobody can have it any more.",
            "programmes.give_files",
            remove_file,
            when=lambda document: DocumentFile.objects.filter(document=document).exists(),
        ),
    )
    list_display = ("title", "kind", "format", "issued_on", "programme")
    list_filter = ("kind", "format", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "summary")
    ordering = ("-issued_on", "title")
