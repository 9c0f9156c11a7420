"""Groups, what is enough and who is missed, at the desk: what is posted is stored, by those who may alone."""

from datetime import date

import pytest

from accounts.models import LogEntry
from stakeholders.models import CoverageThresholds, MissingVoice, StakeholderGroup
from tests.stakeholders.factories import MissingVoiceFactory, StakeholderGroupFactory

DESK = "/desk/neighbours/"


@pytest.fixture
def group(programme) -> StakeholderGroup:
    return StakeholderGroupFactory(programme=programme, name="Carers")


@pytest.fixture
def voice(programme, lead) -> MissingVoice:
    return MissingVoiceFactory(programme=programme, who="People in hostels", owner=lead, look_by_on=date(2030, 6, 7))


@pytest.fixture
def posts(group, voice, lead) -> dict[str, dict[str, object]]:
    """What is posted to each page that changes something, as it would be stored."""
    day = {"look_by_on_0": 1, "look_by_on_1": 2, "look_by_on_2": 2029}
    return {
        "groups/new/": {"name": "New Scots"},
        "groups/characteristics/": {},
        "groups/enough/": {"organisations": 3, "people": 50},
        f"groups/{group.pk}/": {"name": "Young carers", "why": "They were not asked."},
        f"groups/{group.pk}/remove/": {},
        "missing/new/": {"who": "Night workers", "owner": lead.pk, **day},
        f"missing/{voice.pk}/": {"who": "People in night shelters", "owner": lead.pk, **day},
        f"missing/{voice.pk}/settle/": {"status": "found", "outcome": "A hostel joined."},
        f"missing/{voice.pk}/look-again/": {},
    }


def everything() -> list[list[dict[str, object]]]:
    tables = (StakeholderGroup, CoverageThresholds, MissingVoice, LogEntry)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def test_groups_are_added_renamed_and_removed(staff, posts, group):
    for page in ("groups/new/", f"groups/{group.pk}/"):
        assert staff.post(DESK + page, posts[page])["Location"] == f"{DESK}groups/"
    assert sorted(StakeholderGroup.objects.values_list("name", "why")) == [
        ("New Scots", ""), ("Young carers", "They were not asked."),
    ]  # fmt: skip
    assert "There is a group called" in staff.post(f"{DESK}groups/new/", {"name": "young CARERS"}).text
    removed = staff.post(f"{DESK}groups/{group.pk}/remove/", follow=True)
    assert "“Young carers” is removed." in removed.text
    added = staff.post(f"{DESK}groups/characteristics/", follow=True)
    assert "9 groups added. Rename them as you like." in added.text
    assert "Nothing was added." in staff.post(f"{DESK}groups/characteristics/", follow=True).text


def test_what_is_enough_is_changed_and_refused_below_what_may_be_shown(staff, programme):
    assert staff.post(f"{DESK}groups/enough/", {"organisations": 3, "people": 50}).status_code == 302
    refused = staff.post(f"{DESK}groups/enough/", {"organisations": 0, "people": 1}).text
    assert ("At least one organisation is needed." in refused, "smaller numbers are never shown" in refused) == (
        True, True,
    )  # fmt: skip
    assert CoverageThresholds.objects.values_list("programme", "organisations", "people").get() == (
        programme.pk, 3, 50,
    )  # fmt: skip


def test_missing_voice_is_named_changed_settled_and_looked_for_again(staff, posts, voice, client_of, lead):
    client = client_of(lead)
    assert (
        "to be found by 1 February 2029" in client.post(f"{DESK}missing/new/", posts["missing/new/"], follow=True).text
    )
    client.post(f"{DESK}missing/{voice.pk}/", posts[f"missing/{voice.pk}/"])
    settle = f"{DESK}missing/{voice.pk}/settle/"
    assert (
        "“People in night shelters”: found."
        in client.post(settle, posts[f"missing/{voice.pk}/settle/"], follow=True).text
    )
    voice.refresh_from_db()
    assert (voice.status, voice.outcome, voice.look_by_on) == ("found", "A hostel joined.", date(2029, 2, 1))
    late = client.post(settle, {"status": "given_up", "outcome": "Typed at length."})
    assert (late.status_code, "Typed at length." in late.text, "cannot become" in late.text) == (200, True, True)
    client.post(f"{DESK}missing/{voice.pk}/look-again/")
    voice.refresh_from_db()
    assert voice.status == "sought"
    assert MissingVoice.objects.count() == 2


@pytest.mark.parametrize("size", [1, 60])
def test_missing_voices_are_paged_those_looked_for_first(
    client_of, lead, programme, django_assert_num_queries, size, at
):
    settled = {"status": "found", "settled_at": at, "settled_by": lead, "outcome": "Joined."}
    MissingVoiceFactory.create_batch(size, programme=programme, **settled)
    MissingVoiceFactory.create_batch(size, programme=programme)
    client = client_of(lead)
    with django_assert_num_queries(7):
        first = client.get(f"{DESK}missing/")
    assert (len(first.context["sought"]), len(first.context["settled"])) == ((50, 0) if size > 50 else (1, 1))
    last = client.get(f"{DESK}missing/?page=3")
    assert ("Page 3 of 3" in last.text, "Nobody is being looked for." in last.text) == (size > 50, False)


@pytest.mark.parametrize(("actor", "answer"), [("viewer", 403), ("staff_elsewhere", 404)])
def test_whoever_may_not_say_which_groups_count_changes_nothing(client_of, request, posts, actor, answer):
    client, before = client_of(request.getfixturevalue(actor)), everything()
    answered = {page: client.post(DESK + page, said).status_code for page, said in posts.items()}
    assert answered == dict.fromkeys(posts, answer)
    assert everything() == before


def test_rows_of_another_programme_are_not_changed_by_ones_own_address(client_of, staff_elsewhere, posts):
    client, before = client_of(staff_elsewhere), everything()
    theirs = [page for page in posts if any(sign.isdigit() for sign in page)]
    assert [client.post(f"/desk/elsewhere/{page}", posts[page]).status_code for page in theirs] == [404] * 5
    assert everything() == before
