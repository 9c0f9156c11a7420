"""What a column of a spreadsheet of people may hold."""

from phases.models import Presence
from stakeholders.importing.columns import Meaning

MEANINGS = (
    Meaning(
        "name",
        "Name",
        ("full name", "attendee", "attendee name", "participant", "delegate", "guest", "person", "who"),
        200,
        "First name and surname in one cell. Needed in every row.",
    ),
    Meaning("email", "E-mail address", ("email", "e-mail", "email address", "attendee email", "mail"), 254),
    Meaning("telephone", "Telephone", ("phone", "tel", "telephone number", "phone number", "mobile"), 40),
    Meaning(
        "comes_from",
        "Organisation or group",
        ("organisation", "organization", "group", "company", "from", "comes from", "representing"),
        200,
    ),
    Meaning(
        "presence",
        "Came or not",
        ("presence", "attendance", "attended", "status", "attendee status", "came", "checked in", "stands"),
        40,
        "Attended, walked in, registered, waits for a place, or sent apologies; yes and no will do. Left empty, they "
        "have come, or before the meeting are registered.",
        choices=tuple(Presence.labels),
    ),
    Meaning(
        "access_needs",
        "Access needs",
        ("needs", "access requirements", "what you need to take part", "adjustments"),
        1000,
        has_lines=True,
    ),
    Meaning(
        "communication_needs",
        "Communication needs",
        ("communication", "language", "how you communicate best"),
        1000,
        has_lines=True,
    ),
)
BY_KEY = {meaning.key: meaning for meaning in MEANINGS}
