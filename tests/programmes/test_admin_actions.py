"""Buttons of the web admin: what is refused stands where it is put right."""

from datetime import date

from django.urls import reverse

from programmes.models import Programme
from tests.stakeholders.factories import PartnershipFactory


def test_what_a_service_refuses_stands_at_its_field(client_of, lead, programme):
    Programme.objects.update(target_on=date(2017, 3, 31))
    address = reverse("admin:programmes_programme_do", args=[programme.pk, "target"])
    refused = client_of(lead).post(address, {"new_target_on": "2017-03-31", "reason": "More groups."})
    assert refused.context["form"].errors == {"new_target_on": ["That is the target already."]}


def test_hidden_field_of_a_button_is_named_nowhere(client_of, lead, programme):
    partnership = PartnershipFactory(programme=programme)
    asked = client_of(lead).get(reverse("admin:stakeholders_partnership_do", args=[partnership.pk, "appoint"])).text
    assert ("Replacing" in asked, 'type="hidden" name="replacing"' in asked) == (False, True)
