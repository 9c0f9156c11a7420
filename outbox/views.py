"""The staff's page of messages, and the demonstration's page of mail."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from outbox import operator_actions
from outbox.models import MEANINGS, Attempt, Message, Release, State
from outbox.readiness import LATE, oldest_due_age
from outbox.release_guard import hold_reason, release_mail
from outbox.transports import open_transport

PAGE = 50
DAYS = timedelta(days=14)
View = Callable[..., HttpResponse]


def operators_only(view: View) -> View:
    """Ask strangers to sign in; without Django's own permission on messages the page does not exist.

    The outbox knows no programmes, so a programme's hat is not enough: addresses of all programmes stand here.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        needed = "outbox.view_message" if request.method in ("GET", "HEAD") else "outbox.change_message"
        if not request.user.is_staff or not request.user.has_perm(needed):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def demonstration_only(view: View) -> View:
    """The demonstration's mail is for its staff, and for whoever sits at the machine it runs on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        here = request.META["REMOTE_ADDR"] in {"127.0.0.1", "::1"}
        handed_on = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & set(request.META)
        if not settings.DEMO or not (request.user.is_staff or (here and not handed_on)):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@require_safe
@demonstration_only
def mail_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Message.objects.newest_first(), PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/mail_list.html", {"page": page})


@require_safe
@demonstration_only
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "outbox/mail_detail.html", {"mail": get_object_or_404(Message, pk=pk)})


@require_safe
@operators_only
def message_list(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    state = request.GET.get("state", "")
    rows = Message.objects.newest_first()
    if state in State.values:
        rows = rows.filter(state=state)
    counts = Message.objects.counts()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "shown": State(state) if state in State.values else None,
        "meaning": MEANINGS[State(state)] if state in State.values else "",
        "counts": counts,
        "count_of": {known.value: count for known, count in counts},
        "days": Attempt.objects.filter(at__gt=at - DAYS).by_day(),
        "oldest_since": at - age if (age := oldest_due_age(at)) else None,
        "is_late": bool(age and age > LATE),
        "kept": f"state={state}&" if state in State.values else "",
        "held": hold_reason(at=at) if open_transport().leaves_site else "",
        "last_release": Release.objects.newest_first().first(),
    }
    return render(request, "outbox/message_list.html", context)


@require_safe
@operators_only
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    attempts = message.attempts.newest_first()
    return render(request, "outbox/message_detail.html", {"message": message, "attempts": attempts})


@require_POST
@operators_only
def message_retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, operator_actions.retry_message, "It is due again, and goes as soon as mail may go.")


@require_POST
@operators_only
def message_release(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(
        request, pk, operator_actions.release_message, "It is due once more, and goes as soon as mail may go."
    )


@require_POST
@operators_only
def message_settle(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, operator_actions.settle_message, "Noted: it had arrived. It is not sent again.")


@require_POST
@operators_only
def message_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, operator_actions.cancel_message, "It is cancelled and will not be sent.")


@require_POST
@operators_only
def mail_release(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    gone = release_mail(by=request.user, at=timezone.now())
    notices.success(request, f"Mail goes again from here. Found to have gone already, and not sent again: {gone}.")
    return redirect("outbox:message-list")


def _decide(request: HttpRequest, pk: int, decision: Callable[..., None], done: str) -> HttpResponse:
    try:
        decision(get_object_or_404(Message, pk=pk), by=request.user, at=timezone.now())
        notices.success(request, done)
    except operator_actions.NotItsTurn:
        notices.error(request, "The message has moved on since you saw it. Nothing was changed.")
    return redirect("outbox:message-detail", pk=pk)
