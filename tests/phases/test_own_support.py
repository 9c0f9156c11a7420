"""What somebody reads by their link of what is arranged for them, and the form on which they claim what it cost."""

from datetime import timedelta
from io import BytesIO
from itertools import product

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from phases.meetings import links
from phases.models import Arrangement, Attendance, Meeting
from tests.phases.factories import ArrangementFactory
from tests.reading import text_seen

SAID = {
    "noted": "We are seeing to it. It is not booked yet.",
    "booked": "Booked. It is not confirmed yet.",
    "confirmed": "Booked, and confirmed.",
    "unclaimed": "We have no claim of yours yet.",
    "claimed": "We have your claim. It is not paid yet.",
    "paid": "Paid.",
}
WHEN = {"to come": timedelta(days=7), "on": -timedelta(hours=1), "over": -timedelta(days=3)}


@pytest.fixture
def ann(meeting) -> Attendance:
    """Ann has a place at the meeting of next week."""
    return Attendance.objects.select_related("meeting").get(person__name="Ann")


def let_in(attendance: Attendance) -> Client:
    client = Client()
    client.get(reverse("phases:place-open", args=[links.token_for(attendance)]))
    return client


def own(name: str, attendance: Attendance) -> str:
    return reverse(f"phases:place-{name}", args=[attendance.pk])


def arrange_each(attendance: Attendance) -> None:
    for status in ("noted", "booked", "confirmed"):
        ArrangementFactory(attendance=attendance, status=status, particulars=f"taxi-{status}", owner__name="Who Sees")
    for status in ("noted", "claimed", "paid"):
        ArrangementFactory(attendance=attendance, kind="payment", status=status)


@pytest.mark.parametrize(
    ("when", "presence", "is_cancelled"),
    list(product(WHEN, ("registered", "waiting", "apologies", "attended"), (False, True))),
)
def test_place_detail_says_what_is_arranged_and_promises_nothing_that_does_not_come(
    ann, lead, at, when, presence, is_cancelled
):
    arrange_each(ann)
    begins = at.replace(minute=0, second=0, microsecond=0) + WHEN[when]
    cancelled = {"cancelled_at": at, "cancelled_by": lead} if is_cancelled else {}
    Meeting.objects.update(
        starts_at=begins, ends_at=begins + timedelta(hours=2), registration_opens_at=None, **cancelled
    )
    Attendance.objects.filter(pk=ann.pk).update(presence=presence)
    words = text_seen(let_in(ann).get(own("detail", ann)).text)
    comes = presence in ("registered", "attended") or (presence == "waiting" and when == "to come")
    told = ["claimed", "paid"]
    if comes and not is_cancelled:
        told = list(SAID) if when != "over" else ["unclaimed", "claimed", "paid"]
    assert [name for name, said in SAID.items() if said in words] == told
    assert ("What is arranged for you, if you get a place" in words) == (
        presence == "waiting" and when == "to come" and not is_cancelled
    )
    assert ("taxi-booked" in words, "Who Sees" in words) == ("booked" in told, False)


def test_place_detail_says_nothing_where_nothing_is_arranged_or_only_for_others(ann):
    ArrangementFactory(attendance=Attendance.objects.get(person__name="Bea"))
    assert "What is arranged for you" not in let_in(ann).get(own("detail", ann)).text


def test_place_detail_takes_as_many_queries_for_much_that_is_arranged(ann, django_assert_num_queries):
    client = let_in(ann)
    for more in (1, 9):
        ArrangementFactory.create_batch(more, attendance=ann)
        with django_assert_num_queries(2):
            client.get(own("detail", ann))


# -- the claim form -----------------------------------------------------------------------------------


def test_claim_form_says_whom_to_ask_and_asks_for_no_bank_details(ann, desk):
    page = reverse("phases:claim-form", args=["neighbours", ann.meeting_id])
    for words in (text_seen(each) for each in (desk.get(page).text, let_in(ann).get(own("claim-form", ann)).text)):
        assert (
            "Write no bank details on this form. Ask The programme's team, programme@example.org, 0141 496 0000, "
            "how you are paid." in words
        )
        assert [each in words.casefold() for each in ("sort code", "account number", "iban")] == [False] * 3
        assert "Ann" not in words


def test_place_claim_form_is_for_whoever_holds_the_link(ann):
    for name in ("claim-form", "claim-form-pdf"):
        assert Client().get(own(name, ann)).status_code == 404
        Arrangement.objects.all().delete()


@pytest.mark.pango
def test_claim_form_pdf_is_one_tagged_page_the_same_for_all(ann, desk):
    page = reverse("phases:claim-form-pdf", args=["neighbours", ann.meeting_id])
    answers = [desk.get(page), let_in(ann).get(own("claim-form-pdf", ann))]
    assert answers[0].content == answers[1].content
    with pikepdf.open(BytesIO(answers[0].content)) as pdf:
        assert (len(pdf.pages), str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == (1, "en-GB", True)
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_claim_form_pdf_that_cannot_be_drawn_is_shown_as_a_page(ann, desk, without_pango):
    page = reverse("phases:claim-form-pdf", args=["neighbours", ann.meeting_id])
    for answer in (desk.get(page), let_in(ann).get(own("claim-form-pdf", ann))):
        assert answer.status_code == 503
        assert "It cannot be drawn as a PDF here just now." in answer.text
