"""How whoever answered a consultation without an account comes back: by a personal link, or a code on paper."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from consultations.hand_ins.models import HandIn
from kit.name_keys import key_of
from kit.personal_links import PersonalLink, hash_of

# Neither vowels, so that no word comes of it, nor what is taken for something else: 12 of 27 are 57 bits.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH, PART_LENGTH = 12, 4

LINK = PersonalLink(
    "consultations.asking.in_public.links",
    cookie="answers",
    opens="consultations:answers-open",
    leads_to="consultations:answers-detail",
    rows=lambda at: HandIn.objects.open_by_link(at),
    gone_template="consultations/answers_gone.html",
    subject=lambda hand_in: str(hand_in.key),
    # Of several who are reached at one address, each is known by name; whoever gave none keeps the link there.
    held_by=lambda person, address: HandIn.objects.filter(
        contact_details=address, contact_name=person.name, token_hash__isnull=False
    ),
    programme=lambda hand_in: hand_in.feedback.programme,
    called=lambda hand_in: f"Your answers to “{hand_in.feedback.consultation}”",
    follow=lambda hand_in, address: HandIn.objects.filter(pk=hand_in.pk).update(contact_details=address),
)


def give_link(hand_in: HandIn) -> None:
    """Give a hand-in (saved or not) its link and its code."""
    LINK.give(hand_in)
    hand_in.code_hash = hash_of_code(code_of(hand_in))


def code_of(hand_in: HandIn) -> str:
    """Return the code of a hand-in, as in bcdf-ghjk-mnpq. It is made anew of the site's secret, as links are."""
    number = int(salted_hmac("consultations.answers.code", str(hand_in.key), algorithm="sha256").hexdigest(), 16)
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    code = "".join(letters)
    return "-".join(code[begin : begin + PART_LENGTH] for begin in range(0, CODE_LENGTH, PART_LENGTH))


def hash_of_code(code: str) -> str:
    """Return what is stored of a code, however it was written: capitals, spaces and dashes make no difference."""
    return hash_of("".join(each for each in key_of(code) if each in LETTERS))
