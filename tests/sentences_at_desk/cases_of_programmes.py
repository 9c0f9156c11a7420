"""A programme at the desk and on Today, its team, documents, statements and editions, and search."""

from datetime import timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django import forms
from django.urls import reverse

from programmes.models import Programme
from stakeholders.models import Person
from stocktakes.models import Stocktake
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import ActionAreaFactory, ProposerFactory
from tests.consultations.factories import PosterFactory
from tests.desk.factories import DailyListFactory
from tests.phases.factories import MeetingFactory
from tests.programmes.factories import (
    DocumentFactory,
    DocumentFileFactory,
    QuietExceptionFactory,
    QuietPeriodFactory,
    StatementFactory,
    TeamMemberFactory,
    WithdrawalFactory,
)
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, NOT_PUBLIC, at_desk, drawn, hide, read, reader_with
from tests.stakeholders.factories import MissingVoiceFactory
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory

DAY = timedelta(days=1)
TEAM = ["lead", "viewer", "officer", "superuser"]


@DESK.of(hat=TEAM, stands=["public", "taken back", "never"], quiet=BOTH)
def desk_of_a_programme(given: Given, hat: str, stands: str, quiet: bool) -> Said:
    making = quiet
    reader = reader_with(given, hat)
    hide(given, stands == "public")
    if stands == "taken back":
        WithdrawalFactory(programme=given.programme, reason="A name stood in it.", withdrawn_by=given.lead)
    if quiet:
        today = given.at.date()
        QuietPeriodFactory(programme=given.programme, from_on=today - DAY, until_on=today + DAY)
    if making:
        StocktakeFactory(programme=given.programme, number=1)
    works, leads = hat != "officer", hat in ("lead", "superuser")
    return read(reader, reverse("desk:programme-detail", args=[given.programme.slug])), {
        "“Pre-election period” lasts until the end of": quiet,
        "Who is in it, and when": works,
        "The account that is given, and the team": works,
        "The team Team": not works,
        "0 issued": works,
        "0 issued, 1 being made": works and making,
        "Editions of the account of progress: frozen, issued, never changed.": works,
        "never changed. Issue the next one": leads,
        "Telling people What has happened since somebody spoke": leads,
        "Log Who did what, and who looked at personal details or took them away.": leads,
        "Messages Every message of this site": hat == "superuser",
        "Everything else Posters, themes, findings, action areas, partners and people, in the web admin.": works,
        "What people ask about their information": leads or hat == "officer",
        "The public progress page": stands == "public",
        "The public progress page, or take the whole programme back from the public": stands == "public" and leads,
        f"This programme is not public: {given.lead} took it back on": stands == "taken back",
        "Publish it again A name stood in it.": stands == "taken back" and leads,
        "This programme is not public yet.": stands == "never",
    }


@DESK.of(hat=TEAM, public=BOTH, meeting=BOTH)
def today(given: Given, hat: str, public: bool, meeting: bool) -> Said:
    daily = meeting
    reader = reader_with(given, hat)
    hide(given, public)
    if meeting:
        soon = {"starts_at": given.at + DAY, "ends_at": given.at + 2 * DAY}
        MeetingFactory(programme=given.programme, title="An evening", **soon)
    if daily:
        DailyListFactory(user=reader)
    worn = {"lead": "Lead", "viewer": "Viewer", "officer": "Data protection officer"}
    return read(reader, reverse("desk:programme-list")), {
        "Better neighbours (not public yet) ": not public,
        "You may do everything": hat == "superuser",
        f"Your part: {worn.get(hat)}": hat != "superuser",
        "Messages, Is it well?": hat == "superuser",
        "You have what waits by e-mail each working day": daily,
        "Have what waits by e-mail each working day": not daily,
        "An evening": meeting,
    }


@DESK.of(sought=BOTH)
def today_of_whoever_is_on_no_team(given: Given, sought: bool) -> Said:
    asked = "?q=nobody" if sought else ""
    return read(UserFactory(is_staff=True), reverse("desk:programme-list") + asked), {
        "You are on no programme's team yet. Whoever leads a programme can add you.": not sought,
        "Nothing fits “nobody”.": sought,
    }


@DESK.of(waiting=[0, 1], more=[0, 1, 3], looked=BOTH)
def much_that_waits(given: Given, waiting: int, more: int, looked: bool) -> Said:
    row = {"item": {"url": "/desk/", "words": "Find 1 missing voice"}, "age": "", "last_day": "", "programme": None}
    text = drawn(
        "desk/programme_list.html",
        given.lead,
        on=given.at.date(),
        waiting=[row] * waiting,
        more=more,
        mail="Mail goes out as it should.",
        has_daily_list=False,
        strips=[],
        page=SimpleNamespace(
            sought="zebra" if looked else "",
            has_other_pages=False,
            paginator={"count": 0},
            kept_without_words="",
            find=None,
        ),
        perms={},
    )
    return text, {
        "And 1 more, less pressing: each stands on the desk of its programme.": bool(waiting) and more == 1,
        "And 3 more, less pressing: each stands on the desk of its programme.": bool(waiting) and more == 3,
        "Nothing waits for you.": not waiting,
    }


