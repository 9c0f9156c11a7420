"""What is held of those who are told what came of what they said."""

from digests.models import DigestEntry, Reader, WaitingReaders
from kit.data_map import LINK_HASH, LINK_NONCE, Basis, Heading, Kind, OnErasure, Personal, Purpose, held, kept, letters
from programmes.data_map import RECORD
from programmes.models import Programme

TELLING = Purpose(
    "tell people what came of what they said, once, and stop when they say so",
    "those who said something or took something on",
    Basis.PUBLIC_TASK,
    RECORD,
)

held(
    Reader,
    Heading.SENT,
    TELLING,
    whose=["people"],
    nothing="id programme last_sent_on",
    address_hash=kept(
        Personal(Kind.TECHNICAL),
        "a mark of the address, which nobody can read back: what is stopped stays stopped",
    ),
    people=Personal(Kind.CONTACT),
    stopped_at=kept(Personal(Kind.CONSENT), "what is stopped stays stopped"),
    link_nonce=LINK_NONCE,
    token_hash=LINK_HASH,
)
held(
    DigestEntry,
    Heading.SENT,
    TELLING,
    whose=["feedback__said_by", "proposer__person", "commitment__person", "hand_in__appointment__person"],
    programme="reader__programme",
    row=OnErasure.DELETE,
    nothing="id reader hand_in feedback proposer commitment kind object_id version",
    sent_on=Personal(Kind.PART),
)
held(WaitingReaders, nothing="id programme people version counted_at")
letters(Programme, "digest")
