"""Saying what one will do by a sheet's code, one's own record of it, and handing in a poster or a conversation."""

from datetime import timedelta
from uuid import uuid4

from actions.records.links import RECORD_LINK
from programmes.models import Programme
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CommitmentSourceFactory,
    CorrectionFactory,
    PersonalRecordFactory,
    ProposerFactory,
    StepFactory,
)
from tests.consultations.factories import (
    ConversationFactory,
    HandInFactory,
    PosterAnswerFactory,
    PosterCallFactory,
    PosterFactory,
    SentPictureFactory,
)
from tests.moments import EARLY
from tests.programmes.factories import DocumentFactory
from tests.said import Given, Said
from tests.sentences_for_people.own_pages import BOTH, PEOPLE, anybody, by_link
from tests.stakeholders.factories import PersonFactory, StakeholderGroupFactory

DAY = timedelta(days=1)
NOT_PUBLIC = {"published_at": None, "published_by": None}

# -- What somebody will do --------------------------------------------------------------------------------


@PEOPLE.of(area=BOTH, post=BOTH, closed=BOTH)
def sheet(given: Given, area: bool, post: bool, closed: bool) -> Said:
    Programme.objects.filter(pk=given.programme.pk).update(
        contact_address="1 High Street" if post else "", question="What do you need?"
    )
    benches = ActionAreaFactory(programme=given.programme, title="Benches", number=7) if area else None
    ended = {"closed_at": given.at, "closed_by": given.lead} if closed else {}
    made = CommitmentSheetFactory(programme=given.programme, area=benches, **ended)
    return anybody("actions:commitment-make", made.code), {
        "What will you do? Benches": area and not closed,
        "Number 7 Benches": area and not closed,
        "What do you need?": not area and not closed,
        "Say what you will do about it. You need no account.": not closed,
        ", or post it to": post and not closed,
        "Nothing can be said by its code any more.": closed,
    }


@PEOPLE.of(area=BOTH, fresh=BOTH, email=BOTH, sent=BOTH)
def said_by_a_sheet(given: Given, area: bool, fresh: bool, email: bool, sent: bool) -> Said:
    closed = email
    benches = ActionAreaFactory(programme=given.programme, title="Benches", number=7) if area else None
    ended = {"closed_at": given.at, "closed_by": given.lead} if closed else {}
    made = CommitmentSheetFactory(programme=given.programme, area=benches, **ended)
    commitment = CommitmentFactory(
        programme=given.programme, area=benches, person=PersonFactory(email="ada@example.org" if email else "")
    )
    source = CommitmentSourceFactory(
        commitment=commitment, said_at=given.at + DAY if fresh else given.at - DAY, may_name=sent
    )
    return anybody("actions:commitment-thanks", made.code, source.key, sent=sent), {
        "This is what you said. The team reads it before anybody else does.": fresh,
        "What you will do I will ask one more question.": fresh,
        "For 7. Benches": fresh and area,
        "How to reach you ada@example.org": fresh and sent and email,
        "How to reach you You did not say": fresh and sent and not email,
        "May everybody read your name? Yes": fresh and sent,
        "May everybody read your name? No, only counted": fresh and not sent,
        "We have sent a link to the e-mail address you gave": fresh and email,
        "Say something else you will do, or let the next person write": not closed,
    }


@PEOPLE.of(has=["nothing", "area", "plan", "join", "step", "pledge"], since=["", "waits", "joined", "pledged"])
def record(given: Given, has: str, since: str) -> Said:
    waits, taken = since == "waits", since if since in ("joined", "pledged") else ""
    mine = PersonalRecordFactory(programme=given.programme)
    benches = ActionAreaFactory(programme=given.programme, title="Benches", number=7)
    own = {"programme": given.programme, "person": mine.person}
    if has in ("area", "plan", "step"):
        ProposerFactory(area=benches, person=mine.person)
    if has in ("plan", "step"):
        StepFactory(area=benches, **({"who": mine.person.name} if has == "step" else {}))
    if has in ("join", "pledge"):
        said = CommitmentFactory(area=benches if has == "join" else None, **own)
        if waits:
            CorrectionFactory(record=mine, commitment=said)
    if waits:
        CorrectionFactory(record=mine, kind="name", before=mine.person.name, after="Ada")
    if taken:
        CommitmentFactory(
            area=benches if taken == "joined" else None, what="I will not.", taken_back_at=EARLY, **NOT_PUBLIC, **own
        )
    item = has in ("join", "pledge")
    return by_link(RECORD_LINK, mine, "actions:record-detail"), {
        "Your name Ada (with the team since 4 January 2016)": waits,
        "What you put forward 7. Benches": has in ("area", "plan", "step"),
        "Is something in this wrong? Write to": has in ("area", "plan", "step"),
        "Its plan Ask the council for a bench. (The tenants' group, By August)": has == "plan",
        "What you joined 7. Benches": has == "join",
        "Your steps 7. Benches Ask the council for a bench. By August": has == "step",
        "Your own pledges": has == "pledge",
        "I will ask two. With the team since 4 January 2016: until it has read this, the earlier words": item and waits,
        "I will ask one more question.": item and not waits,
        "Nothing stands here any more. Thank you for telling us.": has == "nothing",
        "What you have taken back Nobody but the team reads this now.": bool(taken),
        "Nobody but the team reads this now. 7. Benches I will not.": taken == "joined",
    }