@DESK.of(typed=["", "a", "nowhere", "oak", "jo"], places=[1, 2, 9])
def search(given: Given, typed: str, places: int) -> Said:
    found = 30 if places == 9 else 1
    person = Person.objects.create(name="Jo Oakley")
    for number in range(1, places + 1):
        area = ActionAreaFactory(programme=given.programme, number=number, title=f"Lamps {number}")
        ProposerFactory(area=area, person=person)
    for number in range(found):
        PosterFactory(programme=given.programme, number=number + 1, title=f"Under the oak {number}")
    text = read(given.lead, reverse("desk:search-results") + f"?q={typed}")
    return text, {
        f"{typed}, search – Throughline": bool(typed),
        "Search – Throughline": not typed,
        "Type at least two letters of a name, or a number, in the field at the top": len(typed) < 2,
        "Nothing was found where you are on the team.": typed == "nowhere",
        "Jo Oakley put forward": typed in ("oak", "jo"),
        "more: type more of the name.": typed == "oak" and found == 30,
        " more Posters": typed == "oak" and places == 9,
    }


@DESK.of(alike=[0, 1, 2], ends=BOTH, work=[0, 1, 2])
def end_of_a_hat(given: Given, alike: int, ends: bool, work: int) -> Said:
    until = given.at.date() + 9 * DAY if ends else None
    member = TeamMemberFactory(programme=given.programme, hat="analyst", until_on=until)
    others = [TeamMemberFactory(programme=given.programme, hat="analyst").user for _ in range(alike)]
    for number in range(work):
        MissingVoiceFactory(programme=given.programme, owner=member.user, who=f"Carers {number}")
    last = f"{until - DAY:%-d %B %Y}" if until else ""
    text = at_desk(given, "programmes:hat-end", member.pk)
    return text, {
        f" until {last}. From the day you enter": ends,
        "The same hat is worn by": bool(alike),
        f"The same hat is worn by {', '.join(map(str, others))}.": bool(alike),
        "Nobody else wears this hat.": not alike,
        "What is theirs to do They leave the team with this hat. Say who takes this on:": bool(work),
        "Carers 0; Carers 1": work == 2,
    }


@DESK.of(hat=["lead", "viewer"], closed=BOTH, to_come=BOTH, ended=BOTH)
def team(given: Given, hat: str, closed: bool, to_come: bool, ended: bool) -> Said:
    today = given.at.date()
    reader = reader_with(given, hat)
    TeamMemberFactory(programme=given.programme, hat="analyst", user__is_active=not closed)
    if to_come:
        TeamMemberFactory(programme=given.programme, hat="analyst", from_on=today + 3 * DAY)
    if ended:
        TeamMemberFactory(programme=given.programme, hat="analyst", until_on=today - DAY)
    text = read(reader, reverse("programmes:team", args=[given.programme.slug]))
    sought = read(reader, reverse("programmes:team", args=[given.programme.slug]) + "?q=nobody")
    return f"{text} | {sought}", {
        "Who may do what Give a hat": hat == "lead",
        "Hats worn now, and to come Who Hat From Until": True,
        "Account closed": closed,
        "To come": to_come,
        "Hats worn before Who Hat From Until": ended,
    }


@DESK.of(stands=["to come", "now", "over"], hat=["lead", "viewer"], goes_on=["", "now", "no longer"])
def quiet_period(given: Given, stands: str, hat: str, goes_on: str) -> Said:
    today = given.at.date()
    begins = today + {"to come": 9, "now": -9, "over": -30}[stands] * DAY
    period = QuietPeriodFactory(programme=given.programme, from_on=begins, until_on=begins + 20 * DAY)
    if goes_on:
        until = today + DAY if goes_on == "now" else today - DAY
        QuietExceptionFactory(period=period, from_on=today - 3 * DAY, until_on=until)
    reader, may = reader_with(given, hat), hat == "lead"
    page = reverse("programmes:quiet-period-list", args=[given.programme.slug])
    return f"{read(reader, page)} | {read(reader, page + '?q=nobody')}", {
        "Set a quiet period": may,
        "Pre-election period To come": stands == "to come",
        "Pre-election period Now": stands == "now",
        "Pre-election period From": stands == "over",
        "Publishing goes on:": goes_on == "now",
        "Publishing goes on no longer:": goes_on == "no longer",
        "Let something go on in Pre-election period": may and stands == "now",
        "End it today: Pre-election period": may and stands == "now",
        "Take it away: Pre-election period": may and stands == "to come",
        "Change Pre-election period": may and stands != "over",
    }


