"""Publishing a programme, moving its target without hiding that it moved, and who wears which hat."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list

from accounts.audit import before, record
from accounts.models import User
from accounts.services import make_account
from kit.cleaning import clean_address, clean_line
from kit.lifecycle import publish, swap, withdraw
from kit.papers import SentPaper
from kit.refusals import InvalidTransition, Refused
from programmes import emails
from programmes.models import Document, DocumentFile, Doing, Hat, Programme, TargetRevision, TeamMember, Withdrawal
from programmes.nouns import in_words_of, word_for
from programmes.open_work import leaves_team, open_work_of, successors
from programmes.quiet_periods.checks import refuse_if_quiet
from programmes.verbs import Verb


def publish_programme(programme: Programme, *, by: User, at: datetime) -> Programme:
    """Let the public read the programme. Raises InvalidTransition when it is public already."""
    with transaction.atomic():
        refuse_if_quiet(programme.pk, Doing.PUBLISHING, at=at)
        publish(programme, refusal=in_words_of(programme, "This {programme} is public already."), by=by, at=at)
        record(Verb.PUBLISHED, programme, by=by, at=at, programme_id=programme.pk)
    return programme


def withdraw_programme(programme: Programme, *, reason: str, by: User, at: datetime) -> Withdrawal:
    """Take the programme back from the public: its pages, and all in them, answer as if they had never been there.

    Nothing is deleted, and what is published in it stands again as soon as the programme is published again. The team
    reads the reason. Refuses without one, and (InvalidTransition) a programme that is not public.
    """
    if not reason.strip():
        raise Refused("Say why it is taken back.", field="reason")
    with transaction.atomic():
        withdraw(programme, refusal=in_words_of(programme, "This {programme} is not public."))
        withdrawal = Withdrawal.objects.create(programme=programme, reason=reason, withdrawn_at=at, withdrawn_by=by)
        record(Verb.TAKEN_BACK, programme, by=by, at=at, programme_id=programme.pk)
    return withdrawal


def give_file(document: Document, *, file: SentPaper, by: User, at: datetime) -> DocumentFile:
    """Let a document be had as a file, instead of the one that it had. The public has it at once, with the programme.

    Waits in a quiet period, where the programme is public.
    """
    with transaction.atomic():
        if document.programme.published_at:
            refuse_if_quiet(document.programme_id, Doing.PUBLISHING, at=at)
        held = DocumentFile.objects.filter(document=document).first() or DocumentFile(document=document)
        was = {"kind": held.kind} if held.pk else None
        held.title = document.title
        held.hold(file)
        held.save()
        record(Verb.FILE_GIVEN, document, by=by, at=at, programme_id=document.programme_id, was=was, kind=held.kind)
    return held


def remove_file(document: Document, *, by: User, at: datetime) -> None:
    """Take a document's file away for good. Refuses with InvalidTransition where it has none."""
    with transaction.atomic():
        if not DocumentFile.objects.filter(document=document).delete()[0]:
            raise InvalidTransition("It has no file.")
        record(Verb.FILE_REMOVED, document, by=by, at=at, programme_id=document.programme_id)


def revise_target(
    programme: Programme, *, new_target_on: date | None, reason: str, by: User, at: datetime
) -> TargetRevision:
    """Move the date by which the programme means to be complete; the old date and the reason are kept and shown.

    Refuses without a reason or when the date stays the same, and (InvalidTransition) when somebody moved it
    meanwhile.
    """
    old_target_on = programme.target_on
    if not reason.strip():
        raise Refused("Say why the target changes.", field="reason")
    if new_target_on == old_target_on:
        raise Refused("That is the target already.", field="new_target_on")
    with transaction.atomic():
        unmoved = Programme.objects.filter(target_on=old_target_on)
        was = before(programme, ["target_on"])
        swap(programme, unmoved, "Somebody else has changed the target meanwhile.", target_on=new_target_on)
        revision = TargetRevision.objects.create(
            programme=programme,
            old_target_on=old_target_on,
            new_target_on=new_target_on,
            reason=reason,
            revised_at=at,
            revised_by=by,
        )
        record(Verb.TARGET_REVISED, revision, by=by, at=at, programme_id=programme.pk, was=was)
    return revision


@dataclass(frozen=True)
class NewHat:
    """Who gets which hat: from a day until the first day without it (None: until it is ended)."""

    email: str
    hat: str
    from_on: date
    until_on: date | None = None
    # Only needed for somebody who has no account yet.
    name: str = ""


