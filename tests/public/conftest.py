"""Editions to test with, and pages read as people read them."""

import pytest

from tests.public.sentences import edition_as_at, reader_of
from tests.reading import text_seen
from tests.stocktakes.conftest import editions, gathered, issued, world

__all__ = ["editions", "gathered", "issued", "world"]


@pytest.fixture
def read(client, programme):
    """Read a public page of the programme, or one section of it, as people do."""
    return reader_of(client, programme)


@pytest.fixture
def read_edition(programme):
    """Read an edition as it would be issued at a moment."""
    return lambda at: text_seen(edition_as_at(programme, at))
