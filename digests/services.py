"""Telling people what has happened since they spoke: pressed by a person, once a week at most, never after a stop."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from digests import emails
from digests.digest import (
    WEEK,
    Telling,
    Tellings,
    goes_on,
    hash_of_address,
    messages_to,
    news_of_voices,
    tellings_of,
)
from digests.links import new_reader
from digests.models import Reader, Told
from digests.verbs import Verb
from kit.refusals import InvalidTransition
from outbox.models import UNSENT, Message
from outbox.services import cancel_messages
from programmes.models import Programme
from stakeholders.contacts import address_of
from stakeholders.models import Appointment


def tell_people(programme: Programme, *, as_seen: str, by: User, at: datetime) -> int:
    """Queue one message to everybody for whom something waits, and return how many there are.

    `as_seen` is the fingerprint of what somebody saw and confirmed. Refuses with InvalidTransition when it is another
    by now, as it is when somebody has pressed already, and when nobody is to be told anything.
    """
    on = goes_on(at)
    with transaction.atomic():
        # Whoever presses at the same moment waits here, and then sees that all is told.
        Programme.objects.select_for_update().get(pk=programme.pk)
        tellings = tellings_of(programme, at)
        if as_seen != tellings.fingerprint:
            raise InvalidTransition(
                "Something has changed since you saw this page. Look at it again, then press the button."
            )
        if not tellings.told:
            raise InvalidTransition("Nobody waits to be told anything.")
        Told.objects.filter(pk__in=tellings.void).delete()
        readers = _readers(programme, tellings)
        written = [each for each in tellings.told if _take_week(readers[each.address], on)]
        for telling in written:
            emails.tell(telling, readers[telling.address], on=on, at=at)
        _remember(written, readers, on)
        things = sum(len(news) for each in written for _, news in each.voices)
        record(
            Verb.DIGESTS_SENT, programme, by=by, at=at, programme_id=programme.pk, people=len(written), things=things
        )
    return len(written)


def stop_telling(reader: Reader, *, by: User | None, at: datetime) -> None:
    """Tell somebody no more in one programme, at whatever address; what is queued does not go. Twice is once."""
    with transaction.atomic():
        # One that is being queued at this moment holds the row: it comes first, and is stopped, or not at all.
        readers = list(Reader.objects.same_as(reader).order_by("pk").select_for_update())
        stopping = [each.pk for each in readers if each.stopped_at is None]
        for each in readers:
            cancel_messages(messages_to(each), reason="They asked us to stop.", at=at)
        if Reader.objects.filter(pk__in=stopping).update(stopped_at=at):
            record(Verb.DIGESTS_STOPPED, reader, by=by, at=at, programme_id=reader.programme_id)


def resume_telling(reader: Reader, *, by: User | None, at: datetime) -> None:
    """Undo a stop: what has happened meanwhile is told with the next message. Twice is once."""
    with transaction.atomic():
        same = Reader.objects.same_as(reader).filter(stopped_at__isnull=False).values_list("pk", flat=True)
        if Reader.objects.filter(pk__in=list(same)).update(stopped_at=None):
            record(Verb.DIGESTS_RESUMED, reader, by=by, at=at, programme_id=reader.programme_id)


def choose_telling(appointment: Appointment, *, is_wanted: bool, by: User, at: datetime) -> None:
    """Let a representative say whether they are told what has happened; also before anything was ever told."""
    programme = appointment.partnership.programme
    made = new_reader(programme, hash_of_address(address_of(appointment)))
    with transaction.atomic():
        Reader.objects.bulk_create([made], ignore_conflicts=True)
        reader = Reader.objects.get(programme=programme, address_hash=made.address_hash)
        reader.people.add(appointment.person)
        (resume_telling if is_wanted else stop_telling)(reader, by=by, at=at)


def stop_outdated(*, by: User | None = None, at: datetime) -> int:
    """Stop queued messages that tell of something which is no longer public, and return how many there were."""
    waiting = Message.objects.about("digest").filter(state__in=UNSENT)
    days: dict[str, set[tuple[str, str]]] = {}
    for programme_id, reader_id, on in waiting.values_list("topic_id", "recipient", "occasion"):
        days.setdefault(programme_id, set()).add((reader_id, on))
    stopped = 0
    for programme in Programme.objects.filter(pk__in=days).order_by("pk"):
        public = {(*voice.said, each.what) for voice, news in news_of_voices(programme, at) for each in news}
        of_programme = days[str(programme.pk)]
        rows = Told.objects.filter(reader__in={reader for reader, _ in of_programme}, reader__programme=programme)
        gone = {(str(each.reader_id), f"{each.told_on}") for each in rows if (*each.said, each.what) not in public}
        untrue = [
            message.pk
            for message in waiting.filter(topic_id=programme.pk)
            if (message.recipient, message.occasion) in gone
        ]
        if untrue:
            with transaction.atomic():
                messages = Message.objects.filter(pk__in=untrue)
                stopped += cancel_messages(messages, reason="Something in it is no longer public.", at=at)
                record(Verb.DIGESTS_CANCELLED, programme, by=by, at=at, programme_id=programme.pk, messages=len(untrue))
    return stopped


def _readers(programme: Programme, tellings: Tellings) -> dict[str, Reader]:
    """Return a reader for each address that is told, made where there is none."""
    hashes = {each.address: hash_of_address(each.address) for each in tellings.told}
    lacking = [each.address for each in tellings.told if each.reader is None]
    Reader.objects.bulk_create([new_reader(programme, hashes[each]) for each in lacking], ignore_conflicts=True)
    known = programme.readers.select_related("programme").filter(address_hash__in=hashes.values())
    by_hash = {each.address_hash: each for each in known}
    return {address: by_hash[hashed] for address, hashed in hashes.items()}


def _take_week(reader: Reader, on: date) -> bool:
    """Take the one message of a week, unless it has been taken or stopped at this moment; the database refuses two."""
    free = Q(told_on__isnull=True) | Q(told_on__lte=on - WEEK)
    return bool(Reader.objects.filter(free, pk=reader.pk, stopped_at=None).update(told_on=on))


def _remember(written: list[Telling], readers: dict[str, Reader], on: date) -> None:
    """Keep what was told to whom, in codes."""
    rows, links = [], []
    through = Reader.people.through
    for telling in written:
        reader = readers[telling.address]
        people = {voice.person_id for voice, _ in telling.voices} - {None}
        links += [through(reader_id=reader.pk, person_id=each) for each in people]
        rows += [
            Told(reader=reader, what=each.what, told_on=on, **{f"{voice.kind}_id": voice.pk})
            for voice, news in telling.voices
            for each in news
        ]
    Told.objects.bulk_create(rows)
    through.objects.bulk_create(links, ignore_conflicts=True)
