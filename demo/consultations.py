"""What people said: posters and conversations, and what was said of the day."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

from accounts.audit import record
from consultations.conversations.services import publish_conversation
from consultations.hand_ins.services import set_poster_call
from consultations.models import Conversation, Feedback, FeedbackAnswer, Poster, PosterAnswer, PosterCall, PosterPrompt
from consultations.posters.pictures import keep_picture
from consultations.posters.services.publishing import publish_poster
from consultations.verbs import Verb
from demo.poster_pictures import alt_text_of, draw_poster
from demo.programmes import Rows
from demo.team import Team
from phases.models import Meeting
from programmes.models import Programme
from stakeholders.models import StakeholderGroup

ARTIST = "Made with a local artist"


def load_poster_call(programme: Programme, written: Rows, team: Team) -> PosterCall:
    """Say from when until when groups could hand in their posters, as the facilitator did when it began."""
    return set_poster_call(programme, **written, by=team.facilitator, at=written["starts_at"])


def load_posters(programme: Programme, written: Rows, team: Team, published_at: datetime) -> list[Poster]:
    """Make and publish the posters, each with its picture; returns them in the order of the wall."""
    prompts = PosterPrompt.objects.bulk_create(
        PosterPrompt(programme=programme, position=position, text=text)
        for position, text in enumerate(written["prompts"], start=1)
    )
    groups = {group.name: group for group in StakeholderGroup.objects.filter(programme=programme)}
    posters = []
    for number, row in enumerate(written["posters"], start=1):
        poster = _poster(programme, number, row, prompts, groups.get(row.get("for", "")))
        publish_poster(poster, by=team.lead, at=published_at)
        posters.append(poster)
    return posters


def _poster(
    programme: Programme, number: int, row: Rows, prompts: list[PosterPrompt], group: StakeholderGroup | None
) -> Poster:
    poster = Poster(
        programme=programme,
        number=number,
        title=row["title"],
        group_name=row["group"],
        place=row["place"],
        speaking_for=group,
        words=row["words"],
        transcript=f"{row['title']}\n\n{row['words']}",
        alt_text=alt_text_of(row, number),
        artist_credit=ARTIST if row.get("artist") else "",
        made_on=row["made"],
        consent_to_publish=True,
    )
    keep_picture(poster, io.BytesIO(draw_poster(row, number)))
    poster.save()
    PosterAnswer.objects.bulk_create(
        PosterAnswer(poster=poster, prompt=prompt, text=text)
        for prompt, text in zip(prompts, row["answers"], strict=True)
    )
    return poster


def load_conversations(
    programme: Programme, written: Rows, team: Team, published_at: datetime
) -> Iterator[Conversation]:
    """Make and publish the conversations held beforehand."""
    for number, row in enumerate(written["conversations"], start=1):
        conversation = Conversation.objects.create(
            programme=programme,
            number=number,
            team=row["team"],
            held_on=row["held_on"],
            people_count=row["people"],
            said=row["said"],
        )
        yield publish_conversation(conversation, by=team.lead, at=published_at)


def load_cards(meeting: Meeting, written: Rows, team: Team, published_at: datetime) -> Iterator[FeedbackAnswer]:
    """Make and publish what people wrote of a meeting on cards without a name."""
    assert meeting.ends_at
    for row in written["cards"]:
        card = Feedback.objects.create(
            programme_id=meeting.programme_id,
            meeting=meeting,
            status=Feedback.Status.PUBLISHED,
            entered_by=team.facilitator,
            started_at=meeting.ends_at,
            said_at=meeting.ends_at,
            reviewed_at=published_at,
            reviewed_by=team.lead,
            what_became_of_it=row["became"],
        )
        record(Verb.PUBLISHED, card, by=team.lead, at=published_at, programme_id=meeting.programme_id)
        yield FeedbackAnswer.objects.create(feedback=card, text=row["text"], published_text=row["text"])
