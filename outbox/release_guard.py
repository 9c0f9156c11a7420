"""Whether this place may send this database's mail: a copy, or a restored backup, waits for a person."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models.functions import Now

from outbox import heartbeat, journal
from outbox.delivery.record import record_gone
from outbox.delivery.recover import IN_JOURNAL
from outbox.models import Instance, Message, Release, State
from outbox.operator_actions import name_of

COPIED = (
    "This database has not sent mail from here before: it may be a copy. Its mail waits until a person releases it."
)
RESTORED = (
    "The sent journal knows of mail that this database does not: it has been restored from a backup. "
    "All mail waits until a person releases it."
)
PUT_BACK = (
    "The database and the data folder do not follow on one another: one of them, or both, came from a backup or are "
    "a copy. All mail waits until a person releases it."
)
SILENT = (
    "Nothing has noted for more than 15 minutes that it looks for mail from here: the site stood still, nothing could "
    "be stored, or all of it has been put back to an earlier moment. All mail waits until a person releases it."
)


def check_in(*, at: datetime) -> str:
    """Why this place may not send, or an empty string; then it is noted that it was here."""
    # Before the database is asked, which may be away.
    heartbeat.look()
    reason = hold_reason(at=at)
    if not reason:
        heartbeat.beat(_this_instance(at))
    else:
        _hold(reason, at)
    return reason


def hold_reason(*, at: datetime) -> str:
    """Why this place may not send, in words for the staff; an empty string if it may."""
    instance = _this_instance(at)
    if instance.held_because:
        return instance.held_because
    newest = journal.last_message_id()
    if newest and not _is_known_as_sent(newest):
        return RESTORED
    if heartbeat.is_broken(instance):
        return PUT_BACK
    if heartbeat.is_silent(instance):
        return SILENT
    return ""


def release_mail(*, by: AbstractBaseUser, at: datetime) -> int:
    """Let the mail go again from this place. Returns how many messages the journal shows to have gone already.

    They are recorded as sent; one that the restored database has lost leaves a row that keeps its Message-ID, so that
    the room that would queue it again finds it sent. Who released it is noted. Mail that is not held stays as it is.
    """
    with transaction.atomic():
        reason = hold_reason(at=at)
        if not reason:
            return 0
        _hold(reason, at)
        gone = sum(_note_gone(known, sent_at) for sent_at, known in journal.lines())
        instance = _this_instance(at)
        Release.objects.create(instance=instance, at=at, by=name_of(by), because=reason, gone=gone)
        anew = {"mark": heartbeat.begin_anew(), "seen_at": Now()}
        Instance.objects.filter(pk=instance.pk).update(released_at=at, held_because="", **anew)
    return gone


def identity() -> str:
    """The name of this data folder: made once, and kept in it. A copy of the database alone does not bring it along."""
    file = Path(settings.DATA_DIR) / "outbox" / "instance"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        # Written whole and then linked into place, so that two first workers agree on one.
        draft = file.with_name(f"instance.{secrets.token_hex(8)}")
        draft.write_text(secrets.token_hex(16))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def _this_instance(at: datetime) -> Instance:
    """This instance's row. The first place that a database ever sends from needs no release."""
    place = {"identity": identity(), "site_url": settings.SITE_URL}
    first = not Instance.objects.exists() and not Message.objects.filter(state=State.ACCEPTED).exists()
    allowed = {"released_at": at} if first and not heartbeat.path().exists() else {"held_because": COPIED}
    return Instance.objects.get_or_create(**place, defaults={"seen_at": Now(), **allowed})[0]


def _hold(reason: str, at: datetime) -> None:
    """Hold the mail of this place, and of all places where the database that they share may have been put back.

    A place that is held already holds no other: a person may have released that meanwhile.
    """
    here = _this_instance(at)
    if here.held_because:
        return
    places = Instance.objects.all() if reason in (RESTORED, PUT_BACK) else Instance.objects.filter(pk=here.pk)
    places.exclude(released_at=None).update(released_at=None, held_because=reason)


def _is_known_as_sent(message_id: str) -> bool:
    # The line is written just before the row: a message in hand or in doubt is no sign of a backup.
    standing = Message.objects.filter(message_id=message_id)
    return standing.exclude(state__in=[State.DUE, State.CLAIMED], doubts=0).exclude(state=State.FAILED).exists()


def _note_gone(message_id: str, sent_at: datetime) -> int:
    known = Message.objects.filter(message_id=message_id)
    if not known.exists():
        Message.objects.create(
            topic="restored",
            topic_id=message_id,
            message_id=message_id,
            kind="restored",
            created_at=sent_at,
            due_at=sent_at,
            first_due_at=sent_at,
            state=State.ACCEPTED,
            accepted_at=sent_at,
            last_words=IN_JOURNAL.words,
        )
        return 1
    return int(record_gone(known.get(), IN_JOURNAL, at=sent_at))
