"""The pages of those who look after mail, and the demonstration's page of mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, page_of
from outbox import operator_actions
from outbox.models import MEANINGS, Message, State
from outbox.overview import mail_overview
from outbox.pages import demo_mail_page, operator_page
from outbox.release_guard import release_mail

LOOKED_THROUGH = ["subject", "to_address", "to_name", "kind"]


@demo_mail_page
def mail_list(request: HttpRequest) -> HttpResponse:
    """List all mail of the demonstration, the newest first."""
    look(request, Message)
    page = page_of(request, Message.objects.newest_first(), find=LOOKED_THROUGH)
    return render(request, "outbox/mail_list.html", {"page": page})


@demo_mail_page
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one e-mail of the demonstration as its recipient reads it."""
    mail = get_object_or_404(Message, pk=pk)
    look(request, mail)
    return render(request, "outbox/mail_detail.html", {"mail": mail})


@operator_page()
def message_list(request: HttpRequest) -> HttpResponse:
    """List messages, all or those in one state, under what is to be known of all mail."""
    asked = request.GET.get("state", "")
    state = State(asked) if asked in State.values else None
    rows = Message.objects.newest_first()
    if state:
        rows = rows.filter(state=state)
    context = {
        "page": page_of(request, rows, find=LOOKED_THROUGH),
        "shown": state,
        "meaning": MEANINGS[state] if state else "",
    }
    look(request, Message)
    return render(request, "outbox/message_list.html", context | mail_overview(timezone.now()))


@operator_page()
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how one message stands, all attempts at it, and what can be decided about it; never what is in it."""
    message = get_object_or_404(Message, pk=pk)
    attempts = message.attempts.newest_first()
    look(request, message)
    return render(request, "outbox/message_detail.html", {"message": message, "attempts": attempts})


@operator_page("POST")
def message_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed message again."""
    done = "It is due again, and goes as soon as mail may go."
    act(request, operator_actions.retry_message, get_object_or_404(Message, pk=pk), done=done)
    return redirect("outbox:message-detail", pk=pk)


@operator_page("POST")
def message_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message in doubt once more."""
    done = "It is due once more, and goes as soon as mail may go."
    act(request, operator_actions.release_message, get_object_or_404(Message, pk=pk), done=done)
    return redirect("outbox:message-detail", pk=pk)


@operator_page("POST")
def message_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a message in doubt had arrived."""
    message, back = get_object_or_404(Message, pk=pk), reverse("outbox:message-detail", args=[pk])
    told = "It is not sent again: if it has not arrived, whoever it is for never gets it. This cannot be undone."
    if asked := ask_first(request, "Has this message arrived?", told, yes="It has arrived", back=back):
        return asked
    done = "Noted: it had arrived. It is not sent again."
    act(request, operator_actions.settle_message, message, done=done)
    return redirect(back)


@operator_page("POST")
def message_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a message that has not gone."""
    message, back = get_object_or_404(Message, pk=pk), reverse("outbox:message-detail", args=[pk])
    told = "Whoever it is for does not get it, and is not told. This cannot be undone."
    if asked := ask_first(request, "Cancel this message?", told, yes="Cancel this message", back=back):
        return asked
    act(request, operator_actions.cancel_message, message, done="It is cancelled and will not be sent.")
    return redirect(back)


@operator_page("POST")
def mail_release(request: HttpRequest) -> HttpResponse:
    """Let held mail go from here."""
    done = "Mail goes again from here. Found to have gone already, and not sent again: {}.".format
    act(request, release_mail, done=done)
    return redirect("outbox:message-list")
