"""Who is heard and who is missing, as the public reads it: organisations and groups, never people."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from consultations.coverage.gaps import explanations, missing_voices
from consultations.coverage.matrix import Cell, Coverage
from kit.spreadsheets import as_csv, csv_of
from programmes.models import Programme
from programmes.publication import page, public_page
from stakeholders.models import MissingVoice, StakeholderGroup

HEADINGS = ("Group", "Protected characteristic", "In what", "How well", "Organisations", "People, rounded")


@public_page(asks=["only"])
def coverage(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show how well every group is heard, who is missed, and why phases were closed without somebody."""
    read = Coverage.read(programme, at, in_public=True)
    only_gaps = request.GET.get("only") == "gaps"
    context = {
        "programme": programme,
        "on": timezone.localdate(at),
        "coverage": read,
        "only_gaps": only_gaps,
        "rows": read.gaps if only_gaps else read.rows,
        "speaking": [(row.group, read.names(row.cells[0])) for row in read.represented],
        "voices": missing_voices(programme),
        "explanations": explanations(programme),
    }
    return page("public/coverage.html", context)


@public_page
def coverage_csv(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Give the same as a spreadsheet: a row for each group and respect. A small number is as the rule hides it."""
    read = Coverage.read(programme, at, in_public=True)
    rows = [_cells(row.group, cell) for row in read.rows for cell in row.cells]
    return as_csv(csv_of(HEADINGS, rows), f"{programme.slug}-coverage.csv")


@public_page
def coverage_json(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Give the same as JSON, with who is missed and why phases were closed without somebody."""
    read = Coverage.read(programme, at, in_public=True)
    people_on = read.people_at and timezone.localdate(read.people_at)
    data = {
        "schema": "throughline/coverage/2",
        "programme": {"slug": programme.slug, "title": programme.title},
        "on": timezone.localdate(at),
        "enough": {"organisations": read.thresholds.organisations, "people": read.thresholds.people},
        "people_reached": {"on": people_on, "note": read.people.note},
        "groups": [_group(read, row) for row in read.rows],
        "missing_voices": [_voice(voice) for voice in missing_voices(programme)],
        "closed_without": [
            {"phase": each.phase.name, "who": str(each.group or each.voice), "why": each.text}
            for each in explanations(programme)
        ],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _cells(group: StakeholderGroup, cell: Cell) -> list[object]:
    counts = ["", cell.people or ""] if cell.is_about_people else [len(cell.partnerships), ""]
    return [group.name, group.get_characteristic_display(), cell.column, cell.verdict.label, *counts]


def _group(read: Coverage, row: Any) -> dict[str, Any]:
    return {
        "name": row.group.name,
        "characteristic": row.group.characteristic,
        "spoken_for_by": read.names(row.cells[0]),
        "heard": [
            {"in": str(cell.column), "verdict": cell.verdict.value}
            | ({"people": cell.people} if cell.is_about_people else {"organisations": len(cell.partnerships)})
            for cell in row.cells
        ],
    }


def _voice(voice: MissingVoice) -> dict[str, Any]:
    settled = voice.settled_at and timezone.localdate(voice.settled_at)
    return {
        "who": voice.who,
        "group": voice.group.name if voice.group else None,
        "status": voice.status,
        "to_be_found_by": voice.look_by_on,
        "settled_on": settled,
        "outcome": voice.outcome if settled else "",
    }
