"""What is held of those who ask, complain or are erased: the register itself."""

from kit.data_map import (
    ADDRESS,
    CONTACT,
    FORM_KEY,
    LOOSE,
    NAME,
    PART,
    TELEPHONE,
    WORDS,
    Basis,
    Heading,
    Kept,
    Purpose,
    held,
    kept,
    of,
)
from privacy.models import ClockStop, Hold, Request, RequestLetter

ANSWERING = Purpose(
    "answer requests and complaints, and be able to show that they were answered",
    "those who ask, complain or act for somebody",
    Basis.LEGAL_OBLIGATION,
    Kept(
        "the record of the programme is", None, "UK GDPR article 5(2), 12 to 22; Data Protection Act 2018 section 164A"
    ),
)
REGISTER = "the register shows that a request was answered, and to whom"

held(
    Request,
    Heading.ASKED,
    ANSWERING,
    whose=["person", "user"],
    nothing="id programme number kind law channel received_on acting_as identity_by identity_checked_at status due_on "
    "acknowledged_on promised_on extended_on outcome answered_on recorded_at",
    staff="identity_checked_by recorded_by",
    person=PART,
    user=PART,
    asked=kept(WORDS, REGISTER),
    name=kept(NAME, REGISTER),
    email=kept(ADDRESS, REGISTER),
    telephone=kept(TELEPHONE, REGISTER),
    postal_address=kept(CONTACT, REGISTER),
    acting_name=kept(of(NAME, LOOSE), REGISTER),
    identity_note=kept(WORDS, REGISTER),
    extension_reason=kept(WORDS, REGISTER),
    outcome_words=kept(WORDS, REGISTER),
    key=kept(FORM_KEY, "says which form was sent, and nothing of who sent it"),
    fingerprint=kept(FORM_KEY, "says nothing of anybody without the form it was made of"),
)
held(
    RequestLetter,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request kind written_at by_email",
    staff="written_by",
    text=kept(WORDS, REGISTER),
)
held(
    ClockStop,
    Heading.ASKED,
    ANSWERING,
    whose=["request__person", "request__user"],
    programme="request__programme",
    nothing="id request reason stopped_on started_on",
    staff="stopped_by started_by",
    words=kept(WORDS, REGISTER),
)
held(
    Hold,
    Heading.WORK,
    ANSWERING,
    nothing="id programme reason request until_on set_at released_at",
    staff="set_by released_by",
)
