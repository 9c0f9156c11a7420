"""One drawing of a form, sent more than once: at the same moment, after Back, in the admin, and long afterwards."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from actions.models import Step
from kit.kept_words import TOKEN
from kit.models import SentForm
from kit.refusals import SENT_DIFFERENTLY
from kit.sent_once import FORM_KEY, KEPT_FOR, WE_HAVE_IT, forget_sent_forms, once
from kit.sheet_import import forms
from phases.models import Method, Reach
from tests.actions.factories import ActionAreaFactory
from tests.at_once import at_once
from tests.filled_forms import filled
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.stakeholders.factories import StakeholderGroupFactory

STEP = {"what": "Ask the council.", "who": "The tenants", "by_text": "By August"}


@pytest.fixture
def staff(client_of, lead):
    """The lead's browser, signed in."""
    return client_of(lead)


@pytest.fixture
def address(programme):
    area = ActionAreaFactory(programme=programme, number=7)
    return reverse("actions:step-create", args=[programme.slug, area.number])


def drawn(page: str) -> dict[str, str]:
    """What a page's form sends unseen."""
    return {FORM_KEY: filled(page)[0].sent[FORM_KEY][0]}


def steps() -> list[str]:
    return list(Step.objects.order_by("pk").values_list("what", flat=True))


def test_form_sent_after_back_with_other_words_asks_and_is_another_one_when_pressed_again(staff, address):
    form = STEP | drawn(staff.get(address).text)
    first, again = staff.post(address, form), staff.post(address, form)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    other = staff.post(address, form | {"what": "Ask the housing association."})
    assert (other.status_code, SENT_DIFFERENTLY in other.text) == (200, True)
    assert "Ask the housing association." in other.text
    assert steps() == [STEP["what"]]
    staff.post(address, form | {"what": "Ask the housing association."} | drawn(other.text))
    assert steps() == [STEP["what"], "Ask the housing association."]


def test_form_that_was_refused_is_taken_in_when_it_is_put_right(staff, address):
    form = STEP | drawn(staff.get(address).text)
    assert staff.post(address, form | {"what": ""}).status_code == 200
    assert staff.post(address, form).status_code == 302
    assert steps() == [STEP["what"]]


def test_same_words_in_a_form_that_was_drawn_anew_are_another_one(staff, address):
    staff.post(address, STEP | drawn(staff.get(address).text))
    staff.post(address, {**STEP, "who": "Others"} | drawn(staff.get(address).text))
    assert len(steps()) == 2


def test_what_is_kept_of_a_form_tells_nobody_its_words(staff, address):
    staff.post(address, STEP | drawn(staff.get(address).text))
    assert "council" not in str(SentForm.objects.values().get())


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_people_reached_that_are_sent_twice_at_the_same_moment_are_counted_once(client_of, lead, programme):
    StakeholderGroupFactory(programme=programme)
    PhaseFactory(programme=programme)
    page, today = reverse("phases:reach-create", args=[programme.slug]), timezone.localdate()
    browsers = [client_of(lead), client_of(lead)]
    form = filled(browsers[0].get(page).text)[0].sent | {"people": 12}
    form |= {"reached_on_0": today.day, "reached_on_1": today.month, "reached_on_2": today.year}
    answers = at_once(*(lambda browser=browser: browser.post(page, form).status_code for browser in browsers))
    assert (answers, Reach.objects.count()) == ([302, 302], 1)


def test_forms_are_forgotten_after_a_month(staff, address, at):
    staff.post(address, STEP | drawn(staff.get(address).text))
    sent_at = SentForm.objects.get().sent_at
    assert forget_sent_forms(at=sent_at + KEPT_FOR) == 0
    assert forget_sent_forms(at=sent_at + KEPT_FOR + timedelta(seconds=1)) == 1


def test_row_added_twice_in_the_admin_is_one_and_other_words_ask(staff, programme):
    page = reverse("admin:phases_method_add")
    phase = PhaseFactory(programme=programme)
    form = filled(staff.get(page).text)[0].sent
    form = {name: value for name, value in form.items() if name not in {TOKEN, "submit"}} | {"phase": phase.pk}
    first = staff.post(page, form)
    assert first.status_code == 302, first.context["errors"]
    assert staff.post(page, form)["Location"] == first["Location"]
    other = staff.post(page, form | {"name": "In other words"})
    assert (other.status_code, SENT_DIFFERENTLY in other.text, Method.objects.count()) == (200, True, 1)
    form[FORM_KEY] = filled(other.text)[0].sent[FORM_KEY]
    assert staff.post(page, form | {"name": "In other words"}).status_code == 302
    assert Method.objects.count() == 2


@pytest.mark.parametrize("route", ["phases:attendance-import-list", "stakeholders:organisation-import-list"])
def test_sheet_is_read_before_the_database_is_held(route, staff, programme, monkeypatch):
    """On SQLite nobody else could write as long as a large one is read."""
    held, read = [], forms.read_spreadsheet
    before = len(connection.savepoint_ids)

    def reading(*asked, **how):
        held.append(len(connection.savepoint_ids) - before)
        return read(*asked, **how)

    monkeypatch.setattr(forms, "read_spreadsheet", reading)
    meeting = [MeetingFactory(programme=programme).pk] if route.startswith("phases") else []
    address = reverse(route, args=[programme.slug, *meeting])
    key = drawn(staff.get(address).text)
    sent = [key | {"file": SimpleUploadedFile("sheet.csv", b"Name\nOak House\n")} for _ in range(2)]
    answers = [staff.post(address, each) for each in sent]
    assert [each.status_code for each in answers] == [302, 302]
    assert (answers[0]["Location"] == answers[1]["Location"], held) == (True, [0, 0])
    other = staff.post(address, key | {"file": SimpleUploadedFile("sheet.csv", b"Name\nElm House\n")})
    assert (other.status_code, SENT_DIFFERENTLY in other.text) == (200, True)


@pytest.mark.parametrize("other", [{"is_public": "on"}, {"sheet": SimpleUploadedFile("b.csv", b"b")}])
@pytest.mark.django_db
def test_other_box_or_file_of_something_that_moved_on_is_never_taken_for_the_first(rf, other):
    """It holds no words to be copied; whoever sent it is told all the same."""

    def sent(**typed):
        request = rf.post("/areas/", {FORM_KEY: "a6f5cd6c-6d26-4c30-8ad4-1f5dcb1a1d20"} | typed)
        request.user = AnonymousUser()
        return once(request, lambda: redirect("/areas/7/"), at=timezone.now())

    assert [sent().status_code, sent()["Location"]] == [302, "/areas/7/"]
    answer = sent(**other)
    assert (answer.status_code, WE_HAVE_IT in answer.text, "What you wrote" in answer.text) == (409, True, False)
