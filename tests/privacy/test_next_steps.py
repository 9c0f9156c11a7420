"""What is next to do about a request, and what else can be done, as the desk says it."""

import pytest

from privacy.access.found import Progress
from privacy.requests.next_steps import next_step, other_steps
from tests.moments import EARLY_ON
from tests.privacy.factories import RequestFactory

KNOWN = {"status": "at_work", "acknowledged_on": EARLY_ON, "identity_by": "known"}


@pytest.mark.parametrize(
    ("progress", "told", "words"),
    [
        (
            Progress(0, 0),
            "Look for all that is held of them, in one search. Where nothing is found, answer that nothing is held.",
            "Look for all that is held",
        ),
        (Progress(2, 1), "Decide about what was found: 1 row still to read.", "Read what was found"),
        (Progress(2, 2), "Decide about what was found: 2 rows still to read.", "Read what was found"),
        (Progress(2, 0), "Give them what was found, by a link with a code or on paper.", "Give it"),
        (Progress(2, 0, given=True), "Do it, and tell them.", "Answer it"),
    ],
)
def test_access_goes_from_the_search_to_the_answer(progress, told, words):
    step = next_step(RequestFactory.build(**KNOWN, programme=None, recorded_by=None), [], progress)
    assert (step.told, step.words) == (told, words)


def test_answered_request_leads_to_what_was_found_erased_and_given():
    answered = RequestFactory.build(status="answered", programme=None, recorded_by=None)
    steps = other_steps(answered, [], EARLY_ON, Progress(2, 0, given=True, erased=True))
    assert [words for words, _ in steps] == ["What was found", "What was erased", "What they were given"]
    assert other_steps(answered, [], EARLY_ON, Progress(0, 0)) == []
