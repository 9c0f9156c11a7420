"""Neither list nor form of the web admin shows another programme's rows, whatever is asked for."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.access.conftest import ELSEWHERE, text_of
from tests.world import CANARY

PROGRAMME_PATHS = [
    ("programme_id",),
    *[(step, "programme_id") for step in ("phase", "meeting", "area", "round", "partnership", "theme", "indicator")],
    *[(step, "programme_id") for step in ("poster", "feedback", "stocktake")],
    ("consultation", "phase", "programme_id"),
    ("follow_up", "round", "programme_id"),
]


def belongs_to(row: object) -> int | None:
    """Return the key of the programme a row belongs to, by the nearest way there is."""
    for path in PROGRAMME_PATHS:
        value: object = row
        for step in path:
            value = getattr(value, step, None)
        if isinstance(value, int):
            return value
    return None


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_the_admin_shows_each_team_its_own(model, world, browsers):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    scoped = [row for row in model._default_manager.all() if belongs_to(row) == world.programme.pk]
    for actor in ("anonymous", "representative", "staff_elsewhere"):
        listed = browsers[actor].get(reverse(f"{base}_changelist"))
        assert listed.status_code in (200, 302, 403), actor
        assert f"{CANARY}-" not in text_of(listed).replace(f"{ELSEWHERE}-", ""), actor
        for row in scoped:
            for page in ("change", "history", "delete"):
                response = browsers[actor].get(reverse(f"{base}_{page}", args=[row.pk]))
                assert response.status_code in (302, 403, 404), (actor, page)
    assert browsers["superuser"].get(reverse(f"{base}_changelist")).status_code == 200
