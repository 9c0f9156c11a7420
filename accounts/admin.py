"""Who signs in, and who did what: for superusers alone."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from accounts.audit import before, record
from accounts.leaving import to_be_done_before_leaving
from accounts.models import LogEntry, User
from accounts.services import clear_second_factor
from accounts.sign_in_address import confirm_address
from accounts.verbs import Verb
from kit.looks import look
from kit.pages import act

# Who may do what comes from hats on a programme: nothing here asks for a group.
admin.site.unregister(Group)
# Its page would show the secrets by which people sign in.
admin.site.unregister(Authenticator)
# An address stands on the page of whoever signs in with it, where a look is logged.
admin.site.unregister(EmailAddress)


class AddUserForm(AdminUserCreationForm):
    """A new person who signs in; most have no password, and use a code."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Refuse an address that somebody signs in with already, whatever its case."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already.")
        return email


class ChangePasswordForm(AdminPasswordChangeForm):
    """Another password for somebody, or none: most sign in by a code."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if asked := self.fields.get("usable_password"):
            # Django's own is a list within a paragraph, which HTML knows nothing of. The page's script shows the rest.
            asked.help_text = mark_safe(
                "Without a password they sign in by a code, sent to their address. "
                '<strong id="id_unusable_warning">The password that they have now is lost.</strong>'
            )


class ChangeUserForm(UserChangeForm):
    """Somebody who signs in. Whoever leaves is made inactive, once what is theirs alone is somebody else's."""

    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self) -> dict[str, Any] | None:
        """Refuse to close an account, or to make it no member of staff, while something is to be done first."""
        cleaned = super().clean()
        was = User.objects.get(pk=self.instance.pk)
        stays = self.cleaned_data.get("is_active") and self.cleaned_data.get("is_staff")
        if was.is_active and was.is_staff and not stays:
            field = "is_staff" if self.cleaned_data.get("is_active") else "is_active"
            for sentence in to_be_done_before_leaving(was, timezone.now()):
                self.add_error(field, sentence)
        return cleaned


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People who sign in. Representatives are made by appointing them, staff here; hats are given on a programme."""

    add_form = AddUserForm
    change_password_form = ChangePasswordForm

    form = ChangeUserForm
    change_form_template = "accounts/admin_change_user.html"
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("email", "last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Moments", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2", "is_staff")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody who leaves is made inactive: what they did keeps their name."""
        return False

    def get_urls(self) -> list[URLPattern]:
        clear = self.admin_site.admin_view(self.clear_second_factor)
        return [
            path("<int:pk>/clear-second-factor/", clear, name="accounts_user_clear_second_factor"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List who signs in, with their addresses: a look, as one person's page is."""
        look(request, User)
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = dict(extra_context or {})
        if found := self.get_object(request, unquote(object_id)):
            look(request, found)
        elif request.method == "POST":
            # Django would lead on, and lose what was typed of somebody who was removed meanwhile.
            raise Http404
        if request.user.is_superuser and Authenticator.objects.filter(user_id=object_id).exclude(user=request.user):
            extra["clear_url"] = reverse("admin:accounts_user_clear_second_factor", args=[object_id])
        return super().change_view(request, object_id, form_url, extra)

    def clear_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask before somebody's second step is cleared on GET; clear it on POST."""
        if not request.user.is_superuser or pk == request.user.pk:
            raise PermissionDenied
        user = User.objects.filter(pk=pk).first()
        if user is None:
            raise Http404
        back = reverse("admin:accounts_user_change", args=[pk])
        if request.method != "POST":
            context = self.admin_site.each_context(request) | {
                "title": "Clear the second step",
                "object": user,
                "back": back,
            }
            return TemplateResponse(request, "accounts/admin_clear_second_factor.html", context)
        done = "{} signs in by a code now, and then sets up a new second step.".format
        act(request, clear_second_factor, user, done=done)
        return redirect(back)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        columns = {field.name for field in User._meta.fields} - {"password"}
        if change:
            stored = User.objects.get(pk=obj.pk)
            request.was = before(stored, [name for name in form.changed_data if name in columns])  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
        if not change:
            confirm_address(obj)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        record(Verb.ADDED, obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        fields = [str(name) for part in message for name in part.get("changed", {}).get("fields", [])]
        by: User = request.user  # type: ignore[assignment]
        # A new password is no field that was, and nobody else is to read of the old one.
        was = getattr(request, "was", {})
        record(Verb.CHANGED, obj, by=by, at=timezone.now(), fields=fields, was=was)


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """Who did what. The database refuses to change it."""

    list_display = ("at", "by", "verb", "object_type", "object_id", "programme_id")
    list_filter = ("verb", "object_type")
    list_select_related = ("by",)
    search_fields = ("verb", "object_type", "object_id", "by__email", "by__name")
    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
