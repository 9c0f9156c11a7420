"""Each person of a spreadsheet looked over: what is wrong, whom of those who come it may mean, what comes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kit.folds import identity, same_person, untitled
from kit.sheet_import.rows import ANOTHER, CheckedRows, ImportRow, RowState, read_row
from kit.windows import Clock
from phases.meetings.sheet_import.fields import BY_KEY
from phases.models import PRESENT, AttendanceImport, Presence
from stakeholders.models import Person
from stakeholders.name_matching import likeness

WORDS = {
    Presence.ATTENDED: "yes y x ✓ ✔ 1 true present came here attending checked-in",
    Presence.REGISTERED: "no n 0 false absent booked confirmed going did-not-attend not-attending no-show",
    Presence.WAITING: "waiting waiting-list waitlisted",
    Presence.WALK_IN: "walk-in walked-in",
    Presence.APOLOGIES: "apology apologies cancelled declined",
}
PRESENCES = {identity(word): each for each in Presence for word in (each.label, each.value)}
for _presence, _words in WORDS.items():
    PRESENCES |= {word.replace("-", gap): _presence for word in _words.split() for gap in "- "}


@dataclass
class AttendanceRow(ImportRow):
    """One row: a person, and how they stand to the meeting."""

    FIELDS = BY_KEY

    presence: str = ""
    # Who is at the meeting already, and what they would be from now on.
    attendance: int | None = None
    becomes: str = ""
    # Somebody whom the programme knows already, and who is not at the meeting.
    person: int | None = None
    is_double: bool = False

    @property
    def outcome(self) -> RowState:
        """What would come of it where nothing has to be looked at."""
        if self.is_double or (self.attendance and not self.becomes):
            return RowState.LEFT
        return RowState.CHANGED if self.attendance else RowState.NEW

    @property
    def stands(self) -> str:
        """How they stand to the meeting from now on, in words."""
        return Presence(self.becomes or self.presence).label.lower()

    @property
    def has_reach(self) -> bool:
        """Whether it says how to reach them."""
        return bool(self.values["email"] or self.values["telephone"])


@dataclass(frozen=True)
class _There:
    """Somebody at the meeting, as rows are held against them."""

    pk: int
    name: str
    email: str
    telephone: str
    presence: str

    def is_surely(self, row: AttendanceRow) -> bool:
        """Whether a row is about them: the same name, and reached in the same way, or neither says how."""
        if not same_person(self.name, row.values["name"]):
            return False
        if self.email and row.values["email"]:
            return self.email == row.values["email"]
        if self.telephone and row.values["telephone"]:
            return self.telephone == row.values["telephone"]
        return not (row.has_reach or self.email or self.telephone)

    @property
    def label(self) -> str:
        """How they are told apart by whoever chooses."""
        reach = self.email or self.telephone or "neither e-mail nor telephone"
        return f"It is {self.name} ({reach}): {Presence(self.presence).label.lower()}"


def check_rows(sheet: AttendanceImport, *, at: datetime) -> CheckedRows[AttendanceRow]:
    """Look over every row of `sheet` as things stand `at`. Reads in a number of queries that rows do not change."""
    return _Checker(sheet, at).check()


class _Checker:
    """What rows are held against: those before them, who is at the meeting, and whom the programme knows."""

    def __init__(self, sheet: AttendanceImport, at: datetime) -> None:
        self.sheet = sheet
        self.has_begun = sheet.meeting.clock(at) != Clock.UPCOMING
        fields = ("pk", "person__name", "person__email", "person__telephone", "presence")
        there = [_There(*each) for each in sheet.meeting.attendances.order_by("pk").values_list(*fields)]
        self.there = {str(each.pk): each for each in there}
        # By what they may be meant: their name, and their address.
        self.alike: dict[str, list[_There]] = defaultdict(list)
        for each in there:
            for key in _keys(each.name, each.email):
                self.alike[key].append(each)
        self.known = self._known()
        # Which row means whom at the meeting; and the rows before this one, by name and by address.
        self.taken: dict[int, int] = {}
        self.named: dict[str, list[AttendanceRow]] = defaultdict(list)

    def _known(self) -> dict[str, list[tuple[int, str]]]:
        """Return whom the programme knows and who is not at this meeting, by e-mail address: keys and names."""
        known = Person.objects.known_to(self.sheet.programme_id).exclude(email="")
        people = known.exclude(attendances__meeting=self.sheet.meeting_id)
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for pk, name, email in people.order_by("pk").values_list("pk", "name", "email"):
            found[email].append((pk, name))
        return found

    def check(self) -> CheckedRows[AttendanceRow]:
        """Look over all rows."""
        rows = [read_row(AttendanceRow, raw, self.sheet.columns) for raw in self.sheet.rows]
        for row in rows:
            if not row.out:
                row.check_cells()
                row.check_email("email")
                self._check_presence(row)
                self._check_name(row)
        return CheckedRows(rows)

    def _check_presence(self, row: AttendanceRow) -> None:
        word = row.values["presence"]
        usual = Presence.ATTENDED if self.has_begun else Presence.REGISTERED
        found = PRESENCES.get(identity(word)) if word else usual
        if found is None:
            row.fault("presence", f"“{word}” says neither that somebody came nor that they did not. Choose one.")
        elif found in PRESENT and not self.has_begun:
            row.fault("presence", "the meeting has not begun, so nobody has come yet. Choose another.")
        row.presence = found or ""

    def _check_name(self, row: AttendanceRow) -> None:
        if not re.search(r"\w", row.values["name"]):
            row.fault("name", "the name is missing. Write the name of the person.")
            return
        keys = _keys(row.values["name"], row.values["email"])
        # Those at the meeting whom the row may mean, and whom no row before it means.
        found = {each.pk: each for key in keys for each in self.alike[key]}
        like = [each for pk, each in found.items() if pk not in self.taken]
        surely = [each for each in like if each.is_surely(row)]
        if surely:
            row.same = ""
            self._is(row, surely[0])
        else:
            self._ask(row, like, keys)
        if not row.is_double:
            for key in keys:
                self.named[key].append(row)

    def _ask(self, row: AttendanceRow, like: list[_There], keys: list[str]) -> None:
        """Offer those whom a row may mean. A bare name that one person at the meeting has is theirs, unless said."""
        before = {each.number: each for key in keys for each in self.named[key]}
        row.likely = [(str(each.pk), each.label) for each in like]
        row.likely += [(f"row-{n}", f"It is {each.values['name']}, in row {n}") for n, each in before.items()]
        if row.likely:
            row.likely.append((ANOTHER, "It is another person"))
        if row.same not in dict(row.likely):
            row.same = ""
        if not (row.same or row.has_reach or before):
            named = [each for each in like if same_person(each.name, row.values["name"])]
            row.same = str(named[0].pk) if len(named) == 1 else ""
        self._settle(row)

    def _settle(self, row: AttendanceRow) -> None:
        """Say what comes of a row, as somebody has chosen."""
        if row.same in self.there:
            self._is(row, self.there[row.same])
        elif row.same.startswith("row-"):
            row.is_double = True
        else:
            row.person = self._known_person(row) if not row.likely or row.same else None

    def _known_person(self, row: AttendanceRow) -> int | None:
        """Return whom the programme knows by this name and address, and no row before this one has meant."""
        there = self.known.get(row.values["email"], [])
        found = next((each for each in there if same_person(each[1], row.values["name"])), None)
        if found is None:
            return None
        there.remove(found)
        return found[0]

    def _is(self, row: AttendanceRow, there: _There) -> None:
        self.taken[there.pk] = row.number
        row.attendance = there.pk
        if row.presence in PRESENT and there.presence not in PRESENT:
            row.becomes = Presence.ATTENDED
        if row.presence == Presence.APOLOGIES and there.presence in (Presence.REGISTERED, Presence.WAITING):
            row.becomes = Presence.APOLOGIES


def _keys(name: str, email: str) -> list[str]:
    """Return by what two may be the same person: the name, and the address."""
    return [likeness(untitled(name)), *([email] if email else [])]
