"""What is held of somebody, as they read it by a personal link or signed in; and of people, as the record has it."""

from typing import Any

from django.template.loader import render_to_string

from actions.records.links import RECORD_LINK
from actions.rounds.links import LINK as FOLLOW_UP_LINK
from digests.links import LINK as DIGEST_LINK
from kit.days import day
from phases.meetings.links import LINK as PLACE_LINK
from phases.models import Meeting
from programmes.models import Statement
from tests.actions.factories import FollowUpFactory, FollowUpRoundFactory, PersonalRecordFactory, ProposerFactory
from tests.digests.factories import ReaderFactory
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.programmes.factories import StatementFactory
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import at_desk, hide, on_paper
from tests.sentences_for_people.own_pages import by_link, signed_in
from tests.sentences_of_privacy.privacy_pages import BOTH, DAY, PRIVACY
from tests.stakeholders.factories import AppointmentFactory

REST = "Somebody reads that first, since others may be named in it. "
MORE = "Ask for all of it, have it put right or erased, or complain. "


def meeting_of(given: Given) -> Meeting:
    begins = given.at + 9 * DAY
    return MeetingFactory(programme=given.programme, starts_at=begins, ends_at=begins + DAY / 12)


def link_of(given: Given, by: str) -> tuple[Any, Any, str]:
    """Make a row with a personal link of one kind: the link, the row, and the page of what is held by it."""
    if by == "place":
        row = AttendanceFactory(meeting=meeting_of(given), person__name="J. A.")
        return PLACE_LINK, row, "privacy:held-by-place"
    if by == "record":
        return RECORD_LINK, PersonalRecordFactory(programme=given.programme), "privacy:held-by-record"
    if by == "follow-up":
        opened = {"status": "open", "opened_at": given.at - 9 * DAY, "opened_by": given.lead}
        asked = FollowUpRoundFactory(programme=given.programme, answer_by_on=given.at.date() + 9 * DAY, **opened)
        row = FollowUpFactory(
            round=asked, proposer=ProposerFactory(area__programme=given.programme), asked_at=given.at - 9 * DAY,
            token_hash="a" * 64, link_expires_at=given.at + 9 * DAY,
        )  # fmt: skip
        return FOLLOW_UP_LINK, row, "privacy:held-by-follow-up"
    reader = ReaderFactory(programme=given.programme)
    people = {"of nobody": 0, "of one": 1, "of several": 2}[by]
    reader.people.add(*(AppointmentFactory(partnership__programme=given.programme).person for _ in range(people)))
    return DIGEST_LINK, reader, "privacy:held-by-digest"


@PRIVACY.of(
    by=["place", "record", "follow-up", "of nobody", "of one", "of several", "signed in"], stated=BOTH, public=BOTH
)
def held_at_once(given: Given, by: str, stated: bool, public: bool) -> Said:
    Statement.objects.all().delete()
    if stated:
        StatementFactory(programme=given.programme, body="The Council")
    if by == "signed in":
        hide(given, public)
        user = AppointmentFactory(partnership__programme=given.programme).person.user
        text = signed_in(user, "privacy:held-by-me", given.programme.slug)
    else:
        link, row, page = link_of(given, by)
        hide(given, public)
        text = by_link(link, row, page)
    body = "The Council" if stated else given.programme.lead_body
    contact = f"{given.programme.contact_name}, {given.programme.contact_email}"
    shared = by == "of several"
    return text, {
        f"This is what is plainly yours, as it stands now. {body} answers for it.": not shared,
        "Several people have this e-mail address with us, so this link does not tell who you are, and": shared,
        "Nothing is linked to you here.": by == "of nobody",
        f"{REST}{MORE}Or write to {contact}": public,
        f"{REST}Write to {contact}": not public,
        "Why we hold it, and for how long": public,
    }


@PRIVACY.of(left_out=BOTH)
def row_of_which_something_is_left_out(given: Given, left_out: bool) -> Said:
    row = AttendanceFactory(meeting=meeting_of(given), person__name="J. A.")
    type(row).objects.filter(pk=row.pk).update(link_nonce="nonce" if left_out else "")
    return by_link(PLACE_LINK, row, "privacy:held-by-place"), {
        "not shown here, because it says nothing of anybody without the link.": True,
        "Link nonce: not shown here, because it": left_out,
    }


@PRIVACY.of(statement=["", "bare", "full"], fails=BOTH)
def record_of_processing(given: Given, statement: str, fails: bool) -> Said:
    Statement.objects.all().delete()
    bare = {"officer": "", "officer_reached": "", "lawful_basis": "", "shared_with": "", "outside_uk": ""}
    if statement:
        StatementFactory(programme=given.programme, body="The Council", **(bare if statement == "bare" else {}))
    with on_paper("privacy.views", fails=fails) as papers:
        answer = at_desk(given, "privacy:officer-pack")
    pages = [at_desk(given, "privacy:processing-record"), answer, *papers]
    return " | ".join(pages), {
        "The Council answers for it.": bool(statement),
        "Who answers for it is not written down yet: the statement of the site, or of this programme, is": (
            not statement
        ),
        "The document was not made. Pango is missing.": fails,
        f"Made on {day(given.at.date())} from what the site declares": True,
        "Controller: The Council 1 Ford Street, Gateshead": bool(statement),
        "To write: controller, officer and lawful basis, in the statement of the site": not statement,
        "Data protection officer: The officer for data protection": statement == "full",
        "Data protection officer: To write": statement == "bare",
        "Lawful basis: A task in the public interest": statement == "full",
        "Lawful basis: To write": statement == "bare",
        "given something A company that runs the server.": statement == "full",
        "To write: who runs the server, sends the e-mail and prints the letters.": statement != "full",
        "Outside the United Kingdom: Nowhere.": statement == "full",
        "Outside the United Kingdom: To write": statement != "full",
        "None is declared.": False,
        "When somebody is erased Kept: ": True,
    }


@PRIVACY.of(special=BOTH)
def health_in_an_officers_pack(given: Given, special: bool) -> Said:
    one = {"kinds": "needs", "whom": "guests", "what_for": "let people come"}
    context = {"programme": given.programme, "statement": None, "activities": [], "stores": [], "on": given.at}
    page = render_to_string("privacy/officer_pack.html", context | {"special": [one] if special else []})
    return text_seen(page), {
        "None is declared.": not special,
        "Needs, of guests: to let people come": special,
    }
