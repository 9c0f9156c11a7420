"""Who signs in, and who did what: for superusers alone."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit import record
from accounts.models import LogEntry, User

# Who may do what comes from hats on a programme: nothing here asks for a group.
admin.site.unregister(Group)


class AddUserForm(AdminUserCreationForm):
    """A new person who signs in; most have no password, and use a code."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Refuse an address that somebody signs in with already, whatever its case."""
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already.")
        return email


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People who sign in. Representatives are made by appointing them, staff here; hats are given on a programme."""

    add_form = AddUserForm
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            # Without this row of allauth's the right code does not sign in.
            EmailAddress.objects.create(user=obj, email=obj.email, verified=True, primary=True)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        record("added", obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        fields = [str(name) for part in message for name in part.get("changed", {}).get("fields", [])]
        record("changed", obj, by=request.user, at=timezone.now(), fields=fields)  # type: ignore[arg-type]


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """Who did what. The database refuses to change it."""

    list_display = ("at", "by", "verb", "object_type", "object_id", "programme_id")
    list_filter = ("verb", "object_type")
    list_select_related = ("by",)
    search_fields = ("object_id", "by__email")
    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
