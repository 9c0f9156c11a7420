"""The written table of who may do what, drawn from the rules; `manage.py draw_permission_matrix` prints it."""

from dataclasses import dataclass

import rules
from django.conf import settings
from django.contrib import admin
from rules.permissions import permissions

from programmes.admin.read_only import ReadOnlyAdmin
from programmes.admin.scoped import ScopedAdmin
from programmes.models import Hat
from programmes.rules import SENTENCES, HatHolder

BEGIN, END = "<!-- who may: drawn from the rules -->", "<!-- end of who may -->"


class SentenceMissing(LookupError):
    """A permission has no sentence: nobody could read in the table what it lets people do."""


@dataclass(frozen=True)
class MatrixRow:
    """One thing that can be done, and for each hat whether who has it may."""

    may: str
    answers: tuple[tuple[Hat, bool], ...]

    def named(self) -> list[tuple[str, bool]]:
        """Return the answers by the names of the hats."""
        return [(str(hat.label), may) for hat, may in self.answers]


def desk_rows() -> list[MatrixRow]:
    """Return what each permission lets people do, room by room. Raises SentenceMissing for one without a sentence."""
    if unsaid := sorted(set(permissions) - set(SENTENCES)):
        raise SentenceMissing(f"{', '.join(unsaid)}: say by `permit` what it lets people do.")
    rooms = {room: number for number, room in enumerate(settings.INSTALLED_APPS)}
    names = sorted(permissions, key=lambda name: rooms[name.partition(".")[0]])
    return [_row(SENTENCES[name], {hat for hat in Hat if rules.has_perm(name, HatHolder(hat))}) for name in names]


def admin_rows() -> list[MatrixRow]:
    """Return whose rows of the web admin each hat may look at and change."""
    matrix = []
    for model, page in admin.site._registry.items():
        if isinstance(page, ScopedAdmin):
            rows = str(model._meta.verbose_name_plural)
            matrix.append(_row(f"look at {rows}", set(page.view_hats)))
            if not isinstance(page, ReadOnlyAdmin):
                matrix.append(_row(f"add and change {rows}", set(page.change_hats)))
    return matrix


def as_markdown() -> str:
    """Return both tables (Markdown), between the two marks."""
    return "\n\n".join(
        [BEGIN, "## At the desk", _table(desk_rows()), "## In the records (the web admin)", _table(admin_rows()), END]
    )


def _row(may: str, hats: set[str]) -> MatrixRow:
    return MatrixRow(may, tuple((hat, hat in hats) for hat in Hat))


def _table(matrix: list[MatrixRow]) -> str:
    head = f"| may … | {' | '.join(hat.label.lower() for hat in Hat)} |\n|---|{'---|' * len(Hat)}"
    rows = [f"| {row.may} | {' | '.join('yes' if may else '–' for _, may in row.answers)} |" for row in matrix]
    return "\n".join([head, *rows])
