"""Names of before that mean one thing: listed for a person, with where to settle each, never merged by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from kit.name_keys import fill_keys, key_columns, scope_of
from stakeholders.models import StakeholderGroup
from stakeholders.services import change_group, merge_organisations
from tests import key_writes
from tests.stakeholders.factories import OrganisationFactory, PartnershipFactory, StakeholderGroupFactory
from tests.test_name_keys import KEYED, SPELLINGS, SPELT, factory_of, in_scope_of


@pytest.fixture
def address(programme):
    return reverse("desk:name-list", args=[programme.slug])


@pytest.fixture
def desk(programme):
    return reverse("desk:programme-detail", args=[programme.slug])


def there_twice(model: Any, **scope: Any) -> tuple[Any, Any]:
    """Return two rows of before, which mean one thing, as the migration has left them."""
    (key,) = key_columns(model)
    first = factory_of(model)(**{key.of: SPELT}, **scope)
    later = factory_of(model)(**{key.of: "Another"}, **scope | in_scope_of(first))
    with connection.cursor() as cursor:
        spelt = [SPELLINGS[0], later.pk]
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{key.of}" = %s WHERE id = %s', spelt)  # noqa: S608
    key_writes.BROKEN.clear()
    fill_keys(model, within=scope_of(model))
    later.refresh_from_db()
    return first, later


def of_programme(model: Any, programme: Any) -> dict[str, Any]:
    """Return what a row of a kind is made with to belong to a programme."""
    names = {field.name for field in model._meta.fields}
    return (
        {"programme": programme}
        if "programme" in names
        else {"phase__programme": programme}
        if "phase" in names
        else {}
    )


@pytest.mark.parametrize("model", KEYED, ids=lambda model: model._meta.label)
def test_name_list_shows_both_and_where_to_settle_it(client_of, lead, programme, model, address, desk):
    first, later = there_twice(model, **of_programme(model, programme))
    if model._meta.label == "stakeholders.Organisation":
        PartnershipFactory(programme=programme, organisation=later)
    client = client_of(lead)
    (row,) = client.get(address).context["page"]
    (key,) = key_columns(model)
    assert (row.name, row.other) == (SPELLINGS[0], getattr(first, key.of))
    assert client.get(row.url).status_code == 200
    assert f'<a href="{address}">Settle 1 name that is there twice</a>' in client.get(desk).text


def test_name_list_shows_nothing_of_another_programme(client_of, lead, programme, other_programme, address, desk):
    there_twice(StakeholderGroup, programme=other_programme)
    client = client_of(lead)
    assert "No name is there twice." in client.get(address).text
    assert "there twice" not in client.get(desk).text


@pytest.mark.parametrize("which", ["first", "later"])
def test_name_is_settled_by_another_name_for_either(client_of, lead, programme, at, which, address):
    pair = dict(zip(("first", "later"), there_twice(StakeholderGroup, programme=programme), strict=True))
    change_group(pair[which], name="Called otherwise", why="", characteristic="", by=lead, at=at)
    assert list(client_of(lead).get(address).context["page"]) == []


def test_group_that_is_kept_apart_can_be_changed_under_its_name(programme, lead, at):
    _, later = there_twice(StakeholderGroup, programme=programme)
    change_group(later, name=later.name, why="They are many.", characteristic="", by=lead, at=at)
    assert StakeholderGroup.objects.get(pk=later.pk).why == "They are many."


@pytest.mark.parametrize("stays", [0, 1])
def test_name_is_settled_by_a_merge_either_way(client_of, lead, programme, at, stays, address):
    pair = there_twice(type(OrganisationFactory.build()))
    for each in pair:
        PartnershipFactory(programme=programme, organisation=each, role="member")
    merge_organisations(pair[stays], pair[1 - stays], by=lead, at=at)
    assert list(client_of(lead).get(address).context["page"]) == []


def test_name_list_costs_the_same_for_one_and_for_thirty(
    client_of, lead, programme, django_assert_num_queries, address
):
    there_twice(StakeholderGroup, programme=programme)
    client = client_of(lead)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for number in range(30):
        one = StakeholderGroupFactory(programme=programme, name=f"Group {number}")
        StakeholderGroup.objects.filter(pk=one.pk).update(name="Group", name_key=f"group\x1f{one.pk}")
    StakeholderGroupFactory(programme=programme, name="Group")
    with django_assert_num_queries(8):
        assert len(client.get(address).context["page"]) == 31


def test_name_list_shows_who_cannot_sign_in_for_another_has_their_address(
    client_of, lead, appointment, address, desk, at
):
    user = appointment.person.user
    type(user).objects.filter(pk=user.pk).update(email=f"ann@example.org.{user.pk}.invalid")
    client = client_of(lead)
    (row,) = client.get(address).context["page"]
    assert (row.name, row.other) == (appointment.person.name, "another account has the same one")
    assert "Settle 1 name that is there twice" in client.get(desk).text
    typed = {"name": appointment.person.name, "email": "bo@example.org", "reason": "The address was another’s."}
    assert client.post(row.url, typed).status_code == 302
    assert list(client.get(address).context["page"]) == []
