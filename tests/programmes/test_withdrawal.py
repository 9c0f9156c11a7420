"""A programme taken back from the public: every page of it is as if it had never been, and the team reads why."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme, Withdrawal
from programmes.services import publish_programme, withdraw_programme
from tests.access.answers import PUBLIC, nothing
from tests.access.routes import ROUTES
from tests.conftest import staff_with
from tests.programmes.factories import ProgrammeFactory
from tests.public_addresses import address_of, build_public_world
from tests.refusing import WriteRefused, refusing


def of_programme() -> list[str]:
    return [name for name, (arguments, code) in ROUTES.items() if code is PUBLIC and arguments is not nothing]


def test_every_public_page_answers_as_if_it_had_never_been_there_and_then_as_before(client, lead, at):
    world = build_public_world("here")
    addresses = {name: address_of(name, world) for name in of_programme()}
    before = {name: client.get(address) for name, address in addresses.items()}
    assert {name: answer.status_code for name, answer in before.items()} == dict.fromkeys(addresses, 200)
    withdraw_programme(world.programme, reason="A name stood in it.", by=lead, at=at)
    etags = {name: {"If-None-Match": answer.headers.get("ETag", "*")} for name, answer in before.items()}
    gone = {name: client.get(address, headers=etags[name]) for name, address in addresses.items()}
    assert {name: answer.status_code for name, answer in gone.items()} == dict.fromkeys(addresses, 404)
    nowhere = client.get("/programmes/never-was/")
    assert client.get("/programmes/here/").content == nowhere.content
    assert "Programme here" not in client.get("/").text
    publish_programme(world.programme, by=lead, at=at)
    again = {name: client.get(address).status_code for name, address in addresses.items()}
    assert again == dict.fromkeys(addresses, 200)


def test_withdraw_programme_once_with_its_reason_and_its_entry(programme, lead, at):
    with pytest.raises(Refused):
        withdraw_programme(programme, reason=" ", by=lead, at=at)
    withdraw_programme(programme, reason="A name stood in it.", by=lead, at=at)
    assert list(Programme.objects.filter(pk=programme.pk).values_list("published_at", "published_by")) == [(None, None)]
    assert list(Withdrawal.objects.values_list("reason", "withdrawn_at", "withdrawn_by")) == [
        ("A name stood in it.", at, lead.pk)
    ]
    assert list(LogEntry.objects.values_list("verb", "programme_id", "details")) == [("taken_back", programme.pk, {})]
    with pytest.raises(InvalidTransition):
        withdraw_programme(programme, reason="Twice.", by=lead, at=at)
    assert Withdrawal.objects.count() == 1


def test_withdraw_programme_is_undone_when_the_log_refuses(programme, lead, at):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        withdraw_programme(programme, reason="A name stood in it.", by=lead, at=at)
    assert Programme.objects.published().filter(pk=programme.pk).exists()
    assert Withdrawal.objects.count() == 0


def test_lead_is_asked_first_and_others_may_not(client_of, lead, programme):
    address = reverse("admin:programmes_programme_do", args=[programme.pk, "withdraw"])
    assert "Take the whole programme back from the public?" in client_of(lead).get(address).text
    assert "Say why it is taken back." in client_of(lead).post(address, {"reason": ""}).text
    assert client_of(staff_with("facilitator", programme)).post(address, {"reason": "No."}).status_code in (403, 404)
    assert Programme.objects.get().published_at is not None
    client_of(lead).post(address, {"reason": "A name stood in it."})
    assert Programme.objects.get().published_at is None


def test_desk_says_who_took_it_back_and_why_until_it_is_public_again(client_of, lead, programme, at):
    desk = reverse("desk:programme-detail", args=[programme.slug])
    take_back = reverse("admin:programmes_programme_do", args=[programme.pk, "withdraw"])
    assert take_back in client_of(lead).get(desk).text
    withdraw_programme(programme, reason="A name stood in it.", by=lead, at=at)
    said = client_of(staff_with("viewer", programme)).get(desk).text
    assert (f"{lead} took it back on" in said, "A name stood in it." in said) == (True, True)
    assert ("is not public yet" in said, "Publish it again" in said) == (False, False)
    publish_programme(programme, by=lead, at=at)
    assert "A name stood in it." not in client_of(lead).get(desk).text


def test_address_of_a_programme_that_was_public_is_kept(client_of, lead, programme, at):
    withdraw_programme(programme, reason="A name stood in it.", by=lead, at=at)
    page = client_of(lead).get(reverse("admin:programmes_programme_change", args=[programme.pk])).text
    assert 'name="slug"' not in page


def test_database_refuses_a_withdrawal_without_why(lead, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(programme=ProgrammeFactory(), reason="", withdrawn_at=at, withdrawn_by=lead)
