"""What is done with data about people, read from all declarations of the data map at once."""

from __future__ import annotations

from dataclasses import dataclass

from kit.data_map import TABLES, Held, Kept, Kind, OnAccess, OnErasure, Personal, Purpose


@dataclass(frozen=True)
class Column:
    """One column that holds something of somebody, with its table."""

    held: Held
    name: str
    personal: Personal

    def __str__(self) -> str:
        """Say it as people read it: “person: e-mail address”."""
        options = self.held.model._meta
        label = getattr(options.get_field(self.name), "verbose_name", self.name)
        return f"{options.verbose_name}: {label}"


@dataclass(frozen=True)
class Activity:
    """One processing of data about people: what is held for one purpose and goes at one time."""

    purpose: Purpose
    kept: Kept
    columns: tuple[Column, ...]

    @property
    def kinds(self) -> list[Kind]:
        """The classes of data in it."""
        return sorted({each.personal.kind for each in self.columns}, key=list(Kind).index)

    @property
    def kept_after_erasure(self) -> list[str]:
        """Why some of it stays when somebody is erased, each reason once."""
        stays = (each.personal for each in self.columns if each.personal.on_erasure == OnErasure.KEEP)
        return list(dict.fromkeys(each.because for each in stays))

    @property
    def not_given(self) -> list[str]:
        """Why some of it is not given to whoever asks to see it, each reason once."""
        left_out = (each.personal for each in self.columns if each.personal.on_access == OnAccess.LEAVE_OUT)
        return list(dict.fromkeys(each.because for each in left_out))


def activities() -> list[Activity]:
    """Return everything that is done with data about people, as the rooms have declared it, in their order."""
    found: dict[tuple[Purpose, Kept], list[Column]] = {}
    for table in TABLES.values():
        for name, personal in table.fields.items():
            assert table.purpose is not None
            key = table.purpose, personal.until or table.purpose.kept
            found.setdefault(key, []).append(Column(table, name, personal))
            for purpose in table.sooner:
                found.setdefault((purpose, purpose.kept), []).append(Column(table, name, personal))
    return [Activity(purpose, until, tuple(columns)) for (purpose, until), columns in found.items()]
