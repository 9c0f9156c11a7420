"""Glasgow: a strategy still being made, with its consultation open and meetings around the day of loading."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.audit import record
from consultations.models import Consultation, Feedback, FeedbackAnswer, Question
from consultations.verbs import Verb
from demo.coverage import load_coverage
from demo.findings import code_answer, load_findings, load_themes
from demo.privacy import load_equality, load_requests
from demo.programmes import Rows, add_partnership, load_programme, organisation
from demo.registrations import load_registrations, load_those_who_came
from demo.team import Team
from demo.toml_files import read
from findings.models import Theme
from phases.models import Attendance, KeyGroup, Meeting, Phase, Presence
from programmes.models import Programme
from stakeholders import links
from stakeholders.models import Appointment, Invitation, Partnership, Person, Role, StakeholderGroup
from stakeholders.services import RepresentativeDetails, appoint_representative
from stakeholders.verbs import Verb as InvitationVerb

SLUG = "glasgow-socially-connected"
IDENTIFIED_BY = "Impact Funding Partners"
# Members were appointed before the first design session, a few each day.
FIRST_APPOINTED = timedelta(days=3)


def load(team: Team, at: datetime) -> Programme:
    """Make the programme as it stands at `at`: designed and researched, with its consultation still open."""
    written = read("glasgow/programme")
    programme = load_programme(written, team, at)
    members = read("glasgow/members")
    appointments = _members(programme, members, team)
    speaks_for = {row["organisation"]: row["group"] for row in members["members"]}
    _attendances(programme, list(appointments.values()), at)
    asked = read("glasgow/consultation")
    consultation = _consultation(programme, asked)
    load_registrations(programme, team, at)
    load_those_who_came(programme, at)
    themes = load_themes(programme, asked, team, at - timedelta(days=40))
    for row in asked["feedback"]:
        row["speaking_for"] = StakeholderGroup.objects.get(programme=programme, name=speaks_for[row["from"]])
        _feedback(consultation, appointments[row["from"]], row, themes, team, at)
    load_findings(programme, asked, themes, team, at - timedelta(days=20))
    load_coverage(programme, read("glasgow/coverage"), team, at)
    for row in members["invitations"]:
        _invitation(appointments[row["organisation"]].partnership, row, team, at - timedelta(days=row["days"]))
    held = read("glasgow/privacy")
    load_equality(programme, held["equality"], team, at)
    load_requests(programme, held["requests"], team, at)
    return programme


def _members(programme: Programme, written: Rows, team: Team) -> dict[str, Appointment]:
    """Make each member's part, who speaks for it, and the key groups they formed; returns the appointments."""
    research = Phase.objects.get(programme=programme, position=2)
    clusters = {
        short: KeyGroup.objects.create(phase=research, name=name) for short, name in written["clusters"].items()
    }
    first = Phase.objects.get(programme=programme, position=1).starts_at
    assert first
    identified_by = organisation(IDENTIFIED_BY)
    appointments = {}
    for number, row in enumerate(written["members"]):
        appointed_at = first + FIRST_APPOINTED + timedelta(hours=5 * number)
        partnership = add_partnership(
            programme,
            {
                "organisation": row["organisation"],
                "role": Role.MEMBER,
                "uniquely_placed": row["placed"],
                "identified_by": identified_by,
                "groups": [row["group"], *row.get("also", [])],
                "from_on": programme.starts_on,
            },
        )
        clusters[row["cluster"]].members.add(partnership)
        appointment = appoint_representative(
            partnership,
            details=RepresentativeDetails(
                name=row["representative"], email=row["email"], can_decide=True, can_engage=True
            ),
            tell=False,
            by=team.broker,
            at=appointed_at,
        )
        if "needs" in row:
            Person.objects.filter(pk=appointment.person_id).update(communication_needs=row["needs"])
        appointments[row["organisation"]] = appointment
    return appointments


def _invitation(partnership: Partnership, row: Rows, team: Team, at: datetime) -> None:
    """Make one invitation to follow whoever speaks, as it was sent at `at`; nobody is written to."""
    invitation = Invitation(partnership=partnership, name=row["name"], email=row["email"], invited_by=team.broker)
    invitation.invited_at = at
    links.give_link(invitation, at)
    if "declined" in row:
        invitation.status, invitation.settled_at = Invitation.Status.DECLINED, at + timedelta(days=2)
        invitation.decline_reason = row["declined"]
    invitation.save()
    record(InvitationVerb.INVITED, invitation, by=team.broker, at=at, programme_id=partnership.programme_id)


def _attendances(programme: Programme, appointments: list[Appointment], at: datetime) -> None:
    """Say who came to each meeting that is over: most to the sessions for all, some to those for a part of the city."""
    for meeting in Meeting.objects.filter(programme=programme, ends_at__lte=at).order_by("starts_at", "pk"):
        for_all = meeting.phase is not None and meeting.phase.position < 3
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                person_id=appointment.person_id,
                partnership_id=appointment.partnership_id,
                presence=Presence.APOLOGIES if (number + meeting.pk) % 9 == 0 else Presence.ATTENDED,
            )
            for number, appointment in enumerate(appointments)
            if for_all or (number + meeting.pk) % 4 == 0
        )


def _consultation(programme: Programme, written: Rows) -> Consultation:
    phase = Phase.objects.get(programme=programme, position=3)
    consultation = Consultation.objects.create(phase=phase, **written["consultation"])
    Question.objects.bulk_create(
        Question(consultation=consultation, position=position, **row)
        for position, row in enumerate(written["questions"], start=1)
    )
    return consultation


def _feedback(
    consultation: Consultation, appointment: Appointment, row: Rows, themes: list[Theme], team: Team, at: datetime
) -> None:
    """Make one piece of feedback as it was given, reviewed unless it still waits, and tied to what was heard in it."""
    waits = row["state"] == "waiting"
    said_at = at - timedelta(hours=row["hours"]) if waits else row["said_at"]
    reviewed_at = None if waits else said_at + timedelta(days=6)
    partnership = appointment.partnership
    feedback = Feedback.objects.create(
        programme_id=partnership.programme_id,
        consultation=consultation,
        status=Feedback.Status.RECEIVED if waits else row["state"],
        said_by=appointment.person,
        entered_by=appointment.person.user,
        appointment=appointment,
        on_behalf_of=partnership,
        speaking_for=row["speaking_for"],
        started_at=said_at - timedelta(minutes=25),
        said_at=said_at,
        reviewed_at=reviewed_at,
        reviewed_by=None if waits else team.lead,
        what_became_of_it=row.get("became", ""),
    )
    record(Verb.SUBMITTED, feedback, by=appointment.person.user, at=said_at, programme_id=feedback.programme_id)
    published = row["state"] == Feedback.Status.PUBLISHED
    for question in consultation.questions.order_by("position"):
        if text := row["answers"][question.position - 1]:
            FeedbackAnswer.objects.create(
                feedback=feedback, question=question, text=text, published_text=text if published else ""
            )
    if reviewed_at:
        verb = Verb.PUBLISHED if published else Verb.KEPT_UNPUBLISHED
        record(verb, feedback, by=team.lead, at=reviewed_at, programme_id=feedback.programme_id)
    for theme, position in row.get("heard", {}).items():
        code_answer(themes[int(theme) - 1], feedback.answers.get(question__position=position), team, at)