@PEOPLE.of(of=["pledge", "step", "taken back"], typed=BOTH)
def put_right(given: Given, of: str, typed: bool) -> Said:
    mine = PersonalRecordFactory(programme=given.programme)
    benches = ActionAreaFactory(programme=given.programme, title="Benches", number=7)
    if of == "step":
        ProposerFactory(area=benches, person=mine.person)
        item = StepFactory(area=benches, who=mine.person.name)
    else:
        back = {"taken_back_at": EARLY, **NOT_PUBLIC} if of == "taken back" else {}
        item = CommitmentFactory(programme=given.programme, person=mine.person, **back)
    page = f"actions:record-{'step' if of == 'step' else 'commitment'}-edit"
    sends = {"text": "" if of != "taken back" else "I will ask three.", "version": ""} if typed else None
    text = by_link(RECORD_LINK, mine, page, item.pk, sends=sends)
    return text, {
        "Error:": typed and of != "taken back",
        "The step stays in the plan, which others share, and names you no more.": of == "step",
        "From now on nobody but the team reads it. It takes effect at once.": of == "pledge",
        "It was taken back in another window, so it cannot be put right here.": of == "taken back",
        "What you have just written I will ask three. We have not taken it in.": of == "taken back" and typed,
    }


# -- What is handed in ------------------------------------------------------------------------------------


def call_of(given: Given, stands: str) -> None:
    begins, ends = {
        "open": (EARLY, None),
        "until a day": (EARLY, given.at + 5 * DAY),
        "to come": (given.at + DAY, None),
        "no day": (None, None),
        "past": (EARLY, given.at - DAY),
    }[stands]
    PosterCallFactory(programme=given.programme, starts_at=begins, ends_at=ends)


@PEOPLE.of(page=["poster-hand-in", "conversation-tell"], stands=["open", "until a day", "to come", "no day", "past"])
def hand_in(given: Given, page: str, stands: str) -> Said:
    call_of(given, stands)
    is_open, poster = stands in ("open", "until a day"), page == "poster-hand-in"
    return anybody(f"consultations:{page}", given.programme.slug), {
        "Nobody but the team sees it before they have looked at it with care.": is_open and poster,
        "Nobody but the team sees it before they have read it.": is_open and not poster,
        "You can send it until": stands == "until a day",
        "Posters and conversations could be handed in until": stands == "past",
        "Handing in has closed": stands == "past",
        "See the posters on the wall": stands == "past",
        "Handing in has not begun yet": stands in ("to come", "no day"),
        "Posters and conversations can be handed in from": stands == "to come",
        "The day on which it begins has not been set yet.": stands == "no day",
    }


@PEOPLE.of(sheets=["none", "one", "two"])
def what_to_read_first(given: Given, sheets: str) -> Said:
    call_of(given, "open")
    count = ["none", "one", "two"].index(sheets)
    for number in range(count):
        words = {} if number else {"words": ""}
        DocumentFactory(programme=given.programme, title=f"About us {number}", **words)
    return anybody("consultations:poster-hand-in", given.programme.slug), {
        "To read before you begin: About us 0": count > 0,
        "); About us 1": count == 2,
        "for a copy": count > 0,
    }


@PEOPLE.of(picture=["none", "sent", "drawn", "refused"], stands=["open", "past"], more=BOTH)
def poster_thanks(given: Given, picture: str, stands: str, more: bool) -> Said:
    sent = not more
    call_of(given, stands)
    words = {"alt_text": "A bench.", "artist_credit": "Ben"} if more else {}
    group = StakeholderGroupFactory(programme=given.programme, name="Carers") if more else None
    poster = PosterFactory(
        programme=given.programme, speaking_for=group, consent_to_publish=more, published_at=None, published_by=None,
        **words,
    )  # fmt: skip
    PosterAnswerFactory.create_batch(int(more), poster=poster)
    if picture != "none":
        state = {"sent": "received"}.get(picture, picture)
        SentPictureFactory(poster=poster, state=state, problem="It is no picture." if picture == "refused" else "")
    made = HandInFactory(poster=poster, handed_in_at=given.at + DAY, key=uuid4())
    return anybody("consultations:poster-thanks", given.programme.slug, made.key, sent=sent), {
        "Photograph None": picture == "none",
        "It could not be used: It is no picture. Please": picture == "refused",
        "send the poster again, or ask somebody of the team.": picture == "refused" and stands == "open",
        "Please ask somebody of the team.": picture == "refused" and stands == "past",
        "Arrived, and made ready": picture == "drawn",
        "Arrived (700": picture == "sent",
        "Whose voice Carers": more,
        "What the picture shows A bench.": more,
        "Artist Ben": more,
        "May we show it? Yes, your group agrees": more,
        "May we show it? No, only on the wall at the event": not more,
        "How to reach you robin@example.org": sent,
        "Send another poster": stands == "open",
    }


@PEOPLE.of(kind=["poster", "conversation"], fresh=BOTH, count=[None, 7])
def thanks_of_the_hour(given: Given, kind: str, fresh: bool, count: int | None) -> Said:
    sent = count is None
    call_of(given, "open" if fresh else "past")
    thing = PosterFactory if kind == "poster" else ConversationFactory
    more = {} if kind == "poster" else {"people_count": count}
    about = {"poster": None, kind: thing(programme=given.programme, **more)}
    made = HandInFactory(
        handed_in_at=given.at + DAY if fresh else given.at - DAY, key=uuid4(), as_sent="So it was.", **about
    )
    told = kind == "conversation" and fresh
    return anybody(f"consultations:{kind}-thanks", given.programme.slug, made.key, sent=sent), {
        "The team looks at it before anybody else sees it.": fresh and kind == "poster",
        "The team reads it before anybody else does.": told,
        "What was said So it was.": told,
        "How many 7": told and count == 7,
        "How to reach you robin@example.org": fresh and sent,
        "Tell us of another conversation": told,
    }
