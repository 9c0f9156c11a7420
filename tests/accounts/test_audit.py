"""The log is written and never changed."""

import pytest
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import LogEntry
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.programmes.factories import ProgrammeFactory


def test_record_says_who_did_what(db, at):
    user = UserFactory()
    programme = ProgrammeFactory()
    entry = audit.record("published", programme, by=user, at=at, programme_id=programme.pk, rows=3)
    kept = LogEntry.objects.get()
    assert (kept.pk, kept.verb, kept.object_type, kept.object_id) == (
        entry.pk,
        "published",
        "programmes.programme",
        str(programme.pk),
    )
    assert (kept.by, kept.at, kept.details) == (user, at, {"rows": 3})


def test_log_entry_change_is_refused_by_the_database(db):
    entry = LogEntryFactory()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(verb="forged")
    assert LogEntry.objects.get().verb == "tested"
