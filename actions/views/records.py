"""The team's desk for personal records: see who gets what and why, send them, print the letters, read corrections."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import SignedInRequest
from actions import emails
from actions.models import Correction, PersonalRecord, RecordSending, RecordWay
from actions.records import recipients_of
from actions.services import print_letters, renew_record_link, revoke_record_link, send_records, settle_correction
from actions.views.askings import act
from kit.pdf import PdfNotPossible
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


@login_required
@require_GET
def record_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who would get their record, how, why and what it says; what was sent; and what people put right."""
    programme = desk_programme(request, slug, "actions.send_records")
    recipients = recipients_of(programme)
    corrections = Correction.objects.filter(record__programme=programme)
    corrections = corrections.select_related("record__person", "commitment__area", "step__area", "settled_by")
    letters = RecordSending.objects.filter(record__programme=programme, way=RecordWay.LETTER)
    context = {
        "programme": programme,
        "recipients": recipients,
        "emails": [(each, emails.record_text(programme, each.said)) for each in recipients.by_email],
        "letters": [(each, emails.record_text(programme, each.said, link="")) for each in recipients.by_letter],
        "nameless": programme.commitments.standing().filter(person=None).count(),
        "waiting": corrections.waiting(),
        "settled": corrections.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")[:50],
        "batches": letters.values("sent_at").annotate(first=Min("pk"), count=Count("pk")).order_by("-sent_at"),
    }
    return render(request, "actions/record_list.html", context)


@login_required
@require_POST
def record_send(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send each their record, if what would go is what was looked at."""
    programme = desk_programme(request, slug, "actions.send_records")
    try:
        sendings = send_records(programme, as_seen=request.POST.get("as_seen", ""), by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        letters = sum(each.way == RecordWay.LETTER for each in sendings)
        done = f"{len(sendings) - letters} by e-mail are on their way."
        messages.success(request, f"{done} {letters} to print as letters." if letters else done)
    return redirect("actions:record-list", slug=slug)


@never_cache
@login_required
@require_POST
def record_letters(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give the letters that were made together with this one, as one PDF; taking them is logged."""
    programme = desk_programme(request, slug, "actions.send_records")
    letters = RecordSending.objects.filter(record__programme=programme, way=RecordWay.LETTER)
    one = get_object_or_404(letters, pk=pk)
    try:
        pdf = print_letters(programme, sent_at=one.sent_at, by=request.user, at=timezone.now())
    except PdfNotPossible:
        messages.error(request, "This machine cannot draw PDFs. Whoever runs the site can install what is missing.")
        return redirect("actions:record-list", slug=slug)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-letters-{one.sent_at:%Y-%m-%d}.pdf"'
    return response


@login_required
@require_POST
def record_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send somebody a new link with their record, or let the one they have open nothing, as the button says."""
    programme = desk_programme(request, slug, "actions.send_records")
    row = get_object_or_404(PersonalRecord.objects.select_related("programme", "person"), programme=programme, pk=pk)
    if "revoke" in request.POST:
        act(request, revoke_record_link, row, done="The link no longer works.")
    else:
        done = "It is on its way, with a new link. The old one no longer works."
        act(request, renew_record_link, row, done=done, as_seen=request.POST.get("renew", ""))
    return redirect("actions:record-list", slug=slug)


@login_required
@require_POST
def correction_settle(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take in what somebody put right, or leave it as it was, as the button says."""
    programme = desk_programme(request, slug, "actions.send_records")
    corrections = Correction.objects.select_related("record__person", "commitment", "step")
    correction = get_object_or_404(corrections, record__programme=programme, pk=pk)
    take_in = "take_in" in request.POST
    done = "It is taken in, and stands so everywhere now." if take_in else "It stays as it was."
    act(request, settle_correction, correction, done=done, take_in=take_in)
    return redirect("actions:record-list", slug=slug)
