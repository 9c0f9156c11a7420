"""What is held of what people said: who said it, how it reached us, and their words."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from consultations.hand_ins.services import forget_contact
from consultations.models import (
    AskedRepresentative,
    Choice,
    Consultation,
    Conversation,
    Feedback,
    FeedbackAnswer,
    HandIn,
    Option,
    Poster,
    PosterAnswer,
    PosterCall,
    PosterPrompt,
    Question,
    SentPicture,
    TellingPlan,
)
from consultations.posters.services.pictures import forget_photograph
from kit.data_map import (
    AGREED,
    FORM_KEY,
    LINK_HASH,
    LINK_NONCE,
    LOOSE,
    NAME,
    PART,
    WORDS,
    Basis,
    Finds,
    Heading,
    Kept,
    Kind,
    OnAccess,
    OnErasure,
    Personal,
    Purpose,
    Store,
    held,
    kept,
    letters,
    of,
    part,
    store,
)
from programmes.data_map import RECORD
from stakeholders.models import Person

OUR_OWN = "our own schedule"


def _hand_ins_before(before: datetime) -> QuerySet[Any]:
    return HandIn.objects.untouched_since(before)


def _withdrawn_before(before: datetime) -> QuerySet[Any]:
    return Poster.objects.filter(hand_in__in=HandIn.objects.untouched_since(before))


def _said_since(since: datetime) -> QuerySet[Any]:
    return Feedback.objects.filter(Q(said_at__gte=since) | Q(said_at=None, started_at__gte=since))


part(Person, "said_by", _said_since)


def _never_sent_before(before: datetime) -> QuerySet[Any]:
    begun = Feedback.objects.filter(status=Feedback.Status.DRAFT, hand_in__isnull=False)
    return begun.filter(consultation__ends_at__lt=before)


def _unsent_before(before: datetime) -> QuerySet[Any]:
    return SentPicture.objects.forgotten(before)


HANDED_IN = "it was handed in, agreed to or withdrawn"
HAND_IN_DAYS = round(settings.HAND_IN_KEPT_MONTHS * 365 / 12)
SAYING = Purpose(
    "hear what people say, and publish what they agreed to",
    "those who said something, for an organisation, a group or themselves",
    Basis.PUBLIC_TASK,
    RECORD,
)
HANDING_IN = Purpose(
    "ask whoever handed something in, where a question is open, and tell them what came of it",
    "those who handed in posters or told of conversations",
    Basis.PUBLIC_TASK,
    Kept(HANDED_IN, HAND_IN_DAYS, OUR_OWN, _hand_ins_before, "hand-ins", partial(forget_contact, by=None)),
)
BEGINNING = Purpose(
    "let somebody come back to what they have begun to answer",
    "those who began to answer a consultation",
    Basis.PUBLIC_TASK,
    Kept("the consultation ended and it was not sent", 28, OUR_OWN, _never_sent_before, "unsent-answers"),
)
DRAWING = Purpose(
    "draw a photograph anew, with nothing in it but what can be seen",
    "those who sent a photograph",
    Basis.PUBLIC_TASK,
    Kept("it was sent for a form that never came", 1, OUR_OWN, _unsent_before, "photographs", forget_photograph),
)
PUBLISHED = "it is a group’s, who agreed that it is shown; it leaves when its consent is withdrawn"
GROUPS = Personal(
    Kind.SPECIAL,
    OnErasure.KEEP,
    because="it is counted together with what was said, and leads to nobody any more",
)
POSITION = "it is what the organisation said, and stays its own; the name of who said it is gone"

held(
    Feedback,
    Heading.SAID,
    SAYING,
    whose=["said_by", "appointment__person"],
    nothing="id programme consultation meeting status on_behalf_of speaking_for voice publication started_at said_at "
    "reviewed_at withdrawn_at late late_reason signatures",
    staff="entered_by reviewed_by withdrawn_by",
    sooner=[BEGINNING],
    said_by=PART,
    appointment=PART,
    voice_of=kept(WORDS, "it names an organisation or a group, whose position stays its own"),
    signed=NAME,
    groups_told=GROUPS,
    described_by=GROUPS,
    what_became_of_it=kept(WORDS, "it is the team’s own public answer to what was said"),
)
held(
    FeedbackAnswer,
    Heading.SAID,
    SAYING,
    whose=["feedback__said_by", "feedback__appointment__person"],
    programme="feedback__programme",
    nothing="id feedback question number day declined",
    text=kept(WORDS, POSITION),
    published_text=kept(WORDS, POSITION),
)
# What was chosen stands in the words of the answer too: these rows are counted, and say nothing more.
held(Choice, programme="answer__feedback__programme", nothing="id answer option rank")
held(
    HandIn,
    Heading.SAID,
    HANDING_IN,
    whose=["appointment__person"],
    programme=None,
    nothing="id poster conversation feedback channel handed_in_at",
    staff="entered_by",
    key=kept(FORM_KEY, "says which form was sent, and nothing of who sent it"),
    token_hash=LINK_HASH,
    link_nonce=LINK_NONCE,
    code_hash=LINK_HASH,
    appointment=PART,
    contact_name=NAME,
    contact_details=Personal(Kind.CONTACT, finds=Finds.ANY),
    consented_at=AGREED,
    fingerprint=Personal(
        Kind.TECHNICAL, on_access=OnAccess.LEAVE_OUT, because="says nothing of anybody without the form it was made of"
    ),
    as_sent=WORDS,
)
held(
    Poster,
    Heading.SAID,
    SAYING,
    whose=["hand_in__appointment__person"],
    nothing="id programme number group_name place speaking_for width height made_on published_at withdrawn_at",
    staff="published_by withdrawn_by",
    title=kept(WORDS, PUBLISHED),
    words=kept(WORDS, PUBLISHED),
    transcript=kept(WORDS, PUBLISHED),
    picture=kept(WORDS, PUBLISHED),
    alt_text=kept(WORDS, PUBLISHED),
    artist_credit=of(NAME, LOOSE),
    consent_to_publish=AGREED,
    withdrawal_reason=replace(
        WORDS, until=Kept(HANDED_IN, HAND_IN_DAYS, OUR_OWN, _withdrawn_before, "withdrawal-reasons")
    ),
)
held(
    PosterAnswer,
    Heading.SAID,
    SAYING,
    whose=["poster__hand_in__appointment__person"],
    programme="poster__programme",
    nothing="id poster prompt",
    text=kept(WORDS, PUBLISHED),
)
held(
    SentPicture,
    Heading.SAID,
    DRAWING,
    whose=["poster__hand_in__appointment__person"],
    nothing="id programme poster size sent_at state problem claimed_until tries",
    row=OnErasure.DELETE,
    key=FORM_KEY,
    file=WORDS,
)
held(
    Conversation,
    Heading.SAID,
    SAYING,
    whose=["hand_in__appointment__person"],
    nothing="id programme number held_on people_count published_at",
    staff="published_by",
    team=kept(WORDS, "says which group talked, as it called itself"),
    said=kept(WORDS, PUBLISHED),
)
held(
    Consultation,
    Heading.WORK,
    SAYING,
    programme="phase__programme",
    nothing="id phase slug title introduction can_change cannot_change audience starts_at ends_at closed_at",
    staff="closed_by",
)
held(
    Question,
    programme="consultation__phase__programme",
    nothing="id consultation position kind section text hint is_required is_personal shown_when",
)
held(
    Option,
    programme="question__consultation__phase__programme",
    nothing="id question position text is_other excludes",
)
held(PosterPrompt, nothing="id programme position text")
held(PosterCall, nothing="id programme introduction starts_at ends_at")
held(
    AskedRepresentative,
    Heading.SAID,
    SAYING,
    whose=["appointment__person"],
    programme="consultation__phase__programme",
    nothing="id consultation way asked_at printed_at",
    appointment=PART,
)
held(
    TellingPlan,
    programme="consultation__phase__programme",
    nothing="id consultation first_reminder_days second_reminder_days what_happens_next told_of_end",
)
letters(Feedback, "feedback")
letters(HandIn, "answers")
letters(Consultation, "consultation")


store(
    Store(
        "pictures",
        "pictures of posters as they are shown: upright, with nothing in them but what can be seen",
        SAYING,
        OnErasure.KEEP,
        PUBLISHED,
        ("media/posters/*",),
    )
)
store(
    Store(
        "photographs as they were sent",
        "out of everybody’s reach until they are drawn anew, then deleted; those of forms that never came after a day",
        DRAWING,
        OnErasure.DELETE,
        paths=("sent/*",),
    )
)
