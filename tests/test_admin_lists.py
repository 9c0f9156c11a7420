"""The lists of the web admin: as many queries for many rows as for one, and an answer to whatever is searched for."""

from importlib import import_module
from pathlib import Path

import factory
import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.test_admin import OURS, address

FACTORIES = {
    each._meta.model: each
    for path in Path(__file__).parent.glob("*/factories.py")
    for each in vars(import_module(f"tests.{path.parent.name}.factories")).values()
    if isinstance(each, type) and issubclass(each, factory.django.DjangoModelFactory) and each._meta.model
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_changelist_takes_the_same_number_of_queries_for_1_and_30_rows(model, client_of, superuser, programme):
    client, counts = client_of(superuser), []
    for size in (1, 29):
        FACTORIES[model].create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(model))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_changelist_can_be_searched_even_for_nonsense(client_of, superuser):
    client = client_of(superuser)
    for model in admin.site._registry:
        for words in ("bench", "\x00", "'\"%_", "9" * 400):
            assert client.get(address(model), {"q": words}).status_code in (200, 302), (model, words)
