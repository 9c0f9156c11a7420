"""What somebody reads of a row of theirs is a word of people: no library's, and none of code."""

from django.apps import apps

from accounts.models import User
from kit.data_map import TABLES, Held
from tests.test_architecture import ROOMS


def words_of_libraries(tables: list[Held]) -> list[str]:
    """Return what rows of tables that are not our own, and are shown to somebody, are called by their library."""
    libraries = [table for table in tables if apps.get_containing_app_config(table.model.__module__).name not in ROOMS]
    return [table.one for table in libraries if table.heading and not all(table.called)]


def test_rows_of_libraries_are_called_by_words_of_ours():
    assert words_of_libraries(list(TABLES.values())) == []


def test_account_is_no_user_to_whoever_has_it():
    assert (TABLES[User].one, TABLES[User].many) == ("account", "accounts")


def test_row_that_a_library_has_named_is_told():
    nameless = [Held(table.model, table.heading, table.purpose, (), None, table.row) for table in TABLES.values()]
    assert {"email address", "session", "authenticator"} <= set(words_of_libraries(nameless))
