"""What is held of people in general, as the data map has it: nobody's own data is on these pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.data_activities import Activity, Column, activities
from kit.data_map import STORES, Kind, OnAccess, OnErasure
from kit.pdf import PdfNotPossible, as_pdf, pdf_of
from kit.spreadsheets import as_csv, csv_of
from programmes.desk import desk_page
from programmes.models import Programme, Statement
from programmes.nouns import renamed

# As the Information Commissioner's template for a record of processing calls them (article 30 of the UK GDPR).
HEADINGS = (
    "Controller",
    "Purpose of processing",
    "Categories of individuals",
    "Categories of personal data",
    "Lawful basis",
    "Categories of recipients",
    "Outside the United Kingdom",
    "Retention schedule",
    "On whose authority",
    "Erased when somebody asks",
    "Given when somebody asks",
    "Where it is held",
)


@dataclass(frozen=True)
class Described:
    """One processing of data about people, in a programme's words."""

    what_for: str
    whom: str
    kinds: str
    basis: str
    kept: str
    authority: str
    kept_after_erasure: str
    not_given: str
    columns: list[str]


@desk_page("programmes.view_desk")
def processing_record(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what is held of people, why, until when, and what becomes of it when somebody asks."""
    return render(request, "privacy/processing_record.html", _whole(programme))


@desk_page("programmes.view_desk")
def officer_pack(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give what a data protection officer begins from, as one PDF; a page that says why where it cannot be drawn."""
    context = _whole(programme)
    special = [each for each in context["activities"] if Kind.NEED in each.kinds or Kind.SPECIAL in each.kinds]
    page = render_to_string("privacy/officer_pack.html", context | {"on": timezone.localdate(), "special": special})
    try:
        pdf = pdf_of(page, sheet="css/document-print.css", colour=programme.thread_colour)
    except PdfNotPossible as error:
        return render(request, "privacy/processing_record.html", context | {"why": str(error)})
    return as_pdf(pdf, f"{programme.slug}-data-protection.pdf")


def _whole(programme: Programme) -> dict[str, Any]:
    return {
        "programme": programme,
        "statement": Statement.objects.of(programme),
        "activities": [_described(activity, programme) for activity in activities()],
        "stores": [
            (store, renamed(programme, store.what), renamed(programme, str(store.purpose.kept)))
            for store in STORES.values()
        ],
    }


@desk_page("programmes.view_desk")
def processing_record_csv(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give the record of processing as a spreadsheet, under the headings of article 30."""
    statement = Statement.objects.of(programme)
    rows = [_cells(_described(activity, programme), statement) for activity in activities()]
    return as_csv(csv_of(HEADINGS, rows), f"{programme.slug}-record-of-processing.csv")


def _described(activity: Activity, programme: Programme) -> Described:
    said = {
        "what_for": activity.purpose.what_for,
        "whom": activity.purpose.whom,
        "kinds": ", ".join(activity.kinds),
        "basis": activity.purpose.basis,
        "kept": str(activity.kept),
        "authority": activity.kept.authority,
        "kept_after_erasure": "; ".join(activity.kept_after_erasure),
        "not_given": "; ".join(activity.not_given),
    }
    columns = [renamed(programme, _in_words(column)) for column in activity.columns]
    return Described(**{name: renamed(programme, words) for name, words in said.items()}, columns=columns)


def _in_words(column: Column) -> str:
    personal = column.personal
    said = f"{column}. {personal.on_erasure.capitalize()} when somebody is erased"
    if personal.on_erasure == OnErasure.KEEP:
        said += f": {personal.because}"
    if personal.on_access == OnAccess.SHOW:
        return f"{said}."
    said += f". {personal.on_access.capitalize()} when somebody asks to see it"
    return f"{said}: {personal.because}." if personal.on_access == OnAccess.LEAVE_OUT else f"{said}."


def _cells(each: Described, statement: Statement | None) -> list[str]:
    said = {name: getattr(statement, name) if statement else "" for name in ("body", "shared_with", "outside_uk")}
    return [
        said["body"],
        each.what_for,
        each.whom,
        each.kinds,
        each.basis,
        said["shared_with"],
        said["outside_uk"],
        each.kept,
        each.authority,
        f"kept: {each.kept_after_erasure}" if each.kept_after_erasure else "yes",
        f"left out: {each.not_given}" if each.not_given else "yes",
        " ".join(each.columns),
    ]
