"""Messages in the staff's admin: to be looked at. What can be done about one is on its own page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from kit.looks import look
from outbox.models import Attempt, Message


class ReadOnly:
    """Looking only: the rows are moved by guarded statements, never by a form."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class AttemptInline(ReadOnly, admin.TabularInline):
    model = Attempt
    fields = readonly_fields = ("at", "outcome", "code", "words", "by")


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "kind", "to_address", "state", "due_at", "accepted_at", "last_words"]
    list_filter = ["state", "kind"]
    search_fields = ["to_address", "kind", "subject", "topic", "topic_id", "message_id"]
    date_hierarchy = "created_at"
    # Bodies hold personal links and codes: they are the recipient's alone.
    exclude = ["text", "html", "claim"]
    inlines = [AttemptInline]
    ordering = ["-created_at"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List messages with the addresses they go to: a look, which the log keeps, as one message's page is."""
        look(request, Message)
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if found := self.get_object(request, unquote(object_id)):
            look(request, found)
        return super().change_view(request, object_id, form_url, extra_context)
