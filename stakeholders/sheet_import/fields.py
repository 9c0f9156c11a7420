"""What a column of a spreadsheet of organisations may hold."""

from kit.cleaning import clean_address, clean_telephone, clean_words
from kit.sheet_import.fields import ImportField
from stakeholders.models import Role

FIELDS = (
    ImportField(
        "name",
        "Name",
        ("organisation", "organization", "organisation name", "name of organisation", "name of the organisation",
         "body", "group name", "charity", "charity name", "partner", "member", "company", "orgname"),
        200,
        "As the organisation writes it itself. Needed in every row.",
    ),
    ImportField(
        "about",
        "About",
        ("about the organisation", "description", "what it does", "what they do", "summary", "details", "activities"),
        4000,
        "What it is and does, in a few words.",
        clean=clean_words,
    ),
    ImportField(
        "website", "Website", ("web", "web site", "url", "web address", "homepage", "site", "link", "www"), 200
    ),
    ImportField(
        "role",
        "Role",
        ("role in the programme", "part", "kind", "type", "type of partner"),
        40,
        "Lead body, facilitator, delivery partner or member. Left empty, it is a member.",
        choices=tuple(Role.labels),
    ),
    ImportField(
        "uniquely_placed",
        "Why uniquely placed",
        ("uniquely placed", "why it is uniquely placed", "why", "reason", "why them", "rationale", "why chosen"),
        4000,
        clean=clean_words,
    ),
    ImportField(
        "identified_by",
        "Identified by",
        ("suggested by", "nominated by", "proposed by", "who identified it", "recommended by", "source", "via"),
        200,
        "The name of an organisation that is known here, or is in the same sheet.",
    ),
    ImportField(
        "groups",
        "Groups",
        ("group", "stakeholder groups", "stakeholder group", "represents", "whom it represents", "who it represents",
         "represented groups", "speaks for", "communities", "audience"),
        2000,
        "Whom it represents; separate several with ; or ,",
    ),
    ImportField(
        "contact_name",
        "Contact name",
        ("contact", "contact person", "name of contact", "person", "key contact", "main contact", "full name"),
        200,
    ),
    ImportField(
        "contact_email",
        "Contact e-mail",
        ("email", "e-mail", "email address", "e-mail address", "contact email address", "mail", "contact mail"),
        254,
        clean=clean_address,
    ),
    ImportField(
        "contact_telephone",
        "Contact telephone",
        ("telephone", "phone", "tel", "telephone number", "phone number", "contact phone", "contact number", "mobile",
         "contact telephone number"),
        40,
        clean=clean_telephone,
    ),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
