"""Conversations at the desk: written down, read, and public only after that, with no small number."""

from datetime import timedelta
from uuid import UUID

from accounts.models import LogEntry
from consultations.models import Conversation
from tests.conftest import staff_with
from tests.consultations.factories import ConversationFactory, HandInFactory
from tests.findings.factories import CodingFactory, ThemeFactory
from tests.stakeholders.factories import AppointmentFactory

DESK = "/desk/neighbours/conversations/"
WRITTEN = {
    "team": "District nurses", "held_on_0": "7", "held_on_1": "5", "held_on_2": "2016", "people_count": "6",
    "said": "Mrs Brown has nobody.", "contact_name": "Robin Adeyemi",
}  # fmt: skip


def version(staff, page):
    """The version of what stands there now, as the form sends it."""
    return {"version": staff.get(page).context["form"].initial["version"]}


def test_conversation_is_written_down_mended_and_published(client_of, lead, client):
    staff = client_of(lead)
    assert "Write what was said." in staff.post(f"{DESK}new/", WRITTEN | {"said": ""}).text
    staff.post(f"{DESK}new/", WRITTEN)
    talk = Conversation.objects.get()
    assert (talk.hand_in.contact_name, talk.hand_in.entered_by, talk.hand_in.channel) == (
        "Robin Adeyemi",
        lead,
        "staff",
    )
    page = f"{DESK}{talk.pk}/"
    assert "District nurses" in staff.get(DESK).text
    opened = version(staff, page)
    assert staff.post(page, WRITTEN | opened | {"said": "Somebody has nobody."}).status_code == 302
    assert "Mrs Brown has nobody." in staff.get(page).text
    late = staff.post(page, WRITTEN | opened | {"people_count": "9"})
    assert (late.status_code, late.context["form"].stands_now) == (
        409,
        [("How many took part?", "6"), ("What was said?", "Somebody has nobody.")],
    )
    staff.post(f"{page}publish/")
    shown = client.get("/programmes/neighbours/conversations/").text
    assert [word in shown for word in ("Somebody has nobody.", "Mrs Brown", "Robin")] == [True, False, False]
    assert Conversation.objects.get().number == 1
    staff.post(f"{page}publish/", {"withdraw": ""})
    assert "Somebody has nobody." not in client.get("/programmes/neighbours/conversations/").text


def test_conversations_published_get_the_next_free_number(programme, client_of, lead):
    ConversationFactory(programme=programme, number=4)
    hidden = [
        ConversationFactory(programme=programme, number=None, published_at=None, published_by=None) for _ in range(2)
    ]
    for each in hidden:
        client_of(lead).post(f"{DESK}{each.pk}/publish/")
    assert list(Conversation.objects.order_by("pk").values_list("number", flat=True)) == [4, 5, 6]


def test_facilitator_writes_conversations_down_and_publishes_none(programme, client_of, viewer):
    talk = ConversationFactory(programme=programme, number=None, published_at=None, published_by=None)
    facilitator = client_of(staff_with("facilitator", programme))
    page = f"{DESK}{talk.pk}/"
    assert facilitator.post(page, WRITTEN | version(facilitator, page)).status_code == 302
    assert facilitator.post(f"{DESK}{talk.pk}/publish/").status_code == 403
    assert client_of(viewer).post(f"{DESK}{talk.pk}/", WRITTEN).status_code == 403


def logged_at(appointment):
    return f"/home/conversations/{appointment.partnership_id}/"


def test_conversation_logged_by_a_representative_stands_under_what_we_said(
    client_of, representative, appointment, lead
):
    mine = client_of(representative)
    page = logged_at(appointment)
    assert page in mine.get("/home/").text
    assert "Write what was said." in mine.post(page, WRITTEN | {"said": ""}).text
    sent = WRITTEN | {"key": str(UUID(int=7)), "contact_name": "Somebody Else"}
    assert [mine.post(page, sent)["Location"] for _ in range(2)] == ["/home/said/"] * 2
    talk = Conversation.objects.get()
    came = (talk.hand_in.channel, talk.hand_in.appointment, talk.hand_in.entered_by, talk.hand_in.contact_name)
    assert came == ("representative", appointment, representative, "")
    assert list(LogEntry.objects.values_list("verb", "by", "details__channel")) == [
        ("handed_in", representative.pk, "representative")
    ]
    other = mine.post(page, sent | {"said": "Something else."})
    assert "This form was sent already, with other words, and we have it." in other.text
    said = mine.get("/home/said/").text
    assert ("Mrs Brown has nobody." in said, "Only the team can read it." in said) == (True, True)
    staff = client_of(lead)
    desk = f"{DESK}{talk.pk}/"
    assert f"<dd>{appointment.partnership.organisation}</dd>" in staff.get(desk).text
    staff.post(desk, WRITTEN | version(staff, desk) | {"said": "Somebody has nobody."})
    staff.post(f"{desk}publish/")
    theme = ThemeFactory(programme=talk.programme)
    CodingFactory(theme=theme, poster=None, conversation=talk, excerpt="nobody")
    shown = mine.get("/home/said/")
    assert "Everybody can read it" in shown.text
    assert shown.context["said"][0][2].description == "Said: yes. Heard: now. Agreed: not yet."
    assert staff.get("/programmes/neighbours/conversations/").text.count("Somebody has nobody.") == 1


def test_conversation_is_logged_by_nobody_who_does_not_speak_now(client_of, representative, appointment, lead, at):
    """Another's, and one's own that has ended; whoever was writing keeps their words."""
    mine, page = client_of(representative), logged_at(appointment)
    stranger = AppointmentFactory(partnership__programme=appointment.partnership.programme)
    assert [client_of(stranger.person.user).get(page).status_code, mine.get(logged_at(stranger)).status_code] == [
        404
    ] * 2
    assert client_of(stranger.person.user).post(page, WRITTEN).status_code == 404
    talk = ConversationFactory(programme=appointment.partnership.programme, team="Their own team")
    HandInFactory(poster=None, conversation=talk, appointment=stranger)
    assert "Their own team" not in mine.get("/home/said/").text
    type(appointment).objects.filter(pk=appointment.pk).update(
        ended_at=at - timedelta(minutes=1), ended_by=lead, ending="other", end_reason="Moved"
    )
    assert mine.get(page).status_code == 404
    late = mine.post(page, WRITTEN)
    assert (late.status_code, "You no longer speak for" in late.text) == (403, True)
    assert "Mrs Brown has nobody." in late.text
    assert list(Conversation.objects.all()) == [talk]
