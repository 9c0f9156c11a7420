"""Who asks for a route, what each may be answered, and for which row of the world it is asked."""

from collections.abc import Callable
from uuid import UUID

from actions.models import RecordSending
from consultations.models import AskedRepresentative, Consultation, HandIn, Question
from outbox.models import Message
from phases.models import MeetingPaper, Reach
from stakeholders.models import Invitation
from tests.world import World

ACTORS = (
    "anonymous",
    "representative",
    "representative_elsewhere",
    "representative_ended",
    "lead",
    "viewer",
    "staff_elsewhere",
    "superuser",
)


def answers(*codes: int) -> dict[str, int]:
    """Name what each actor is answered, in the order of ACTORS."""
    return dict(zip(ACTORS, codes, strict=True))


PUBLIC = answers(200, 200, 200, 200, 200, 200, 200, 200)
HIDDEN = answers(404, 404, 404, 404, 404, 404, 404, 404)
# Not yours, and not there, answer alike.
REPRESENTATIVE = answers(302, 200, 404, 404, 404, 404, 404, 404)
# Each has one of their own.
REPRESENTATIVES = answers(302, 200, 200, 404, 404, 404, 404, 404)
# On the team but not yours to do is refused; off the team it is not there.
DESK_LOOK = answers(302, 404, 404, 404, 200, 200, 404, 200)
DESK_DO = answers(302, 404, 404, 404, 200, 403, 404, 200)
OWN_SHEET = answers(302, 404, 404, 404, 200, 403, 404, 404)
STAFF = answers(302, 404, 404, 404, 200, 200, 200, 200)

# Buttons of the desk answer only POST, and tell nobody by GET whether the thing is there.
# The world's posters have no picture.
DESK_NO_PICTURE = answers(302, 404, 404, 404, 404, 404, 404, 404)
DESK_PRESS = answers(302, 405, 405, 405, 405, 405, 405, 405)
# The site's messages belong to no programme: a hat is not enough. Their buttons answer only POST.
OPERATORS = answers(302, 404, 404, 404, 404, 404, 404, 200)
# By a personal link nobody is asked to sign in.
LINK_PRESSED = answers(405, 405, 405, 405, 405, 405, 405, 405)
PRESSED = answers(302, 405, 405, 405, 405, 405, 405, 405)
# Sign-in pages send on whoever has signed in already.
SIGN_IN = answers(200, 302, 302, 302, 302, 302, 302, 302)
SENT_ON = answers(302, 302, 302, 302, 302, 302, 302, 302)
NO_PLACE = answers(302, 404, 404, 404, 404, 404, 404, 404)
NO_SECOND_FACTOR = answers(302, 404, 404, 404, 404, 404, 404, 404)
SIGNED_IN = answers(302, 200, 200, 200, 200, 200, 200, 200)

Arguments = Callable[[World], list[object]]


def nothing(world: World) -> list[object]:
    return []


def slug(world: World) -> list[object]:
    return [world.programme.slug]


def asked(world: World) -> list[object]:
    return [world.programme.slug, world.request.number]


def needs_kept(world: World) -> list[object]:
    return [world.programme.slug, "attendance-needs"]


def asked_erasure(world: World) -> list[object]:
    return [world.programme.slug, world.programme.requests.get(kind="erasure").number]


def asked_letter(world: World) -> list[object]:
    return [*asked(world), world.request.letters.earliest("pk").pk]


def found_row(world: World) -> list[object]:
    return [*asked(world), world.request.found.earliest("pk").pk]


def bundle(world: World) -> list[object]:
    return [world.request.bundle.pk]


def first(world: World) -> list[object]:
    return [world.programme.slug, 1]


def after(occasion: str) -> Arguments:
    """What is asked about equality after an occasion."""
    return lambda world: [world.programme.slug, occasion]


def second(world: World) -> list[object]:
    return [world.programme.slug, 2]


def consultation(world: World) -> list[object]:
    return [world.programme.slug, world.consultation.slug]


def open_consultation(world: World) -> list[object]:
    """One that is answered now."""
    return [world.programme.slug, world.consultation.pk]


def planned_consultation(world: World) -> list[object]:
    """One that nobody has been asked yet."""
    return [world.programme.slug, Consultation.objects.get(phase__programme=world.programme, slug="later").pk]


def asked_representative(world: World) -> list[object]:
    """One who was told of a consultation."""
    asked = AskedRepresentative.objects.get(consultation__phase__programme=world.programme)
    return [world.programme.slug, asked.pk]


def planned_question(world: World) -> list[object]:
    """The first question of it."""
    question = Question.objects.filter(consultation=planned_consultation(world)[1]).earliest("position")
    return [world.programme.slug, question.pk]


def message(world: World) -> list[object]:
    return [Message.objects.get(topic="test").pk]


def spoken_for(world: World) -> list[object]:
    return [world.programme.slug, world.appointment.partnership_id]


def invited(world: World) -> list[object]:
    return [world.programme.slug, *invitation(world)]


def invitation(world: World) -> list[object]:
    return [Invitation.objects.get(partnership__programme=world.programme).pk]


def of(name: str) -> Arguments:
    """Return the programme's slug and the key of what the world calls `name`."""
    return lambda world: [world.programme.slug, getattr(world, name).pk]


def first_of(name: str) -> Arguments:
    """Return the same, and the number of the first thing in it."""
    return lambda world: [*of(name)(world), 1]


def alone(name: str) -> Arguments:
    """Return the key of what the world calls `name`."""
    return lambda world: [getattr(world, name).pk]


def partnership(world: World) -> list[object]:
    return [world.programme.slug, world.appointment.partnership_id]


def one_of(rows: str) -> Arguments:
    """Return the programme's slug and the key of the first of its rows of one kind."""
    return lambda world: [world.programme.slug, getattr(world.programme, rows).earliest("pk").pk]


def arrangement(world: World) -> list[object]:
    """What is arranged for whoever has registered."""
    return [world.programme.slug, world.attendance.arrangements.earliest("pk").pk]


def reach(world: World) -> list[object]:
    return [world.programme.slug, Reach.objects.get(phase__programme=world.programme).pk]


def paper(world: World) -> list[object]:
    return [world.programme.slug, MeetingPaper.objects.get(minutes__meeting__programme=world.programme).pk]


def closed_phase(world: World) -> list[object]:
    return [world.programme.slug, 900]


def two_organisations(world: World) -> list[object]:
    two = (world.appointment, world.ended_appointment)
    return [world.programme.slug, *(each.partnership.organisation_id for each in two)]


def hand_in(world: World) -> list[object]:
    return [world.programme.slug, world.programme.posters.get(number=1).hand_in.pk]


def answers_begun(world: World) -> list[object]:
    """What somebody without an account has begun to answer."""
    return [HandIn.objects.get(feedback__programme=world.programme, feedback__status="draft").pk]


def answers_sent(world: World) -> list[object]:
    """What somebody without an account has sent."""
    return [HandIn.objects.get(feedback__programme=world.programme, feedback__status="received").pk]


def hand_in_nowhere(world: World) -> list[object]:
    return [world.programme.slug, UUID(int=0)]


def step(world: World) -> list[object]:
    return [world.programme.slug, world.area.steps.earliest("pk").pk]


def own_record(world: World) -> list[object]:
    return [world.programme.personal_records.get().pk]


def record_letter(world: World) -> RecordSending:
    return RecordSending.objects.letters().get(record__programme=world.programme)


def in_record(world: World) -> list[object]:
    return [*own_record(world), world.programme.commitments.earliest("pk").pk]
