"""Gathering an edition: the whole account of one programme as plain data, and the pictures that go with it.

`docs/stocktakes.md` says what the data holds; a change of its shape is a new `SCHEMA`. Only what the public may read
goes in. Counts of organisations, posters and actions are exact; how many people came stands in the words already
published ("over 140"), never as a number counted here.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from PIL import Image, ImageOps

from actions.models import Commitment, FollowUp, FollowUpRound, Step
from consultations.models import Poster
from findings.models import Decision
from line.area_status import LABELS
from line.graph import Line
from line.nodes import AreaNode, Node
from line.queries import ProgrammeFacts, programme_facts
from line.where_it_stands import where_it_stands
from phases.models import Phase
from programmes.models import Indicator, Programme
from programmes.nouns import columns
from programmes.thread import Thread
from stakeholders.models import Partnership
from stocktakes.models import StocktakePicture

SCHEMA = "throughline/stocktake/2"
# A picture is printed 80 mm wide: 800 pixels are 250 to the inch.
PICTURE_SIZE = (800, 800)
PICTURES_SHOWN = 6

Data = dict[str, Any]


@contextmanager
def one_moment() -> Iterator[None]:
    """Open a transaction in which every read sees the database as it is at one moment.

    SQLite gives that to every transaction. PostgreSQL must be told, before the first query; a caller that has a
    transaction open already answers for its own.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def canonical(data: Data) -> bytes:
    """Return the one way to write `data` as JSON: keys in order, no spaces, UTF-8. Its SHA-256 names the edition."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def gather(programme: Programme, *, edition: Data, as_at: datetime) -> tuple[Data, list[StocktakePicture]]:
    """Return the account of `programme` as plain data, and the pictures of posters that go with it (not stored).

    `edition` says which edition this is: its number, title, foreword and the number of the edition it corrects. To be
    called within `one_moment`.
    """
    line = Line.read(programme)
    facts = programme_facts(programme, as_at)
    pictures = _pictures(line)
    areas = _areas(line)
    on = timezone.localtime(as_at).date()
    data = {
        "schema": SCHEMA,
        "site": settings.SITE_URL,
        "edition": edition | {"as_at": as_at.isoformat(), "as_at_on": on.isoformat()},
        "programme": _programme(programme, facts, on),
        "stands": where_it_stands(line, facts),
        "thread": _thread(line.thread),
        "phases": [_phase(phase) for phase in facts.phases],
        "meetings": [
            {"on": _day(meeting.starts_at)}
            | _picked(meeting, "title", "attendance_text", "summary", "feedback_summary")
            for meeting in facts.uncancelled_meetings
            if meeting.starts_at <= as_at
        ],
        "posters": [_poster(node) for node in line.posters],
        "pictures": [_described(picture, line) for picture in pictures],
        "conversations": [
            {"number": node.number, "team": node.title, "on": node.obj.held_on.isoformat(), "said": node.obj.said}
            | {"url": node.url, "thread": _thread(node.thread)}
            for node in line.conversations
        ],
        "feedback_count": len(line.feedback),
        "themes": [_theme(node) for node in line.themes],
        "findings": [_finding(node) for node in line.findings],
        "areas": areas,
        "rounds": _rounds(line, facts),
        "standings": [[label, line.standings[code]] for code, label in LABELS.items() if line.standings[code]],
        "helped": [list(each) for each in line.helped],
        "hindered": [list(each) for each in line.hindered],
        "promises": [
            {"id": promise.pk, "who": promise.public_name, "what": promise.what}
            for promise in Commitment.objects.published().filter(programme=programme, area=None).order_by("pk")
        ],
        "indicators": [_indicator(indicator) for indicator in facts.indicators],
        "partners": [
            {"organisation": each.organisation.name, "role_label": each.get_role_display(), "part": each.part}
            for each in facts.partners
        ],
        "members": [
            {"organisation": each.organisation.name, "groups": _groups(each), "uniquely_placed": each.uniquely_placed}
            for each in facts.members
        ],
        "missing": [group.name for group in facts.unheard_groups],
    }
    return data, pictures


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _picked(row: Model, *names: str) -> Data:
    """Return some fields of a row, its days as text."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _phase(phase: Phase) -> Data:
    """Return one phase. What was said at the closing of one that is open again is no summary of it."""
    earlier = {"closing_summary": ""} if phase.reopened_at else {}
    return _picked(phase, "name", "purpose", "window_text", "closing_summary") | earlier


