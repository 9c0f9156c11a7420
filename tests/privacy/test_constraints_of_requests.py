"""What the database itself refuses of requests, their stops and letters, and of holds, whoever writes it."""

import pytest
from django.db import IntegrityError

from tests.moments import EARLY, EARLY_ON
from tests.privacy.factories import BundleFactory, ClockStopFactory, HoldFactory, RequestFactory, RequestLetterFactory

pytestmark = pytest.mark.django_db
# A row that stands, and what it may not become.
REFUSED = {
    "request_kind_known": (RequestFactory, {"kind": "x"}),
    "request_law_of_information": (RequestFactory, {"law": "foia"}),
    "request_channel_known": (RequestFactory, {"channel": "x"}),
    "request_asks_something": (RequestFactory, {"asked": ""}),
    "request_actor_named": (RequestFactory, {"acting_as": "carer"}),
    "request_identity_at_and_by": (RequestFactory, {"identity_checked_at": EARLY, "identity_by": "known"}),
    "request_identity_says_how": (RequestFactory, {"identity_by": "known"}),
    "request_extended_says_why": (RequestFactory, {"extended_on": EARLY_ON}),
    "request_answered_has_outcome": (RequestFactory, {"status": "answered"}),
    "clock_stop_reason_known": (ClockStopFactory, {"reason": "x"}),
    "clock_stop_days_in_order": (ClockStopFactory, {"started_on": EARLY_ON.replace(year=2015)}),
    "request_letter_kind_known": (RequestLetterFactory, {"kind": "x"}),
    "bundle_ends_after_it_begins": (BundleFactory, {"link_expires_at": EARLY}),
    "hold_says_why": (HoldFactory, {"reason": ""}),
    "hold_released_at_and_by": (HoldFactory, {"released_at": EARLY}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses_what_cannot_be(name):
    factory, wrong = REFUSED[name]
    row = factory()
    with pytest.raises(IntegrityError, match=name):
        type(row)._default_manager.filter(pk=row.pk).update(**wrong)


def test_database_refuses_a_second_stop_while_one_stands():
    stop = ClockStopFactory()
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        ClockStopFactory(request=stop.request)


def test_database_refuses_a_number_of_a_programme_twice():
    asked = RequestFactory()
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        RequestFactory(programme=asked.programme, number=asked.number)