@DESK.of(held=BOTH)
def what_waits_for_the_end_of_a_quiet_period(given: Given, held: bool) -> Said:
    return drawn("programmes/_held.html", form={"held": ["A consultation opens."] if held else []}), {
        "In these days this would open by itself: A consultation opens. What cannot wait is opened by hand": held,
    }


@DESK.of(looks=BOTH, there=["nothing", "other", "looks"], sought=BOTH)
def log_of_a_programme(given: Given, looks: bool, there: str, sought: bool) -> Said:
    if there != "nothing":
        verb = "looked" if there == "looks" else "tested"
        LogEntryFactory(programme_id=given.programme.pk, verb=verb, by=given.lead, object_id=str(given.programme.pk))
    asked = "?" + ("only=looks&" if looks else "") + ("q=zebra" if sought else "")
    text = at_desk(given, "programmes:log", asked=asked)
    shown = there == "looks" or (there == "other" and not looks)
    return text, {
        "Who did what, newest first When Who Did what": shown and not sought,
        "Nobody has looked at personal details yet.": looks and not shown and not sought,
        "Nothing yet.": not looks and not shown and not sought,
        "Nothing fits “zebra”.": sought,
    }


@DESK.of(words=BOTH, file=BOTH, others=["", "page", "copy"], drawable=BOTH)
def formats_of_a_document(given: Given, words: bool, file: bool, others: str, drawable: bool) -> Said:
    made = {"words": "What keeps it going?" if words else "", "link": "https://example.org/more"}
    document = DocumentFactory(programme=given.programme, **made)
    given.programme.published_at = given.at if file else None
    if file:
        DocumentFileFactory(document=document)
    text = drawn(
        "programmes/document_detail.html",
        programme=given.programme,
        document=document,
        file=getattr(document, "file", None) if file else None,
        no_pdf=not drawable,
        formats=[SimpleNamespace(format="Easy read", has_page=others == "page", get_absolute_url="/e/")]
        if others
        else [],
    )
    return text, {
        "Download it (": file,
        "To print, or in another format": words,
        "In another format": not words,
        "It cannot be drawn for printing here just now. Ask for a copy on paper.": not drawable,
        "To print on A4 (PDF) To print on A4, in large print (PDF)": words and drawable,
        "Easy read: ask for a copy": others == "copy",
    }


@DESK.of(within=BOTH, compliance=["full", "partial"], due_to=BOTH, tested=BOTH)
def statement_of_accessibility(given: Given, within: bool, compliance: str, due_to: bool, tested: bool) -> Said:
    full = compliance == "full"
    if not (full or due_to):
        # What is partly so is so because of something.
        return "", {}
    StatementFactory(
        programme=given.programme,
        body="The council",
        compliance=compliance,
        failures="" if full else "Some charts.",
        burden="" if not (full and due_to) else "Old films.",
        answered_within="five days" if within else "",
        tested_on=given.at.date() if tested else None,
    )
    text = read(None, reverse("programmes:programme-accessibility", args=[given.programme.slug]))
    listed = not full or due_to
    return text, {
        "The council answers for this programme.": True,
        "You have an answer within five days.": within,
        "This website has been tested against the Web Content Accessibility Guidelines (WCAG) 2.2 AA standard.": tested,
        "This website is fully compliant with the Web Content Accessibility Guidelines (WCAG) version 2.2 AA": full,
        "This website is partially compliant with the Web Content Accessibility Guidelines (WCAG)": not full,
        "Non-accessible content The content listed below is non-accessible for the following reasons.": listed,
        "This statement was prepared on 1 April 2016. It was last reviewed on 1 May 2016.": True,
        "This website was last tested on": tested,
        "When it was last tested is not written down here yet.": not tested,
    }


@DESK.of(officer=["", "named", "reached"])
def officer_of_a_statement(given: Given, officer: str) -> Said:
    named = {
        "officer": "Ada Reed" if officer else "",
        "officer_reached": "1 Ford Street" if officer == "reached" else "",
    }
    StatementFactory(programme=given.programme, **named)
    return read(None, reverse("programmes:programme-privacy", args=[given.programme.slug])), {
        "Data protection officer Ada Reed": bool(officer),
        "Data protection officer Ada Reed 1 Ford Street": officer == "reached",
        "No data protection officer is named here yet.": not officer,
    }


