"""The same moment, over several connections: one outcome, and nothing under the wrong name."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import User
from consultations.asking.said import in_words
from consultations.asking.services import save_draft
from consultations.models import Feedback
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from stakeholders.corrections import OrganisationDetails
from stakeholders.models import Appointment, Invitation, Person
from stakeholders.services import (
    correct_organisation,
    decline_invitation,
    end_partnership,
    invite_to_appoint,
    merge_organisations,
    pass_on_invitation,
    resend_invitation,
    step_down,
)
from tests.at_once import at_once
from tests.consultations.factories import ConsultationFactory, QuestionFactory
from tests.stakeholders.appointing import accept, appoint
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
YES = {"name": "Rosa Adeyemi", "can_decide": True, "can_engage": True}
DECLARED = {"can_decide": True, "can_engage": True}
refusing = partial(at_once, refusals=(Refused,))


@pytest.fixture
def partnership(programme):
    return PartnershipFactory(programme=programme)


@pytest.fixture
def invitation(partnership, lead, at):
    return invite_to_appoint(partnership, name="Rosa", email="rosa@example.org", by=lead, at=at)


def test_one_invitation_accepted_at_once_makes_one_appointment_and_one_account(invitation, at):
    later = at + timedelta(minutes=1)
    became = refusing(*[lambda: accept(invitation, **YES, at=later)] * TIMES)
    assert became.count(InvalidTransition) == TIMES - 1
    assert (Appointment.objects.count(), Person.objects.count()) == (1, 1)
    assert User.objects.filter(email="rosa@example.org").count() == 1
    assert Message.objects.filter(kind="welcome").count() == 1


def test_accepted_and_declined_at_once_is_one_of_them(invitation, at):
    later = at + timedelta(minutes=1)
    became = refusing(
        lambda: accept(invitation, **YES, at=later),
        lambda: decline_invitation(invitation, reason="No", at=later),
    )
    assert became.count(InvalidTransition) == 1
    accepted = Invitation.objects.get().status == "accepted"
    assert Appointment.objects.count() == accepted


def test_two_appointments_at_once_for_one_partnership_are_one(partnership, lead, at):
    became = refusing(
        *[
            lambda number=number: appoint(
                partnership, name=f"Person {number}", email=f"p{number}@example.org", by=lead, at=at, **DECLARED
            )
            for number in range(TIMES)
        ]
    )
    assert became.count(Refused) == TIMES - 1
    assert Appointment.objects.count() == 1
    assert Person.objects.count() == 1


def test_one_address_accepted_at_once_for_two_organisations_is_one_account(programme, lead, at):
    invitations = [
        invite_to_appoint(partnership, name="Rosa", email="rosa@example.org", by=lead, at=at)
        for partnership in PartnershipFactory.create_batch(2, programme=programme)
    ]
    later = at + timedelta(minutes=1)
    refusing(*[lambda each=each: accept(each, **YES, at=later) for each in invitations])
    assert (Appointment.objects.count(), Person.objects.count()) == (2, 1)
    assert User.objects.filter(email="rosa@example.org").count() == 1


def test_taken_up_by_link_and_written_down_at_once_leaves_one_who_speaks(partnership, invitation, lead, at):
    later = at + timedelta(minutes=1)
    refusing(
        lambda: accept(invitation, **YES, at=later),
        lambda: appoint(partnership, name="Ada", telephone="1", by=lead, at=later, **DECLARED),
    )
    assert Appointment.objects.filter(ended_at=None).count() == 1
    assert Invitation.objects.filter(status="open").count() == 0


def test_replaced_while_writing_leaves_nothing_under_the_name_of_whoever_spoke(programme, appointment, lead, at):
    consultation = ConsultationFactory(phase__programme=programme)
    question = QuestionFactory(consultation=consultation)
    old, later = appointment.person.user, at + timedelta(minutes=1)

    def write():
        return save_draft(
            consultation,
            appointment=appointment,
            speaking_for=None,
            answers={question.pk: in_words("Benches")},
            version="",
            by=old,
            at=later,
        )

    def replace():
        new = {"name": "Sam", "email": "sam@example.org"}
        return appoint(appointment.partnership, **new, **DECLARED, replacing=appointment, by=lead, at=later)

    written, _ = refusing(write, replace)
    ended = Appointment.objects.get(pk=appointment.pk)
    assert (ended.ended_at, Appointment.objects.filter(ended_at=None).count()) == (later, 1)
    assert Feedback.objects.count() == (written is not Refused)


@pytest.mark.parametrize("deed", ["appointed", "invited", "passed on"])
def test_merged_and_asked_at_once_leaves_nobody_behind_at_what_is_merged(programme, lead, at, deed):
    later = at + timedelta(minutes=1)
    for number in range(TIMES):
        kept, gone = PartnershipFactory.create_batch(2, programme=programme)
        who = {"name": f"Sam {number}", "email": f"sam{number}@example.org"}
        asked = None
        if deed == "passed on":
            asked = invite_to_appoint(gone, name="Rosa", email="rosa@example.org", by=lead, at=at)
        deeds = {
            "appointed": lambda gone=gone, who=who: appoint(gone, **who, **DECLARED, by=lead, at=later),
            "invited": lambda gone=gone, who=who: invite_to_appoint(gone, **who, by=lead, at=later),
            "passed on": lambda asked=asked, who=who: pass_on_invitation(asked, **who, at=later),
        }
        refusing(
            lambda kept=kept, gone=gone: merge_organisations(kept.organisation, gone.organisation, by=lead, at=later),
            deeds[deed],
        )
        assert not Appointment.objects.filter(partnership=gone).exists()
        assert not Invitation.objects.filter(partnership=gone, status="open").exists()


def test_stepping_down_and_replaced_at_once_is_one_of_them(programme, lead, at):
    for number in range(TIMES):
        spoke = AppointmentFactory(partnership__programme=programme)
        suggested = {"suggested_name": "Ada", "suggested_email": "ada@example.org"}
        who = {"name": f"Sam {number}", "email": f"sam{number}@example.org", "replacing": spoke}
        became = refusing(
            lambda spoke=spoke, said=suggested: step_down(spoke, **said, by=spoke.person.user, at=at),
            lambda spoke=spoke, who=who: appoint(spoke.partnership, **who, **DECLARED, by=lead, at=at),
        )
        assert became.count(InvalidTransition) == 1


def test_corrected_merged_and_replaced_at_once_waits_for_one_another(programme, lead, at):
    for number in range(TIMES):
        spoke = AppointmentFactory(partnership__programme=programme)
        part, kept = spoke.partnership, PartnershipFactory(programme=programme)
        said = {
            "details": OrganisationDetails("We visit.", "", "", ()),
            "version": OrganisationDetails.of(part).version(),
        }
        who = {"name": f"Sam {number}", "email": f"sam{number}@example.org", "replacing": spoke}
        refusing(
            lambda part=part, said=said, spoke=spoke: correct_organisation(part, **said, by=spoke.person.user, at=at),
            lambda part=part, kept=kept: merge_organisations(kept.organisation, part.organisation, by=lead, at=at),
            lambda part=part, who=who: appoint(part, **who, **DECLARED, by=lead, at=at),
        )
    assert Appointment.objects.filter(ended_at=None).count() == TIMES


def test_sent_again_and_ended_at_once_leaves_no_invitation_to_what_has_ended(programme, lead, at):
    for _ in range(TIMES):
        part = PartnershipFactory(programme=programme)
        asked = invite_to_appoint(part, name="Rosa", email="rosa@example.org", by=lead, at=at - timedelta(days=40))
        refusing(
            lambda part=part: end_partnership(part, until_on=timezone.localdate(at), by=lead, at=at),
            lambda asked=asked: resend_invitation(asked, by=lead, at=at),
        )
        part.refresh_from_db()
        reached = Invitation.objects.filter(partnership=part, expires_at__gt=at).exists()
        assert reached is (part.until_on is None)
