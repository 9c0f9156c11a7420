"""Conversations held beforehand: logged by a representative; at the desk written down, reviewed, and then public."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from consultations import services
from consultations.forms.handing_in import ConversationForm
from consultations.forms.wall import ConversationEditForm
from consultations.models import Channel, Conversation
from kit.pages import act
from kit.refusals import StaleEdit
from programmes.desk import desk_programme
from programmes.models import Programme
from stakeholders.models import Appointment, Partnership

KEEP = "consultations.keep_wall"
PUBLISH = "consultations.publish_conversation"
COPY_IT = "please copy what you wrote, for whoever speaks now."
SENT_ALREADY = "This form was sent already, with other words. Press again if this is another one."


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation_log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a representative what was said in a conversation that their organisation held, and take it in."""
    at, status = timezone.now(), 200
    mine = Appointment.objects.of(request.user)
    # Whoever has stopped speaking while they wrote is told so, with their words; to open it, it is not there.
    mine = mine if request.method == "POST" else mine.current(at)
    spoken_for = Partnership.objects.filter(pk__in=mine.values("partnership"))
    partnership = get_object_or_404(spoken_for.select_related("organisation", "programme"), pk=pk)
    form = ConversationForm(request.POST if request.method == "POST" else None, at=at, known=True)
    if request.method == "POST" and form.is_valid():
        try:
            services.log_conversation(
                partnership.programme, key=form.form_key, words=form.words(), channel=Channel.REPRESENTATIVE,
                partnership=partnership, by=request.user, at=at,
            )  # fmt: skip
        except services.HandedInAlready:
            form.begin_anew()
            form.add_error(None, SENT_ALREADY)
        except services.NotRepresentative:
            form.add_error(None, f"You no longer speak for {partnership.organisation}. Nothing was kept: {COPY_IT}")
            status = 403
        else:
            messages.success(request, "We have it. It stands here, with what becomes of it.")
            return redirect("findings:said")
    context = {"form": form, "partnership": partnership, "programme": partnership.programme}
    return render(request, "consultations/conversation_log.html", context, status=status)


@never_cache
@login_required
@require_safe
def conversation_review_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show which conversations wait to be read, and which are public."""
    programme = desk_programme(request, slug)
    conversations = Conversation.objects.filter(programme=programme)
    context = {
        "programme": programme,
        "waiting": conversations.waiting().select_related("hand_in"),
        "public": conversations.published().order_by("number"),
        "may_keep": request.user.has_perm(KEEP, programme),
    }
    return render(request, "consultations/conversation_review_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write down a conversation that somebody of the team held, or has on paper."""
    programme, at = desk_programme(request, slug, KEEP), timezone.now()
    form = ConversationForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            services.log_conversation(
                programme, key=form.form_key, words=form.words(), channel=Channel.STAFF, by=request.user, at=at
            )
        except services.HandedInAlready:
            form.begin_anew()
            form.add_error(None, SENT_ALREADY)
        else:
            messages.success(request, "The conversation is written down.")
            return redirect("consultations:conversation-review-list", slug)
    return render(request, "consultations/conversation_create.html", {"programme": programme, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation_review(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Read a conversation as it was sent; take out whatever could point at a person."""
    programme, at = desk_programme(request, slug), timezone.now()
    conversation = _conversation_or_404(programme, pk)
    may_keep = request.user.has_perm(KEEP, programme)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    data, status = request.POST if request.method == "POST" else None, 200
    form = ConversationEditForm(data, at=at, conversation=conversation)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_conversation(conversation, details=form.snapshot, version=version, by=request.user, at=at)
        except StaleEdit as stale:
            form.overtaken_by(stale.current)
            status = 409
        else:
            messages.success(request, "What you wrote is kept.")
            return redirect("consultations:conversation-review", slug, pk)
    may_publish = request.user.has_perm(PUBLISH, programme)
    context = {"programme": programme, "conversation": conversation, "form": form, "may_keep": may_keep}
    context["may_publish"] = may_publish
    return render(request, "consultations/conversation_review.html", context, status=status)


@never_cache
@login_required
@require_POST
def conversation_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let everybody read a conversation, or take it back: as the pressed button says."""
    conversation = _conversation_or_404(desk_programme(request, slug, PUBLISH), pk)
    service = services.withdraw_conversation if "withdraw" in request.POST else services.publish_conversation
    act(request, service, conversation, done="It is done.")
    return redirect("consultations:conversation-review", slug, pk)


def _conversation_or_404(programme: Programme, pk: int) -> Conversation:
    conversations = Conversation.objects.select_related(
        "programme", "hand_in__entered_by", "hand_in__appointment__partnership__organisation"
    )
    return get_object_or_404(conversations, programme=programme, pk=pk)
