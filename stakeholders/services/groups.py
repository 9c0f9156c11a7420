"""Whose voice a programme needs, how many are enough, and who is missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.audit import before, record
from accounts.models import User
from kit.cleaning import clean_line
from kit.lifecycle import move, swap
from kit.name_keys import key_of
from kit.refusals import Refused
from programmes.models import Programme
from programmes.nouns import in_words_of
from stakeholders.models import Characteristic, CoverageThresholds, MissingVoice, StakeholderGroup
from stakeholders.verbs import Verb


def add_group(
    programme: Programme, *, name: str, why: str = "", characteristic: str = "", by: User, at: datetime
) -> StakeholderGroup:
    """Add people whose voice the programme needs. Refuses a name that another group has."""
    group = StakeholderGroup(programme=programme, name=clean_line(name), why=why.strip(), characteristic=characteristic)
    return _saved(group, Verb.ADDED, by=by, at=at)


def change_group(
    group: StakeholderGroup, *, name: str, why: str, characteristic: str, by: User, at: datetime
) -> StakeholderGroup:
    """Rename a group, or say anew why its voice is needed; what hangs on it stays. Refuses a name that another has."""
    group.name, group.why, group.characteristic = clean_line(name), why.strip(), characteristic
    return _saved(group, Verb.CHANGED, by=by, at=at)


def add_characteristics(programme: Programme, *, by: User, at: datetime) -> int:
    """Add a group for each of the nine protected characteristics that has none; return how many were added.

    A group that was renamed still stands for its characteristic. One that has the characteristic's own name is marked
    instead of made twice. Pressed again, or twice at once, it adds nothing.
    """
    with transaction.atomic():
        groups = StakeholderGroup.objects.filter(programme=programme)
        there = set(groups.values_list("characteristic", flat=True))
        missing = [each for each in Characteristic if each.value not in there]
        before = groups.count()
        for each in missing:
            groups.filter(name_key=key_of(each.label), characteristic="").update(characteristic=each)
        StakeholderGroup.objects.bulk_create(
            [StakeholderGroup(programme=programme, name=each.label, characteristic=each) for each in missing],
            ignore_conflicts=True,
        )
        added = groups.count() - before
        if missing:
            record(Verb.CHARACTERISTICS_ADDED, programme, by=by, at=at, programme_id=programme.pk, count=added)
    return added


def remove_group(group: StakeholderGroup, *, by: User, at: datetime) -> None:
    """Take a group away for good. Refuses when anything hangs on it, and says what."""
    with transaction.atomic():
        # Whoever ties something to it meanwhile waits, and is then told that it has gone.
        StakeholderGroup.objects.select_for_update().get(pk=group.pk)
        # These ties alone would go with the group without a word.
        if partners := group.partnerships.count():
            raise Refused(_hanging(group, Counter({"organisation that speaks for it": partners})))
        record(Verb.REMOVED, group, by=by, at=at, programme_id=group.programme_id)
        try:
            group.delete()
        except ProtectedError as error:
            rows = Counter(str(row._meta.verbose_name) for row in error.protected_objects)
            raise Refused(_hanging(group, rows)) from error


def set_thresholds(
    programme: Programme, *, organisations: int, people: int, by: User, at: datetime
) -> CoverageThresholds:
    """Say from how many organisations, and from how many people, the programme calls a group covered."""
    with transaction.atomic():
        earlier = CoverageThresholds.objects.filter(programme=programme).first()
        was = before(earlier, ["organisations", "people"]) if earlier else None
        thresholds, _ = CoverageThresholds.objects.update_or_create(
            programme=programme, defaults={"organisations": organisations, "people": people}
        )
        counts = {"organisations": organisations, "people": people}
        record(Verb.THRESHOLDS_SET, thresholds, by=by, at=at, programme_id=programme.pk, **counts, was=was)
    return thresholds


@dataclass(frozen=True)
class MissingVoiceDetails:
    """Who is missed, and in which group (None: in none or several); who looks for them, and until when."""

    who: str
    owner: User
    look_by_on: date
    why: str = ""
    group: StakeholderGroup | None = None


def name_missing_voice(programme: Programme, *, details: MissingVoiceDetails, by: User, at: datetime) -> MissingVoice:
    """Write down somebody who is not here and should be, who looks for them and until when.

    Refuses what is written down already, and a group of another programme.
    """
    voice = MissingVoice(programme=programme, noticed_at=at, noticed_by=by)
    return _described(voice, Verb.NAMED, details, by=by, at=at)


def change_missing_voice(voice: MissingVoice, *, details: MissingVoiceDetails, by: User, at: datetime) -> MissingVoice:
    """Say more exactly who is missed, or give the search to somebody else or more time. Refuses as naming does."""
    return _described(voice, Verb.CHANGED, details, by=by, at=at)


def hand_on_missing_voice(voice: MissingVoice, *, to: User, by: User, at: datetime) -> MissingVoice:
    """Let somebody else of the team look for a missing voice. Raises InvalidTransition when it is settled already."""
    with transaction.atomic():
        sought = MissingVoice.objects.filter(status=MissingVoice.Status.SOUGHT)
        swap(voice, sought, "Nobody looks for this missing voice any more.", owner=to)
        record(Verb.HANDED_TO_COLLEAGUE, voice, by=by, at=at, programme_id=voice.programme_id)
    return voice


def settle_missing_voice(voice: MissingVoice, *, status: str, outcome: str, by: User, at: datetime) -> MissingVoice:
    """Say that a missing voice is `status` (found or given up), and what came of it: the public reads that.

    Refuses when nothing is said of what came of it. Raises InvalidTransition when it is settled already.
    """
    if not outcome.strip():
        raise Refused("Say what came of it.", field="outcome")
    with transaction.atomic():
        move(voice, to=status, settled_at=at, settled_by=by, outcome=outcome.strip())
        record(Verb(status), voice, by=by, at=at, programme_id=voice.programme_id)
    return voice


def seek_again(voice: MissingVoice, *, by: User, at: datetime) -> MissingVoice:
    """Look again for a voice that was settled; what had come of it is kept as typed. Raises InvalidTransition."""
    with transaction.atomic():
        move(voice, to=MissingVoice.Status.SOUGHT, settled_at=None, settled_by=None)
        record(Verb.SOUGHT_AGAIN, voice, by=by, at=at, programme_id=voice.programme_id)
    return voice


def _saved(group: StakeholderGroup, verb: Verb, *, by: User, at: datetime) -> StakeholderGroup:
    with transaction.atomic():
        earlier = StakeholderGroup.objects.filter(pk=group.pk).first()
        was = before(earlier, ["name", "why"]) if earlier else None
        try:
            with transaction.atomic():
                group.save()
        except IntegrityError as error:
            raise Refused(f"There is a group called “{group.name}” already.", field="name") from error
        record(verb, group, by=by, at=at, programme_id=group.programme_id, was=was)
    return group


def _described(
    voice: MissingVoice, verb: Verb, details: MissingVoiceDetails, *, by: User, at: datetime
) -> MissingVoice:
    if details.group is not None and details.group.programme_id != voice.programme_id:
        raise Refused(in_words_of(voice.programme, "The group belongs to another {programme}."), field="group")
    words = vars(details) | {"who": clean_line(details.who), "why": details.why.strip()}
    was = before(voice, words) if voice.pk else None
    for name, value in words.items():
        setattr(voice, name, value)
    with transaction.atomic():
        try:
            with transaction.atomic():
                # Whether it is settled is another window's to say.
                voice.save(update_fields=[*words, "who_key"] if voice.pk else None)
        except IntegrityError as error:
            raise Refused(f"“{voice.who}” is written down already.", field="who") from error
        record(verb, voice, by=by, at=at, programme_id=voice.programme_id, was=was)
    return voice


def _hanging(group: StakeholderGroup, rows: Counter[str]) -> str:
    listed = ", ".join(f"{name} ({count})" for name, count in sorted(rows.items()))
    return f"“{group}” cannot be removed, because things hang on it: {listed}. It can be renamed."
