"""Every route, asked for and sent to while the database takes nothing: none is called a mistake of ours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.access.routes import ROUTES
from tests.refusing import READS

pytestmark = pytest.mark.usefixtures("undrawn")
# It reaches a write where a form asks for nothing else; what a page wants to know it takes from its own fields.
TYPED = {"words": "What somebody wrote here", "name": "What somebody wrote here", "title": "What somebody wrote here"}


@contextmanager
def taking_nothing() -> Iterator[None]:
    """Let the database answer every write, those of sessions too, as SQLite does when its disk is full."""

    def refuse(execute: Callable[..., Any], sql: str, *asked: Any) -> Any:
        if not sql.lstrip(" \n(").startswith(READS):
            cause = sqlite3.OperationalError("database or disk is full")
            cause.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError("database or disk is full") from cause
        return execute(sql, *asked)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("actor", ["anonymous", "representative", "superuser"])
@pytest.mark.parametrize("route", ROUTES)
def test_database_that_takes_nothing_is_no_mistake_of_ours(route, actor, browsers, address_of):
    address, browser = address_of(route), browsers[actor]
    browser.raise_request_exception = False
    try:
        with taking_nothing():
            asked, sent = browser.get(address), browser.post(address, TYPED)
    finally:
        browser.raise_request_exception = True
    assert (asked.status_code != 500, sent.status_code != 500) == (True, True)
    assert sent.status_code != 503 or TYPED["words"] in sent.text