def _indicator(indicator: Indicator) -> Data:
    readings = [_picked(reading, "read_on", "value_text", "source") for reading in indicator.readings.all()]
    return _picked(indicator, "framework", "name", "evidence", "explanation", "look_again_on") | {
        "evidence_label": indicator.get_evidence_display(),
        "readings": readings,
    }


def _groups(member: Partnership) -> str:
    """Return the names of the groups that a member speaks for."""
    return ", ".join(sorted(group.name for group in member.groups.all()))


def _thread(thread: Thread) -> Data:
    stations = [
        {"key": each.key, "label": each.label, "state": each.state.value, "count": each.count_text, "url": each.url}
        for each in thread.stations
    ]
    return {"stations": stations, "reason": thread.reason}


def _programme(programme: Programme, facts: ProgrammeFacts, on: date) -> Data:
    names = (
        "slug", "title", "question", "intention", "builds_on", "lead_body", "place_text", "period_text",
        "contact_name", "contact_email", "contact_telephone", "contact_address",
        "how_to_be_involved", "what_happens_next", "impact_statement", "thread_colour", "demonstration_note",
        *columns(),
    )  # fmt: skip
    return {name: getattr(programme, name) for name in names} | {
        "url": programme.get_absolute_url(),
        "aims": [aim.text for aim in facts.aims],
        "starts_on": programme.starts_on.isoformat(),
        "target_on": programme.target_on.isoformat() if programme.target_on else None,
        "completed_on": programme.completed_on.isoformat() if programme.completed_on else None,
        "days_late": programme.days_late(on),
        "target_revisions": [
            _picked(revision, "old_target_on", "new_target_on", "reason") | {"on": _day(revision.revised_at)}
            for revision in facts.target_revisions
        ],
    }


def _poster(node: Node) -> Data:
    poster: Poster = node.obj
    return {
        # Which it is, should another hang under its number one day.
        "id": poster.pk,
        "number": node.number,
        "title": node.title,
        "group": poster.group_name,
        "place": poster.place,
        "words": poster.words,
        "artist": poster.artist_credit,
        "url": node.url,
        "areas": [area.number for area in node.descendants("area")],
        "thread": _thread(node.thread),
    }


def _theme(node: Node) -> Data:
    return {
        "number": node.number,
        "name": node.title,
        "description": node.obj.description,
        "posters": [each.number for each in node.ancestors("poster")],
        "conversations": [each.number for each in node.ancestors("conversation")],
        "feedback_count": len(node.ancestors("feedback")),
        "url": node.url,
        "thread": _thread(node.thread),
    }


def _finding(node: Node) -> Data:
    return {
        "number": node.number,
        "kind": node.obj.get_kind_display(),
        "title": node.title,
        "text": node.obj.text,
        "decision": node.obj.decision,
        "decision_label": Decision(node.obj.decision).label,
        "reason": node.obj.reason,
        "themes": [each.number for each in node.ancestors("theme")],
        "areas": [each.number for each in node.descendants("area")],
        "url": node.url,
        "thread": _thread(node.thread),
    }


def _areas(line: Line) -> list[Data]:
    steps: dict[int, list[Data]] = defaultdict(list)
    for step in Step.objects.filter(area__programme=line.programme).order_by("position"):
        done_on = step.done_on.isoformat() if step.done_on else None
        said = {"what": step.what, "who": step.who, "by": step.by_text, "done_on": done_on}
        steps[step.area_id].append({"id": step.pk} | said)
    return [_area(node) | {"steps": steps[node.obj.pk]} for node in line.areas]


