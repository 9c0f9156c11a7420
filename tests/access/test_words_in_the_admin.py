"""Whatever somebody typed in the web admin is in the answer when it could not be taken in: every page of every row."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from kit.kept_words import TOKEN, WRITTEN_BY
from phases.models import Method
from tests.access.conftest import signed_in, text_of
from tests.access.test_words_kept import HERE, SECRET, TYPED, fields_of, kept, sent, strict
from tests.filled_forms import filled
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")

SHOWN = "She needs a lift to come.<br>"
MODELS = list(admin.site._registry)
OF_A_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)


def pages_of(model: type) -> Iterator[str]:
    """The pages of a kind of row on which something is typed or pressed: of a new one, and of one that there is."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{name}_add")
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        yield reverse(f"{name}_change", args=[row.pk])
        yield reverse(f"{name}_delete", args=[row.pk])
        actions = getattr(admin.site._registry[model], "admin_actions", ())
        yield from (reverse(f"{name}_do", args=[row.pk, action.name]) for action in actions)


def test_the_world_has_a_row_of_nearly_every_kind(world):
    empty = {model._meta.label for model in MODELS if not model._default_manager.exists()}
    assert empty <= set()


@OF_A_MODEL
def test_words_are_kept_when_the_session_has_ended(model, browsers, world):
    for address in pages_of(model):
        with refusing_writes():
            answer = browsers["anonymous"].post(address, TYPED | SECRET | {WRITTEN_BY: str(world.lead.pk)})
        assert (answer.status_code, kept(answer.text)) == (403, sent({WRITTEN_BY: world.lead.pk})), address
        assert (SHOWN in answer.text, "correct horse" in answer.text) == (True, False)


@OF_A_MODEL
def test_words_are_kept_when_the_token_is_of_before(model, browsers, world):
    browser = browsers["superuser"]
    writer = {WRITTEN_BY: browser.session["_auth_user_id"]}
    browser.handler.enforce_csrf_checks = True
    try:
        for address in pages_of(model):
            with refusing_writes():
                answer = browser.post(address, TYPED | SECRET | writer, headers=HERE)
            assert (answer.status_code, kept(answer.text), SHOWN in answer.text) == (403, sent(writer), True), address
            again = browser.post(address, fields_of(answer.text), headers=HERE)
            assert "kit/words_kept.html" not in [each.name for each in again.templates]
    finally:
        browser.handler.enforce_csrf_checks = False


@OF_A_MODEL
def test_words_are_shown_to_whoever_may_not_send_them_and_when_the_row_is_there_no_more(model, browsers, world):
    for address in pages_of(model):
        for actor in ("viewer", "hat_ended", "representative"):
            answer = browsers[actor].post(address, TYPED | SECRET)
            assert answer.status_code in (403, 404), (address, actor)
            assert (SHOWN in answer.text, "correct horse" in answer.text) == (True, False), (address, actor)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    if not admin.site._registry[model].has_change_permission(request):
        # It is only looked up here.
        return
    gone = browsers["superuser"].post(reverse(f"{name}_change", args=[999999]), TYPED)
    assert (gone.status_code, SHOWN in gone.text) == (404, True)


def test_every_form_says_for_whom_it_was_drawn(browsers, world):
    for model in MODELS:
        for address in pages_of(model):
            text = text_of(browsers["superuser"].get(address))
            assert text.count(f'name="{TOKEN}"') == text.count(f'name="{WRITTEN_BY}"'), address


def test_what_was_typed_before_the_session_ended_is_saved_after_signing_in_again(world):
    """One row's page, as it is drawn, from the first press to the row: with another tab in which somebody signs in."""
    method = Method.objects.filter(phase__programme=world.programme).earliest("pk")
    address = reverse("admin:phases_method_change", args=[method.pk])
    browser = strict(world.lead)
    page = browser.get(address)
    form = filled(page.text)[0].sent | {"name": "In other words"}
    browser.cookies.clear()
    ended = browser.post(address, form, headers=HERE)
    browser.cookies.update(signed_in(world.lead).cookies)
    back = browser.post(address, fields_of(ended.text), headers=HERE)
    saved = browser.post(address, fields_of(back.text), headers=HERE)
    method.refresh_from_db()
    assert [each.status_code for each in (ended, back, saved)] == [403, 403, 302]
    assert ["Please sign in again" in ended.text, "Please send that again" in back.text] == [True, True]
    assert method.name == "In other words"
