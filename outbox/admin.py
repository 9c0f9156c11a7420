"""Messages in the staff's admin: to be looked at. What can be done about one is on its own page."""

from django.contrib import admin
from django.http import HttpRequest

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
    search_fields = ["to_address", "topic_id", "message_id"]
    date_hierarchy = "created_at"
    # Bodies hold personal links and codes: they are the recipient's alone.
    exclude = ["text", "html", "claim"]
    inlines = [AttemptInline]
    ordering = ["-created_at"]