def _area(node: AreaNode) -> Data:
    return {
        "number": node.number,
        "title": node.title,
        "summary": node.obj.summary,
        "proposed_by": node.proposed_by,
        "handed_to": node.handed_to,
        # Whose names these are, should somebody take theirs back.
        "proposers": [{"id": each.pk, "name": each.public_name} for each in node.history.had_it],
        "standing": node.standing,
        "standing_label": node.standing_label,
        "tag": node.tag,
        "latest_word": node.latest_word,
        "silence": node.silence,
        "asked": list(dict.fromkeys(each.round.name for each in node.follow_ups)),
        "answered": list(
            dict.fromkeys(each.round.name for each in node.follow_ups if each.status == FollowUp.Status.ANSWERED)
        ),
        "updates": [
            {
                "round": update.follow_up.round.name,
                "on": _day(update.given_at),
                "way": update.get_channel_display(),
                "standing_label": update.get_standing_display(),
                "headline": update.headline,
                "happened": update.published_happened,
                "helped": update.published_helped,
                "hindered": update.published_hindered,
            }
            for update in node.updates
        ],
        "commitments_count": node.commitments_count,
        "posters": _sources(node, "poster"),
        "conversations": _sources(node, "conversation"),
        "findings": _sources(node, "finding"),
        "url": node.url,
        "thread": _thread(node.thread),
    }


def _sources(node: AreaNode, kind: str) -> list[int]:
    """Return what of a kind an area hangs straight from; where nothing does, what it goes back to in the end."""
    return [each.number for each in node.predecessors if each.kind == kind] or [
        each.number for each in node.ancestors(kind)
    ]


def _rounds(line: Line, facts: ProgrammeFacts) -> list[Data]:
    """Return each round with how many action areas it asked about and how many answered; of one, until when it is open.

    Who has not answered in that one is not silent yet.
    """
    asked: dict[str, set[int]] = defaultdict(set)
    answered: dict[str, set[int]] = defaultdict(set)
    for node in line.areas:
        for each in node.follow_ups:
            asked[each.round.name].add(node.number)
            if each.status == FollowUp.Status.ANSWERED:
                answered[each.round.name].add(node.number)
    return [
        {"name": each.name, "asked": len(asked[each.name]), "answered": len(answered[each.name])}
        | {"open_until": each.answer_by_on.isoformat() if each.status == FollowUpRound.Status.OPEN else None}
        for each in facts.rounds
        if each.name in asked
    ]


def _pictures(line: Line) -> list[StocktakePicture]:
    """Return pictures of a few posters, from all along the wall."""
    posters = [node.obj for node in line.posters if node.obj.picture]
    step = max(len(posters) // PICTURES_SHOWN, 1)
    return [picture for poster in posters[::step][:PICTURES_SHOWN] if (picture := _picture(poster))]


def _picture(poster: Poster) -> StocktakePicture | None:
    """Return a poster's picture as JPEG at its printed size; None when its file is gone."""
    try:
        with poster.picture.open() as file, Image.open(file) as image:
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except FileNotFoundError:
        return None
    picture.thumbnail(PICTURE_SIZE)
    content = BytesIO()
    picture.save(content, "JPEG", quality=82, optimize=True)
    jpeg = content.getvalue()
    return StocktakePicture(poster_number=poster.number or 0, content=jpeg, sha256=sha256(jpeg))


def _described(picture: StocktakePicture, line: Line) -> Data:
    node = line.find("poster", picture.poster_number)
    assert node is not None
    with Image.open(BytesIO(picture.content)) as image:
        width, height = image.size
    return {
        "poster": node.number,
        "title": node.title,
        "group": node.obj.group_name,
        "artist": node.obj.artist_credit,
        "alt": node.obj.alt_text,
        "url": node.url,
        "width": width,
        "height": height,
        "sha256": picture.sha256,
    }
