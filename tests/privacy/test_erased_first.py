"""Nobody is answered, and no task runs, before those are erased again whom a restore has brought back."""

from django.db import OperationalError

import config.start
from config.celery import erase_again_first
from config.start import ErasedFirst


def answer(path: str, before: list[str]) -> list[str]:
    """Ask the site for a page; what was done, in its order."""

    def site(environ, start_response):
        before.append("answered")
        return [b""]

    ErasedFirst(site)({"PATH_INFO": path}, lambda *said: None)
    return before


def test_those_are_erased_again_before_the_first_answer_and_once(db, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(config.start, "_done", False)
    monkeypatch.setattr("privacy.erasure.services.follow_ledger", lambda **given: done.append("erased"))
    assert answer("/healthz", done) == ["answered"]
    assert answer("/", done) == ["answered", "erased", "answered"]
    assert answer("/", done) == ["answered", "erased", "answered", "answered"]


def test_database_that_does_not_answer_yet_is_asked_again_with_the_next_task(db, monkeypatch):
    done: list[str] = []

    def away(**given):
        raise OperationalError("connection refused")

    monkeypatch.setattr(config.start, "_done", False)
    monkeypatch.setattr("privacy.erasure.services.follow_ledger", away)
    erase_again_first()
    assert answer("/", done) == ["answered"]
    monkeypatch.setattr("privacy.erasure.services.follow_ledger", lambda **given: done.append("erased"))
    erase_again_first()
    erase_again_first()
    assert done == ["answered", "erased"]
