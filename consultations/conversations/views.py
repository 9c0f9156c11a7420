"""Conversations: logged by a representative, told of by anybody; at the desk written down, reviewed and published."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from consultations.conversations.forms import (
    ConversationCreateForm,
    ConversationEditForm,
    ConversationLogForm,
    ConversationTellForm,
)
from consultations.conversations.models import Conversation
from consultations.conversations.services import (
    edit_conversation,
    log_conversation,
    publish_conversation,
    withdraw_conversation,
)
from consultations.hand_ins.models import Channel, HandIn
from consultations.hand_ins.pages import call_or_404, hand_in_page
from kit.looks import look
from kit.pages import act, page_of, posted
from kit.public_forms import SHOWN_FOR, is_thanked, may_send, open_page, thank
from kit.windows import Clock
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Appointment, Partnership

MANAGE = "consultations.manage_hand_ins"
PUBLISH = "consultations.publish_conversation"


@signed_in_page("GET", "POST")
def conversation_log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a representative what was said in a conversation that their organisation held, and take it in."""
    at = timezone.now()
    mine, current = Appointment.objects.of(request.user), Appointment.objects.of(request.user).current(at)
    # Whoever has stopped speaking while they wrote is told so, with their words; to open it, it is not there.
    spoken_for = (mine if request.method == "POST" else current).values("partnership")
    partnerships = Partnership.objects.select_related("organisation", "programme")
    partnership = get_object_or_404(partnerships, pk=pk, pk__in=spoken_for)
    form = posted(request, ConversationLogForm, at=at)
    given = {"key": form.form_key, "channel": Channel.REPRESENTATIVE, "partnership": partnership}
    done = "We have it. It stands here, with what becomes of it."
    if form.is_valid() and act(
        request, log_conversation, partnership.programme, form=form, done=done, words=form.words(), **given
    ):
        return redirect("findings:own-input")
    context = {"form": form, "partnership": partnership, "programme": partnership.programme}
    status = 200 if current.filter(partnership=partnership).exists() else 403
    return render(request, "consultations/conversation_log.html", context, status=status)


@desk_page()
def conversation_review_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show which conversations wait to be read, and which are public."""
    conversations = programme.conversations.in_order_of_review().select_related("hand_in")
    page = page_of(request, conversations, find=["number", "team", "said"])
    context = {
        "programme": programme,
        "page": page,
        "waiting": [each for each in page if each.published_at is None],
        "public": [each for each in page if each.published_at is not None],
        "may_manage": request.user.has_perm(MANAGE, programme),
    }
    return render(request, "consultations/conversation_review_list.html", context)


@desk_page(MANAGE, "GET", "POST")
def conversation_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Take in a conversation that somebody of the team held, or has on paper."""
    form = posted(request, ConversationCreateForm, at=timezone.now())
    given = {"key": form.form_key, "channel": Channel.STAFF}
    done = "The conversation is written down."
    if form.is_valid() and act(request, log_conversation, programme, form=form, done=done, words=form.words(), **given):
        return redirect("consultations:conversation-review-list", programme.slug)
    return render(request, "consultations/conversation_create.html", {"programme": programme, "form": form})


@desk_page("programmes.view_work", "GET", "POST")
def conversation_review(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show a conversation as it was sent; take out whatever could point at a person."""
    conversation = _conversation_or_404(programme, pk)
    may_manage = request.user.has_perm(MANAGE, programme)
    if request.method == "POST" and not may_manage:
        raise PermissionDenied
    form = posted(request, ConversationEditForm, at=timezone.now(), conversation=conversation)
    done = "What you wrote is kept."
    if form.is_valid() and act(request, edit_conversation, conversation, form=form, done=done, **form.for_service()):
        return redirect("consultations:conversation-review", programme.slug, pk)
    context = {
        "programme": programme,
        "conversation": conversation,
        "form": form,
        "may_manage": may_manage,
        "may_publish": request.user.has_perm(PUBLISH, programme),
    }
    status = 409 if form.stands_now else 200
    # One that was written down before hand-ins were kept has none.
    if getattr(conversation, "hand_in", None) and conversation.hand_in.as_sent:
        look(request, conversation, programme.pk)
    return render(request, "consultations/conversation_review.html", context, status=status)


@desk_page(PUBLISH, "POST")
def conversation_publish(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let everybody read a conversation, or take it back: as the pressed button says."""
    conversation = _conversation_or_404(programme, pk)
    service = withdraw_conversation if "withdraw" in request.POST else publish_conversation
    act(request, service, conversation, done="It is done.")
    return redirect("consultations:conversation-review", programme.slug, pk)


def _conversation_or_404(programme: Programme, pk: int) -> Conversation:
    conversations = Conversation.objects.select_related(
        "programme", "hand_in__entered_by", "hand_in__appointment__partnership__organisation"
    )
    return get_object_or_404(conversations, programme=programme, pk=pk)


@open_page("GET", "POST")
def conversation_tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what was said in a conversation and take it in; while nothing can be handed in, say so."""
    call, at = call_or_404(slug), timezone.now()
    if request.method != "POST" and call.clock(at) != Clock.OPEN:
        return hand_in_page("hand_in_closed", call, at)
    form = posted(request, ConversationTellForm, at=at)
    if form.is_valid() and may_send(request, form):
        key, words = form.form_key, form.words()
        if act(request, log_conversation, call.programme, form=form, by=None, key=key, words=words):
            return thank("consultations:conversation-thanks", slug, form.form_key)
    return hand_in_page("conversation_tell", call, at, form=form)


@open_page()
def conversation_thanks(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show somebody what we have of their conversation, as long and to whom a poster's is shown."""
    call, at = call_or_404(slug), timezone.now()
    hand_ins = HandIn.objects.select_related("conversation")
    hand_in = get_object_or_404(hand_ins, conversation__programme=call.programme_id, key=key)
    fresh = at - hand_in.handed_in_at < SHOWN_FOR
    shown = hand_in if fresh else None
    return hand_in_page("conversation_thanks", call, at, hand_in=shown, is_thanked=is_thanked(request))
