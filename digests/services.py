"""Digests of what has happened since people spoke: sent when a person presses, weekly at most, never after a stop."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from digests import emails
from digests.digest import WEEK, Digest, Digests, digests_of, sending_day
from digests.links import new_reader
from digests.models import DigestEntry, MessageKey, Reader, WaitingReaders
from digests.news import contributors_with_news
from digests.readers import hash_of_address, messages_to, people_of
from digests.verbs import Verb
from kit.refusals import InvalidTransition
from outbox.daytime import next_daytime
from outbox.models import UNSENT, Message
from outbox.services import cancel_messages
from programmes.models import Doing, Programme, PublicVersion
from programmes.quiet_periods.checks import refuse_if_quiet
from stakeholders.models import Appointment


def send_digests(programme: Programme, *, as_seen: str, by: User, at: datetime) -> int:
    """Queue one message to everybody for whom something waits, and return how many there are.

    `as_seen` is the fingerprint of what somebody saw and confirmed. Refuses with InvalidTransition when it is another
    by now, as it is when somebody has pressed already, and when nobody is to be told anything.
    """
    on = sending_day(at)
    with transaction.atomic():
        refuse_if_quiet(programme.pk, Doing.TELLING, at=at)
        # In the evening it goes in the morning.
        refuse_if_quiet(programme.pk, Doing.TELLING, at=at, on=next_daytime(at))
        # Whoever presses at the same moment waits here, and then sees that all is sent.
        Programme.objects.select_for_update().get(pk=programme.pk)
        digests = digests_of(programme, at)
        if as_seen != digests.fingerprint:
            raise InvalidTransition(
                "Something has changed since you saw this page. Look at it again, then press the button."
            )
        if not digests.to_send:
            raise InvalidTransition("Nobody waits to be told anything.")
        DigestEntry.objects.filter(pk__in=digests.void_entries).delete()
        readers = _readers(programme, digests)
        sent = [each for each in digests.to_send if _claim_week(readers[each.address], on)]
        for digest in sent:
            emails.send_digest(digest, readers[digest.address], on=on, at=at)
        _remember(sent, readers, on)
        things = sum(len(news) for each in sent for _, news in each.contributors)
        # Counted anew when the clock comes by; until then the desk sends nobody here.
        WaitingReaders.objects.filter(programme=programme).delete()
        record(Verb.DIGESTS_SENT, programme, by=by, at=at, programme_id=programme.pk, people=len(sent), things=things)
    return len(sent)


def count_waiting_readers(*, by: User | None = None, at: datetime) -> int:
    """Count anew who waits to be told, in each programme where that may be another number; return how many there are.

    It decides nothing, and is in no log: the page on which messages are sent reads for itself who waits.
    """
    counted = WaitingReaders.objects.true_at(at).values("programme")
    due = Programme.objects.exclude(pk__in=counted).order_by("pk")
    for programme in due:
        version = PublicVersion.objects.filter(programme=programme).values_list("number", flat=True).first() or 0
        people = len(digests_of(programme, at).to_send)
        told = {"people": people, "version": version, "counted_at": at}
        WaitingReaders.objects.update_or_create(programme=programme, defaults=told)
    return len(due)


def stop_digests(reader: Reader, *, by: User | None, at: datetime) -> None:
    """Send somebody no more in one programme, at whatever address; what is queued does not go. Twice is once."""
    with transaction.atomic():
        # One that is being queued at this moment holds the row: it comes first, and is stopped, or not at all.
        readers = list(Reader.objects.same_as(reader, people_of(reader)).order_by("pk").select_for_update())
        stopping = [each.pk for each in readers if each.stopped_at is None]
        for each in readers:
            cancel_messages(messages_to(each), reason="They asked us to stop.", at=at)
        if Reader.objects.filter(pk__in=stopping).update(stopped_at=at):
            record(Verb.DIGESTS_STOPPED, reader, by=by, at=at, programme_id=reader.programme_id)


def resume_digests(reader: Reader, *, by: User | None, at: datetime) -> None:
    """Undo a stop: what has happened meanwhile is in the next message. Twice is once."""
    with transaction.atomic():
        same = Reader.objects.same_as(reader, people_of(reader)).filter(stopped_at__isnull=False)
        if Reader.objects.filter(pk__in=[each.pk for each in same]).update(stopped_at=None):
            record(Verb.DIGESTS_RESUMED, reader, by=by, at=at, programme_id=reader.programme_id)


def choose_digests(appointment: Appointment, *, is_wanted: bool, by: User, at: datetime) -> None:
    """Let a representative say whether they are told what has happened; also before anything was ever sent."""
    programme = appointment.partnership.programme
    made = new_reader(programme, hash_of_address(appointment.person.address))
    with transaction.atomic():
        Reader.objects.bulk_create([made], ignore_conflicts=True)
        reader = Reader.objects.get(programme=programme, address_hash=made.address_hash)
        reader.people.add(appointment.person)
        (resume_digests if is_wanted else stop_digests)(reader, by=by, at=at)


def cancel_outdated_digests(*, by: User | None = None, at: datetime) -> int:
    """Cancel queued messages that tell of something which is no longer public, and return how many there were."""
    queued = Message.objects.about("digest").filter(state__in=UNSENT)
    keys: dict[str, set[MessageKey]] = {}
    for programme_id, *key in queued.values_list("topic_id", "recipient", "occasion"):
        keys.setdefault(programme_id, set()).add(MessageKey(*key))
    cancelled = 0
    for programme in Programme.objects.filter(pk__in=keys).order_by("pk"):
        untrue = _outdated(programme, {int(key.recipient) for key in keys[str(programme.pk)]}, at)
        messages = [
            message.pk
            for message in queued.filter(topic_id=programme.pk)
            if MessageKey(message.recipient, message.occasion) in untrue
        ]
        if messages:
            with transaction.atomic():
                rows = Message.objects.filter(pk__in=messages)
                cancelled += cancel_messages(rows, reason="Something in it is no longer public.", at=at)
                counted = {"messages": len(messages)}
                record(Verb.DIGESTS_CANCELLED, programme, by=by, at=at, programme_id=programme.pk, **counted)
    return cancelled


def _outdated(programme: Programme, readers: set[int], at: datetime) -> set[MessageKey]:
    """Return the key of each message that holds something which is no longer public."""
    public = {
        (contributor.contribution, each.key)
        for contributor, news in contributors_with_news([programme], at)
        for each in news
    }
    entries = DigestEntry.objects.filter(reader__in=readers, reader__programme=programme)
    gone = [each for each in entries if (each.contribution, each.key) not in public]
    return {MessageKey.of(each.reader_id, each.sent_on) for each in gone}


def _readers(programme: Programme, digests: Digests) -> dict[str, Reader]:
    """Return a reader for each address that is written to, made where there is none."""
    hashes = {each.address: hash_of_address(each.address) for each in digests.to_send}
    lacking = [each.address for each in digests.to_send if each.reader is None]
    Reader.objects.bulk_create([new_reader(programme, hashes[each]) for each in lacking], ignore_conflicts=True)
    known = programme.readers.select_related("programme").filter(address_hash__in=hashes.values())
    by_hash = {each.address_hash: each for each in known}
    return {address: by_hash[hashed] for address, hashed in hashes.items()}


def _claim_week(reader: Reader, on: date) -> bool:
    """Claim the one message of a week, unless it was claimed or stopped at this moment; the database refuses two."""
    free = Q(last_sent_on__isnull=True) | Q(last_sent_on__lte=on - WEEK)
    return bool(Reader.objects.filter(free, pk=reader.pk, stopped_at=None).update(last_sent_on=on))


def _remember(sent: list[Digest], readers: dict[str, Reader], on: date) -> None:
    """Keep what was sent to whom, in codes."""
    entries, links = [], []
    through = Reader.people.through
    for digest in sent:
        reader = readers[digest.address]
        links += [through(reader_id=reader.pk, person_id=each) for each in digest.person_ids]
        for contributor, news in digest.contributors:
            about = {f"{contributor.contribution.column}_id": contributor.contribution.pk}
            entries += [DigestEntry(reader=reader, sent_on=on, **about, **each.key._asdict()) for each in news]
    DigestEntry.objects.bulk_create(entries)
    through.objects.bulk_create(links, ignore_conflicts=True)
