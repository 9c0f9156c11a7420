"""One organisation at the desk: who speaks, who is asked, what can be done, and who spoke on any day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from outbox.models import Message
from stakeholders.models import Appointment, Invitation
from stakeholders.services import decline_invitation, invite_to_appoint
from tests.conftest import staff_with
from tests.filled_forms import SURE
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PartnershipFactory

INVITED = {"name": "Rosa Adeyemi", "email": "rosa.adeyemi@example.org"}
TOLD = {
    "name": "Ada Obi",
    "telephone": "0141 496 0001",
    "channel": "telephone",
    "contact_by": "telephone",
    "can_decide": "on",
    "can_engage": "on",
}


@pytest.fixture
def partnership(programme):
    return PartnershipFactory(
        programme=programme,
        organisation__name="Befrienders",
        contact_name="The office",
        contact_email="office@example.org",
    )


@pytest.fixture
def desk(client_of, programme):
    return client_of(staff_with("broker", programme))


def here(partnership, end=""):
    return f"/desk/neighbours/organisations/{partnership.pk}/{end}"


def invite(partnership, lead, days=0, **changes):
    return invite_to_appoint(partnership, **INVITED | changes, by=lead, at=timezone.now() - timedelta(days=days))


def test_partnership_detail_says_that_nobody_speaks_yet(desk, partnership):
    page = desk.get(here(partnership)).text
    assert "Nobody yet." in page
    assert "Invite somebody to speak for it" in page
    assert "office@example.org" not in page


def test_partnership_detail_shows_who_speaks_with_both_declarations_and_no_contact_details(desk, partnership):
    AppointmentFactory(
        partnership=partnership,
        person__name="Ada Obi",
        person__email="ada.obi@example.org",
        person__telephone="0141 496 0001",
        person__access_needs="Step-free",
    )
    page = desk.get(here(partnership)).text
    assert "Ada Obi, since 4 January 2016." in page
    assert page.count("declared on 4 January 2016") == 2
    assert [word for word in ("ada.obi@example.org", "0141 496", "Step-free") if word in page] == []


def test_partnership_detail_offers_nobody_to_appoint_for_a_part_that_is_over(desk, partnership, at):
    type(partnership).objects.update(until_on=timezone.localdate(at))
    page = desk.get(here(partnership)).text
    assert [words for words in ("Invite somebody", "Write down who speaks for it") if words in page] == []
    AppointmentFactory(partnership=partnership)
    assert "They no longer speak for it" in desk.get(here(partnership)).text


def test_partnership_detail_is_read_only_for_a_viewer(client_of, viewer, partnership, lead):
    invite(partnership, lead)
    page = client_of(viewer).get(here(partnership)).text
    assert "Rosa Adeyemi was asked on" in page
    assert [
        word for word in ("Send it again", "Withdraw it", "They told us no", "Invite somebody") if word in page
    ] == []


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (0, "due", "Wait: the message is on its way."),
        (0, "accepted", "Wait: we remind them on"),
        (0, "failed", "Correct the address, or ring them."),
        (8, "accepted", "Wait: we remind them on"),
        (22, "accepted", "That is 3 weeks ago."),
        (29, "accepted", "Ring them, send it again, or ask somebody else."),
        (29, "failed", "Correct the address, or ring them."),
    ],
)
def test_partnership_detail_says_how_the_invitation_stands_and_what_to_do(desk, partnership, lead, days, state, words):
    invite(partnership, lead, days)
    moved = {"accepted": {"accepted_at": timezone.now()}, "failed": {"last_words": "No such mailbox"}}
    Message.objects.update(state=state, **moved.get(state, {}))
    assert words in desk.get(here(partnership)).text


@pytest.mark.parametrize("state", ["due", "failed"])
def test_partnership_detail_says_that_somebody_began_whatever_became_of_the_newest_message(
    desk, partnership, lead, state
):
    invite(partnership, lead)
    Invitation.objects.update(opened_at=timezone.now())
    Message.objects.update(state=state, **({"last_words": "No such mailbox"} if state == "failed" else {}))
    assert "began to answer and has not answered yet. <strong>Wait: we remind them" in desk.get(here(partnership)).text


def test_partnership_detail_shows_a_decline_with_its_reason(desk, partnership, lead, at):
    decline_invitation(invite(partnership, lead), reason="No time this year", at=at + timedelta(seconds=5))
    page = desk.get(here(partnership)).text
    for words in ("Rosa Adeyemi declined on", "No time this year", "Nobody yet.", "Ask somebody else there"):
        assert words in page


def test_partnership_detail_takes_as_many_queries_for_much_history(desk, partnership, lead, django_assert_num_queries):
    desk.get(here(partnership))
    with django_assert_num_queries(QUERIES):
        desk.get(here(partnership))
    for number in range(3):
        begins = timezone.now() - timedelta(days=100 - number)
        AppointmentFactory(
            partnership=partnership,
            started_at=begins,
            ended_at=begins + timedelta(hours=1),
            ended_by=lead,
            ending="other",
        )
    with django_assert_num_queries(QUERIES):
        desk.get(here(partnership))


QUERIES = 15


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ((5, 1, 2016), "On 5 January 2016 Ada Obi spoke for Befrienders."),
        ((1, 1, 2016), "On 1 January 2016 nobody spoke for Befrienders."),
        ((31, 2, 2016), "Enter a real date"),
        ((1, 1, 9999), "Enter a year from 1900 to 2100."),
        (("x", 1, 2016), "Enter the date in numbers"),
    ],
)
def test_partnership_detail_answers_who_spoke_on_a_day(desk, partnership, day, answer):
    AppointmentFactory(partnership=partnership, person__name="Ada Obi")
    asked = {f"day_{position}": part for position, part in enumerate(day)}
    response = desk.get(here(partnership), asked)
    assert (response.status_code, answer in response.text) == (200, True)


def test_partnership_invite_begins_with_the_contact_and_logs_the_look(desk, partnership):
    assert "office@example.org" not in desk.get(here(partnership, "invite/")).text
    assert LogEntry.objects.count() == 0
    page = desk.post(here(partnership, "invite/")).text
    assert 'value="office@example.org"' in page
    assert LogEntry.objects.get().verb == "looked"
    assert Invitation.objects.count() == 0


def test_partnership_invite_sends_and_refuses_a_second(desk, partnership):
    response = desk.post(here(partnership, "invite/"), INVITED | {"send": ""}, follow=True)
    assert "The invitation is on its way." in response.text
    assert Invitation.objects.get().email == "rosa.adeyemi@example.org"
    again = desk.post(here(partnership, "invite/"), INVITED | {"send": ""})
    assert "Rosa Adeyemi has been asked already" in again.text


def test_invitation_buttons_do_what_they_say(desk, partnership, lead):
    invitation = invite(partnership, lead)
    base = f"/desk/neighbours/invitations/{invitation.pk}/"
    assert "on its way again" in desk.post(f"{base}resend/", follow=True).text
    readdressed = desk.post(f"{base}readdress/", {"name": "Sam", "email": "sam@example.org"}, follow=True)
    assert "The old link no longer works." in readdressed.text
    assert Invitation.objects.get().email == "sam@example.org"
    assert "withdrawn" in desk.post(f"{base}withdraw/", SURE, follow=True).text
    assert "settled already" in desk.post(f"{base}resend/", follow=True).text
    assert "settled already" in desk.post(f"{base}readdress/", {"name": "Sam", "email": "sam@example.org"}).text
    assert "settled already" in desk.post(f"{base}declined/", {"reason": "No"}).text


def test_invitation_declined_by_telephone_is_written_down(desk, partnership, lead):
    invitation = invite(partnership, lead)
    desk.post(f"/desk/neighbours/invitations/{invitation.pk}/declined/", {"reason": "No time"})
    assert Invitation.objects.values("status", "decline_reason").get() == {
        "status": "declined",
        "decline_reason": "No time",
    }


def test_partnership_appoint_writes_down_what_was_said(desk, partnership):
    desk.post(here(partnership, "appoint/"), TOLD | {"said_by": "Their chair"})
    appointment = Appointment.objects.get()
    assert (appointment.channel, appointment.said_by, appointment.person.user) == ("telephone", "Their chair", None)
    page = desk.get(here(partnership)).text
    assert "By telephone, from Their chair" in page
    assert "not yet: we have no e-mail address" in page
    desk.post(f"/desk/neighbours/appointments/{appointment.pk}/sign-in/", {"email": "ada.obi@example.org"})
    assert Appointment.objects.get().person.user.email == "ada.obi@example.org"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"channel": "link"}, "Choose how you learnt of it."),
        ({"can_decide": ""}, "Both declarations are needed: that they can decide"),
        ({"telephone": "", "contact_by": "post"}, "Enter a postal address"),
        ({"contact_by": "email"}, "Enter an e-mail address, or choose another way"),
        ({"email": "nobody"}, "in the right form, like name@example.org"),
    ],
)
def test_partnership_appoint_refuses_in_a_sentence(desk, partnership, typed, message):
    assert message in desk.post(here(partnership, "appoint/"), TOLD | typed).text
    assert Appointment.objects.count() == 0


def test_partnership_appoint_leaves_what_somebody_known_told_of_themself(desk, partnership, other_programme):
    ada = AppointmentFactory(
        partnership__programme=other_programme, person__name="Ada Obi", person__telephone="0113 496 0002"
    ).person
    told = TOLD | {"email": ada.user.email, "access_needs": "No stairs"}
    page = desk.post(here(partnership, "appoint/"), told, follow=True).text
    assert "What they had told us of themself before stays." in page
    ada.refresh_from_db()
    assert (ada.telephone, ada.contact_by, ada.access_needs) == ("0113 496 0002", "email", "No stairs")


def test_partnership_appoint_replaces_only_whom_the_page_named(desk, partnership):
    current = AppointmentFactory(partnership=partnership)
    refused = desk.post(here(partnership, "appoint/"), TOLD)
    assert "already has its representative" in refused.text
    desk.post(here(partnership, "appoint/"), TOLD | {"replacing": current.pk})
    current.refresh_from_db()
    assert (current.ending, Appointment.objects.filter(ended_at=None).count()) == ("replaced", 1)


@pytest.mark.parametrize(("ending", "mails"), [("stepped_down", 1), ("silent", 0), ("other", 0)])
def test_appointment_end_keeps_how_and_why(desk, partnership, ending, mails):
    current = AppointmentFactory(partnership=partnership)
    address = f"/desk/neighbours/appointments/{current.pk}/end/"
    assert "Say in a few words why it ends." in desk.post(address, {"ending": ending}).text
    desk.post(address, {"ending": ending, "reason": "In May"})
    current.refresh_from_db()
    assert (current.ending, current.end_reason) == (ending, "In May")
    assert Message.objects.filter(kind="team_stepped_down").count() == mails
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 60])
def test_invitation_list_is_paged_and_takes_the_same_number_of_queries(
    desk, programme, django_assert_num_queries, size
):
    for part in PartnershipFactory.create_batch(size, programme=programme):
        InvitationFactory(partnership=part)
    with django_assert_num_queries(7):
        page = desk.get("/desk/neighbours/invitations/")
    assert (len(page.context["invitations"]), "Page 1 of 2" in page.text) == (min(size, 50), size > 50)


def test_invitation_list_and_the_desk_say_what_waits(desk, programme, lead):
    rows = {name: PartnershipFactory(programme=programme, organisation__name=name) for name in "ABCDEF"}
    invite(rows["A"], lead, days=22)
    invite(rows["B"], lead, days=40)
    decline_invitation(invite(rows["C"], lead), reason="No", at=timezone.now() + timedelta(seconds=5))
    invite(rows["D"], lead)
    AppointmentFactory(partnership=rows["E"])
    invite(rows["E"], lead, days=40)
    AppointmentFactory(partnership=rows["F"])
    decline_invitation(invite(rows["F"], lead), reason="No", at=timezone.now() + timedelta(seconds=5))
    listed = desk.get("/desk/neighbours/invitations/").text
    assert [name for name in rows if f">{name}</a>" in listed] == ["A", "B", "C", "D", "E"]
    page = desk.get("/desk/neighbours/").text
    for words in (
        "Ring 1 organisation asked three weeks ago or more, no answer",
        "Ask 2 organisations again that did not answer an invitation in time",
        "Ask somebody else at 1 organisation that declined to speak",
    ):
        assert words in page
