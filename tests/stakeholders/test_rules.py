import pytest

from tests.conftest import staff_with


@pytest.mark.parametrize(
    ("hat", "may"),
    [("lead", True), ("broker", True), ("facilitator", False), ("analyst", False), ("viewer", False)],
)
def test_appoint_representative_is_for_lead_and_broker(programme, other_programme, hat, may):
    user = staff_with(hat, programme)
    assert user.has_perm("stakeholders.appoint_representative", programme) is may
    assert user.has_perm("stakeholders.appoint_representative", other_programme) is False
