"""Posters and conversations at the desk, coverage, phases, and those who take part."""

from datetime import timedelta

from consultations.posters.models import Poster
from stakeholders.models.partnership import Characteristic
from tests.consultations.factories import ConversationFactory, HandInFactory, PosterCallFactory, PosterFactory
from tests.phases.factories import PhaseFactory, ReachFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, NOT_PUBLIC, at_desk, hide
from tests.stakeholders.factories import (
    AppointmentFactory,
    OrganisationFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

DAY = timedelta(days=1)


@DESK.of(stands=["no call", "no day", "later", "open", "past"], public=BOTH, waiting=BOTH)
def posters(given: Given, stands: str, public: bool, waiting: bool) -> Said:
    begins = {"no day": None, "later": given.at + DAY, "open": given.at - DAY, "past": given.at - 9 * DAY}
    if stands != "no call":
        ends = given.at - DAY if stands == "past" else None
        PosterCallFactory(programme=given.programme, starts_at=begins[stands], ends_at=ends)
    PosterFactory(programme=given.programme, title="Sit down", **(NOT_PUBLIC if waiting else {}))
    hide(given, public)
    return at_desk(given, "consultations:poster-review-list"), {
        "Groups cannot hand in posters by themselves yet. Let them": stands == "no call",
        "Groups cannot hand in posters yet: no day is set. Change that": stands == "no day" and public,
        "Groups can hand in posters only once the programme is published.": (
            stands in ("no day", "later", "open") and not public
        ),
        "Groups can hand in posters from": stands == "later" and public,
        "Groups can hand in posters: the page for them": stands == "open" and public,
        "Posters could be handed in until": stands == "past",
        "No poster waits.": not waiting,
        "No poster is public yet.": waiting,
    }


@DESK.of(stands=["agreed", "not agreed", "withdrawn"], picture=BOTH, by_hand=BOTH)
def poster(given: Given, stands: str, picture: bool, by_hand: bool) -> Said:
    withdrawn = {"withdrawn_at": given.at, "withdrawn_by": given.lead} if stands == "withdrawn" else {}
    row = PosterFactory(
        programme=given.programme, consent_to_publish=stands == "agreed", alt_text="A bench.", **NOT_PUBLIC, **withdrawn
    )
    if picture:
        Poster.objects.filter(pk=row.pk).update(picture="posters/bench.jpg", width=4, height=3)
    if by_hand:
        HandInFactory(poster=row, entered_by=given.lead)
    return at_desk(given, "consultations:poster-review", row.pk), {
        "May it be shown? Yes": stands == "agreed",
        "May it be shown? Nobody has agreed": stands == "not agreed",
        "May it be shown? No, its group withdrew it": stands == "withdrawn",
        "Write down who agrees": stands == "not agreed",
        "They agree again": stands == "withdrawn",
        "Exchange the photograph": picture,
        "Add a photograph": not picture,
        "How it came By the public page": by_hand,
    }


@DESK.of(waiting=BOTH, entered=BOTH)
def conversations(given: Given, waiting: bool, entered: bool) -> Said:
    told = ConversationFactory(programme=given.programme, **(NOT_PUBLIC if waiting else {}))
    by = given.lead if entered else None
    HandInFactory(poster=None, conversation=told, channel="paper" if entered else "link", entered_by=by)
    pages = [at_desk(given, "consultations:conversation-review-list")]
    pages.append(at_desk(given, "consultations:conversation-review", told.pk))
    return " | ".join(pages), {
        "No conversation waits.": not waiting,
        f"Entered by {given.lead}": entered,
        "Nobody but the team can read it.": waiting,
        "How it came": True,
    }


@DESK.of(reached=[0, 3, 12, 60], speaks=BOTH)
def coverage(given: Given, reached: int, speaks: bool) -> Said:
    group = StakeholderGroupFactory(programme=given.programme, name="Carers")
    phase = PhaseFactory(programme=given.programme, starts_at=given.at - 9 * DAY)
    if speaks:
        part = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
        part.groups.add(group)
        AppointmentFactory(partnership=part)
    if reached:
        ReachFactory(phase=phase, group=group, people=reached, entered_by=given.lead)
    people = at_desk(given, "consultations:coverage-cell", group.pk, "people")
    matrix = at_desk(given, "consultations:coverage-matrix")
    now = at_desk(given, "consultations:coverage-cell", group.pk, "represented")
    return f"{people} | {matrix} | {now}", {
        "no people have been reached yet. From": not reached,
        "How they were reached": bool(reached),
        "Old Mill speaks for this group": speaks,
        "Enter people reached": True,
    }


@DESK.of(gaps=BOTH, closed=BOTH)
def phase_to_close(given: Given, gaps: bool, closed: bool) -> Said:
    if gaps:
        StakeholderGroupFactory(programme=given.programme, name="Carers")
    ended = {"closed_at": given.at, "closed_by": given.lead, "closing_summary": "Done."} if closed else {}
    PhaseFactory(programme=given.programme, position=3, starts_at=given.at - 9 * DAY, **ended)
    return at_desk(given, "consultations:phase-close", 3), {
        "Nobody is missing from this phase.": not gaps and not closed,
        "Somebody is missing from this phase.": gaps and not closed,
        "This phase was closed on": closed,
    }


@DESK.of(phases=[0, 1])
def list_of_phases(given: Given, phases: int) -> Said:
    for _ in range(phases):
        PhaseFactory(programme=given.programme)
    return at_desk(given, "phases:phase-list"), {
        "No phase has been set up yet.": not phases,
        "Enter people reached": True,
    }


@DESK.of(parts=[0, 1, 2], sought=["", "Mill", "Nothing like it"])
def organisations(given: Given, parts: int, sought: str) -> Said:
    organisation = OrganisationFactory(name="Old Mill")
    for role in ("member", "lead_body")[:parts]:
        PartnershipFactory(programme=given.programme, organisation=organisation, role=role)
    asked = f"?q={sought}" if sought else ""
    fits = bool(parts) and sought != "Nothing like it"
    return at_desk(given, "stakeholders:partnership-list", asked=asked), {
        # One that takes part in two ways is one.
        "1 organisation takes part.": bool(parts) and not sought,
        "1 organisation fits.": fits and bool(sought),
        "2 organisations": False,
        "No organisation takes part yet.": not parts and not sought,
        "No organisation fits. Look for something else, or show all that take part.": not fits and bool(sought),
        "Represents No group yet": fits,
    }


@DESK.of(characteristics=[0, 7, 8, 9])
def characteristics(given: Given, characteristics: int) -> Said:
    known = Characteristic.values
    for each in known[:characteristics]:
        StakeholderGroupFactory(programme=given.programme, characteristic=each)
    return at_desk(given, "stakeholders:group-list"), {
        "None of the nine protected characteristics has a group yet.": not characteristics,
        "2 of the nine protected characteristics have no group yet. Only those will be added.": characteristics == 7,
        "1 of the nine protected characteristics has no group yet. Only that will be added.": characteristics == 8,
        "Each of the nine protected characteristics has a group.": characteristics == 9,
    }


@DESK.of(part=BOTH, about=BOTH)
def two_made_one(given: Given, part: bool, about: bool) -> Said:
    kept, gone = (
        OrganisationFactory(name="Old Mill"),
        OrganisationFactory(name="The Old Mill", about="Tea." if about else ""),
    )
    PartnershipFactory(programme=given.programme, organisation=kept)
    if part:
        PartnershipFactory(programme=given.programme, organisation=gone, role="lead_body")
    return at_desk(given, "stakeholders:merge-confirm", kept.pk, gone.pk), {
        "“The Old Mill” has no part in any programme: nothing moves but what stands above.": not part,
        "move with it.": part,
        "Tea. (moves)": about,
    }


@DESK.of(spoke=BOTH)
def part_of_an_organisation(given: Given, spoke: bool) -> Said:
    part = PartnershipFactory(programme=given.programme)
    if spoke:
        AppointmentFactory(partnership=part, ended_at=given.at, ended_by=given.lead, ending="stepped_down")
    return at_desk(given, "stakeholders:partnership-detail", part.pk), {"Nobody so far.": not spoke}
