"""Every letter in every combination of its facts: to those of whom all that is known goes."""

import accounts.models
from kit.days import day
from privacy.retention.due import rules
from privacy.retention.emails import tell_before
from tests.accounts.factories import UserFactory
from tests.letter_cases import BOTH, DAY, LETTERS, written
from tests.moments import EARLY
from tests.said import Given, Said
from tests.stakeholders.factories import AppointmentFactory, PersonFactory


@LETTERS.of(programmes=["none", "one", "two"])
def person_goes(given: Given, programmes: str) -> Said:
    person = PersonFactory(name="Ash Elm")
    if programmes != "none":
        AppointmentFactory(person=person, partnership__programme=given.programme)
    if programmes == "two":
        AppointmentFactory(person=person, partnership__programme__title="Quieter streets")
    tell_before(rules()["people"], person, at=given.at)
    ring = f", or ring {given.programme.contact_telephone}" if given.programme.contact_telephone else ""
    contact = f"{given.programme.contact_email}{ring}"
    return written(), {
        "Dear Ash Elm,": True,
        f"By {day(given.at.date() + 30 * DAY)} nothing of yours will have gone on for 2 years.": True,
        f"You had a part in “{given.programme.title}”.": programmes == "one",
        "Your name stands here among the people we deal with.": programmes == "none",
        "If you have a part in something here again before then, it is kept.": programmes == "none",
        "You can ask there too what we hold of you, or that it goes sooner.": programmes != "none",
        f"If you would rather have us keep it, write to {contact} before then.": programmes != "none",
        "” and in “": programmes == "two",
    }


@LETTERS.of(has_signed_in=BOTH)
def account_goes(given: Given, has_signed_in: bool) -> Said:
    user: accounts.models.User = UserFactory(name="Ash Elm", last_login=EARLY if has_signed_in else None)
    tell_before(rules()["accounts"], user, at=given.at)
    return written(), {
        "Dear Ash Elm,": True,
        f"You did so last on {day(EARLY.date())}.": has_signed_in,
        "You have never done so.": not has_signed_in,
        f"On {day(given.at.date() + 30 * DAY)}, or soon after, we close the account": True,
    }
