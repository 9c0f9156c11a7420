"""Conversations at the desk: written down, read, and public only after that, with no small number."""

from consultations.models import Conversation
from tests import factories
from tests.conftest import staff_with

DESK = "/desk/neighbours/conversations/"
WRITTEN = {
    "team": "District nurses", "held_on_0": "7", "held_on_1": "5", "held_on_2": "2016", "people_count": "6",
    "said": "Mrs Brown has nobody.", "given_by": "Robin Adeyemi",
}  # fmt: skip


def test_conversation_is_written_down_mended_and_published(client_of, lead, client):
    staff = client_of(lead)
    assert "Write what was said." in staff.post(f"{DESK}new/", WRITTEN | {"said": ""}).text
    staff.post(f"{DESK}new/", WRITTEN)
    talk = Conversation.objects.get()
    assert (talk.hand_in.given_by, talk.hand_in.entered_by, talk.hand_in.channel) == ("Robin Adeyemi", lead, "staff")
    page = f"{DESK}{talk.pk}/"
    assert "District nurses" in staff.get(DESK).text
    staff.post(page, WRITTEN | {"said": "Somebody has nobody."})
    assert "Mrs Brown has nobody." in staff.get(page).text
    staff.post(f"{page}publish/")
    shown = client.get("/programmes/neighbours/conversations/").text
    assert [word in shown for word in ("Somebody has nobody.", "Mrs Brown", "Robin")] == [True, False, False]
    assert Conversation.objects.get().number == 1
    staff.post(f"{page}publish/", {"withdraw": ""})
    assert "Somebody has nobody." not in client.get("/programmes/neighbours/conversations/").text


def test_conversations_published_get_the_next_free_number(programme, client_of, lead):
    factories.ConversationFactory(programme=programme, number=4)
    hidden = [
        factories.ConversationFactory(programme=programme, number=None, published_at=None, published_by=None)
        for _ in range(2)
    ]
    for each in hidden:
        client_of(lead).post(f"{DESK}{each.pk}/publish/")
    assert list(Conversation.objects.order_by("pk").values_list("number", flat=True)) == [4, 5, 6]


def test_facilitator_writes_conversations_down_and_publishes_none(programme, client_of, viewer):
    talk = factories.ConversationFactory(programme=programme, number=None, published_at=None, published_by=None)
    facilitator = client_of(staff_with("facilitator", programme))
    assert facilitator.post(f"{DESK}{talk.pk}/", WRITTEN).status_code == 302
    assert facilitator.post(f"{DESK}{talk.pk}/publish/").status_code == 403
    assert client_of(viewer).post(f"{DESK}{talk.pk}/", WRITTEN).status_code == 403
