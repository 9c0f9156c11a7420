"""Turnover: whoever leaves a team hands on what is theirs by name, and no programme is left without a lead."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from kit.refusals import Refused
from programmes.models import TeamMember
from programmes.open_work import KINDS
from programmes.services import end_hat
from stakeholders.models import MissingVoice
from tests.accounts.factories import UserFactory
from tests.moments import EARLY
from tests.programmes.factories import TeamMemberFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import MissingVoiceFactory
from tests.test_architecture import ROOMS

OWNED = {"MissingVoice.owner", "Arrangement.owner"}
NOBODYS = "2 missing voices would be nobody’s: choose who takes this on."


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def broker(programme):
    """A broker who looks for two missing voices."""
    member = TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True, name="Bo Broker"), hat="broker")
    for who in ("Night workers", "Carers"):
        MissingVoiceFactory(programme=programme, owner=member.user, who=who)
    return member


def sought(user):
    return list(MissingVoice.objects.filter(owner=user).values_list("who", flat=True))


def end_page(member):
    return reverse("programmes:hat-end", args=[member.programme.slug, member.pk])


def typed(day, **more):
    return {"until_on_0": day.day, "until_on_1": day.month, "until_on_2": day.year} | more


def test_hat_is_not_ended_while_open_work_would_be_nobodys(broker, lead, at, today):
    with pytest.raises(Refused, match=NOBODYS) as refused:
        end_hat(broker, until_on=today, by=lead, at=at)
    assert (refused.value.field, TeamMember.objects.get(pk=broker.pk).until_on) == ("hand_on_to", None)
    assert sorted(sought(broker.user)) == ["Carers", "Night workers"]


def test_hat_that_is_ended_hands_on_what_is_open_here_alone(broker, lead, other_programme, at, today):
    MissingVoiceFactory(programme=broker.programme, owner=broker.user, who="Found", status="found",
                        settled_at=at, settled_by=lead, outcome="They came.")  # fmt: skip
    MissingVoiceFactory(programme=other_programme, owner=broker.user, who="Elsewhere")
    end_hat(broker, until_on=today + timedelta(days=7), hand_on_to=lead, by=lead, at=at)
    assert (sorted(sought(broker.user)), sorted(sought(lead))) == (["Elsewhere", "Found"], ["Carers", "Night workers"])
    log = LogEntry.objects.filter(programme_id=broker.programme_id).order_by("pk").values_list("verb", "by")
    assert list(log) == [*[("handed_to_colleague", lead.pk)] * 2, ("hat_ended", lead.pk)]


def test_hat_whose_end_cannot_be_logged_hands_nothing_on(broker, lead, at, today):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        end_hat(broker, until_on=today, hand_on_to=lead, by=lead, at=at)
    assert (sought(lead), TeamMember.objects.get(pk=broker.pk).until_on) == ([], None)


def colleague(programme, today, **worn):
    """Somebody on the team, from or until so many days from today."""
    user = UserFactory(is_staff=True)
    days = {name: today + timedelta(days=count) for name, count in worn.items()}
    TeamMemberFactory(programme=programme, user=user, hat="viewer", **days)
    return user


@pytest.mark.parametrize("worn", [{}, {"from_on": 7}, {"until_on": 8}])
def test_open_work_goes_to_whoever_is_on_the_team_on_the_day_on_which_the_hat_ends(broker, lead, at, today, worn):
    user = colleague(broker.programme, today, **worn)
    end_hat(broker, until_on=today + timedelta(days=7), hand_on_to=user, by=lead, at=at)
    assert len(sought(user)) == 2


@pytest.mark.parametrize("worn", [{"from_on": 8}, {"until_on": 7}])
def test_open_work_goes_to_nobody_who_is_not_on_the_team_on_that_day(broker, lead, at, today, worn):
    user = colleague(broker.programme, today, **worn)
    with pytest.raises(Refused, match=f"{user} is not on the team on that day. Choose somebody who is."):
        end_hat(broker, until_on=today + timedelta(days=7), hand_on_to=user, by=lead, at=at)
    assert sought(user) == []


def test_open_work_is_not_handed_to_somebody_elsewhere_or_to_oneself(broker, lead, staff_elsewhere, at, today):
    for user in (staff_elsewhere, broker.user):
        with pytest.raises(Refused, match="is not on the team on that day"):
            end_hat(broker, until_on=today, hand_on_to=user, by=lead, at=at)


def test_hat_beside_another_without_an_end_leaves_the_work_where_it_is(broker, lead, at, today):
    other = TeamMemberFactory(programme=broker.programme, user=broker.user, hat="viewer",
                              until_on=today + timedelta(days=30))  # fmt: skip
    with pytest.raises(Refused, match=NOBODYS):
        end_hat(broker, until_on=today, by=lead, at=at)
    TeamMember.objects.filter(pk=other.pk).update(until_on=None)
    end_hat(broker, until_on=today, by=lead, at=at)
    assert len(sought(broker.user)) == 2


def test_hat_end_lists_open_work_and_asks_who_takes_it_on(client_of, broker, lead, today):
    browser = client_of(lead)
    page = browser.get(end_page(broker)).text
    listed = " ".join(page.split("<main")[1].split("<ul>")[1].split("</ul>")[0].split())
    assert f'<a href="{reverse("stakeholders:missing-voice-list", args=["neighbours"])}">2 missing voices</a>' in listed
    assert listed.count("Night workers") == listed.count("Carers") == 1
    refused = browser.post(end_page(broker), typed(today, hand_on_to=""))
    assert refused.context["form"].errors == {"hand_on_to": [NOBODYS]}
    assert browser.post(end_page(broker), typed(today, hand_on_to=lead.pk)).status_code == 302
    assert len(sought(lead)) == 2


def test_hat_end_offers_colleagues_of_this_team_who_can_sign_in(client_of, broker, lead, staff_elsewhere, viewer):
    closed = UserFactory(is_staff=True, is_active=False)
    TeamMemberFactory(programme=broker.programme, user=closed, hat="viewer")
    form = client_of(lead).get(end_page(broker)).context["form"]
    assert set(form.fields["hand_on_to"].queryset) == {lead, viewer}


def test_hat_end_without_open_work_asks_nothing_and_says_who_else_wears_the_hat(client_of, lead, viewer, programme):
    member = TeamMember.objects.get(user=viewer)
    page = client_of(lead).get(end_page(member))
    assert ("hand_on_to" in page.context["form"].fields, "Nobody else wears this hat." in page.text) == (False, True)
    TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True, name="Ada"), hat="viewer")
    TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True, name="Bo"), hat="viewer")
    assert "The same hat is worn by Ada, Bo." in client_of(lead).get(end_page(member)).text


# -- Closing an account -------------------------------------------------------------------------------


def close(browser, user, **kept):
    typed = {"email": user.email, "name": user.name} | kept
    return browser.post(reverse("admin:accounts_user_change", args=[user.pk]), typed)


@pytest.mark.parametrize(("kept", "field"), [({}, "is_active"), ({"is_active": "on"}, "is_staff")])
def test_account_of_the_only_lead_is_not_closed(client_of, superuser, lead, programme, kept, field):
    TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True, is_active=False), hat="lead")
    answer = close(client_of(superuser), lead, **kept)
    words = "Nobody else leads “Better neighbours”. Give somebody else that hat first."
    assert answer.context["adminform"].form.errors == {field: [words]}
    lead.refresh_from_db()
    assert (lead.is_active, lead.is_staff) == (True, True)


def test_account_with_open_work_is_not_closed_until_it_is_handed_on(client_of, superuser, broker, lead, at, today):
    browser = client_of(superuser)
    words = "2 missing voices in “Better neighbours” would be nobody’s. End their hats at the desk, and hand this on."
    assert close(browser, broker.user).context["adminform"].form.errors == {"is_active": [words]}
    end_hat(broker, until_on=today, hand_on_to=lead, by=lead, at=at)
    assert close(browser, broker.user).status_code == 302
    assert User.objects.get(pk=broker.user_id).is_active is False


def test_account_of_somebody_whose_hat_is_over_is_not_told_to_end_it(client_of, superuser, broker, today):
    TeamMember.objects.filter(pk=broker.pk).update(from_on=today - timedelta(days=9), until_on=today)
    words = "2 missing voices in “Better neighbours” would be nobody’s. At the desk, hand this on."
    answer = close(client_of(superuser), broker.user)
    assert answer.context["adminform"].form.errors == {"is_active": [words]}


def test_account_of_one_of_two_leads_is_closed(client_of, superuser, lead, programme):
    TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True), hat="lead")
    assert close(client_of(superuser), lead).status_code == 302
    assert User.objects.get(pk=lead.pk).is_active is False


def test_whatever_belongs_to_somebody_of_the_team_by_name_is_handed_on():
    """Who did a thing (`…_by`) is history, and a row of one's own account (`user`) goes with it."""
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model._meta.app_label in ROOMS and field.related_model is User
        if field.name != "user" and field.name.rpartition("_")[2] != "by"
    }
    assert named == {f"{kind.rows(1, 1, EARLY).model.__name__}.owner" for kind in KINDS} == OWNED
