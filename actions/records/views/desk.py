"""The team's desk for personal records: see who gets what and why, send them, print the letters, read corrections."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.pages import SignedInRequest
from actions.models import Correction, PersonalRecord, RecordChannel, RecordSending
from actions.records import emails
from actions.records.contents import record_recipients
from actions.records.services.corrections import settle_correction
from actions.records.services.sending import print_letters, renew_record_link, revoke_record_link, send_records
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import PAGE_SIZE, act, page_of
from kit.pdf import PdfNotPossible, as_pdf
from kit.text import several
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page("actions.send_records")
def record_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show who would get their record, how, why and what it says; what was sent; and what people put right."""
    recipients = record_recipients(programme)
    page = page_of(request, recipients.everybody, find=lambda row: row[1].name)
    shown = page.groups
    corrections = Correction.objects.with_names().filter(record__programme=programme)
    letters = RecordSending.objects.letters().filter(record__programme=programme)
    context = {
        "programme": programme,
        "recipients": recipients,
        "page": page,
        "emails": [(each, emails.record_text(programme, each.content)) for each in shown["by_email"]],
        "letters": [(each, emails.record_text(programme, each.content, link="")) for each in shown["by_letter"]],
        "not_reached": shown["not_reached"],
        "unchanged": shown["unchanged"],
        "nameless": programme.commitments.current().filter(person=None).count(),
        "waiting_count": corrections.unsettled().count(),
        "waiting": corrections.unsettled()[:PAGE_SIZE],
        "settled": corrections.settled()[:PAGE_SIZE],
        "batches": [(first, _named(count, sent_at)) for first, count, sent_at in letters.batches()],
    }
    return render(request, "actions/record_list.html", context)


def _named(count: int, sent_at: datetime) -> str:
    """Name letters that were made together."""
    return f"{several(count, 'letter')} of {date_format(timezone.localtime(sent_at), 'j F Y, H:i')}"


@desk_page("actions.send_records", "POST")
def record_send(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Send each their record, if what would go is what was looked at."""
    act(request, send_records, programme, done=_sent, as_seen=request.POST.get("as_seen", ""))
    return redirect("actions:record-list", slug=programme.slug)


def _sent(sendings: list[RecordSending]) -> str:
    """Say how many go by which way."""
    letters = sum(each.channel == RecordChannel.LETTER for each in sendings)
    by_email = f"{len(sendings) - letters} by e-mail are on their way."
    return f"{by_email} {letters} to print as letters." if letters else by_email


@desk_page("actions.send_records", "POST")
def record_letters(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the letters that were made together with this one, as one PDF; taking them is logged."""
    letters = RecordSending.objects.letters().filter(record__programme=programme)
    one = get_object_or_404(letters, pk=pk)
    try:
        pdf = print_letters(programme, sent_at=one.sent_at, by=request.user, at=timezone.now())
    except PdfNotPossible as why:
        messages.error(request, str(why))
        return redirect("actions:record-list", slug=programme.slug)
    look(request, programme, programme.pk)
    return as_pdf(pdf, f"{programme.slug}-letters-{one.sent_at:%Y-%m-%d}.pdf", is_download=True)


@desk_page("actions.send_records", "POST")
def record_link(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send somebody a new link with their record, or let the one they have open nothing, as the button says."""
    personal_record = get_object_or_404(
        PersonalRecord.objects.select_related("programme", "person"), programme=programme, pk=pk
    )
    back = reverse("actions:record-list", args=[programme.slug])
    if "revoke" in request.POST:
        told = "It opens nothing any more: they cannot read or correct there what they said. A new one can be sent."
        title = f"Revoke the link of {personal_record.person}?"
        if asked := ask_first(request, title, told, yes="Revoke the link", back=back):
            return asked
        act(request, revoke_record_link, personal_record, done="The link no longer works.")
    else:
        done = "It is on its way, with a new link. The old one no longer works."
        act(request, renew_record_link, personal_record, done=done, as_seen=request.POST.get("renew", ""))
    return redirect(back)


@desk_page("actions.send_records", "POST")
def correction_settle(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take in what somebody put right, or leave it as it was, as the button says."""
    corrections = Correction.objects.select_related("record__person", "commitment", "step")
    correction = get_object_or_404(corrections, record__programme=programme, pk=pk)
    take_in = "take_in" in request.POST
    back = reverse("actions:record-list", args=[programme.slug])
    told = f"{correction.record.person} put it right, and it is left as it was. This cannot be undone here."
    if not take_in and (asked := ask_first(request, "Leave it as it was?", told, yes="Leave it", back=back)):
        return asked
    done = "It is taken in, and stands so everywhere now." if take_in else "It stays as it was."
    act(request, settle_correction, correction, done=done, take_in=take_in)
    return redirect(back)
