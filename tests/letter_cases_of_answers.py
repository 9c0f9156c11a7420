"""Every letter in every combination of its facts: to whoever answers a consultation without an account."""

from consultations.asking.in_public.links import LINK
from consultations.asking.in_public.services import send_own_link
from kit.windows import beginning_of_hour
from tests.consultations.factories import ConsultationFactory, FeedbackFactory, HandInFactory
from tests.letter_cases import BOTH, DAY, LETTERS, written
from tests.said import Given, Said


@LETTERS.of(is_sent=BOTH, ends=BOTH, telephone=BOTH)
def link_to_answers(given: Given, is_sent: bool, ends: bool, telephone: bool) -> Said:
    given.programme.contact_telephone = "0141 1" if telephone else ""
    given.programme.save(update_fields=["contact_telephone"])
    asked = ConsultationFactory(
        phase__programme=given.programme, title="A warm place", starts_at=beginning_of_hour(given.at) - DAY,
        ends_at=beginning_of_hour(given.at) + 9 * DAY if ends else None, audience="everybody",
    )  # fmt: skip
    feedback = FeedbackFactory(consultation=asked, **({} if is_sent else {"status": "draft", "said_at": None}))
    hand_in = HandInFactory(poster=None, feedback=feedback)
    LINK.give(hand_in)
    hand_in.save()
    send_own_link(hand_in, address="sam@example.org", at=given.at)
    return written(), {
        "This link opens what you answered to “A warm place”": True,
        ". Nothing of it is sent yet": not is_sent,
        ": you can send it until": not is_sent and ends,
        LINK.address_of(hand_in): True,
        "\n0141 1": telephone,
    }
