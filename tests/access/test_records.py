"""Ways from a record of the web admin to where it is worked on at the desk, and back, for those whom both open to."""

import pytest
from django.contrib import admin
from django.urls import reverse

from programmes.admin.scoped import ScopedAdmin

# What is only looked after in the web admin, or belongs to no programme alone; appointments and people who come to a
# meeting have no page at the desk but that of their organisation, or meeting, which leads to its own record.
NO_PLACE = {
    "Organisation", "Person", "KeyGroup", "Method", "Consultation", "PosterPrompt", "Theme", "Coding", "Finding",
    "Indicator", "Document", "Statement",
}  # fmt: skip
SHOWN_WITH = {"Appointment", "Attendance"}
RECORDS = {model.__name__: page for model, page in admin.site._registry.items() if isinstance(page, ScopedAdmin)}


@pytest.mark.parametrize("name", sorted(set(RECORDS) - NO_PLACE))
def test_a_record_and_its_place_at_the_desk_lead_to_one_another(name, browsers, world):
    page = RECORDS[name]
    way = page.programme_paths[0]
    row = page.model._default_manager.filter(**{way: world.programme.pk}).order_by("-pk").first()
    record = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[row.pk])
    place = page.desk_url(row)
    assert f'href="{place}"' in browsers["lead"].get(record).text
    at_desk = browsers["lead"].get(place)
    assert at_desk.status_code == 200
    assert (f'href="{record}"' in at_desk.text) == (name not in SHOWN_WITH)


def test_what_has_no_place_at_the_desk_is_named():
    assert {name for name, page in RECORDS.items() if type(page).desk_url is ScopedAdmin.desk_url} == NO_PLACE


def test_people_are_linked_only_where_they_may_be_looked_up(browsers, world):
    appointment, person = world.appointment, world.appointment.person
    record = reverse("admin:stakeholders_appointment_change", args=[appointment.pk])
    linked = f'href="{reverse("admin:stakeholders_person_change", args=[person.pk])}"'
    read = {who: browsers[who].get(record).text for who in ("lead", "viewer")}
    assert {who: linked in page for who, page in read.items()} == {"lead": True, "viewer": False}
    assert person.name in read["viewer"]
