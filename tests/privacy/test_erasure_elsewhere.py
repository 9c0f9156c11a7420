"""What is erased leaves issued editions as they are given, pages that are kept, and files."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from consultations.models import SentPicture
from consultations.posters.sent_files import out_of_reach
from consultations.posters.services.pictures import sweep_files
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import decide_all, look_for
from programmes.middleware import PAGES
from programmes.models import Programme
from stocktakes.rendering import edition_csv, edition_html
from stocktakes.services import issue_stocktake, render_stocktake
from stocktakes.withdrawals import as_given
from tests.accounts.factories import UserFactory
from tests.actions.factories import ActionAreaFactory, CommitmentFactory, ProposerFactory, StepFactory
from tests.consultations.factories import HandInFactory, PosterFactory
from tests.moments import EARLY
from tests.privacy.factories import RequestFactory
from tests.stakeholders.factories import PersonFactory

NAME = "Quill Zanary"


def erase(programme: Programme, lead, **who) -> None:
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, kind="erasure", **known, **{"name": "Q. Z."} | who)
    look_for(asked, by=lead, at=now)
    decide_all(asked.found.exclude(how="words"), request=asked, decision=Decision.WHOLE, by=lead, at=now)
    words = {"decision": Decision.PART, "hidden": NAME, "reason": "Others wrote it."}
    asked.found.undecided().update(**words, decided_at=now, decided_by=lead)
    erasure = propose_erasure(asked, by=lead, at=now)
    confirm_erasure(erasure, by=UserFactory(is_staff=True), at=now + timedelta(minutes=1))


@pytest.fixture
def named(programme, lead):
    """Somebody whose name the public reads beside what they put forward, do and promise."""
    person = PersonFactory(name=NAME)
    public = {"published_at": EARLY, "published_by": lead}
    Programme.objects.filter(pk=programme.pk).update(**public)
    area = ActionAreaFactory(programme=programme, number=1, title="Benches", **public)
    ProposerFactory(area=area, person=person, public_name=NAME)
    StepFactory(area=area, owner=person, who=NAME)
    CommitmentFactory(programme=programme, area=area, person=person, public_name=NAME, **public)
    return person


@pytest.mark.usefixtures("without_pango")
def test_name_that_is_erased_leaves_an_issued_edition_on_page_spreadsheet_and_data(programme, lead, named, at):
    edition = issue_stocktake(programme, title="Stocktake 1", foreword="", by=lead, at=at)
    edition = render_stocktake(edition, at=at)
    whole = as_given(edition)
    assert NAME.encode() in edition_html(edition, whole.data)
    erase(programme, lead, person=named)
    edition.refresh_from_db()
    given = as_given(edition)
    said = [edition_html(edition, given.data), edition_csv(edition, given.data), repr(given.data).encode()]
    assert [NAME.encode() in each for each in said] == [False, False, False]
    assert [each for each in given.withdrawn if "name" in each.lower() or "Who does" in each] != []


def test_page_that_was_kept_is_drawn_anew_without_the_name(client, programme, lead, named):
    address = reverse("public:area-detail", args=[programme.slug, 1])
    PAGES.clear()
    assert NAME in client.get(address).text
    erase(programme, lead, person=named)
    page = client.get(address).text
    assert (NAME in page, "Name removed" in page) == (False, True)


def test_photograph_as_it_was_sent_is_deleted_by_the_task_that_sweeps(programme, lead):
    given = HandInFactory(poster=PosterFactory(programme=programme), contact_name=NAME, contact_details="q@example.org")
    storage = out_of_reach()
    file = storage.save("one.jpg", ContentFile(io.BytesIO(b"Quill").getvalue()))
    SentPicture.objects.create(
        programme=programme, key=given.key, poster=given.poster, file=file, size=5, sent_at=EARLY
    )
    erase(programme, lead, email="q@example.org", name=NAME)
    given.refresh_from_db()
    assert (given.contact_name, given.contact_details) == ("", "")
    SentPicture.objects.all().delete()
    sweep_files(at=timezone.now() + timedelta(days=2))
    assert not storage.exists(file)
