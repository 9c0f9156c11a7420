"""Editions to test with, and the demonstration as it was loaded."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from programmes.models import Programme
from tests.stocktakes.conftest import editions, gathered, issued, world

__all__ = ["editions", "gathered", "issued", "world"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The moment after both programmes were loaded, once for all that is asked of them here; asking changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield timezone.now()
        transaction.set_rollback(True)


@pytest.fixture
def newcastle(loaded):
    return Programme.objects.get(slug="newcastle-gateshead-connected")


@pytest.fixture
def glasgow(loaded):
    return Programme.objects.get(slug="glasgow-socially-connected")
