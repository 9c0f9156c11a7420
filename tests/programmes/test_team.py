"""Hats: given, worn from a day until a day, ended, and never the last lead's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from accounts.models import LogEntry, User
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from programmes.models import Programme, TeamMember
from programmes.services import NewHat, end_hat, give_hat
from tests.accounts.factories import UserFactory
from tests.programmes.factories import TeamMemberFactory
from tests.refusing import WriteRefused, refusing

TEAM = "/desk/neighbours/team/"


@pytest.fixture
def today(at):
    return timezone.localdate(at)


@pytest.fixture
def give(programme, lead, at, today):
    """Return what gives a hat."""

    def make(**changes) -> TeamMember:
        wanted = {"email": "New.Colleague@example.org", "name": "New  Colleague", "hat": "broker", "from_on": today}
        return give_hat(programme, given=NewHat(**wanted | changes), by=lead, at=at)

    return make


def verbs() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


def posted(day, name="until_on", **more) -> dict[str, object]:
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year} | more


def test_hat_for_somebody_new_makes_an_account_and_says_how_to_sign_in(give, programme, settings):
    member = give()
    user = User.objects.get(email="new.colleague@example.org")
    assert (member.user, user.name, user.is_staff, user.is_superuser) == (user, "New Colleague", True, False)
    assert user.has_usable_password() is False
    address = EmailAddress.objects.get(user=user)
    assert (address.verified, address.primary) == (True, True)
    assert verbs() == ["added", "hat_given"]
    assert LogEntry.objects.latest("pk").details == {"hat": "broker", "new_account": True}
    letter = Message.objects.get()
    assert (letter.to_address, letter.subject) == ("new.colleague@example.org", "You can sign in to Throughline")
    for words in ("Broker", programme.title, "/accounts/login/code/", "/desk/neighbours/"):
        assert words in letter.text
    assert "second step" not in letter.text


def test_hat_for_somebody_new_tells_of_the_second_step_where_it_is_asked_for(give, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    give()
    assert "a second step: a passkey, or an app" in Message.objects.get().text


def test_letter_of_a_hat_says_its_last_day(give, today):
    give(until_on=today + timedelta(days=3))
    assert f"until {today + timedelta(days=2):%-d %B %Y}." in Message.objects.get().text


def test_letter_of_a_second_hat_speaks_of_another_part(give):
    give()
    give(hat="analyst")
    first, second = Message.objects.order_by("pk")
    assert "has put you on the team of “Better neighbours”. Your part there is: Broker, from" in first.text
    assert "another part on the team of “Better neighbours”, beside what you do there already: Analyst," in second.text


def test_letter_of_a_hat_to_come_says_when_the_desk_opens(give, today):
    give(from_on=today + timedelta(days=1))
    assert "From that day on, what you can do is on the programme’s desk" in Message.objects.get().text


def test_hat_for_a_colleague_keeps_their_account(give, staff_elsewhere, programme):
    name = staff_elsewhere.name
    give(email=staff_elsewhere.email.upper(), name="Somebody Else", hat="viewer")
    staff_elsewhere.refresh_from_db()
    assert staff_elsewhere.name == name
    assert staff_elsewhere.has_perm("programmes.view_desk", programme) is True
    assert Message.objects.get().subject == "You have a new part in Better neighbours"


def test_hat_that_cannot_be_given_leaves_nothing(give, representative, lead, today):
    closed = UserFactory(is_staff=True, is_active=False)
    refused = [
        ("name", {"name": "  "}),
        ("email", {"email": closed.email}),
        ("email", {"email": representative.email}),
        ("from_on", {"from_on": today - timedelta(days=1)}),
        ("until_on", {"until_on": today}),
        ("hat", {"email": lead.email, "hat": "lead"}),
    ]
    people = User.objects.count()
    for field, changes in refused:
        with pytest.raises(Refused) as refusal:
            give(**changes)
        assert refusal.value.field == field
    assert (User.objects.count(), TeamMember.objects.count(), verbs(), Message.objects.count()) == (people, 1, [], 0)


def test_hat_whose_message_cannot_be_queued_is_not_given(give):
    people = User.objects.count()
    with refusing(Message), pytest.raises(WriteRefused):
        give()
    assert (User.objects.count(), TeamMember.objects.count(), verbs()) == (people, 1, [])


def test_same_hat_is_given_again_after_it_ended(give, today):
    first = give(until_on=today + timedelta(days=10))
    with pytest.raises(Refused):
        give(from_on=today + timedelta(days=9))
    second = give(from_on=today + timedelta(days=10))
    assert (first.user, TeamMember.objects.filter(user=second.user).count()) == (second.user, 2)


def test_hat_is_ended_from_a_day_and_stays_in_the_history(give, programme, lead, at, today):
    member = give()
    TeamMember.objects.filter(pk=member.pk).update(from_on=today - timedelta(days=30))
    end_hat(member, until_on=today, by=lead, at=at)
    member.refresh_from_db()
    assert member.until_on == today
    assert member.user.has_perm("programmes.view_desk", programme) is False
    assert verbs()[-1] == "hat_ended"
    with pytest.raises(InvalidTransition):
        end_hat(member, until_on=today + timedelta(days=3), by=lead, at=at)
    with pytest.raises(Refused, match="choose today or a later day"):
        end_hat(member, until_on=today - timedelta(days=3), by=lead, at=at)


def test_hat_that_was_never_worn_is_taken_back(give, lead, at, today):
    member = give(from_on=today + timedelta(days=5))
    end_hat(member, until_on=today, by=lead, at=at)
    assert TeamMember.objects.filter(pk=member.pk).exists() is False
    assert verbs()[-1] == "hat_ended"


def test_last_lead_stays(give, lead, programme, at, today):
    own = TeamMember.objects.get(user=lead)
    in_a_week = today + timedelta(days=7)
    give(hat="lead", email="for.a.time@example.org", until_on=in_a_week)
    give(hat="lead", email="later@example.org", from_on=in_a_week)
    closed = give(hat="lead", email="closed@example.org")
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    with pytest.raises(Refused):
        end_hat(own, until_on=today, by=lead, at=at)
    end_hat(own, until_on=in_a_week, by=lead, at=at)
    own.refresh_from_db()
    assert own.until_on == in_a_week


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_end_each_other_at_once_leave_one(programme, lead, at, today):
    members = [TeamMember.objects.get(user=lead), TeamMemberFactory(programme=programme)]
    start = Barrier(2)

    def end(member: TeamMember) -> str:
        try:
            start.wait()
            end_hat(member, until_on=today, by=lead, at=at)
            return "ended"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, members)) == ["ended", "refused"]
    assert TeamMember.objects.current(today).filter(programme=programme, hat="lead").count() == 1


@pytest.mark.django_db(transaction=True)
def test_somebody_new_who_gets_hats_on_two_programmes_at_once_has_one_account(
    programme, other_programme, lead, at, today
):
    start = Barrier(2)

    def give_on(where: Programme) -> TeamMember:
        try:
            start.wait()
            return give_hat(where, given=NewHat("sam@example.org", "viewer", today, name="Sam"), by=lead, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(give_on, [programme, other_programme]))
    assert {member.user_id for member in given} == {User.objects.get(email="sam@example.org").pk}
    assert LogEntry.objects.filter(verb="hat_given", details__new_account=True).count() == 1


# -- The pages -----------------------------------------------------------------------------------------


def test_team_shows_hats_of_now_of_later_and_of_before(client_of, viewer, programme, lead, today):
    TeamMemberFactory(programme=programme, hat="analyst", until_on=today, user__name="Past Analyst")
    TeamMemberFactory(programme=programme, hat="broker", from_on=today + timedelta(days=4), user__name="Broker To Come")
    page = client_of(viewer).get(TEAM)
    yesterday = today - timedelta(days=1)
    assert f'data-label="Until">{yesterday:%-d %B %Y}' in page.text
    assert [member.hat for member in page.context["worn"]] == ["lead", "broker", "viewer"]
    assert [member.user.name for member in page.context["ended"]] == ["Past Analyst"]
    assert ("To come" in page.text, lead.email in page.text, "Give a hat" in page.text) == (True, False, False)
    assert lead.email in client_of(lead).get(TEAM).text


@pytest.mark.parametrize("size", [1, 60])
def test_team_takes_the_same_number_of_queries(client_of, lead, programme, django_assert_num_queries, size):
    TeamMemberFactory.create_batch(size, programme=programme, hat="viewer")
    TeamMemberFactory.create_batch(size, programme=programme, hat="analyst", until_on=date(2016, 3, 1))
    client = client_of(lead)
    with django_assert_num_queries(8):
        page = client.get(TEAM)
    assert (len(page.context["page"]), len(page.context["worn"])) == (min(2 * size + 1, 50), min(size + 1, 50))
    assert ("Page 1 of 3" in page.text) is (size > 50)


def test_hat_is_given_and_ended_at_the_desk(client_of, lead, programme, today):
    client = client_of(lead)
    typed = posted(today, "from_on", email="new.colleague@example.org", hat="viewer", until_on_0="", until_on_1="")
    page = client.post(f"{TEAM}give/", typed)
    assert "Enter their name, and they get an account." in page.text
    assert 'value="new.colleague@example.org"' in page.text
    assert client.post(f"{TEAM}give/", typed | {"name": "New Colleague"}).headers["Location"] == TEAM
    member = TeamMember.objects.get(user__email="new.colleague@example.org")
    answer = client.post(f"{TEAM}{member.pk}/end/", posted(today))
    assert answer.headers["Location"] == TEAM
    own = TeamMember.objects.get(user=lead)
    assert "Nobody else would lead the programme" in client.post(f"{TEAM}{own.pk}/end/", posted(today)).text
    assert "real date" in client.post(f"{TEAM}{own.pk}/end/", posted(today) | {"until_on_1": 13}).text


def test_desk_says_from_when_a_hat_is_worn_and_from_when_not(client_of, viewer, lead, today):
    client, later = client_of(lead), today + timedelta(days=40)
    given = client.post(f"{TEAM}give/", posted(later, "from_on", email=viewer.email, hat="broker"), follow=True)
    assert f"{viewer} has the hat from {later:%-d %B %Y} on, and is told so by e-mail." in given.text
    broker, looks = viewer.hats.get(hat="broker"), viewer.hats.get(hat="viewer")
    taken_back = client.post(f"{TEAM}{broker.pk}/end/", posted(later), follow=True)
    assert f"{viewer} will not wear this hat." in taken_back.text
    ended = client.post(f"{TEAM}{looks.pk}/end/", posted(later), follow=True)
    assert f"{viewer} wears this hat no longer from {later:%-d %B %Y} on." in ended.text


def test_hat_of_another_programme_is_not_there(client_of, lead, staff_elsewhere, other_programme):
    elsewhere = TeamMember.objects.get(user=staff_elsewhere)
    assert client_of(lead).get(f"{TEAM}{elsewhere.pk}/end/").status_code == 404


def test_own_hat_that_ended_closes_the_desk_in_a_live_session(client_of, lead, programme, at, today):
    TeamMemberFactory(programme=programme)
    client = client_of(lead)
    assert client.get(TEAM).status_code == 200
    end_hat(TeamMember.objects.get(user=lead), until_on=today, by=lead, at=at)
    assert client.get(TEAM).status_code == 404
