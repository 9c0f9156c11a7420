"""Search over all programmes of somebody's hats: people, organisations, feedback by its number, areas and posters.

What is asked for may stand anywhere in a name, in any order, with or without accents. People are found only where one
may look at how they are reached; whoever shows them says that it is a look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from actions.models import ActionArea, Commitment, Proposer, Step
from consultations.models import Feedback, Poster
from kit.folds import search_key
from phases.models import Attendance
from programmes.models import Programme
from programmes.nouns import in_words_of, word_for
from programmes.paths import programme_paths_of
from programmes.rules import permissions_in
from stakeholders.models import Appointment, Organisation, Partnership, Person, Role

# So many of each kind are shown; who looks for more says more of the name.
SHOWN = 20
# And so many places of each: for whom somebody speaks comes first, the meetings last, the newest first.
PLACES = 6
LOOK = "stakeholders.look_at_contacts"
NUMBER = re.compile(r"(f?)0*(\d{1,9})", re.IGNORECASE)


def folded(text: str) -> str:
    """Return what is the same of words and of what somebody types to find them; apostrophes are left out besides."""
    return search_key(text).replace("'", "")


@dataclass(frozen=True)
class Place:
    """Where something stands at the desk: what it is there ("speaks for Oak Street"), in which programme, and where.

    Much is found of which little is shown: the address is made of what is.
    """

    words: str
    programme: Programme
    route: str
    keys: tuple[Any, ...] = ()

    @property
    def url(self) -> str:
        """Return the address of its page at the desk."""
        return reverse(self.route, args=[self.programme.slug, *self.keys])


@dataclass(frozen=True)
class Result:
    """One thing that was found, with each place where it stands."""

    name: str
    places: list[Place]

    @property
    def only_place(self) -> Place | None:
        """Return the place where it stands, if there is but one."""
        return self.places[0] if len(self.places) == 1 else None

    @property
    def first_places(self) -> list[Place]:
        """Return the places that are shown."""
        return self.places[:PLACES]

    @property
    def more_places(self) -> int:
        """Return how many places are not shown."""
        return len(self.places[PLACES:])


@dataclass
class Results:
    """All that was found of one kind; `more` says how many are not shown."""

    heading: str
    found: list[Result] = field(default_factory=list)
    more: int = 0
    # The programmes in which people were looked for and found.
    looked_in: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words that all have to be in a name, and a number if it is one."""

    words: tuple[str, ...]
    number: int | None = None
    is_reference: bool = False

    @classmethod
    def read(cls, typed: str) -> Asked:
        """Read what was typed: "oak street", "7", "F00012"."""
        number = NUMBER.fullmatch(typed.strip())
        return cls(tuple(folded(typed).split()), int(number[2]) if number else None, bool(number and number[1]))

    @property
    def is_enough(self) -> bool:
        """Whether it is enough to look for: a number, or two letters."""
        return self.number is not None or len("".join(self.words)) >= 2

    def is_in(self, *texts: str) -> bool:
        """Whether all words are in some texts that belong together."""
        whole = folded(" ".join(texts))
        return bool(self.words) and all(word in whole for word in self.words)


def search(asked: Asked, programmes: Iterable[Programme], user: User) -> list[Results]:
    """Return what was found in programmes that somebody sees, kind by kind; a kind of which nothing was is left out.

    As many queries for many rows as for one: names are compared here, since databases disagree on accents.
    """
    all_of_hats = list(programmes)
    may = permissions_in(user, all_of_hats)
    seen = {each.pk: each for each in all_of_hats if may("programmes.view_work", each)}
    looking = {pk: each for pk, each in seen.items() if may(LOOK, each)}
    people = _people(asked, looking)
    kinds = [
        Results("Feedback", _feedback(asked, seen)),
        Results("People", people, looked_in={each.programme.pk for one in people[:SHOWN] for each in one.places}),
        Results("Organisations", _organisations(asked, seen)),
        Results("{Action areas}", _areas(asked, seen)),
        Results("{Posters}", _posters(asked, seen)),
    ]
    # Of several programmes none has its own word for what is found in all.
    its = next(iter(seen.values())) if len(seen) == 1 else None
    for kind in kinds:
        kind.heading = in_words_of(its, kind.heading)
        kind.found, kind.more = kind.found[:SHOWN], max(len(kind.found) - SHOWN, 0)
    return [kind for kind in kinds if kind.found]


def _people(asked: Asked, programmes: Mapping[int, Programme]) -> list[Result]:
    known = Q()
    for way in programme_paths_of(Person):
        known |= Q(pk__in=Person.objects.filter(**{f"{way}__in": programmes}).values("pk"))
    told = ("pk", "name", "email", "user__email", "telephone")
    rows = Person.objects.filter(known).order_by("name", "pk").values_list(*told)
    digits = "".join(re.findall(r"\d", "".join(asked.words)))

    def is_meant(telephone: str, *texts: str | None) -> bool:
        by_telephone = len(digits) >= 6 and digits in "".join(re.findall(r"\d", telephone))
        return by_telephone or any(asked.is_in(text or "") for text in texts)

    meant = [(pk, name) for pk, name, *addresses, telephone in rows if is_meant(telephone, name, *addresses)]
    places = _places_of({pk for pk, _ in meant[:SHOWN]}, programmes)
    return [Result(name, places.get(pk, [])) for pk, name in meant]


