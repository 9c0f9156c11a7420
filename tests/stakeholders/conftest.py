"""A broker of the programme, and spreadsheets that wait to be imported."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from stakeholders.models import OrganisationImport
from stakeholders.sheet_import.fields import BY_KEY
from tests.conftest import staff_with
from tests.stakeholders.factories import OrganisationImportFactory


@pytest.fixture
def broker(programme) -> User:
    """Looks after the programme's organisations."""
    return staff_with("broker", programme)


@pytest.fixture
def staff(client_of, broker) -> Client:
    """The broker's browser."""
    return client_of(broker)


@pytest.fixture
def sheet_of(programme, broker):
    """Return a sheet with these columns and rows, waiting to be imported."""

    def make(columns: str, *rows: list[str]) -> OrganisationImport:
        keys = columns.split()
        return OrganisationImportFactory(
            programme=programme,
            uploaded_by=broker,
            uploaded_at=timezone.now(),
            headings=[BY_KEY[key].label for key in keys],
            columns={key: number for number, key in enumerate(keys)},
            rows=[{"number": number, "cells": cells} for number, cells in enumerate(rows, start=2)],
        )

    return make
