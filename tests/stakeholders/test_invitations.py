"""Asking an organisation to appoint somebody: every way an invitation can go."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import LogEntry, User
from kit.days import end_of
from kit.personal_links import hash_of
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from stakeholders import links
from stakeholders.models import Appointment, Invitation, Person
from stakeholders.models.invitation import InvitationQuerySet
from stakeholders.services import (
    AddressRefused,
    RepresentativeDetails,
    accept_invitation,
    acceptance,
    begin_answer,
    decline_invitation,
    end_appointment,
    invitations,
    invite_to_appoint,
    keep_typed,
    pass_on_invitation,
    readdress_invitation,
    remind_invited,
    resend_invitation,
    withdraw_invitation,
)
from tests.accounts.factories import UserFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.appointing import appoint
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, PersonFactory

DAY = timedelta(days=1)
# A Monday in winter, at noon in London.
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
YES = {"name": "Rosa Adeyemi", "can_decide": True, "can_engage": True}
ROSA = {"name": "Rosa Adeyemi", "email": "Rosa.Adeyemi@example.org"}
SAM = {"name": "Sam Osei", "email": "sam.osei@example.org"}


@pytest.fixture
def partnership(programme):
    return PartnershipFactory(programme=programme, organisation__name="Befrienders")


@pytest.fixture
def invitation(partnership, lead):
    return invite_to_appoint(partnership, **ROSA, by=lead, at=MONDAY)


def accept(invitation, at=MONDAY + DAY, **changes):
    return accept_invitation(invitation, details=RepresentativeDetails(**YES | changes), at=at)


def verbs():
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


def kinds(**which):
    return sorted(Message.objects.filter(**which).values_list("kind", flat=True))


# -- Inviting ---------------------------------------------------------------------------------------


def test_invite_writes_to_the_person_with_a_link_of_their_own(invitation, lead):
    message = Message.objects.get()
    assert (message.to_name, message.to_address) == ("Rosa Adeyemi", "rosa.adeyemi@example.org")
    assert message.subject == "Will you speak for Befrienders?"
    assert links.address_for(invitation) in message.text
    assert links.address_for(invitation) in message.html
    for words in ("Dear Rosa Adeyemi,", "Better neighbours", "no password", "by Monday 2 February 2026", "a colleague"):
        assert words in message.text
    assert (message.expires_at, message.forgets_text) == (invitation.expires_at, True)
    assert invitation.token_hash == hash_of(links.token_for(invitation))
    assert links.token_for(invitation) not in str(Invitation.objects.values().get())
    assert (invitation.invited_by, invitation.expires_at) == (lead, end_of(date(2026, 2, 2)))
    assert LogEntry.objects.values("verb", "by", "details").get() == {"verb": "invited", "by": lead.pk, "details": {}}


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x@example.org\nBcc: y@example.org", "a@example.org,b@example.org"]
)
def test_invite_with_what_is_no_address_is_refused(partnership, lead, email):
    with pytest.raises(AddressRefused):
        invite_to_appoint(partnership, name="Rosa", email=email, by=lead, at=MONDAY)
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)


def test_invite_keeps_a_header_on_one_line(partnership, lead, tmp_path, settings):
    partnership.organisation.name = "Befrienders\r\nBcc: everybody@example.org"
    partnership.organisation.save()
    invite_to_appoint(partnership, name="Rosa\r\nBcc: x@example.org", email="rosa@example.org", by=lead, at=MONDAY)
    message = Message.objects.get()
    assert message.to_name == "Rosa Bcc: x@example.org"
    assert message.subject == "Will you speak for Befrienders Bcc: everybody@example.org?"


def test_invite_twice_is_refused_until_the_first_has_expired(partnership, invitation, lead):
    with pytest.raises(InvalidTransition, match="Rosa Adeyemi has been asked already"):
        invite_to_appoint(partnership, **SAM, by=lead, at=invitation.expires_at - DAY)
    second = invite_to_appoint(partnership, **SAM, by=lead, at=invitation.expires_at)
    invitation.refresh_from_db()
    assert (invitation.status, second.status) == ("withdrawn", "open")
    assert LogEntry.objects.get(verb="withdrawn").details == {"expired": True}


def test_invite_for_a_partnership_that_has_ended_is_refused(partnership, lead):
    partnership.until_on = MONDAY.date()
    partnership.save()
    with pytest.raises(InvalidTransition, match="no longer part"):
        invite_to_appoint(partnership, **ROSA, by=lead, at=MONDAY)


@pytest.mark.parametrize("over", ["ended", "merged"])
def test_nobody_is_asked_again_for_a_partnership_that_is_over(partnership, invitation, lead, over):
    if over == "ended":
        type(partnership).objects.filter(pk=partnership.pk).update(until_on=MONDAY.date())
    else:
        # A part that began and was merged on one day ends only on the next.
        kept = PartnershipFactory(programme=partnership.programme)
        tomorrow = MONDAY.date() + DAY
        type(partnership).objects.filter(pk=partnership.pk).update(until_on=tomorrow, merged_into=kept)
    later = MONDAY + timedelta(hours=1)
    for deed in (
        lambda: invite_to_appoint(partnership, **SAM, by=lead, at=later),
        lambda: appoint(partnership, **SAM, can_decide=True, can_engage=True, by=lead, at=later),
        lambda: resend_invitation(invitation, by=lead, at=later),
        lambda: readdress_invitation(invitation, **SAM, by=lead, at=later),
        lambda: pass_on_invitation(invitation, **SAM, at=later),
        lambda: accept(invitation, at=later),
    ):
        with pytest.raises(InvalidTransition, match="Befrienders is no longer part"):
            deed()
    assert remind_invited(invitation, at=MONDAY + 7 * DAY) is None
    invitation.refresh_from_db()
    assert invitation.is_over(later)
    assert not Invitation.objects.open(later).exists()
    assert Invitation.objects.count() == 1
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("table", [Message, LogEntry])
def test_invite_leaves_nothing_when_a_later_write_fails(partnership, lead, table):
    with refusing(table), pytest.raises(WriteRefused):
        invite_to_appoint(partnership, **ROSA, by=lead, at=MONDAY)
    assert (Invitation.objects.count(), Message.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


# -- Accepting --------------------------------------------------------------------------------------


def test_accept_appoints_the_person_by_their_own_hand(invitation):
    keep_typed(invitation, typed={"name": "Rosa"}, at=MONDAY)
    appointment = accept(invitation, access_needs="Step-free", contact_by="text", telephone="0141 496 0001")
    person = appointment.person
    assert (person.name, person.email, person.user.email) == ("Rosa Adeyemi", "rosa.adeyemi@example.org", person.email)
    assert (person.access_needs, person.contact_by, person.telephone) == ("Step-free", "text", "0141 496 0001")
    assert (appointment.channel, appointment.said_by, appointment.appointed_by) == ("link", "", person.user)
    assert (appointment.declared_can_decide_at, appointment.declared_can_engage_at) == (MONDAY + DAY, MONDAY + DAY)
    assert appointment.contact_shared_at is None
    invitation.refresh_from_db()
    assert (invitation.status, invitation.appointment, invitation.typed) == ("accepted", appointment, {})
    assert kinds(state="due") == ["welcome"]
    assert kinds(state="cancelled") == ["invite"]
    assert verbs() == ["invited", "added", "appointed", "accepted"]
    assert accept_by(invitation) == {person.user_id}


def accept_by(invitation):
    return set(LogEntry.objects.filter(verb__in=["appointed", "accepted"]).values_list("by", flat=True))


def test_accept_replaces_whoever_spoke_and_tells_both(partnership, invitation, lead):
    old = AppointmentFactory(partnership=partnership, person__name="Ada", person__email="ada@example.org")
    new = accept(invitation)
    old.refresh_from_db()
    assert (old.ending, old.ended_at, old.ended_by) == ("replaced", MONDAY + DAY, new.person.user)
    assert list(Appointment.objects.current(MONDAY + DAY).values_list("pk", flat=True)) == [new.pk]
    told = Message.objects.get(to_address="ada@example.org")
    assert told.subject == "Rosa Adeyemi now speaks for Befrienders"
    assert "passes to Rosa Adeyemi" in told.text
    welcome = Message.objects.get(kind="welcome")
    assert "You take over from Ada." in welcome.text
    assert "What Ada began and did not send waits for you there." in welcome.text


def test_accept_by_somebody_who_speaks_already_is_refused(partnership, invitation):
    first = accept(invitation)
    again = invite_to_appoint(partnership, **ROSA, by=first.person.user, at=MONDAY + 2 * DAY)
    with pytest.raises(Refused, match="You speak for Befrienders already"):
        accept(again, at=MONDAY + 3 * DAY)
    assert Appointment.objects.count() == 1


def settle_regardless(invitation, *, to, **changes):
    """Write what `move` writes, whatever state it finds."""
    Invitation.objects.filter(pk=invitation.pk).update(status=to, **changes)


GUARDS = {
    "it is open": (InvitationQuerySet, "lock_open", lambda self, each, at: self.with_names().get(pk=each.pk)),
    "nobody replaces themself": (acceptance, "_speaks_already", lambda current, invitation: False),
    "it is settled once": (invitations, "move", settle_regardless),
}


@pytest.mark.parametrize("left", [*GUARDS, None])
def test_each_guard_alone_keeps_an_invitation_from_being_accepted_twice(invitation, monkeypatch, left):
    """Which of them stops the second press depends on the moment; without all three it makes a second appointment."""
    for guard, without in GUARDS.items():
        if guard != left:
            monkeypatch.setattr(*without)
    accept(invitation)
    with nullcontext() if left is None else pytest.raises(Refused):
        accept(invitation, at=MONDAY + 2 * DAY)
    assert Appointment.objects.count() == (2 if left is None else 1)


def test_accept_keeps_the_account_somebody_has(invitation):
    user = UserFactory(email="rosa.adeyemi@example.org", name="Rosa Adeyemi", is_staff=True)
    assert accept(invitation).person.user == user
    user.refresh_from_db()
    assert user.is_staff is True
    assert User.objects.filter(email="rosa.adeyemi@example.org").count() == 1


def test_accept_with_the_address_of_a_person_of_another_name_leaves_everything(invitation):
    PersonFactory(name="Sam", user=UserFactory(email="rosa.adeyemi@example.org"))
    with pytest.raises(AddressRefused, match="belongs to somebody of another name") as refusal:
        accept(invitation)
    assert "Sam" not in str(refusal.value)
    invitation.refresh_from_db()
    assert (invitation.status, Appointment.objects.count()) == ("open", 0)


@pytest.mark.parametrize("missing", ["can_decide", "can_engage"])
def test_accept_without_both_declarations_is_refused(invitation, missing):
    with pytest.raises(Refused):
        accept(invitation, **{missing: False})
    assert Person.objects.count() == 0


@pytest.mark.parametrize("table", [Appointment, Message, LogEntry])
def test_accept_leaves_nothing_when_a_later_write_fails(partnership, invitation, table):
    old = AppointmentFactory(partnership=partnership)
    with refusing(table), pytest.raises(WriteRefused):
        accept(invitation)
    old.refresh_from_db()
    invitation.refresh_from_db()
    assert (old.ended_at, invitation.status) == (None, "open")
    assert Person.objects.filter(name="Rosa Adeyemi").count() == 0


# -- The other ways ---------------------------------------------------------------------------------

SETTLING = {
    "accepted": lambda it, lead, at: accept(it, at=at),
    "declined": lambda it, lead, at: decline_invitation(it, reason="No time", at=at),
    "passed_on": lambda it, lead, at: pass_on_invitation(it, **SAM, at=at),
    "withdrawn": lambda it, lead, at: withdraw_invitation(it, by=lead, at=at),
}
OTHERS = {
    "declined by telephone": lambda it, lead, at: decline_invitation(it, reason="No time", by=lead, at=at),
    "sent again": lambda it, lead, at: resend_invitation(it, by=lead, at=at),
    "readdressed": lambda it, lead, at: readdress_invitation(it, **SAM, by=lead, at=at),
    "opened": lambda it, lead, at: begin_answer(it, at=at),
    "typed": lambda it, lead, at: keep_typed(it, typed={"name": "R"}, at=at),
}


@pytest.mark.parametrize("first", SETTLING)
def test_a_settled_invitation_goes_nowhere_else(invitation, lead, first):
    SETTLING[first](invitation, lead, MONDAY + DAY)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.settled_at, invitation.typed) == (first, MONDAY + DAY, {})
    before = [verbs(), list(Message.objects.order_by("pk").values())]
    for deed in [*SETTLING.values(), *OTHERS.values()]:
        with pytest.raises(InvalidTransition):
            deed(invitation, lead, MONDAY + 2 * DAY)
    assert [verbs(), list(Message.objects.order_by("pk").values())] == before


@pytest.mark.parametrize("deed", ["accepted", "declined", "passed_on", "opened", "typed"])
def test_an_expired_link_does_nothing(invitation, lead, deed):
    with pytest.raises(InvalidTransition, match="no longer valid"):
        (SETTLING | OTHERS)[deed](invitation, lead, invitation.expires_at)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.typed, invitation.opened_at) == ("open", {}, None)


@pytest.mark.parametrize("deed", ["withdrawn", "declined by telephone", "sent again", "readdressed"])
def test_the_team_can_still_act_on_an_expired_invitation(invitation, lead, deed):
    (SETTLING | OTHERS)[deed](invitation, lead, invitation.expires_at + DAY)
    assert len(verbs()) == 2


def test_pass_on_asks_the_colleague_and_says_who_named_them(invitation):
    theirs = pass_on_invitation(invitation, **SAM, at=MONDAY + DAY)
    assert (theirs.name, theirs.email, theirs.passed_on_from, theirs.invited_by) == (*SAM.values(), invitation, None)
    assert theirs.expires_at == end_of(date(2026, 2, 3))
    message = Message.objects.get(to_address="sam.osei@example.org")
    assert "Rosa Adeyemi told us that you may be the right person to speak for Befrienders" in message.text
    assert links.token_for(theirs) != links.token_for(invitation)
    assert accept(theirs, name="Sam Osei").person.name == "Sam Osei"


def test_pass_on_ends_after_three_people_and_never_goes_back(invitation):
    second = pass_on_invitation(invitation, **SAM, at=MONDAY)
    with pytest.raises(AddressRefused, match="has had this invitation already"):
        pass_on_invitation(second, name="Rosa", email="ROSA.adeyemi@example.org", at=MONDAY)
    third = pass_on_invitation(second, name="Jo", email="jo@example.org", at=MONDAY)
    with pytest.raises(Refused, match="passed on twice already"):
        pass_on_invitation(third, name="Al", email="al@example.org", at=MONDAY)
    assert list(Invitation.objects.order_by("pk").values_list("status", flat=True)) == [
        "passed_on",
        "passed_on",
        "open",
    ]


def test_decline_keeps_the_reason_and_tells_whoever_asked(invitation, lead):
    theirs = pass_on_invitation(invitation, **SAM, at=MONDAY)
    decline_invitation(theirs, reason="No time this year", at=MONDAY + DAY)
    assert theirs.__class__.objects.get(pk=theirs.pk).decline_reason == "No time this year"
    message = Message.objects.get(kind="team_declined")
    assert message.to_address == lead.email
    assert "What they said: No time this year" in message.text
    assert "No time" not in str(list(LogEntry.objects.values()))


def test_decline_tells_the_team_when_whoever_asked_has_left(invitation, lead):
    User.objects.filter(pk=lead.pk).update(is_active=False)
    decline_invitation(invitation, reason="No time", at=MONDAY + DAY)
    assert Message.objects.get(kind="team_declined").to_address == "programme@example.org"


def test_resend_keeps_the_link_and_begins_the_days_anew(invitation, lead):
    old = links.address_for(invitation)
    again = resend_invitation(invitation, by=lead, at=MONDAY + 10 * DAY)
    assert (again.last_sent_at, again.expires_at) == (MONDAY + 10 * DAY, end_of(date(2026, 2, 12)))
    assert old in Message.objects.latest("pk").text
    assert kinds(state="due") == ["invite"]
    assert remind_invited(invitation, at=MONDAY + 16 * DAY) is None
    assert remind_invited(invitation, at=MONDAY + 17 * DAY) is not None


def test_readdress_revokes_the_link_and_forgets_what_was_typed(invitation, lead):
    keep_typed(invitation, typed={"name": "Rosa"}, at=MONDAY)
    held = readdress_invitation(invitation, **SAM, by=lead, at=MONDAY + DAY)
    assert (held.name, held.email, held.typed, held.opened_at) == (*SAM.values(), {}, None)
    assert held.token_hash != invitation.token_hash
    with pytest.raises(InvalidTransition, match="no longer valid"):
        accept(invitation, at=MONDAY + 2 * DAY)
    assert list(Message.objects.filter(state="due").values_list("to_address", flat=True)) == ["sam.osei@example.org"]


def test_readdress_to_somebody_else_keeps_no_colleague_as_the_one_who_named_them(invitation, lead, viewer, client_of):
    theirs = pass_on_invitation(invitation, **SAM, at=MONDAY + DAY)
    moved = readdress_invitation(theirs, name="sam osei", email="sam@example.org", by=viewer, at=MONDAY + 2 * DAY)
    assert (moved.named_by, moved.invited_by) == (invitation, None)
    other = readdress_invitation(theirs, name="Jo Lin", email="jo@example.org", by=viewer, at=MONDAY + 3 * DAY)
    assert (other.named_by, other.invited_by, other.passed_on_from) == (None, viewer, invitation)
    letters = {each.to_address: each.text for each in Message.objects.filter(kind="invite")}
    assert "Rosa Adeyemi told us" not in letters["jo@example.org"]
    assert "Named by" not in client_of(lead).get(f"/desk/neighbours/organisations/{other.partnership_id}/").text
    decline_invitation(other, reason="No time", at=MONDAY + 4 * DAY)
    assert Message.objects.get(kind="team_declined").to_address == viewer.email


def test_withdraw_tells_only_whoever_had_the_message(partnership, invitation, lead):
    withdraw_invitation(invitation, by=lead, at=MONDAY)
    assert kinds(state="due") == []
    second = invite_to_appoint(partnership, **ROSA, by=lead, at=MONDAY + DAY)
    Message.objects.filter(state="due").update(state="accepted", accepted_at=MONDAY + DAY)
    withdraw_invitation(second, by=lead, at=MONDAY + 2 * DAY)
    assert kinds(state="due") == ["withdrawn"]
    assert Message.objects.get(kind="withdrawn").subject == "You need not answer: who speaks for Befrienders"


def test_an_appointment_by_telephone_takes_back_what_was_asked_of_somebody_else(partnership, invitation, lead):
    telephone = {"name": "Ada", "telephone": "0141 496 0001", "can_decide": True, "can_engage": True}
    appointment = appoint(partnership, **telephone, by=lead, at=MONDAY + DAY)
    with pytest.raises(InvalidTransition):
        accept(invitation, at=MONDAY + 2 * DAY)
    assert list(Appointment.objects.current(MONDAY + 2 * DAY)) == [appointment]


def test_end_after_acceptance_frees_the_organisation_to_be_asked_again(partnership, invitation, lead):
    end_appointment(accept(invitation), reason="Moved", by=lead, at=MONDAY + 2 * DAY)
    assert invite_to_appoint(partnership, **SAM, by=lead, at=MONDAY + 3 * DAY).status == "open"
