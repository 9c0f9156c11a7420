"""The e-mail of this room: what has happened since somebody spoke, in one message."""

from datetime import date, datetime

from django.conf import settings

from digests import links
from digests.digest import Digest
from digests.models import Reader
from digests.readers import about_digest
from kit.text import one_line, plain_text
from outbox.models import Message
from outbox.services import Email, queue_message
from programmes.models import Programme

OWN_LINK = "(here stands the link by which they stop it)"


def send_digest(digest: Digest, reader: Reader, *, on: date, at: datetime) -> Message:
    """Tell somebody what has happened since they spoke. By day only, and to be left with one click."""
    link = links.address_for(reader)
    email = Email(
        to_address=digest.address,
        to_name=one_line(digest.name)[:200],
        subject=subject_of(reader.programme),
        text=text_of(digest, reader.programme, link=link),
        reply_to=reader.programme.contact_email,
        unsubscribe_url=link,
        daytime_only=True,
        # The link in it stops what others would like to read; only its hash stays with us.
        forgets_text=True,
    )
    return queue_message(about_digest(reader, on), email, kind="digest", at=at)


def subject_of(programme: Programme) -> str:
    """Return the subject, the same for everybody."""
    return f"What has happened since: {one_line(programme.title)}"[:250]


def text_of(digest: Digest, programme: Programme, *, link: str = OWN_LINK) -> str:
    """Return the text as this person reads it; for a preview, without the link that is theirs alone."""
    context = {
        "digest": digest,
        "items": [(one_line(item.heading), _points(item.points)) for item in digest.items_with_news],
        "whole": _points(digest.points_of_whole),
        "programme": programme,
        "site": settings.SITE_URL,
        "link": link,
    }
    return plain_text("digests/email/digest.txt", context)


def _points(points: list[tuple[str, str]]) -> list[str]:
    """Return each sentence on one line, with the page that says more."""
    return [f"{one_line(words)} {settings.SITE_URL}{url}" for words, url in points]
