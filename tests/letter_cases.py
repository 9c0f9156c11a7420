"""Every letter in every combination of its facts, and what it is to say in each: to those who sign in, and who spoke.

Those to proposers, of meetings and to organisations are in `letter_cases_of_people.py`."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import timezone

import accounts.emails
import consultations.asking.emails
import digests.emails
import programmes.emails
from digests.contributors import Contributor, Recipient
from digests.digest import Digest
from digests.models import NewsKey, NewsKind
from digests.news import News
from kit.days import day
from outbox.models import Message
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.consultations.factories import FeedbackAnswerFactory, FeedbackFactory, QuestionFactory
from tests.digests.factories import ReaderFactory
from tests.moments import EARLY, EARLY_ON
from tests.programmes.factories import TeamMemberFactory
from tests.said import Cases, Given, Said
from tests.stakeholders.factories import AppointmentFactory, StakeholderGroupFactory

LETTERS = Cases()
DAY = timedelta(days=1)
BOTH = [False, True]
KINDS = {
    "a passkey": Authenticator.Type.WEBAUTHN,
    "an authenticator app": Authenticator.Type.TOTP,
    "recovery codes": Authenticator.Type.RECOVERY_CODES,
}


def written() -> str:
    """Return the newest letter."""
    message = Message.objects.latest("pk")
    return f"{message.subject}\n{message.text}"


# -- Signing in -----------------------------------------------------------------------------------------


@LETTERS.of()
def code(given: Given) -> Said:
    context = {"code": "ABCDEF", "own_page": "/own/"}
    text = render_to_string("account/email/login_code_subject.txt", context)
    text += render_to_string("account/email/login_code_message.txt", context)
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return text, {
        "ABCDEF is your sign-in code": True,
        f"It works for {minutes} minutes, once.": True,
    }


@LETTERS.of(old=BOTH)
def address_code(given: Given, old: bool) -> Said:
    address, entry = given.lead.email if old else "new@example.org", LogEntryFactory(by=given.lead)
    accounts.emails.address_code(given.lead, address=address, code="ABC-DEF", entry=entry, at=given.at)
    return written(), {
        "\n\nABC-DEF\n\n": True,
        "Somebody who has signed in as you wants to sign in with another address than this one": old,
        "Somebody who has signed in to Throughline wants to sign in with this address from now on.": not old,
        "together with the code that went to the new address.": old,
        "together with the code that went to the address you have used so far.": not old,
        "And tell us, for somebody can read your letters": old,
    }


@LETTERS.of(came=[(), *((kind,) for kind in KINDS)], went=[(), *((kind,) for kind in KINDS)])
def second_factor_changed(given: Given, came: tuple[str, ...], went: tuple[str, ...]) -> Said:
    entry, changed = LogEntryFactory(by=given.lead), {"at": given.at}
    kinds = {"came": [KINDS[each] for each in came], "went": [KINDS[each] for each in went]}
    accounts.emails.second_factor_changed(given.lead, entry=entry, **kinds, **changed)
    local = timezone.localtime(given.at)
    return written(), {
        f"Something changed on {day(local.date())} at {local:%H:%M}": True,
        "- recovery codes were made; any made before no longer work": "recovery codes" in came,
        "- recovery codes were removed": "recovery codes" in went and "recovery codes" not in came,
        **{f"- {kind} was added": kind in came for kind in list(KINDS)[:2]},
        **{f"- {kind} was removed": kind in went for kind in list(KINDS)[:2]},
    }


@LETTERS.of(by=["nobody", "a colleague"])
def second_factor_cleared(given: Given, by: str) -> Said:
    colleague = None if by == "nobody" else UserFactory(name="Ada Elm")
    accounts.emails.second_factor_cleared(given.lead, entry=LogEntryFactory(by=colleague), at=given.at)
    return written(), {
        "Ada Elm has cleared the second step": colleague is not None,
        "tell Ada Elm by telephone": colleague is not None,
        "Somebody who keeps this site running has cleared the second step": colleague is None,
        "tell whoever looks after accounts here by telephone": colleague is None,
    }


@LETTERS.of(is_new=BOTH, second=["none", "now", "to come"], begins=["now", "later"], ends=BOTH, step=BOTH)
def hat_given(given: Given, is_new: bool, second: str, begins: str, ends: bool, step: bool) -> Said:
    today, user = timezone.localdate(given.at), UserFactory(is_staff=True)
    if second != "none":
        from_on = EARLY_ON if second == "now" else today + 3 * DAY
        TeamMemberFactory(programme=given.programme, user=user, hat="viewer", from_on=from_on)
    from_on = today if begins == "now" else today + 2 * DAY
    until_on = today + 9 * DAY if ends else None
    member = TeamMemberFactory(programme=given.programme, user=user, hat="analyst", from_on=from_on, until_on=until_on)
    with override_settings(STAFF_SECOND_FACTOR="required" if step else "optional"):
        programmes.emails.tell_of_hat(member, is_new=is_new, by=given.lead, at=given.at)
    last = f" until {day(today + 8 * DAY)}" if ends else ""
    already, later = second == "now", begins == "later"
    part = f"Analyst, from {day(from_on)}{last}."
    return written(), {
        f"beside what you do there already: {part}": already,
        "has given you another part on the team": already,
        f"has put you on the team of “{given.programme.title}”. Your part there is: {part}": not already,
        "You can sign in with this e-mail address from now on": is_new,
        "The first time, you are asked to add a second step": is_new and step,
        "From that day on, what you can do is on the programme’s desk": later and not already,
        "What you can do is on the programme’s desk": not later or already,
    }


# -- What was said --------------------------------------------------------------------------------------


def _feedback(given: Given, speaks: str, groups: bool, status: str, has_consultation: bool = True):
    appointment = AppointmentFactory(
        partnership__programme=given.programme, partnership__organisation__name="Old Mill",
        ended_at=given.at - DAY if speaks == "no more" else None,
        ended_by=given.lead if speaks == "no more" else None,
        ending="other" if speaks == "no more" else "",
    )  # fmt: skip
    reviewed = {} if status == "received" else {"reviewed_at": given.at, "reviewed_by": given.lead}
    return FeedbackFactory(
        consultation__phase__programme=given.programme, consultation__title="Benches", status=status,
        said_by=appointment.person, appointment=appointment if speaks != "for nobody" else None,
        on_behalf_of=appointment.partnership if speaks != "for nobody" else None,
        speaking_for=StakeholderGroupFactory(programme=given.programme, name="Carers") if groups else None,
        what_became_of_it="A bench was put there.", **reviewed,
    )  # fmt: skip


@LETTERS.of(speaks=["for one", "for nobody", "no more"], groups=BOTH)
def feedback_received(given: Given, speaks: str, groups: bool) -> Said:
    feedback = _feedback(given, speaks, groups, "received")
    question = QuestionFactory(consultation=feedback.consultation, text="Where?")
    FeedbackAnswerFactory(feedback=feedback, question=question, text="By the shop.")
    consultations.asking.emails.thank_for_feedback(feedback, at=given.at)
    for_one = "" if speaks == "for nobody" else " on behalf of Old Mill"
    return written(), {
        f"We have what you said{for_one}{', speaking for Carers' if groups else ''}.": True,
        "You can read what you sent, and how it stands, on your page": speaks == "for one",
        "What you said to “Benches”\n\nWhere?\n\nBy the shop.": True,
    }


@LETTERS.of(speaks=["for one", "for nobody", "no more"], status=["published", "kept"], is_public=BOTH, asked=BOTH)
def feedback_answered(given: Given, speaks: str, status: str, is_public: bool, asked: bool) -> Said:
    feedback, published = _feedback(given, speaks, False, status), status == "published"
    if not is_public:
        given.programme.published_at = given.programme.published_by = None
        given.programme.save()
    feedback.programme = given.programme
    if not asked:
        feedback.consultation = None
    consultations.asking.emails.tell_what_became_of_it(feedback, at=given.at)
    title, for_one = " in “Benches”" if asked else "", "" if speaks == "for nobody" else ", on behalf of Old Mill"
    return written(), {
        f"You told us something{title} on {day(timezone.localdate(EARLY))}{for_one}. Thank you.": True,
        "Your words are not published.": not published,
        "It will be part of what the public can read about the programme, once": published and not is_public,
        "It is part of what the public can read about the programme:": published and is_public,
        "You can read what you said on your page, for as long as you speak for Old Mill": speaks == "for one",
    }


@LETTERS.of(items=[0, 1, 2], whole=BOTH)
def digest(given: Given, items: int, whole: bool) -> Said:
    found = []
    for number in range(items):
        news = News(NewsKey(NewsKind.AREA, number), given.at, f"Area {number}", "was taken on.", f"/{number}/")
        said = Contributor(
            given.programme.pk, ("poster", number), f"Poster {number}", "handed in", EARLY, None, Recipient("Ada")
        )
        found.append((said, [news]))
    reader = ReaderFactory(programme=given.programme)
    if whole:
        news = News(NewsKey(NewsKind.STOCKTAKE, 1), given.at, "Stocktake 1", "was issued.", "/s/")
        said = Contributor(given.programme.pk, ("poster", 0), "Poster 0", "handed in", EARLY, None, Recipient("Ada"))
        found.append((said, [news]))
    digests.emails.send_digest(Digest("ada@example.org", found, reader), reader, on=given.at.date(), at=given.at)
    return written(), {
        "How the whole programme stands:\n\n- Stocktake 1 was issued.": whole,
        **{
            f"Poster {number}, which you handed in:\n\n- Area {number} was taken on.": number < items
            for number in (0, 1)
        },
    }
