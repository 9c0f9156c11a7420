"""What the team prints and imports, editions in the making, and what one line says of a programme or a letter."""

from datetime import timedelta

from django.urls import reverse

from actions.records.letters_pdf import letters_pdf
from consultations.posters.printing import captions_pdf
from outbox.models import About
from outbox.services import Email, queue_message
from programmes.models import Programme
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import PersonalRecordFactory, RecordSendingFactory
from tests.consultations.factories import PosterFactory
from tests.phases.factories import AttendanceFactory, AttendanceImportFactory, MeetingFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, on_paper, read
from tests.stakeholders.factories import OrganisationImportFactory, PartnershipFactory, StakeholderGroupFactory
from tests.stocktakes.factories import StocktakeFactory

DAY = timedelta(days=1)


@DESK.of(address=BOTH, opens=BOTH)
def letter_of_a_record(given: Given, address: bool, opens: bool) -> Said:
    Programme.objects.filter(pk=given.programme.pk).update(contact_address="1 Ford Street" if address else "")
    given.programme.refresh_from_db()
    revoked = {} if opens else {"link_revoked_at": given.at}
    record = PersonalRecordFactory(programme=given.programme, link_expires_at=given.at + 9 * DAY, **revoked)
    with on_paper("actions.records.letters_pdf") as papers:
        letters_pdf(given.programme, [RecordSendingFactory(record=record)], at=given.at)
    return papers[0], {
        f"To cut off and send back to {given.programme.contact_name}, 1 Ford Street": address,
        "To cut off and give to anybody of the team": not address,
        "it is yours alone and needs no password. Or tell anybody of the team, send back the slip": opens and address,
        "it is yours alone and needs no password. Or tell anybody of the team, give them the slip": (
            opens and not address
        ),
        "Tell anybody of the team, send back the slip, or write to": not opens and address,
        "Tell anybody of the team, give them the slip, or write to": not opens and not address,
    }


@DESK.of(group=BOTH)
def caption_of_a_poster(given: Given, group: bool) -> Said:
    carers = StakeholderGroupFactory(programme=given.programme, name="Carers") if group else None
    PosterFactory(programme=given.programme, speaking_for=carers)
    with on_paper("consultations.posters.printing", draws="kept_pdf_of") as papers:
        captions_pdf(given.programme, "A5")
    return papers[0], {"The voice of: Carers": group, "Point a telephone’s camera at the code": True}


@DESK.of(known=["", "here", "elsewhere"])
def people_on_a_sheet(given: Given, known: str) -> Said:
    meeting = MeetingFactory(programme=given.programme, starts_at=given.at + DAY, ends_at=given.at + 2 * DAY)
    if known:
        there = MeetingFactory(programme=given.programme) if known == "here" else MeetingFactory()
        AttendanceFactory(meeting=there, person__name="Ada Reed", person__email="ada@example.org")
    sheet = AttendanceImportFactory(
        meeting=meeting, uploaded_by=given.lead, headings=["Name", "E-mail"], columns={"name": 0, "email": 1},
        rows=[{"number": 2, "cells": ["Ada Reed", "ada@example.org"]}],
    )  # fmt: skip
    return at_desk(given, "phases:attendance-import-check", sheet.pk), {
        "(known to the programme)": known == "here",
        "What comes of it New: ": True,
    }


@DESK.of(known=BOTH)
def organisations_on_a_sheet(given: Given, known: bool) -> Said:
    if known:
        PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    rows = [{"number": 2, "cells": ["Old Mill"]}]
    sheet = OrganisationImportFactory(
        programme=given.programme, uploaded_by=given.lead, headings=["Name"], columns={"name": 0}, rows=rows
    )
    return at_desk(given, "stakeholders:organisation-import-check", sheet.pk), {
        "What comes of it New here": not known,
        "What comes of it Takes part already: left as it is": known,
    }


@DESK.of(corrects=BOTH)
def edition_that_corrects(given: Given, corrects: bool) -> Said:
    issued = {"issued_at": given.at - DAY, "status": "issued"}
    first = StocktakeFactory(programme=given.programme, number=1, title="Autumn", **issued)
    second = {"number": 2, "title": "Autumn again", "corrects": first if corrects else None}
    StocktakeFactory(programme=given.programme, **second)
    return at_desk(given, "stocktakes:stocktake-desk-list"), {
        "2. Autumn again (corrects edition 1)": corrects,
        "1. Autumn": True,
    }


@DESK.of(recorded=BOTH)
def history_of_a_row(given: Given, recorded: bool) -> Said:
    root = UserFactory(is_staff=True, is_superuser=True)
    person = Person.objects.create(name="Ada")
    if recorded:
        LogEntryFactory(object_type="stakeholders.person", object_id=str(person.pk), by=given.lead)
    return read(root, reverse("admin:stakeholders_person_history", args=[person.pk])), {
        "Nothing is recorded of it.": not recorded,
        "What was done, the newest first": recorded,
    }


@DESK.of(planned=BOTH)
def what_comes_next(given: Given, planned: bool) -> Said:
    if planned:
        MeetingFactory(
            programme=given.programme, title="An evening", starts_at=given.at + DAY, ends_at=given.at + 2 * DAY
        )
    return read(given.lead, reverse("desk:programme-list")), {
        "Next date None is set": not planned,
        "Next date ": True,
    }


@DESK.of(answers=BOTH)
def letter_of_the_demonstration(given: Given, answers: bool) -> Said:
    email = Email("ada@example.org", "Your place", "Come.", reply_to="team@example.org" if answers else "")
    mail = queue_message(About("test", 1), email, kind="test", at=given.at)
    return read(None, reverse("outbox:mail-detail", args=[mail.pk])), {
        "Answers go to team@example.org": answers,
        "To ada@example.org": True,
    }
