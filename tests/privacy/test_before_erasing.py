"""What comes before an erasure is said, all of it at once."""

from django.utils import timezone

from privacy.erasure.plan import reasons_not_to_erase
from privacy.finding.models import Decision
from privacy.finding.services import look_for
from tests.privacy.factories import HoldFactory, RequestFactory
from tests.privacy.held_person import somebody_everywhere


def test_what_stands_in_the_way_of_an_erasure_is_said(programme, lead):
    at, somebody = (
        timezone.now(),
        somebody_everywhere(programme, name="Quill Zanary", telephone="+447700900123", word="zanary"),
    )
    known = {"identity_by": "rung_back", "identity_checked_at": at, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, kind="erasure", person=somebody.person, name="Quill Zanary", **known)
    assert reasons_not_to_erase(asked, at=at) == [
        "Look for all that is held of them. Where nothing is held, answer so."
    ]
    look_for(asked, by=lead, at=at)
    waiting = asked.found.undecided().count()
    assert reasons_not_to_erase(asked, at=at) == [
        f"Decide about everything that was found: {waiting} row{'s wait' if waiting > 1 else ' waits'}."
    ]
    asked.found.update(decision=Decision.NOT, reason="The law asks for it.", decided_at=at, decided_by=lead)
    HoldFactory(programme=programme)
    assert reasons_not_to_erase(asked, at=at) == [
        "Nothing that was found is to be erased: answer the request, and say why.",
        "Nothing may be deleted now: release the hold, or answer that it stays, and why.",
    ]
