"""Personal records: who gets what each said they would do, by which way and why; each once as it stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import LogEntry
from actions.commitments.services import NewCommitment, make_commitment, open_sheets
from actions.models import Commitment, PersonalRecord, RecordSending
from actions.records import links
from actions.records.contents import record_recipients
from actions.records.services.corrections import take_back
from actions.records.services.sending import give_record, renew_record_link, revoke_record_link, send_records
from kit.refusals import InvalidTransition
from kit.typefaces import LettersMissing
from outbox.models import Message
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CorrectionFactory,
    PersonalRecordFactory,
    ProposerFactory,
    RecordSendingFactory,
    StepFactory,
)
from tests.at_once import at_once
from tests.conftest import staff_with
from tests.stakeholders.factories import PersonFactory

DESK = "/desk/neighbours/records/"


@pytest.fixture
def area(programme):
    return ActionAreaFactory(programme=programme, number=3, title="Benches")


@pytest.fixture
def everybody(programme, area):
    """One by e-mail who joined and pledged, one with a letter, one of whom we have nothing, and one elsewhere."""
    ines = PersonFactory(name="Ines Okoro", email="ines.okoro@example.org")
    tom = PersonFactory(name="Tom Hale", email="", postal_address="1 Ford Street\nGateshead")
    nobody = PersonFactory(name="Ann", email="")
    say = {"programme": programme, "published_at": None, "published_by": None}
    CommitmentFactory(**say, area=area, person=ines, what="I will bring\na chair.")
    CommitmentFactory(**say, person=ines, what="I will learn names.")
    CommitmentFactory(**say, person=nobody, what="I will sing.")
    CommitmentFactory(**say, person=None, what="Nobody knows who.")
    CommitmentFactory(programme__slug="far", person=tom, what="I will, elsewhere.")
    ProposerFactory(area=area, person=tom, public_name="Tenants")
    ProposerFactory(area=area, person=nobody, named_by_mistake=True)
    StepFactory(area=area, position=1, what="Ask for a bench.", who="ines  okoro", by_text="May")
    StepFactory(area=area, position=2, what="Paint it.", who="Everybody", by_text="June")
    return ines, tom, nobody


def send(programme, lead, at):
    return send_records(programme, as_seen=record_recipients(programme).fingerprint, by=lead, at=at)


def test_record_says_what_each_said_by_the_way_that_reaches_them(programme, everybody):
    found = record_recipients(programme)
    assert [each.name for each in found.by_email] == ["Ines Okoro"]
    assert [each.name for each in found.by_letter] == ["Tom Hale"]
    assert [each.name for each in found.not_reached] == ["Ann"]
    assert found.by_email[0].why == "Not sent yet; joined: 1, steps: 1, pledges: 1."
    assert found.by_email[0].content == {
        "name": "Ines Okoro",
        "parts": [
            ["What you joined", ["“3. Benches”: I will bring a chair. (said on 4 January 2016)"]],
            ["Your steps", ["“3. Benches”: Ask for a bench. (May)"]],
            ["Your own pledges", ["I will learn names. (said on 4 January 2016)"]],
        ],
    }
    assert found.by_letter[0].content["parts"] == [
        ["What you put forward", ["3. Benches"]],
        ["The plan of “3. Benches”", ["Ask for a bench. (ines okoro, May)", "Paint it. (Everybody, June)"]],
    ]


def test_record_goes_once_and_again_only_when_it_says_something_else(programme, everybody, lead, at):
    seen = record_recipients(programme).fingerprint
    send_records(programme, as_seen=seen, by=lead, at=at)
    for fingerprint in (seen, record_recipients(programme).fingerprint):
        with pytest.raises(InvalidTransition):
            send_records(programme, as_seen=fingerprint, by=lead, at=at)
    assert LogEntry.objects.get(verb="records_sent").details == {"emails": 1, "letters": 1}
    mail = Message.objects.get()
    assert (mail.to_address, mail.kind, mail.forgets_text) == ("ines.okoro@example.org", "record", True)
    assert "- “3. Benches”: I will bring a chair." in mail.text
    assert links.record_address_for(PersonalRecord.objects.get(person__name="Ines Okoro")) in mail.text
    later = at + timedelta(days=9)
    CommitmentFactory(programme=programme, person=everybody[0], what="I will, besides.")
    assert record_recipients(programme).by_email[0].why.endswith("since then 1 new or changed.")
    assert [each.record.person for each in send(programme, lead, later)] == [everybody[0]]
    assert list(RecordSending.objects.order_by("pk").values_list("record__person__name", "number", "channel")) == [
        ("Ines Okoro", 1, "email"),
        ("Tom Hale", 1, "letter"),
        ("Ines Okoro", 2, "email"),
    ]
    # The first, which was not on its way yet, says what does not stand any more.
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "due"]


def test_record_that_nobody_has_looked_at_does_not_go(programme, everybody, lead, at):
    seen = record_recipients(programme).fingerprint
    CommitmentFactory(programme=programme, person=everybody[0], what="Said a moment ago.")
    with pytest.raises(InvalidTransition):
        send_records(programme, as_seen=seen, by=lead, at=at)
    assert (RecordSending.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.typefaces
@pytest.mark.parametrize("column", ["name", "postal_address"])
def test_letter_with_a_word_without_a_typeface_is_refused_before_anything_is_sent(
    programme, everybody, lead, at, latin_only, column
):
    _, tom, _ = everybody
    type(tom).objects.filter(pk=tom.pk).update(**{column: "1 数字 Street"})
    with pytest.raises(LettersMissing, match=r"^The letter to .*: “数字” cannot be set on paper.* fonts-noto-cjk"):
        send(programme, lead, at)
    assert (RecordSending.objects.count(), Message.objects.count()) == (0, 0)


def test_second_sending_of_one_number_is_refused_by_the_database(programme, everybody, lead, at):
    first = send(programme, lead, at)[0]
    with pytest.raises(IntegrityError):
        RecordSending.objects.create(
            record=first.record, number=1, channel="email", content={}, sent_at=at, sent_by=lead
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_the_same_moment_send_once(programme, everybody, lead, at):
    seen = record_recipients(programme).fingerprint
    became = at_once(*[lambda: len(send_records(programme, as_seen=seen, by=lead, at=at))] * 2)
    assert sorted(str(each) for each in became) == ["2", str(InvalidTransition)]
    assert (RecordSending.objects.count(), Message.objects.count()) == (2, 1)


def test_desk_shows_everybody_and_sends_what_was_seen(client_of, programme, everybody, lead):
    desk = client_of(staff_with("facilitator", programme))
    page = desk.get(DESK).text
    for words in (
        "Ines Okoro",
        "I will bring a chair.",
        "Tom Hale",
        "Ann: Not sent yet; pledges: 1.",
        "1 commitment is",
    ):
        assert words in page
    assert ("ines.okoro@example.org" in page, "Ford Street" in page) == (False, False)
    seen = record_recipients(programme).fingerprint
    for _ in range(2):
        desk.post(f"{DESK}send/", {"as_seen": seen})
    assert RecordSending.objects.count() == 2
    assert "Everybody whom we can reach has theirs" in desk.get(DESK).text
    letter = RecordSending.objects.get(channel="letter")
    pdf = desk.post(f"{DESK}letters/{letter.pk}/")
    assert (pdf.status_code, pdf["Content-Type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert LogEntry.objects.get(verb="contacts_exported").details == {"letters": 1}
    assert desk.post(f"/desk/elsewhere/records/letters/{letter.pk}/").status_code == 404
    assert client_of(staff_with("viewer", programme)).post(f"{DESK}letters/{letter.pk}/").status_code == 403


@pytest.mark.parametrize("people", [1, 30])
def test_desk_asks_the_same_few_questions(people, client_of, lead, programme, django_assert_num_queries):
    for number in range(people):
        area = ActionAreaFactory(programme=programme, number=number + 1)
        proposer = ProposerFactory(area=area)
        StepFactory(area=area, who=proposer.person.name)
        said = CommitmentFactory(programme=programme, area=area)
        record = PersonalRecordFactory(programme=programme, person=said.person)
        RecordSendingFactory(record=record, sent_by=lead)
        CorrectionFactory(record=record, commitment=said)
    desk = client_of(lead)
    desk.get(DESK)
    with django_assert_num_queries(15):
        assert desk.get(DESK).status_code == 200


def test_record_list_shows_fifty_people_to_a_page_and_the_oldest_corrections(client_of, lead, programme):
    for number in range(51):
        said = CommitmentFactory(programme=programme, person__name=f"P{number:02}", person__email="")
        CorrectionFactory(record=PersonalRecordFactory(programme=programme, person=said.person), commitment=said)
    written_to = CommitmentFactory(programme=programme, person__name="Z")
    desk = client_of(lead)
    first, second = (desk.get(f"{DESK}?page={number}") for number in (1, 2))
    assert [len(each.context["page"]) for each in (first, second)] == [50, 2]
    assert [row.person for row, _ in first.context["emails"]] == [written_to.person]
    assert [row.person.name for row in second.context["not_reached"]] == ["P49", "P50"]
    assert ("By e-mail: 1" in first.text, "By e-mail: 1" in second.text) == (True, False)
    assert ("Cannot be reached: 51" in first.text, "Cannot be reached: 51" in second.text) == (True, True)
    assert "Put right by them, for you to read: 51" in first.text
    assert (len(first.context["waiting"]), "The oldest 50 stand here" in first.text) == (50, True)


def test_link_is_renewed_once_a_press_and_revoked(programme, everybody, lead, at):
    row = next(each.record for each in send(programme, lead, at) if each.channel == "email")
    old = row.token_hash
    for _ in range(2):
        renew_record_link(row, as_seen="1", by=lead, at=at)
    row.refresh_from_db()
    assert (row.token_hash == old, row.sendings.count(), Message.objects.filter(state="due").count()) == (False, 2, 1)
    revoke_record_link(row, by=lead, at=at)
    assert PersonalRecord.objects.open_by_link(at).filter(token_hash=row.token_hash).count() == 0
    assert Message.objects.filter(state="due").count() == 0
    with pytest.raises(InvalidTransition):
        revoke_record_link(row, by=lead, at=at)
    letter = PersonalRecord.objects.get(person=everybody[1])
    with pytest.raises(InvalidTransition):
        renew_record_link(letter, as_seen="1", by=lead, at=at)


def test_link_goes_on_a_year_after_each_sending_and_one_that_has_ended_is_replaced(programme, everybody, lead, at):
    ines, days = everybody[0], timedelta(days=1)

    def given(later) -> PersonalRecord:
        return give_record(programme, ines, by=lead, at=later)

    first, second = given(at), given(at + 364 * days)
    assert (second.token_hash, second.link_expires_at) == (first.token_hash, at + (364 + 365) * days)

    def opened(token_hash, moment):
        return PersonalRecord.objects.open_by_link(moment).filter(token_hash=token_hash)

    assert [opened(first.token_hash, at + n * days).count() for n in (728, 729)] == [1, 0]
    third = given(at + 729 * days)
    assert (opened(first.token_hash, at + 730 * days).count(), opened(third.token_hash, at + 730 * days).count()) == (
        0,
        1,
    )
    revoke_record_link(third, by=lead, at=at + 731 * days)
    fourth = given(at + 732 * days)
    assert [opened(each.token_hash, at + 732 * days).count() for each in (third, fourth)] == [0, 1]


def test_who_joins_with_an_address_is_sent_the_link_once_and_nothing_they_typed(client, programme, area, lead, at):
    open_sheets(programme, by=lead, at=at)
    for number in range(2):
        said = NewCommitment(f"I will, {number}.", "Buy cheap things", email="ines.okoro@example.org")
        make_commitment(area.commitment_sheet, key=uuid4(), details=said, at=at)
    make_commitment(area.commitment_sheet, key=uuid4(), details=NewCommitment("I will.", "Tom"), at=at)
    mail, row = Message.objects.get(), PersonalRecord.objects.get()
    assert (mail.to_address, mail.to_name, "I will" in mail.text, "cheap" in mail.text) == (
        "ines.okoro@example.org", "", False, False,
    )  # fmt: skip
    assert "somebody gave us this e-mail address and told us what they will do, as part of" in mail.text
    opened = client.get(f"/r/{links.record_token_for(row)}/", follow=True)
    assert ("I will, 0." in opened.text, "I will, 1." in opened.text) == (True, True)


def test_who_has_taken_everything_back_gets_nothing(programme, everybody, lead, at):
    send(programme, lead, at)
    row = PersonalRecord.objects.get(person=everybody[0])
    for each in [*Commitment.objects.filter(person=everybody[0]), programme.action_areas.get().steps.get(position=1)]:
        take_back(row, each, kind="no_longer", by=None, at=at)
    later = record_recipients(programme)
    # Only whose plan names somebody else now.
    assert [each.name for each in later.due] == ["Tom Hale"]
    assert timezone.localdate(later.due[0].last_sending.sent_at) == timezone.localdate(at)
