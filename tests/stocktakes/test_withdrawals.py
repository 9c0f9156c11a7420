"""What people take back after an edition was issued leaves everything that is given of it, at once and with its day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import LogEntry
from actions.areas.services import withdraw_area
from actions.commitments.services import withdraw_commitment
from actions.models import Correction
from actions.records.contents import TextSnapshot
from actions.records.services.corrections import correct_name, settle_correction, take_back
from actions.records.services.sending import give_record
from actions.rounds.services.answers import say_not_me
from consultations.conversations.services import withdraw_conversation
from consultations.models import Poster
from consultations.posters.services.editing import edit_poster
from consultations.posters.services.publishing import withdraw_poster
from consultations.posters.snapshot import PosterSnapshot
from findings.services import withdraw_theme
from kit.days import day
from stocktakes.frozen_line import canonical, sha256
from stocktakes.models import FileKind, Stocktake, StocktakeFile
from stocktakes.services import issue_stocktake, render_stocktake
from tests.accounts.factories import LogEntryFactory
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    StepFactory,
)
from tests.at_once import at_once
from tests.consultations.factories import ConversationFactory, PosterFactory
from tests.findings.factories import ThemeFactory
from tests.stocktakes.conftest import hang_picture

BASE = "/programmes/neighbours/stocktakes/1"
GIVEN = (f"{BASE}/", f"{BASE}.json", f"{BASE}.csv", f"{BASE}.pdf")


@dataclass
class Account:
    """An issued edition with one of each thing that somebody may take back, and who leads the programme."""

    edition: Stocktake
    lead: Any
    rows: dict[str, Any]

    def record_of(self, person: Any) -> Any:
        """Return the record by whose link somebody takes back what they said."""
        return give_record(self.edition.programme, person, by=self.lead, at=timezone.now())

    def rename(self, row: Any, name: str) -> None:
        """Have somebody put their name right, and the team take it in."""
        row.person.refresh_from_db()
        version, at = TextSnapshot(row.person.name).version(), timezone.now()
        asked = correct_name(self.record_of(row.person), words=TextSnapshot(name), version=version, by=None, at=at)
        settle_correction(asked, take_in=True, by=self.lead, at=at)

    def take_back(self, row: Any, person: Any) -> None:
        """Have somebody take back what they said, by their link."""
        take_back(self.record_of(person), row, kind=Correction.Kind.NO_LONGER, by=None, at=timezone.now())


@pytest.fixture
def account(programme, lead, at, without_pango) -> Account:
    """Made where there is no Pango; the PDF is as good as one."""
    since = at - timedelta(days=2)
    area = ActionAreaFactory(programme=programme, number=3, title="Benches", summary="Somewhere to sit.")
    named = ProposerFactory(area=area, person__name="Proposer Canary", public_name="Proposer Canary")
    denying = ProposerFactory(area=area, person__name="Denying Canary", public_name="Denying Canary")
    # Stays, though the name of another is in hers.
    ProposerFactory(area=area, person__name="Proposer Canary-Oak", public_name="Proposer Canary-Oak")
    told = FollowUpFactory(
        proposer=named, round__programme=programme, round__status="closed", asked_at=since, status="answered",
        settled_at=since, round__opened_at=since, round__opened_by=lead, round__closed_at=since, round__closed_by=lead,
    )  # fmt: skip
    ProgressUpdateFactory(
        follow_up=told, status="published", headline="Two benches, says Proposer Canary.", reviewed_at=since,
        published_happened="Proposer Canary and Proposer Canary-Oak put them there.", reviewed_by=lead,
    )  # fmt: skip
    opened = FollowUpRoundFactory(programme=programme, status="open", opened_at=since, opened_by=lead)
    promise = CommitmentFactory(
        programme=programme, what="Promise canary", person__name="Promiser Canary", public_name="Promiser Canary"
    )
    kept = CommitmentFactory(
        programme=programme, what="I will stay.", person__name="Signer Canary", public_name="Signer Canary"
    )
    rows = {
        "poster": PosterFactory(
            programme=programme,
            number=7,
            title="Poster canary",
            words="Poster canary words",
            group_name="Group canary",
            place="Place canary",
            artist_credit="Artist Canary",
        ),
        "conversation": ConversationFactory(
            programme=programme, number=2, team="Talk canary", said="Talk canary words"
        ),
        "promise": promise,
        "name beside a promise": kept,
        "proposer's name": named,
        "who never was": denying,
        "proposer who never was": FollowUpFactory(proposer=denying, round=opened, asked_at=since),
        "step": StepFactory(area=area, what="Ask for a bench.", who="Stepper Canary"),
        "name at a step": StepFactory(area=area, what="Paint it.", who="proposer canary"),
        "area": area,
        "theme": ThemeFactory(programme=programme, number=1, name="Rest"),
    }
    hang_picture(rows["poster"])
    edition = issue_stocktake(programme, title="So far", foreword="So far.", by=lead, at=since)
    edition = render_stocktake(edition, at=since)
    pdf = {"content": b"%PDF- canary", "size": 12, "sha256": sha256(b"%PDF- canary")}
    StocktakeFile.objects.create(stocktake=edition, kind=FileKind.PDF, **pdf)
    return Account(edition, lead, rows)


def team_calls_them_otherwise(account: Account) -> None:
    row = account.rows["proposer's name"]
    row.public_name = "A tenant"
    row.save()
    mine = {"programme_id": account.edition.programme_id, "by": account.lead, "at": timezone.now()}
    LogEntryFactory(verb="changed", object_type="actions.actionarea", object_id=str(row.area_id), **mine)


def team_credits_no_artist(account: Account) -> None:
    stands = PosterSnapshot.of(account.rows["poster"])
    edit_poster(
        account.rows["poster"], details=replace(stands, artist_credit=""), version=stands.version(),
        by=account.lead, at=timezone.now(),
    )  # fmt: skip


def withdrawn_under_another_number(account: Account) -> None:
    """Another poster hangs under its number by then."""
    poster = account.rows["poster"]
    Poster.objects.filter(pk=poster.pk).update(number=70)
    PosterFactory(programme=account.edition.programme, number=7)
    withdraw_poster(poster, reason="Robin's word", by=account.lead, at=timezone.now())


# How each thing is taken back; what leaves the edition with it, and what is said of it.
TAKEN_BACK: dict[str, tuple[Callable[[Account], Any], list[str], str]] = {
    "a poster": (
        lambda account: withdraw_poster(
            account.rows["poster"], reason="Robin's word", by=account.lead, at=timezone.now()
        ),
        ["Poster canary"],
        "Poster 7 was withdrawn by its group",
    ),
    "a poster that hangs under another number now": (
        withdrawn_under_another_number,
        ["Poster canary"],
        "Poster 7 was withdrawn by its group",
    ),
    "an artist's name": (
        team_credits_no_artist,
        ["Artist Canary"],
        "The name of the artist of poster 7 was taken back or put right",
    ),
    "a conversation": (
        lambda account: withdraw_conversation(account.rows["conversation"], by=account.lead, at=timezone.now()),
        ["Talk canary"],
        "What is told of conversation 2 was taken down",
    ),
    "a promise": (
        lambda account: account.take_back(account.rows["promise"], account.rows["promise"].person),
        ["Promise canary"],
        "A promise was taken back",
    ),
    "a name beside a promise": (
        lambda account: account.rename(account.rows["name beside a promise"], "Signe Elm"),
        ["Signer Canary"],
        "The name beside a promise was taken back or put right",
    ),
    "a proposer's name, put right": (
        lambda account: account.rename(account.rows["proposer's name"], "Pia Oak"),
        [r"Proposer Canary(?!-)", "proposer canary"],
        "A name beside action area 3 was taken back or put right",
    ),
    "a proposer's name, put right twice": (
        lambda account: [account.rename(account.rows["proposer's name"], name) for name in ("P. Oak", "Pia Oak")],
        [r"Proposer Canary(?!-)", "proposer canary", "P. Oak"],
        "Who does a step of action area 3 was taken back or put right",
    ),
    "a proposer's name, at their word": (
        team_calls_them_otherwise,
        [r"Proposer Canary(?!-)"],
        "A name beside action area 3 was taken back or put right",
    ),
    "what was never theirs": (
        lambda account: say_not_me(account.rows["proposer who never was"], by=None, at=timezone.now()),
        ["Denying Canary"],
        "A name beside action area 3 was taken back or put right",
    ),
    "a step": (
        lambda account: account.take_back(account.rows["step"], account.rows["promise"].person),
        ["Stepper Canary"],
        "Who does a step of action area 3 was taken back or put right",
    ),
}


def given(client: Client) -> dict[str, str]:
    """Return the page, the data and the spreadsheet as anybody is given them."""
    answers = {address: client.get(address) for address in GIVEN[:3]}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.text for address, answer in answers.items()}


@pytest.mark.parametrize("what", TAKEN_BACK)
def test_what_is_taken_back_leaves_the_issued_edition_with_its_day(client, account, what):
    take, words, said = TAKEN_BACK[what]
    before = given(client)
    etags = {address: client.get(address)["ETag"] for address in GIVEN}
    assert re.search(words[0], "".join(before.values()))

    take(account)

    after = given(client)
    assert [word for word in words if re.search(word, "".join(after.values()))] == []
    assert "Proposer Canary-Oak" in after[GIVEN[0]]
    sentence = f"{said} on {day(timezone.localdate())}."
    assert [address for address, text in after.items() if sentence not in text] == []
    gone = client.get(GIVEN[3], headers={"If-None-Match": etags[GIVEN[3]]})
    assert (gone.status_code, sentence in gone.text, "canary" in gone.text) == (410, True, False)
    # Whoever keeps a copy is not told that it is good still.
    statuses = [client.get(address, headers={"If-None-Match": etags[address]}).status_code for address in GIVEN[:3]]
    assert statuses == [200] * 3
    assert Stocktake.objects.get().data == account.edition.data


@pytest.mark.parametrize("what", ["an artist's name", "a proposer's name, put right"])
def test_what_is_edited_later_moves_no_day_on_which_something_was_taken_back(client, account, what):
    take, _, said = TAKEN_BACK[what]
    take(account)
    on = day(timezone.localdate())
    edited = {"consultations.poster": account.rows["poster"], "actions.actionarea": account.rows["area"]}
    for kind, row in edited.items():
        LogEntryFactory(
            verb="changed", object_type=kind, object_id=str(row.pk), programme_id=account.edition.programme_id,
            by=account.lead, at=timezone.now() + timedelta(days=9), details={"fields": ["title"]},
        )  # fmt: skip
    assert f"{said} on {on}." in client.get(GIVEN[0]).text


def test_edition_of_which_nothing_was_taken_back_is_given_as_it_was_frozen(client, account):
    assert sha256(client.get(GIVEN[1]).content) == account.edition.data_sha256
    assert client.get(GIVEN[2]).content == bytes(account.edition.files.get(kind="csv").content)
    assert bytes(account.edition.files.get(kind="html").content).decode() in client.get(GIVEN[0]).text
    assert canonical(account.edition.data) == client.get(GIVEN[1]).content


def test_what_the_team_takes_down_for_its_own_reasons_stays_in_its_account(client, account):
    rows, by = account.rows, {"by": account.lead, "at": timezone.now()}
    withdraw_theme(rows["theme"], **by)
    withdraw_area(rows["area"], **by)
    withdraw_commitment(rows["promise"], **by)
    assert sha256(client.get(GIVEN[1]).content) == account.edition.data_sha256
    assert client.get(GIVEN[3]).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", TAKEN_BACK)
def test_what_is_taken_back_is_gone_where_another_entry_was_committed_before_its_own(client, account, what):
    """Two connections: the page was drawn and kept between the entry that takes it back and its commit."""
    take, words, _ = TAKEN_BACK[what]
    written, read, kept = Event(), Event(), []

    def takes_back():
        with transaction.atomic():
            take(account)
            kept.append(LogEntry.objects.latest("pk").pk)
            written.set()
            assert read.wait(20)

    def writes_and_reads():
        assert written.wait(20)
        kept.append(LogEntryFactory(programme_id=account.edition.programme_id).pk)
        kept.append(Client().get(GIVEN[0]))
        read.set()

    at_once(takes_back, writes_and_reads)
    entry, later_entry, page = kept
    # The control: by their entries' numbers nothing has come since the page was drawn.
    assert (entry < later_entry, LogEntry.objects.latest("pk").pk) == (True, later_entry)
    assert any(re.search(word, page.text) for word in words)
    again = client.get(GIVEN[0], headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, [word for word in words if re.search(word, again.text)]) == (200, [])
