"""What operators read of the mail, and who is told what has happened, or wants it no more."""

from datetime import timedelta
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.urls import reverse

from desk.links import LINK as DAILY_LINK
from digests.links import LINK as DIGEST_LINK
from outbox.models import About, Message
from outbox.services import Email, queue_message
from programmes.models import Programme
from tests.accounts.factories import UserFactory
from tests.desk.factories import DailyListFactory
from tests.digests.factories import ReaderFactory
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, drawn, hide, read
from tests.sentences_for_people.own_pages import by_link, signed_in
from tests.stakeholders.factories import AppointmentFactory

DAY = timedelta(days=1)
STATES = ["due", "accepted", "failed", "uncertain", "cancelled"]


def message(given: Given, state: str, **more) -> Message:
    queue_message(About("test", 1), Email("ada@example.org", "Your place", "Come."), kind="test", at=given.at)
    Message.objects.update(state=state, **more)
    return Message.objects.get()


@DESK.of(state=STATES, daytime=BOTH)
def what_can_be_decided_of_a_message(given: Given, state: str, daytime: bool) -> Said:
    operator = UserFactory(is_staff=True, is_superuser=True)
    more = {
        "accepted": {"accepted_at": given.at},
        "failed": {"last_words": "550 no such person"},
        "uncertain": {"doubts": 1},
        "cancelled": {"stop_reason": "Cancelled by a member of staff."},
    }.get(state, {})
    row = message(given, state, daytime_only=daytime, **more)
    can_be_cancelled = row.can_be_cancelled
    return read(operator, reverse("outbox:message-detail", args=[row.pk])), {
        ", between 08:00 and 18:00 only": daytime,
        "What you can do": can_be_cancelled,
        "Try again … It is due at once and is tried for another 48 hours.": state == "failed",
        "It arrived … Choose this if the relay’s log shows this Message-ID": state == "uncertain",
        "Cancel it …": can_be_cancelled,
        "It is not sent again; the copy in doubt may have gone. This cannot be taken back.": state == "uncertain",
        "It will not be sent. This cannot be taken back.": state in ("due", "failed"),
        "Second copy Possible: the line was lost while it was handed over.": state == "uncertain",
    }


@DESK.of(held=BOTH, due=[0, 1, 2], failed=[0, 1, 2], uncertain=[0, 1, 2], released=BOTH)
def all_mail(given: Given, held: bool, due: int, failed: int, uncertain: int, released: bool) -> Said:
    text = drawn(
        "outbox/message_list.html",
        UserFactory(is_staff=True),
        held="This is a copy." if held else "",
        count_of={"due": due, "failed": failed, "uncertain": uncertain},
        last_release=SimpleNamespace(at=given.at, by="Ada") if released else None,
        counts=[],
        days=[{"day": given.at.date(), "sent": 3, "put_off": 0, "failed": 0, "uncertain": 0, "cancelled": 0}],
        page=SimpleNamespace(object_list=[]),
    )
    return text, {
        "All mail is held This is a copy.": held,
        "No message waits so far. Release it only if this is the place": held and not due,
        "1 message waits; nothing is lost meanwhile.": held and due == 1,
        "2 messages wait; nothing is lost meanwhile.": held and due == 2,
        "Waiting for a person": bool(failed or uncertain),
        "1 failed: the relay will not take it.": failed == 1,
        "2 failed: the relay will not take them.": failed == 2,
        "1 uncertain: nobody knows whether it went.": uncertain == 1,
        "2 uncertain: nobody knows whether they went.": uncertain == 2,
        "Mail was last released on": released,
        "The last 14 days Day Sent": True,
    }


@DESK.of(there=BOTH, sought=BOTH)
def list_of_messages(given: Given, there: bool, sought: bool) -> Said:
    operator = UserFactory(is_staff=True, is_superuser=True)
    if there:
        message(given, "due")
    asked = "?q=nobody" if sought else ""
    lists = [read(operator, reverse("outbox:message-list") + asked), read(None, reverse("outbox:mail-list") + asked)]
    return " | ".join(lists), {
        "All messages, newest first Subject To Due State": there and not sought,
        "No message has been written yet.": not there and not sought,
        "There is no mail yet.": not there and not sought,
        "Nothing fits “nobody”.": sought,
    }


@DESK.of(calendar=BOTH)
def mail_with_a_calendar(given: Given, calendar: bool) -> Said:
    row = message(given, "due", calendar="BEGIN:VCALENDAR" if calendar else "")
    return read(None, reverse("outbox:mail-detail", args=[row.pk])), {
        "Attached: meeting.ics This is the calendar file as the mail program gets it. BEGIN:VCALENDAR": calendar,
    }