def _places_of(people: set[int], programmes: Mapping[int, Programme]) -> dict[int, list[Place]]:
    """Return where each stands: for whom they speak, where they come, what they put forward, do, said, promised."""
    found: dict[int, list[Place]] = defaultdict(list)

    def add(rows: QuerySet[Any], person: str, programme: str, words: str, route: str, *keys: str) -> None:
        mine = rows.filter(**{f"{person}__in": people, f"{programme}__in": programmes})
        named = mine.annotate(of_person=F(person), of_programme=F(programme))
        for of_person, of_programme, *told in named.values_list("of_person", "of_programme", *keys):
            place = Place(words.format(*told), programmes[of_programme], route, tuple(told[1:]))
            if place not in found[of_person]:
                found[of_person].append(place)

    organisation, partnership = "partnership__organisation__name", "partnership__programme"
    current = Appointment.objects.filter(ended_at=None).order_by("pk")
    former = Appointment.objects.filter(ended_at__isnull=False).order_by("-pk")
    detail = "stakeholders:partnership-detail"
    add(current, "person", partnership, "speaks for {}", detail, organisation, "partnership")
    add(former, "person", partnership, "spoke for {}", detail, organisation, "partnership")
    area = "actions:area-detail"
    add(
        Proposer.objects.order_by("area__number", "pk"),
        "person",
        "area__programme",
        "put forward {}",
        area,
        "area__title",
        "area__number",
    )
    steps = Step.objects.order_by("area__number", "pk")
    add(steps, "owner", "area__programme", "has a step of {}", area, "area__title", "area__number")
    promises = Commitment.objects.order_by("pk")
    made, outside = promises.filter(area__isnull=False), promises.filter(area=None)
    add(made, "person", "programme", "made a promise in {}", area, "area__title", "area__number")
    add(outside, "person", "programme", "made a promise", "actions:commitment-list")
    said = Feedback.objects.sent()
    add(said, "said_by", "programme", "said F{:05d}", "consultations:feedback-review", "pk", "pk")
    coming, meeting = Attendance.objects.order_by("-meeting__starts_at", "-pk"), "meeting__programme"
    add(coming, "person", meeting, "is on the list of {}", "phases:meeting-people", "meeting__title", "meeting")
    return found


def _organisations(asked: Asked, programmes: Mapping[int, Programme]) -> list[Result]:
    formerly: dict[int, list[str]] = defaultdict(list)
    merged = Organisation.objects.filter(merged_into__isnull=False).order_by("pk")
    for each in merged:
        formerly[each.merged_into_id or each.pk].append(each.name)
    rows = Partnership.objects.filter(programme__in=programmes, merged_into=None).order_by("organisation__name", "pk")
    found: dict[int, Result] = {}
    for pk, of, name, its, role in rows.values_list("pk", "organisation", "organisation__name", "programme", "role"):
        old = formerly.get(of, [])
        if any(asked.is_in(each) for each in (name, *old)):
            whole = f"{name} (formerly {', '.join(old)})" if old else name
            place = Place(Role(role).label, programmes[its], "stakeholders:partnership-detail", (pk,))
            found.setdefault(of, Result(whole, [])).places.append(place)
    return list(found.values())


def _feedback(asked: Asked, programmes: Mapping[int, Programme]) -> list[Result]:
    if asked.number is None:
        return []
    rows = Feedback.objects.sent().filter(pk=asked.number, programme__in=programmes)
    return [
        _one(each.reference, each.get_status_display(), "consultations:feedback-review", programmes, each, each.pk)
        for each in rows
    ]


def _areas(asked: Asked, programmes: Mapping[int, Programme]) -> list[Result]:
    if asked.is_reference:
        return []
    rows = ActionArea.objects.filter(programme__in=programmes).order_by("programme", "number")
    rows = rows.only("number", "title", "programme")
    return [
        _one(each.title, f"{word_for(programmes[each.programme_id], 'Action area')} {each.number}",
             "actions:area-detail", programmes, each, each.number)
        for each in rows
        if each.number == asked.number or asked.is_in(each.title)
    ]  # fmt: skip


def _posters(asked: Asked, programmes: Mapping[int, Programme]) -> list[Result]:
    if asked.is_reference:
        return []
    rows = Poster.objects.filter(programme__in=programmes).order_by("programme", "number", "pk")
    found = []
    for each in rows.only("number", "title", "group_name", "programme"):
        each.programme = programmes[each.programme_id]
        if (asked.number is not None and each.number == asked.number) or asked.is_in(each.title, each.group_name):
            word = word_for(programmes[each.programme_id], "Poster")
            words = f"{word} {each.number}" if each.number else f"{word} without a number"
            found.append(_one(each.name, words, "consultations:poster-review", programmes, each, each.pk))
    return found


def _one(name: str, words: str, route: str, programmes: Mapping[int, Programme], row: object, key: int) -> Result:
    programme = programmes[row.programme_id]  # type: ignore[attr-defined]
    return Result(name, [Place(words, programme, route, (key,))])
