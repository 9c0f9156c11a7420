"""Every form of every page, filled in and sent twice: the second time makes nothing, and other content is never lost.

For that each of its fields is changed by itself: words, numbers, days, choices, boxes and files.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from actions.models import Commitment, FollowUp, PersonalRecord
from consultations.models import Feedback
from kit.kept_words import TOKEN
from kit.sent_once import FORM_KEY, SAYS_NOTHING
from phases.models import Meeting, Phase
from privacy.models import Request
from programmes.models import QuietPeriod
from tests.access.links import let_in
from tests.access.routes import ROUTES
from tests.access.test_words_kept import BY_LINK, FOR_ANYBODY, SIGNED_IN, VIEWS, writer_of
from tests.consultations.factories import ConsultationFactory
from tests.filled_forms import WORDS, FilledForm, filled, picture
from tests.phases.factories import MeetingFactory
from tests.privacy.factories import ClockStopFactory
from tests.world import World

pytestmark = pytest.mark.usefixtures("undrawn")

# The log may say twice that somebody looked, or that something was changed to what it was; the rest may not.
SAID_AGAIN = {"accounts.LogEntry", "sessions.Session", "kit.SentForm"}
CANNOT_BE_OTHERWISE = {"consultations.SentPicture"}
OTHER = {"text": "Other words than before", "email": "other.person@example.org", "tel": "0191 498 0001", "number": "4"}
# How an answer says that something was not taken in: on top of its form, or with all that was written, to be copied.
NOT_TAKEN_IN = ("govuk-error-summary", "What you wrote")
ONE_ALL_THE_SAME = {
    ("actions:follow-up-enter", "channel"): "the same words are one version, however they came",
    ("privacy:ask", "acting_name"): "whoever asks for themselves has nobody act for them",
}
# A draft: what is sent last stands in it, until it is sent (tests/consultations/test_answering_in_public.py).
KEEPS_THE_LATEST = {"consultations:consultation-answer"}
OTHER |= {"url": "www.example.org/other"}


def day(name: str, days: int) -> dict[str, int]:
    """A day, as its three boxes send it."""
    then = timezone.localdate() + timedelta(days=days)
    return {f"{name}_0": then.day, f"{name}_1": then.month, f"{name}_2": then.year}


def sheet() -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", b"Name,Contact e-mail\nOak House,oak@example.org\n")


REACHED: dict[str, Any] = {"reached_by": "new.person@example.org"}
# What a form does not tell of itself: days, numbers, and what has to be written in one way.
TYPED: dict[str, Callable[[], dict[str, Any]]] = {
    "stakeholders:partnership-create": lambda: {"identified_by": ""},
    "stakeholders:organisation-import-list": lambda: {"file": sheet()},
    "stakeholders:missing-voice-create": lambda: day("look_by_on", 20),
    "stakeholders:own-organisation": lambda: {"website": "www.example.org"},
    # Some of what the world has would open in it: the page asks.
    "programmes:quiet-period-set": lambda: {"sure": "yes"},
    "consultations:answers-enter": lambda: (
        {
            "groups": ["declined"],
            "partnership": "",
            "voice": "group",
            "publication": "named",
            "late": "in-time",
            "late_reason": "",
        }
        | day("received_on", 0)
    ),
    "consultations:question-create": lambda: {"kind": "words", "options": "", "other": "", "none": ""},
    "phases:paper-create": lambda: {"file": SimpleUploadedFile("slides.txt", b"Two benches, again.")},
    "phases:arrangement-create": lambda: {"kind": "travel", "language": ""} | day("arrange_by_on", 3),
    "phases:attendance-import-list": lambda: {"file": sheet()},
    "privacy:equality-population": lambda: {"answer-0": "51.2", "answer-1": "48.8"},
    "phases:reach-create": lambda: {"people": 12} | day("reached_on", -1),
    **dict.fromkeys(
        [f"consultations:conversation-{each}" for each in ("create", "log", "tell")],
        lambda: {"people_count": 12} | day("held_on", -1),
    ),
    **dict.fromkeys(
        [f"consultations:poster-{each}" for each in ("photograph", "exchange", "hand-in")],
        lambda: {"photograph": picture()},
    ),
    "actions:round-create": lambda: day("planned_on", 10) | day("answer_by_on", 50),
    "actions:area-create": lambda: REACHED | {"posters": "", "findings": ""},
    "actions:commitment-create": lambda: REACHED,
    "actions:commitment-make": lambda: REACHED,
    "actions:record-commitment-edit": lambda: {"text": WORDS},
    "actions:record-name-edit": lambda: {"text": WORDS},
    "stakeholders:own-identity": lambda: {"email": "another@example.org"},
}
# Every form that makes a row, or an e-mail, and which of them: the control that what is sent above is taken in.
MAKES = {
    "consultations:consultation-answer": "consultations.Feedback",
    "consultations:answers-detail": "outbox.Message",
    "consultations:answers-enter": "consultations.Feedback",
    "consultations:consultation-create": "consultations.Consultation",
    "consultations:question-create": "consultations.Question",
    "actions:area-create": "actions.ActionArea",
    "actions:commitment-create": "actions.Commitment",
    "actions:commitment-make": "actions.Commitment",
    "actions:commitment-sheet-open": "actions.CommitmentSheet",
    "actions:follow-up-enter": "actions.ProgressUpdate",
    "actions:follow-up-answer": "actions.ProgressUpdate",
    "actions:proposer-hand-on": "actions.Proposer",
    "actions:proposer-ask-named": "actions.Proposer",
    "actions:record-commitment-edit": "actions.Correction",
    "actions:record-name-edit": "actions.Correction",
    "actions:round-create": "actions.FollowUpRound",
    "actions:step-create": "actions.Step",
    "actions:update-review": "actions.Factor",
    "consultations:conversation-create": "consultations.Conversation",
    "consultations:conversation-log": "consultations.Conversation",
    "consultations:conversation-tell": "consultations.Conversation",
    "consultations:feedback-check": "outbox.Message",
    "consultations:feedback-review": "outbox.Message",
    "consultations:poster-hand-in": "consultations.Poster",
    "consultations:poster-photograph": "consultations.Poster",
    "digests:digest-send": "outbox.Message",
    "digests:own-digests": "digests.Reader",
    "phases:arrangement-create": "phases.Arrangement",
    "phases:attendance-create": "phases.Attendance",
    "phases:attendance-import-list": "phases.AttendanceImport",
    "phases:attendance-import-run": "phases.Attendance",
    "phases:attendance-new-link": "outbox.Message",
    "phases:meeting-answer": "phases.Attendance",
    "phases:meeting-check-in": "phases.Attendance",
    "phases:meeting-evaluate": "phases.Evaluation",
    "phases:meeting-minutes": "phases.Minutes",
    "phases:meeting-register": "phases.Attendance",
    "phases:paper-create": "phases.MeetingPaper",
    "phases:place-give-up": "outbox.Message",
    "phases:reach-create": "phases.Reach",
    "privacy:ask": "privacy.Request",
    "privacy:hold-set": "privacy.Hold",
    "privacy:request-bundle": "outbox.Message",
    "privacy:request-create": "privacy.Request",
    "privacy:request-look": "privacy.FoundRow",
    **dict.fromkeys(
        [f"privacy:request-{step}" for step in ("acknowledge", "progress", "stop", "start", "extend", "answer")],
        "privacy.RequestLetter",
    ),
    "privacy:equality-draw": "privacy.FigureEdition",
    "privacy:equality-plan": "privacy.AskedQuestion",
    "privacy:equality-population": "privacy.PopulationFigure",
    "programmes:hat-give": "programmes.TeamMember",
    "programmes:quiet-period-let-go-on": "programmes.QuietException",
    "programmes:quiet-period-set": "programmes.QuietPeriod",
    "stakeholders:appointment-end": "outbox.Message",
    "stakeholders:appointment-identity": "outbox.Message",
    "stakeholders:characteristics-add": "stakeholders.StakeholderGroup",
    "stakeholders:group-create": "stakeholders.StakeholderGroup",
    "stakeholders:invitation-decline": "outbox.Message",
    "stakeholders:invitation-declined": "outbox.Message",
    "stakeholders:invitation-pass-on": "stakeholders.Invitation",
    "stakeholders:invitation-readdress": "outbox.Message",
    "stakeholders:invitation-resend": "outbox.Message",
    "stakeholders:missing-voice-create": "stakeholders.MissingVoice",
    "stakeholders:organisation-import-list": "stakeholders.OrganisationImport",
    "stakeholders:own-identity": "outbox.Message",
    "stakeholders:partnership-appoint": "stakeholders.Appointment",
    "stakeholders:partnership-create": "stakeholders.Partnership",
    "stakeholders:partnership-invite": "stakeholders.Invitation",
    "stocktakes:stocktake-issue": "stocktakes.Stocktake",
}
# Whose form is not on its page, and where it is sent twice.
NOT_DRAWN = {
    "consultations:consultation-tell": "nobody is told of what is not open: tests/consultations/test_telling_views.py",
    "privacy:request-decide-all": "what was decided waits no more: tests/privacy/test_bundle.py",
    "actions:record-step-edit": "as a commitment: tests/actions/test_corrections.py",
    "desk:daily-list-open": "a mail program sends it, from no page: tests/desk/test_daily_list.py",
    "digests:digest-open": "a mail programme sends it, from no page: tests/digests/test_views.py",
    "phases:attendance-import-check": "a sheet without faults has nothing to mend: tests/phases/test_importing.py",
    "phases:meeting-inform": "everybody is told of each change once: tests/phases/test_meeting_changes.py",
    "stakeholders:invitation-check": "after all steps: tests/stakeholders/test_invitations.py",
}


def make_ready(route: str, world: World) -> None:
    """Let the world stand so that a page has its form."""
    if route.startswith("consultations:feedback-") and "review" not in route:
        of_theirs = Feedback.objects.filter(consultation=world.consultation, on_behalf_of=world.appointment.partnership)
        of_theirs.exclude(pk=world.draft.pk).update(consultation=ConsultationFactory())
    elif route in ("actions:follow-up-move-on", "actions:follow-up-not-me", "actions:follow-up-moved-on"):
        FollowUp.objects.filter(pk=world.follow_up.pk).update(status="asked", settled_at=None)
    elif route == "phases:meeting-evaluate":
        began = world.meeting.starts_at - timedelta(days=8)
        Meeting.objects.filter(pk=world.meeting.pk).update(starts_at=began, ends_at=began + timedelta(hours=2))
    elif route == "consultations:phase-close":
        Phase.objects.filter(programme=world.programme, position=900).update(closed_at=None, closed_by=None)
    elif route == "programmes:quiet-period-let-go-on":
        today = timezone.localdate()
        days = {"from_on": today, "until_on": today + timedelta(days=30)}
        QuietPeriod.objects.filter(pk=world.quiet_period.pk).update(**days)
    elif route == "privacy:request-look":
        # Found already, nothing is found anew.
        MeetingFactory(programme=world.programme, summary=f"{world.request.name} took the chair.")
    elif route.startswith("privacy:request-"):
        stand_before(route.removeprefix("privacy:request-"), world)
    elif route == "actions:record-commitment-edit":
        record, item = ROUTES[route][0](world)
        Commitment.objects.filter(pk=item).update(person=PersonalRecord.objects.get(pk=record).person)


def stand_before(step: str, world: World) -> None:
    """Let the world's request stand where a step of it can be taken."""
    stands: dict[str, dict[str, Any]] = {
        "acknowledge": {"status": "received", "acknowledged_on": None},
        "progress": {"kind": "complaint"},
        "extend": {"extended_on": None, "extension_reason": ""},
        "start": {"status": "stopped"},
    }
    if step in stands:
        Request.objects.filter(pk=world.request.pk).update(**stands[step])
    if step == "start":
        today = timezone.localdate()
        ClockStopFactory(request=world.request, stopped_on=today, stopped_by=world.lead)


