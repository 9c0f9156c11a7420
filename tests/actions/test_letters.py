"""Letters on paper: one page for each, whatever stands in the footer, with how to answer without a computer."""

import io
from datetime import timedelta

import pikepdf
import pytest

from actions.records.letters_pdf import PRINTS, letters_pdf, print_for
from tests.actions.factories import PersonalRecordFactory, RecordSendingFactory
from tests.programmes.factories import FULL_CONTACT
from tests.stakeholders.factories import PersonFactory

WORDS = "I will bring a flask of tea to the bench by the shop each Thursday, and ask whoever sits there how they are; "
# As one is counted: its letters, and twenty for each of its points.
PROMISED = 1400
FOOTERS = {
    "full": {
        "title": "Connected people, connected communities in Newcastle and Gateshead, and the villages round them",
        "lead_body": "The Newcastle and Gateshead Partnership for Health and Social Care",
        **FULL_CONTACT,
    },
    "usual": {},
    "without": {"contact_telephone": "", "contact_address": ""},
}


def points(count: int, length: int) -> list[str]:
    return [(WORDS * 60)[:length] for _ in range(count)]


def parts(count: int, length: int) -> list[list[object]]:
    """Points under up to four headings, as a record has them."""
    heads = ["What you put forward", "What you joined", "Your steps", "Your own pledges"]
    said = points(count, length)
    return [[head, said[number::4]] for number, head in enumerate(heads) if said[number::4]]


@pytest.fixture(params=FOOTERS)
def footer(request, programme):
    for name, words in FOOTERS[request.param].items():
        setattr(programme, name, words)
    return programme


@pytest.fixture
def letter(programme, lead, at):
    """Make the letter of somebody whose address has five lines."""

    def make(said, address="The Old Post House\n1 Ford Street\nByker\nNewcastle upon Tyne\nNE6 1AA", opens=True):
        person = PersonFactory(name="Ines Okoro-Featherstonehaugh", email="", postal_address=address)
        record = PersonalRecordFactory(
            programme=programme, person=person, link_expires_at=at + timedelta(days=9 if opens else -9)
        )
        content = {"name": person.name, "parts": said}
        return RecordSendingFactory(record=record, channel="letter", content=content, sent_at=at, sent_by=lead)

    return make


def pages_of(programme, letters, at) -> int:
    with pikepdf.open(io.BytesIO(letters_pdf(programme, letters, at=at))) as pdf:
        return len(pdf.pages)


@pytest.mark.pango
def test_letter_fits_the_page_that_its_print_promises(footer, letter, at):
    shapes = [parts(count, length) for count in range(1, 22, 3) for length in (30, 110, 240)]
    letters = [letter(said, opens=bool(number % 5)) for number, said in enumerate(shapes)]
    one_page = [each for each in letters if print_for(footer, each)]
    assert {print_for(footer, each) for each in letters} == {*PRINTS, None}
    assert pages_of(footer, one_page, at) == len(one_page)


@pytest.mark.pango
@pytest.mark.parametrize("length", [60, 100, 160])
def test_letter_of_the_promised_length_has_one_page_with_every_footer_filled(footer, letter, at, length):
    letters = [
        letter([["What you joined", points(counted // (length + 20), length)]]) for counted in range(200, PROMISED, 200)
    ]
    assert [len(each.content["parts"][0][1]) for each in letters if print_for(footer, each) is None] == []
    assert pages_of(footer, letters, at) == len(letters)


@pytest.mark.pango
def test_letter_that_is_too_long_goes_on_overleaf_in_the_usual_print(footer, letter, at):
    long = letter(parts(20, 150))
    assert (print_for(footer, long), pages_of(footer, [long], at)) == (None, 2)
