"""Every letter that says how a programme is reached, with a number and an address, and without."""

from tests.letter_cases import BOTH, LETTERS
from tests.letter_cases_of_people import (
    ask_proposer,
    identity_changed,
    invite,
    links_renewed,
    meeting_cancelled,
    meeting_changed,
    place_given,
    place_given_up,
    place_waiting,
    places_together,
    records,
    replaced,
    stepped_down,
    welcome,
)
from tests.said import Given, Said

# Letters that say how the programme is rung, and so say nothing of it where it has no number.
SAYS_A_NUMBER = {
    "to a proposer": lambda given: ask_proposer(given, "none", "after", False),
    "with a record": records,
    "of a place": lambda given: place_given(given, True, True, 1, "new"),
    "of a wait": lambda given: place_waiting(given, True, True, False),
    "of a change": lambda given: meeting_changed(given, True, True, 1, False),
    "of a meeting that is not": lambda given: meeting_cancelled(given, True, 1),
    "of a place given up": lambda given: place_given_up(given, True, ""),
    "of places together": lambda given: places_together(given, 1),
    "of welcome": lambda given: welcome(given, False, "link", True),
    "to who spoke": lambda given: replaced(given, 0),
    "to who stepped down": lambda given: stepped_down(given, False, "", ""),
    "to who is invited": lambda given: invite(given, False),
    "with new links": lambda given: links_renewed(given, 1),
    "of another name": lambda given: identity_changed(given, ["name"], False, False),
}
# Where it ends a sentence.
OR_RING = ("to a proposer", "with a record", "to who is invited", "of another name", "with new links")


@LETTERS.of(letter=list(SAYS_A_NUMBER), number=BOTH)
def how_a_programme_is_reached(given: Given, letter: str, number: bool) -> Said:
    given.programme.contact_telephone = "0141 496 0000" if number else ""
    given.programme.contact_address = "1 Ford Street\nGateshead" if number else ""
    given.programme.save()
    text, _ = SAYS_A_NUMBER[letter](given)
    is_proposer = letter == "to a proposer"
    return text, {
        "0141 496 0000": number,
        ", or ring 0141 496 0000": number and letter in OR_RING,
        ", or 1 Ford Street": number and is_proposer,
        ", or ring \n": False,
    }