def rows() -> Counter[str]:
    models = {model._meta.label: model for model in apps.get_models()}
    return Counter({name: model._base_manager.count() for name, model in models.items() if name not in SAID_AGAIN})


def forms_of(route: str, browser: Client, address: str) -> list[FilledForm]:
    """The forms that a page sends to itself; a route that is only pressed is sent what any button sends."""
    if "GET" not in getattr(VIEWS[route], "methods", ["GET"]):
        pressed = FilledForm({})
        pressed.add(FORM_KEY, str(uuid4()))
        return [pressed]
    page = browser.get(address)
    return [form for form in filled(page.text) if form.action in ("", address)] if page.status_code == 200 else []


def led_to(answer: HttpResponse) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("Location")


def said_otherwise(form: FilledForm, more: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent otherwise for each field of a form that says something, and can say something else."""
    sent = form.sent | {name: value if isinstance(value, list) else [value] for name, value in more.items()}
    changed = {name: another(form, name, values[0], sent) for name, values in sent.items()}
    return {name: otherwise for name, otherwise in changed.items() if otherwise}


def another(form: FilledForm, name: str, value: Any, sent: dict[str, list[Any]]) -> dict[str, Any]:
    """What one field is sent with instead, a day in all of its boxes; nothing where nothing else can be said."""
    kind, others = form.kinds.get(name, ""), [each for each in form.offered.get(name, []) if each != value]
    if kind == "file" and value:
        content = value.read()
        # A row more in a sheet, words more in a text; of a picture all that follows its last pixel is passed over.
        return {name: SimpleUploadedFile(value.name, content + b"Birch House,birch@example.org\n")}
    if kind == "choice":
        return {name: others[0]} if others else {}
    if kind == "checkbox":
        return {name: []}
    if kind == "numeric" and name.endswith("_0"):
        return next_day(name[:-2], sent) if value else {}
    if kind == "numeric" and not name.endswith(("_1", "_2")):
        return {name: int(value or 0) + 1}
    return {name: OTHER[kind]} if kind in OTHER else {}


def next_day(name: str, sent: dict[str, list[Any]]) -> dict[str, int]:
    """The day after the one that stands in three boxes."""
    year, month, of_month = (int(sent[f"{name}_{number}"][0]) for number in (2, 1, 0))
    then = date(year, month, of_month) + timedelta(days=1)
    return {f"{name}_0": then.day, f"{name}_1": then.month, f"{name}_2": then.year}


def is_told_apart(answer: HttpResponse, otherwise: dict[str, Any]) -> bool:
    """Whether an answer says that what was sent otherwise was not taken in, with the words that were."""
    is_told = answer.status_code in (200, 409) and any(each in answer.text for each in NOT_TAKEN_IN)
    return is_told and (OTHER["text"] not in otherwise.values() or OTHER["text"] in answer.text)


@pytest.fixture
def sent(route: str, browsers, address_of, world) -> Iterator[list[tuple[FilledForm, Callable[..., HttpResponse]]]]:
    """The forms of a route's page, each with what sends it."""
    is_open = route in FOR_ANYBODY or route in BY_LINK
    browser, address = browsers["anonymous" if is_open else writer_of(route, world)], address_of(route)
    make_ready(route, world)
    if route in BY_LINK:
        let_in(browser, route, world)

    def send(form: FilledForm, **otherwise: str) -> HttpResponse:
        more = TYPED[route]() if route in TYPED else {}
        return browser.post(address, form.sent | more | otherwise)

    return [(form, lambda form=form, **words: send(form, **words)) for form in forms_of(route, browser, address)]


OPEN = [route for route in sorted(FOR_ANYBODY) if "POST" in VIEWS[route].methods]


@pytest.mark.parametrize("route", [*SIGNED_IN, *BY_LINK, *OPEN])
def test_form_sent_twice_makes_what_it_makes_once_and_other_words_are_never_lost(route, sent):
    made, wrong = set(), []
    for form, send in sent:
        with transaction.atomic():
            before, first = rows(), send()
            after_first, second = rows(), send()
            after_second = rows()
            if made_by_form := set(after_first - before):
                made |= made_by_form
                changed = said_otherwise(form, TYPED[route]() if route in TYPED else {})
                answers = {name: send(**otherwise) for name, otherwise in changed.items()}
                wrong += [
                    ("lost", changed[name], led_to(answer))
                    for name, answer in answers.items()
                    if (route, name) not in ONE_ALL_THE_SAME
                    and route not in KEEPS_THE_LATEST
                    and not is_told_apart(answer, changed[name])
                ]
                if set(rows() - after_second) - CANNOT_BE_OTHERWISE:
                    wrong.append(("another one is made unasked", rows() - after_second))
            if after_first != after_second:
                wrong.append(("made twice", form.sent, after_second - after_first))
            if first.status_code == 302 and led_to(first) != led_to(second):
                wrong.append(("the second press is answered otherwise", led_to(first), led_to(second)))
            transaction.set_rollback(True)
    assert bool(sent) is (route not in NOT_DRAWN)
    assert wrong == []
    assert MAKES.get(route, "nothing") in made or (route not in MAKES and not made), made


def test_every_kind_of_field_is_said_otherwise():
    fields = "".join(
        f'<input name="{kind}" type="{kind}" value="3">' for kind in ("email", "tel", "checkbox", "hidden")
    )
    fields += '<textarea name="text"></textarea><select name="choice"><option>a</option><option>b</option></select>'
    fields += "".join(f'<input name="{name}" inputmode="numeric">' for name in ("people", "on_0", "on_1", "on_2"))
    fields += '<input name="file" type="file"><input name="radio" type="radio" value="1">'
    fields = fields.replace("<option>", '<option value="x">', 1).replace("<option>", '<option value="y">', 1)
    form = filled(f'<main><form method="post">{fields}<input name="radio" type="radio" value="2"></form></main>')[0]
    otherwise = said_otherwise(form, {"people": 12, "on_0": 31, "on_1": 12, "on_2": 2016, "file": sheet()})
    assert otherwise.pop("file")["file"].read().endswith(b"Birch House,birch@example.org\n")
    assert otherwise == {
        "email": {"email": OTHER["email"]},
        "tel": {"tel": OTHER["tel"]},
        "text": {"text": OTHER["text"]},
        "checkbox": {"checkbox": []},
        "choice": {"choice": "y"},
        "radio": {"radio": "2"},
        "people": {"people": 13},
        "on_0": {"on_0": 1, "on_1": 1, "on_2": 2017},
    }


def test_what_says_nothing_is_what_every_form_has(browsers, address_of):
    page = browsers["lead"].get(address_of("actions:step-create"))
    assert {name for name in filled(page.text)[0].sent if name in SAYS_NOTHING} == {FORM_KEY, TOKEN, "written_by"}
