"""Conversations."""

from django.contrib import admin
from django.urls import reverse

from consultations.conversations.models import Conversation
from consultations.conversations.services import publish_conversation, withdraw_conversation
from programmes.admin.actions import published
from programmes.admin.hats import FACILITATORS
from programmes.admin.scoped import ScopedAdmin


@admin.register(Conversation)
class ConversationAdmin(ScopedAdmin):
    change_hats = FACILITATORS
    list_display = ("team", "number", "held_on", "people_count", "published_at", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("team", "said")
    ordering = ("programme", "number")
    admin_actions = published(
        "conversation", publish_conversation, withdraw_conversation, "consultations.publish_conversation"
    )

    def desk_url(self, obj: Conversation) -> str:
        return reverse("consultations:conversation-review", args=[obj.programme.slug, obj.pk])