def give_hat(programme: Programme, *, given: NewHat, by: User, at: datetime) -> TeamMember:
    """Let the colleague with an address wear a hat from a day until a day; they are told.

    Somebody unknown gets an account of their own as a member of staff. Refuses a closed account, somebody
    who signs in as no member of staff, somebody new without a name, days that are past or in the wrong order, and a hat
    that they wear on one of these days already; the refusal names the field.
    """
    email, hat, from_on, until_on = clean_address(given.email), given.hat, given.from_on, given.until_on
    with transaction.atomic():
        # Whoever gives or ends a hat waits for the others: see `end_hat`.
        Programme.objects.select_for_update().get(pk=programme.pk)
        user, is_new = User.objects.filter(email=email).first(), False
        if user is None:
            name = clean_line(given.name)
            if not name:
                raise Refused(
                    "Nobody signs in with this address yet. Enter their name, and they get an account.", field="name"
                )
            user, is_new = make_account(email, name=name, is_staff=True, programme_id=programme.pk, by=by, at=at)
        if not user.is_active:
            raise Refused(
                f"The account of {email} is closed. Whoever looks after this site can open it.", field="email"
            )
        if not user.is_staff:
            word = word_for(programme, "representative")
            raise Refused(f"{email} signs in as {word}. Use an address of theirs as your colleague.", field="email")
        if from_on < timezone.localdate(at):
            raise Refused("A hat is worn from today or from a later day on.", field="from_on")
        if until_on is not None and until_on <= from_on:
            raise Refused("The day it ends must be after the day it begins.", field="until_on")
        worn = TeamMember.objects.lasting(from_on).filter(programme=programme, user=user, hat=hat)
        if (worn if until_on is None else worn.filter(from_on__lt=until_on)).exists():
            raise Refused(f"{user} wears this hat already.", field="hat")
        member = TeamMember.objects.create(programme=programme, user=user, hat=hat, from_on=from_on, until_on=until_on)
        record(Verb.HAT_GIVEN, member, by=by, at=at, programme_id=programme.pk, hat=hat, new_account=is_new)
        emails.tell_of_hat(member, is_new=is_new, by=by, at=at)
    return member


def end_hat(
    member: TeamMember, *, until_on: date, hand_on_to: User | None = None, by: User, at: datetime
) -> TeamMember:
    """Let a hat be worn no longer from a day on; one not worn by then is taken back whole, and returned without a key.

    Whoever leaves the team with it hands their open work on first, at once, to `hand_on_to`: a colleague who is on the
    team on that day. Refuses when nobody else would lead the programme from that day on without an end in sight, open
    work that nobody takes on, a day that is past, and (InvalidTransition) a hat that ends by then already. Two who end
    two leads' hats at once wait for one another.
    """
    if until_on < timezone.localdate(at):
        raise Refused(
            "What was done until today was done with this hat: choose today or a later day.", field="until_on"
        )
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=member.programme_id)
        stored = TeamMember.objects.filter(pk=member.pk).first()
        if stored is None or (stored.until_on is not None and stored.until_on <= until_on):
            raise InvalidTransition("This hat ends by then already.", field="until_on")
        leads = TeamMember.objects.filter(programme=programme, hat=Hat.LEAD, until_on__isnull=True)
        leads = leads.filter(from_on__lte=until_on, user__is_active=True, user__is_staff=True)
        if stored.hat == Hat.LEAD and not leads.exclude(pk=stored.pk).exists():
            raise Refused(
                in_words_of(
                    programme,
                    "Nobody else would lead the {programme} from that day on. Give somebody else this hat first.",
                ),
                field="until_on",
            )
        if leaves_team(stored):
            _hand_on(stored, until_on, hand_on_to, by=by, at=at)
        was = before(stored, ["until_on"])
        record(Verb.HAT_ENDED, stored, by=by, at=at, programme_id=programme.pk, hat=stored.hat, was=was)
        if until_on <= stored.from_on:
            stored.delete()
        else:
            stored.until_on = until_on
            stored.save(update_fields=["until_on"])
    return stored


def _hand_on(member: TeamMember, until_on: date, to: User | None, *, by: User, at: datetime) -> None:
    """Give all open work of somebody who leaves the team to a colleague; the caller holds the transaction."""
    work = open_work_of(member.user, member.programme, at)
    if not work:
        return
    if to is None:
        words = get_text_list([each.words for each in work], "and")
        raise Refused(f"{words} would be nobody’s: choose who takes this on.", field="hand_on_to")
    if not successors(member, until_on).filter(pk=to.pk).exists():
        raise Refused(f"{to} is not on the team on that day. Choose somebody who is.", field="hand_on_to")
    for each in work:
        for row in each.rows:
            each.kind.hand_on(row, to=to, by=by, at=at)
