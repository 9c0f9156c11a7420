"""What a column of a spreadsheet of people may hold."""

from kit.cleaning import clean_address, clean_telephone, clean_words
from kit.sheet_import.fields import ImportField
from phases.models import Presence

FIELDS = (
    ImportField(
        "name",
        "Name",
        ("full name", "attendee", "attendee name", "participant", "delegate", "guest", "person", "who"),
        200,
        "First name and surname in one cell. Needed in every row.",
    ),
    ImportField(
        "email",
        "E-mail address",
        ("email", "e-mail", "email address", "attendee email", "mail"),
        254,
        clean=clean_address,
    ),
    ImportField(
        "telephone",
        "Telephone",
        ("phone", "tel", "telephone number", "phone number", "mobile"),
        40,
        clean=clean_telephone,
    ),
    ImportField(
        "comes_from",
        "Organisation or group",
        ("organisation", "organization", "group", "company", "from", "comes from", "representing"),
        200,
    ),
    ImportField(
        "presence",
        "Came or not",
        ("presence", "attendance", "attended", "status", "attendee status", "came", "checked in", "stands"),
        40,
        "Attended, walked in, registered, waits for a place, or sent apologies; yes and no will do. Left empty, they "
        "have come, or before the meeting are registered.",
        choices=tuple(Presence.labels),
    ),
    ImportField(
        "access_needs",
        "Access needs",
        ("needs", "access requirements", "what you need to take part", "adjustments"),
        1000,
        clean=clean_words,
    ),
    ImportField(
        "communication_needs",
        "Communication needs",
        ("communication", "language", "how you communicate best"),
        1000,
        clean=clean_words,
    ),
)
BY_KEY = {field.key: field for field in FIELDS}
