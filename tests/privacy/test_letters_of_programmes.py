"""Letters to somebody who is in two programmes: each gives, and erases, those that it wrote."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from kit.data_map import LETTERS, TABLES
from outbox.models import About, Attempt, Message
from outbox.services import Email, queue_message
from privacy.access.bundle import contents_of
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.search import ways_of
from privacy.finding.services import decide_all, look_for
from privacy.models import Request
from programmes.models import Programme
from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.consultations.factories import FeedbackFactory
from tests.phases.factories import AttendanceFactory
from tests.privacy.factories import BundleFactory, RequestFactory
from tests.programmes.factories import ProgrammeFactory, StatementFactory
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PersonFactory

NAME, ADDRESS = "Quill Zanary", "zanary@example.org"
# Letters that are of the whole site, or tell of several programmes at once, and why.
OF_ALL = {
    "identity": "the address of a person, whom programmes share, was changed",
    "daily_list": "what waits for a member of staff, in all of their programmes",
    "places": "all the places that are kept for one address",
    "records": "all the records that are kept of one address",
    "retention": "all that is known of somebody goes",
    "sign-in": "signing in is to the site",
    "second-factor": "signing in is to the site",
    "address-code": "signing in is to the site",
    "test": "a test of the mail",
}


def topics_in_code() -> set[str]:
    """Every topic that our code writes letters about."""
    found: set[str] = set()
    for file in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if file.relative_to(settings.BASE_DIR).parts[0] in {".venv", "tests", "bench", "tools", "data"}:
            continue
        for said in re.findall(r'(?:\bAbout|queue_collected)\(\s*("[^,]*),', file.read_text(encoding="utf-8")):
            found.update(re.findall(r'"([\w-]+)"', said))
    return found


def test_each_letter_belongs_to_the_programme_of_what_it_is_about_or_is_of_all():
    assert topics_in_code() - LETTERS.keys() - OF_ALL.keys() == set()
    assert LETTERS.keys() & OF_ALL.keys() == set()


@pytest.mark.parametrize("topic", LETTERS)
def test_what_a_letter_is_about_leads_to_a_programme(topic):
    model = LETTERS[topic]
    assert model is Programme or ways_of(TABLES[model]) != []


@pytest.fixture
def person() -> Person:
    return PersonFactory(name=NAME, email=ADDRESS)


def a_letter(topic: str, topic_id: int, words: str) -> Message:
    email = Email(to_address=ADDRESS, to_name=NAME, subject=words, text=f"Dear {NAME}")
    letter = queue_message(About(topic, topic_id), email, kind="test", at=timezone.now())
    Attempt.objects.create(message=letter, at=timezone.now(), outcome="due", words=f"Not yet for {ADDRESS}")
    return letter


def in_programme(programme: Programme, person: Person) -> list[Message]:
    """Give somebody a part in a programme, and let it write to them about everything that it writes about."""
    appointment = AppointmentFactory(partnership__programme=programme, person=person)
    rows = {
        "appointment": appointment,
        "invitation": InvitationFactory(partnership=appointment.partnership, name=NAME, email=ADDRESS),
        "feedback": FeedbackFactory(consultation__phase__programme=programme, said_by=person),
        "place": AttendanceFactory(meeting__programme=programme, person=person),
        "digest": programme,
        "bundle": BundleFactory(request__programme=programme, request__person=person),
        "request": RequestFactory(programme=programme, person=person),
    }
    return [a_letter(topic, row.pk, f"{topic} of {programme.pk}") for topic, row in rows.items()]


def asking(programme: Programme, person: Person, lead, kind: str = "access") -> Request:
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, kind=kind, name=NAME, person=person, **known)
    look_for(asked, by=lead, at=now)
    decide_all(asked.found.exclude(how="words"), request=asked, decision=Decision.WHOLE, by=lead, at=now)
    named = {"decision": Decision.PART, "hidden": NAME, "reason": "Others wrote it."}
    asked.found.undecided().update(**named, decided_at=now, decided_by=lead)
    return asked


@pytest.fixture
def of_two(programme, person) -> dict[Programme, list[Message]]:
    """Two programmes, each with a body of its own that answers for it, and their letters to the same person."""
    elsewhere = ProgrammeFactory(title="Elsewhere")
    StatementFactory(programme=programme, body="Elm Health Board")
    StatementFactory(programme=elsewhere, body="Oak Council")
    return {each: in_programme(each, person) for each in (programme, elsewhere)}


@pytest.mark.parametrize("which", [0, 1])
def test_bundle_of_a_programme_holds_its_own_letters_and_says_whom_else_to_ask(of_two, person, lead, which):
    shared = a_letter("sign-in", 1, "Your code")
    here, elsewhere = (list(of_two)[which], list(of_two)[1 - which])
    contents = contents_of(asking(here, person, lead), timezone.now())
    given = {found.row for found in contents.request.found.filter(table="outbox.message")}
    assert given == {str(each.pk) for each in [*of_two[here], shared]}
    tried = {found.row for found in contents.request.found.filter(table="outbox.attempt")}
    assert tried == {str(each.attempts.get().pk) for each in [*of_two[here], shared]}
    assert [(each.programme, each.body) for each in contents.others] == [
        (elsewhere, {"Elsewhere": "Oak Council"}.get(elsewhere.title, "Elm Health Board"))
    ]


@pytest.mark.parametrize("which", [0, 1])
def test_erasure_in_a_programme_takes_its_own_letters_and_leaves_those_of_the_other(
    of_two, person, lead, which, settings, tmp_path
):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    shared = a_letter("sign-in", 1, "Your code")
    here, elsewhere = (list(of_two)[which], list(of_two)[1 - which])
    before = list(Message.objects.filter(pk__in=[each.pk for each in of_two[elsewhere]]).order_by("pk").values())
    asked = asking(here, person, lead, "erasure")
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    confirm_erasure(erasure, by=UserFactory(is_staff=True), at=timezone.now() + timedelta(minutes=1))
    left = Message.objects.filter(to_address=ADDRESS)
    assert set(left) == {*of_two[elsewhere], shared}
    assert list(left.exclude(pk=shared.pk).order_by("pk").values()) == before