@DESK.of(public=BOTH, sought=BOTH)
def another_format(given: Given, public: bool, sought: bool) -> Said:
    Programme.objects.exclude(pk=given.programme.pk).update(**NOT_PUBLIC)
    hide(given, public)
    page = reverse("programmes:another-format") + ("?q=nobody" if sought else "")
    return read(None, page), {
        "No programme is published yet.": not public and not sought,
        "Nothing fits “nobody”.": sought,
    }


@DESK.of(hat=["lead", "viewer"], editions=[0, 1], sought=BOTH)
def editions(given: Given, hat: str, editions: int, sought: bool) -> Said:
    for number in range(editions):
        StocktakeFactory(programme=given.programme, number=number + 1)
    page = reverse("stocktakes:stocktake-desk-list", args=[given.programme.slug]) + ("?q=nobody" if sought else "")
    return read(reader_with(given, hat), page), {
        "Issue the next edition": hat == "lead",
        "No edition has been issued yet.": not editions and not sought,
        "Nothing fits “nobody”.": sought,
    }


@DESK.of(waits=BOTH)
def edition_to_issue(given: Given, waits: bool) -> Said:
    if waits:
        PosterFactory(programme=given.programme, number=1, **NOT_PUBLIC)
    return at_desk(given, "stocktakes:stocktake-issue"), {
        "Before you issue it What waits here would not be in an edition that is issued now:": waits,
    }


@DESK.of(status=["rendering", "watched", "failed", "looked at", "issued"], public=BOTH, files=[0, 1, 2])
def edition_in_the_making(given: Given, status: str, public: bool, files: int) -> Said:
    watch, hat = status == "watched", "viewer" if status == "looked at" else "lead"
    status = {"watched": "rendering", "looked at": "failed"}.get(status, status)
    edition = StocktakeFactory(programme=given.programme, number=1, status="rendering")
    at = {"issued_at": given.at} if status == "issued" else {}
    Stocktake.objects.filter(pk=edition.pk).update(status=status, problem="No day." if status == "failed" else "", **at)
    for kind in ([], ["html", "csv"], ["html", "csv", "pdf"])[files]:
        StocktakeFileFactory(stocktake=edition, kind=kind)
    hide(given, public)
    page = reverse("stocktakes:stocktake-making", args=[given.programme.slug, 1]) + ("?watch" if watch else "")
    making, issued = status == "rendering", status == "issued"
    return read(reader_with(given, hat), page), {
        "It is being made": making,
        "per cent. Its data are frozen. The page, the PDF and the spreadsheet are made from them": making,
        "This page looks again by itself every 3 seconds. Stop that": making and watch,
        "Have this page look again by itself every few seconds": making and not watch,
        "It could not be made No day. Its data are frozen and safe. Trying again": status == "failed",
        "Try again": status == "failed" and hat == "lead",
        "It is issued": issued,
        "Everybody can read it; it was issued on": issued and public,
        "Everybody can read it as soon as the programme is public.": issued and not public,
        "The PDF is not ready yet: this machine lacks the libraries that draw it": issued and files == 1,
        "The page The spreadsheet (": issued and public and files == 1,
        "The page The PDF (": issued and public and files == 2,
    }


@DESK.of(row=["programme", "user", "person"], second_step=BOTH)
def record_in_the_admin(given: Given, row: str, second_step: bool) -> Said:
    root, somebody = UserFactory(is_staff=True, is_superuser=True), UserFactory(is_staff=True)
    if second_step:
        Authenticator.objects.create(user=somebody, type="totp", data={"secret": "s"})
    name, key = {
        "programme": ("programmes_programme", given.programme.pk),
        "user": ("accounts_user", somebody.pk),
        "person": ("stakeholders_person", Person.objects.create(name="Ada").pk),
    }[row]
    return read(root, reverse(f"admin:{name}_change", args=[key])), {
        "Work on it at the desk": row == "programme",
        "Clear the second step": row == "user" and second_step,
    }


@DESK.of(wrong=BOTH, file=BOTH, hint=BOTH)
def question_before_an_action(given: Given, wrong: bool, file: bool, hint: bool) -> Said:
    class Asked(forms.Form):
        reason = forms.CharField(help_text="In a few words." if hint else "")
        paper = forms.FileField(required=False) if file else None

    form = Asked({} if wrong else {"reason": "A name stood in it."})
    root = UserFactory(is_staff=True, is_superuser=True)
    action = {"label": "Withdraw", "question": "Withdraw it?"}
    text = drawn("programmes/admin_action.html", root, form=form, errors=form.errors, action=action, back="/back/")
    return text, {"In a few words.": hint, "Error: Withdraw": wrong, "Withdraw it?": True}
