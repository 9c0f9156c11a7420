"""The written table of who may do what, drawn from the rules; `manage.py draw_permission_matrix` prints it."""

from dataclasses import dataclass

import rules
from django.conf import settings
from django.contrib import admin
from rules.permissions import permissions

from programmes.admin.scoped import ProgrammeAdmin, ReadOnlyAdmin
from programmes.models import Hat
from programmes.rules import SENTENCES, Wearer

BEGIN, END = "<!-- who may: drawn from the rules -->", "<!-- end of who may -->"


class Unsaid(LookupError):
    """A permission has no sentence: nobody could read in the table what it lets people do."""


@dataclass(frozen=True)
class Line:
    """One thing that can be done, and for each hat whether who wears it may."""

    may: str
    answers: tuple[tuple[Hat, bool], ...]

    def named(self) -> list[tuple[str, bool]]:
        """Return the answers by the names of the hats."""
        return [(hat_name(hat), may) for hat, may in self.answers]


def hat_name(hat: Hat) -> str:
    """Return a hat without what it is for."""
    return hat.label.partition(" (")[0]


def deeds() -> list[Line]:
    """Return what each permission lets people do, room by room. Raises Unsaid for one without a sentence."""
    if unsaid := sorted(set(permissions) - set(SENTENCES)):
        raise Unsaid(f"{', '.join(unsaid)}: say by `permit` what it lets people do.")
    rooms = {room: number for number, room in enumerate(settings.INSTALLED_APPS)}
    names = sorted(permissions, key=lambda name: rooms[name.partition(".")[0]])
    return [_line(SENTENCES[name], {hat for hat in Hat if rules.has_perm(name, Wearer(hat))}) for name in names]


def records() -> list[Line]:
    """Return whose rows of the web admin each hat may look at and change."""
    lines = []
    for model, page in admin.site._registry.items():
        if isinstance(page, ProgrammeAdmin):
            rows = str(model._meta.verbose_name_plural)
            lines.append(_line(f"look at {rows}", set(page.view_hats)))
            if not isinstance(page, ReadOnlyAdmin):
                lines.append(_line(f"add and change {rows}", set(page.change_hats)))
    return lines


def drawn() -> str:
    """Return both tables (Markdown), between the two marks."""
    return "\n\n".join(
        [BEGIN, "## At the desk", _table(deeds()), "## In the records (the web admin)", _table(records()), END]
    )


def _line(may: str, hats: set[str]) -> Line:
    return Line(may, tuple((hat, hat in hats) for hat in Hat))


def _table(lines: list[Line]) -> str:
    head = f"| may … | {' | '.join(hat_name(hat).lower() for hat in Hat)} |\n|---|{'---|' * len(Hat)}"
    rows = [f"| {line.may} | {' | '.join('yes' if may else '–' for _, may in line.answers)} |" for line in lines]
    return "\n".join([head, *rows])