@DESK.of(points=BOTH)
def letter_beside_its_text(given: Given, points: bool) -> Said:
    block = {"is_list": points, "points": ["A bench", "A lamp"], "words": "Come and see."}
    return text_seen(render_to_string("outbox/html_alternative.html", {"subject": "Hello", "blocks": [block]})), {
        "A bench A lamp": points,
        "Come and see.": not points,
    }


@DESK.of(well=BOTH)
def fact_of_the_site(given: Given, well: bool) -> Said:
    fact = {"what": "The database", "is_well": well, "words": "It answers."}
    text = drawn("is_it_well.html", UserFactory(is_staff=True), facts=[fact], unwell=0 if well else 1)
    return text, {"The database Is it well? Yes How it is": well, "The database Is it well? No How it is": not well}


@DESK.of(stands=["nothing", "waiting", "told"], public=BOTH, later=BOTH, held_back=BOTH)
def telling_people(given: Given, stands: str, public: bool, later: bool, held_back: bool) -> Said:
    digest = SimpleNamespace(name="Ines", why="You put it forward.", held_back_because="Told three days ago.")
    to_send, not_now = [digest] if stands == "waiting" else [], [digest] if held_back else []
    programme = Programme.objects.get(pk=given.programme.pk)
    programme.published_at = given.at if public else None
    text = drawn(
        "digests/digest_send.html",
        given.lead,
        programme=programme,
        digests=SimpleNamespace(to_send=to_send, held_back=not_now, fingerprint="x"),
        letters=[(each, "Two benches stand.") for each in to_send],
        subject="What has happened",
        sent_later_on=given.at + DAY if later else None,
        page=SimpleNamespace(groups={"held_back": not_now}),
    )
    tells = public and stands == "waiting"
    return text, {
        "This programme is not public yet, so there is nothing to tell.": not public,
        "1 message goes out when you press the button. Each says only what is public": tells and not later,
        "1 message goes out when you press the button, on": tells and later,
        "from 08:00. Each says only what is public": tells and later,
        "Nobody waits to be told anything. When something is published, decided": public and stands != "waiting",
        "Who is told, why, and what they read The subject is “What has happened”. Ines": stands == "waiting",
        "Not told now: 1 Something waits for them too. Who is not told now, and why not": held_back,
    }


@DESK.of(stopped=BOTH, public=BOTH)
def stop_of_a_digest(given: Given, stopped: bool, public: bool) -> Said:
    reader = ReaderFactory(programme=given.programme, stopped_at=given.at if stopped else None)
    hide(given, public)
    return by_link(DIGEST_LINK, reader, "digests:digest-stop"), {
        "You are told no more, ": stopped,
        "Stop these messages, ": not stopped,
        "You are told no more We no longer write to you about what has come of what you said in this": stopped,
        "Stop these messages? We write to you when something comes of what you said in this": not stopped,
        "Read what has happened in this programme": public,
    }


@DESK.of(stopped=BOTH)
def own_digests(given: Given, stopped: bool) -> Said:
    speaks = AppointmentFactory(partnership__programme=given.programme)
    page = reverse("digests:own-digests")
    sends = {"programme": given.programme.slug} | ({} if stopped else {"again": "yes"})
    read(speaks.person.user, page, sends)
    return signed_in(speaks.person.user, "digests:own-digests"), {
        "We no longer write to you about this programme. yes Tell me again of Better neighbours": stopped,
        "We write to you about this programme. Stop these messages of Better neighbours": not stopped,
    }


@DESK.of(wanted=BOTH)
def daily_list(given: Given, wanted: bool) -> Said:
    row = DailyListFactory(user=given.lead, is_wanted=wanted)
    pages = [by_link(DAILY_LINK, row, "desk:daily-list-stop"), read(given.lead, reverse("desk:own-daily-list"))]
    pages.append(read(given.lead, reverse("desk:programme-list")))
    return " | ".join(pages), {
        "Stop your daily list – Throughline": wanted,
        "Stop your daily list? It tells you what waits for you at the desk": wanted,
        "Your daily list is stopped – Throughline": not wanted,
        "Your daily list is stopped We no longer send it to you.": not wanted,
        f"You have it, at {given.lead.email}.": wanted,
        "You do not have it. yes Send me": not wanted,
        "You have what waits by e-mail each working day": wanted,
        "Have what waits by e-mail each working day": not wanted,
    }
