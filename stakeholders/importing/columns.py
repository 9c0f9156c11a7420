"""What a column of a spreadsheet may mean, and which heading is likely to mean what."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from stakeholders.models import Role


@dataclass(frozen=True)
class Meaning:
    """What a column may hold; `headings` are other words that people write above it, `choices` the words it may say."""

    key: str
    label: str
    headings: tuple[str, ...]
    most: int
    hint: str = ""
    has_lines: bool = False
    choices: tuple[str, ...] = ()


MEANINGS = (
    Meaning(
        "name",
        "Name",
        ("organisation", "organization", "organisation name", "name of organisation", "name of the organisation",
         "body", "group name", "charity", "charity name", "partner", "member", "company", "orgname"),
        200,
        "As the organisation writes it itself. Needed in every row.",
    ),
    Meaning(
        "about",
        "About",
        ("about the organisation", "description", "what it does", "what they do", "summary", "details", "activities"),
        4000,
        "What it is and does, in a few words.",
        has_lines=True,
    ),
    Meaning("website", "Website", ("web", "web site", "url", "web address", "homepage", "site", "link", "www"), 200),
    Meaning(
        "role",
        "Role",
        ("role in the programme", "part", "kind", "type", "type of partner"),
        40,
        "Lead body, facilitator, delivery partner or member. Left empty, it is a member.",
        choices=tuple(Role.labels),
    ),
    Meaning(
        "uniquely_placed",
        "Why uniquely placed",
        ("uniquely placed", "why it is uniquely placed", "why", "reason", "why them", "rationale", "why chosen"),
        4000,
        has_lines=True,
    ),
    Meaning(
        "identified_by",
        "Identified by",
        ("suggested by", "nominated by", "proposed by", "who identified it", "recommended by", "source", "via"),
        200,
        "The name of an organisation that is known here, or is in the same sheet.",
    ),
    Meaning(
        "groups",
        "Groups",
        ("group", "stakeholder groups", "stakeholder group", "represents", "whom it represents", "who it represents",
         "represented groups", "speaks for", "communities", "audience"),
        2000,
        "Whom it represents; separate several with ; or ,",
    ),
    Meaning(
        "contact_name",
        "Contact name",
        ("contact", "contact person", "name of contact", "person", "key contact", "main contact", "full name"),
        200,
    ),
    Meaning(
        "contact_email",
        "Contact e-mail",
        ("email", "e-mail", "email address", "e-mail address", "contact email address", "mail", "contact mail"),
        254,
    ),
    Meaning(
        "contact_telephone",
        "Contact telephone",
        ("telephone", "phone", "tel", "telephone number", "phone number", "contact phone", "contact number", "mobile",
         "contact telephone number"),
        40,
    ),
)  # fmt: skip
BY_KEY = {meaning.key: meaning for meaning in MEANINGS}


def _plain(heading: str) -> str:
    """Return a heading's letters alone, so that "E-Mail Address:" is "emailaddress"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", heading.casefold()))


def match_columns(headings: list[str], meanings: Iterable[Meaning]) -> dict[str, int]:
    """Return which column is likely to hold what, by its number from 0; the first of two that would do."""
    known = {_plain(word): each.key for each in meanings for word in (each.label, each.key, *each.headings)}
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        key = known.get(_plain(heading))
        if key:
            found.setdefault(key, number)
    return found
