"""Action areas in the web admin: what is written there of a proposer is so on the public pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import ActionArea
from tests.actions.factories import ProposerFactory
from tests.test_admin import address, fields_of


@pytest.mark.parametrize(("days", "status"), [(-1, 302), (0, 302), (1, 200)])
def test_proposer_is_not_said_to_have_moved_on_before_the_day(client_of, lead, programme, days, status):
    """Public pages know no day: whoever's last one is written down has the area no more."""
    area, staff = ProposerFactory(area__programme=programme).area, client_of(lead)
    page, on = address(ActionArea, "change", area.pk), timezone.localdate() + timedelta(days=days)
    fields = fields_of(staff.get(page)) | {"proposers-0-until_on": on.isoformat()}
    answer = staff.post(page, fields)
    assert (answer.status_code, "Enter today or an earlier day." in answer.text) == (status, status == 200)
    assert area.proposers.get().until_on == (on if status == 302 else None)
