"""The wall as the team keeps it: nothing public without review and consent, and a withdrawal honoured at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import LogEntry
from consultations.models import Poster, PosterCall, SentPicture
from consultations.posters.pictures import keep_picture
from consultations.posters.services.editing import edit_poster, exchange_photograph
from consultations.posters.services.pictures import draw_sent_picture
from consultations.posters.services.publishing import publish_poster, record_consent, withdraw_poster
from consultations.posters.snapshot import PosterSnapshot
from consultations.tasks import draw_pictures
from kit.refusals import InvalidTransition, Refused
from privacy.retention.services import keep_no_longer
from programmes.models import Programme
from stocktakes.services import issue_stocktake, render_stocktake
from tests.actions.factories import ActionAreaFactory
from tests.conftest import staff_with
from tests.consultations.factories import (
    HandInFactory,
    PosterAnswerFactory,
    PosterCallFactory,
    PosterFactory,
    PosterPromptFactory,
    SentPictureFactory,
)
from tests.consultations.test_pictures import sent
from tests.consultations.test_poster_hand_in import photograph
from tests.stakeholders.factories import StakeholderGroupFactory

DESK = "/desk/neighbours/posters/"
PRIVATE = ("A withdrawn bench", "Withdrawn words", "Withdrawn group", "A withdrawn picture")


def edited(poster, *, by, at, **changes):
    """Edit a poster as it stands, but for some changes."""
    stands = PosterSnapshot.of(poster)
    return edit_poster(poster, details=replace(stands, **changes), version=stands.version(), by=by, at=at)


@pytest.fixture
def waiting(programme) -> Poster:
    """A poster with everything but consent, and nobody's yet to see."""
    return PosterFactory(
        programme=programme, number=None, consent_to_publish=False, published_at=None, published_by=None
    )


@pytest.fixture
def facilitator(programme):
    """Keeps the wall, and publishes nothing."""
    return staff_with("facilitator", programme)


def test_poster_review_list_leads_to_no_page_that_is_not_there(client_of, lead, programme):
    call = PosterCallFactory(programme=programme)
    page = f'href="{call.get_absolute_url()}"'
    assert page in client_of(lead).get(DESK).text
    Programme.objects.filter(pk=programme.pk).update(published_at=None, published_by=None)
    text = client_of(lead).get(DESK).text
    assert (page in text, "only once the programme is published" in text) == (False, True)


def test_paper_poster_is_photographed_numbered_agreed_to_and_published(client_of, lead, programme):
    staff = client_of(lead)
    added = staff.post(f"{DESK}photograph/", {"photograph": photograph()})
    poster = Poster.objects.get()
    assert (added["Location"], poster.name) == (f"{DESK}photograph/", "Poster without a title yet")
    page = f"{DESK}{poster.pk}/"
    assert "is being made ready" in staff.get(page).text
    draw_pictures()
    assert staff.get(f"{page}picture.jpg")["Content-Type"] == "image/jpeg"
    refused = staff.post(f"{page}publish/", follow=True).text
    assert "it needs a title, who made it, a number on the wall, words for what the picture shows and" in refused
    written = {"title": "Sit down", "group_name": "Tea & talk", "number": "1", "alt_text": "A bench", "words": "Sit."}
    written["version"] = staff.get(page).context["form"].initial["version"]
    assert staff.post(page, written).status_code == 302
    assert "Tea &amp; talk has not agreed" in staff.post(f"{page}publish/", follow=True).text
    assert "Write down who agrees." in staff.post(f"{page}consent/", {}).text
    staff.post(f"{page}consent/", {"contact_name": "Robin Adeyemi", "contact_details": "07700 900123"})
    staff.post(f"{page}publish/")
    shown = staff.get("/programmes/neighbours/posters/1/").text
    assert ("Sit down" in shown, "Robin" in shown) == (True, False)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "handed_in", "picture_drawn", "changed", "consent_recorded", "published"
    ]  # fmt: skip


def test_photograph_pressed_twice_is_one_poster(client_of, facilitator):
    staff = client_of(facilitator)
    key = staff.get(f"{DESK}photograph/").context["form"].form_key
    for _ in range(2):
        staff.post(f"{DESK}photograph/", {"photograph": photograph(), "key": str(key)})
    assert (Poster.objects.count(), SentPicture.objects.count()) == (1, 1)


def test_refused_photograph_is_told_and_its_file_is_gone(programme, waiting, at, client_of, lead):
    row = SentPictureFactory(poster=waiting)
    row.file.save("broken", ContentFile(sent().getvalue()[:300]))
    assert draw_sent_picture(row, at=at) is True
    assert draw_sent_picture(row, at=at) is False
    row.refresh_from_db()
    assert (row.state, row.problem, row.file.name) == ("refused", "The picture must be a JPEG, PNG or WebP file.", "")
    assert "Its photograph was refused." in client_of(lead).get(DESK).text


def test_photograph_in_another_workers_hand_is_left_until_its_lease_runs_out(waiting, at):
    row = SentPictureFactory(poster=waiting, claimed_until=at + timedelta(minutes=1), tries=3)
    assert draw_sent_picture(row, at=at) is False
    assert draw_sent_picture(row, at=at + timedelta(minutes=1)) is True
    row.refresh_from_db()
    assert (row.state, row.problem[:26]) == ("refused", "It could not be drawn here")


def test_photograph_of_a_form_that_was_never_sent_is_forgotten_after_a_day(
    programme, at, django_capture_on_commit_callbacks
):
    row = SentPictureFactory(poster=None, programme=programme, sent_at=at - timedelta(days=1, minutes=1))
    recent = SentPictureFactory(poster=None, programme=programme, sent_at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert keep_no_longer(at=at) == 1
    assert list(SentPicture.objects.all()) == [recent]
    assert not row.file.storage.exists(row.file.name)


def test_poster_is_not_published_before_its_photograph_is_drawn(waiting, lead, at):
    record_consent(waiting, contact_name="Robin", contact_details="", by=lead, at=at)
    edited(waiting, number=1, by=lead, at=at)
    exchange_photograph(waiting, file=photograph(), by=lead, at=at)
    with pytest.raises(InvalidTransition, match="still being made ready"):
        publish_poster(waiting, by=lead, at=at)


def test_photograph_that_came_before_is_not_drawn_over_a_public_poster(programme, lead, at):
    poster = PosterFactory(programme=programme, number=3, published_at=None, published_by=None)
    sent = exchange_photograph(poster, file=photograph(), by=lead, at=at)
    Poster.objects.filter(pk=poster.pk).update(published_at=at, published_by=lead)
    draw_pictures()
    sent.refresh_from_db()
    poster.refresh_from_db()
    assert (sent.state, poster.picture.name) == ("refused", "")
    assert "public already" in sent.problem


def test_public_poster_keeps_its_picture_title_and_number(programme, lead, at):
    poster, other = PosterFactory(programme=programme), PosterFactory(programme=programme)
    with pytest.raises(InvalidTransition):
        exchange_photograph(poster, file=photograph(), by=lead, at=at)
    with pytest.raises(Refused, match="hangs under number") as refusal:
        edited(poster, number=other.number, by=lead, at=at)
    assert refusal.value.field == "number"
    with pytest.raises(InvalidTransition):
        edited(poster, title="", by=lead, at=at)
    poster.refresh_from_db()
    assert poster.title != ""


def test_withdrawn_poster_is_gone_from_every_page_at_once(programme, client, client_of, facilitator, lead, at):
    poster = PosterFactory(
        programme=programme, number=7, title=PRIVATE[0], words=PRIVATE[1], transcript=PRIVATE[1],
        group_name=PRIVATE[2], alt_text=PRIVATE[3],
    )  # fmt: skip
    keep_picture(poster, sent())
    poster.save()
    ActionAreaFactory(programme=programme, number=1).posters.add(poster)
    edition = issue_stocktake(programme, title="So far", foreword="So far.", by=lead, at=at)
    render_stocktake(edition, at=at)
    base = "/programmes/neighbours/"
    pages = ["", "posters/", "stocktakes/1/", "stocktakes/1.csv", "stocktakes/1.json"]
    pictures = ["posters/7/picture.jpg", "posters/7/picture.jpg?size=small", "stocktakes/1/posters/7.jpg"]
    assert all(any(word in client.get(base + page).text for word in PRIVATE) for page in pages)
    etags = {page: client.get(base + page)["ETag"] for page in [*pages, *pictures]}
    assert {client.get(base + page)["Cache-Control"] for page in etags} == {"public, max-age=0, must-revalidate"}

    client_of(facilitator).post(f"{DESK}{poster.pk}/withdraw/", {"reason": "At Robin's word"})

    for page in pages:
        answer = client.get(base + page, headers={"If-None-Match": etags[page]})
        # Whoever keeps a copy is not told that it is good still.
        assert (answer.status_code, [word for word in (*PRIVATE, "Robin") if word in answer.text]) == (200, []), page
    for page in [*pictures, "posters/7/"]:
        assert client.get(base + page, headers={"If-None-Match": etags.get(page, "")}).status_code == 404, page
    gone = client.get(f"{base}stocktakes/1.pdf")
    assert (gone.status_code, "Poster 7 was withdrawn by its group on" in gone.text) == (410, True)
    assert "Poster 7 was withdrawn by its group on" in client.get(f"{base}stocktakes/1/").text
    with pytest.raises(Refused, match="has not agreed"):
        publish_poster(poster, by=lead, at=at)
    record_consent(poster, contact_name="Robin", contact_details="", by=lead, at=at)
    publish_poster(poster, by=lead, at=at)
    assert client.get(f"{base}posters/7/").status_code == 200


def test_withdrawal_needs_a_reason_and_happens_once(programme, lead, at):
    poster = PosterFactory(programme=programme)
    with pytest.raises(Refused, match="at whose word"):
        withdraw_poster(poster, reason=" ", by=lead, at=at)
    withdraw_poster(poster, reason="At Robin's word", by=lead, at=at)
    with pytest.raises(InvalidTransition):
        withdraw_poster(poster, reason="Again", by=lead, at=at)


def test_facilitator_keeps_the_wall_and_publishes_nothing(client_of, facilitator, viewer, waiting):
    page = f"{DESK}{waiting.pk}/"
    assert client_of(facilitator).post(f"{page}publish/").status_code == 403
    assert client_of(viewer).post(page, {}).status_code == 403


def test_window_for_handing_in_is_set_by_whole_days_of_london(client_of, facilitator, programme):
    days = {"from_on_0": 1, "from_on_1": 6, "from_on_2": 2026, "until_on_0": 7, "until_on_1": 6, "until_on_2": 2026}
    address = reverse("consultations:poster-call-edit", args=["neighbours"])
    staff = client_of(facilitator)
    assert "must not be before" in staff.post(address, {"introduction": "Hello", **days, "until_on_2": 2025}).text
    assert staff.post(address, {"introduction": "Hello", **days}).status_code == 302
    call = PosterCall.objects.get()
    assert [call.starts_at.isoformat(), call.ends_at.isoformat()] == [
        "2026-05-31T23:00:00+00:00", "2026-06-07T23:00:00+00:00"
    ]  # fmt: skip
    assert 'value="7"' in staff.get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_posters_asks_the_same_however_many_there_are(
    count, client_of, lead, programme, django_assert_num_queries
):
    for _ in range(count):
        waiting = PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
        HandInFactory(poster=waiting)
        SentPictureFactory(poster=waiting)
    staff = client_of(lead)
    staff.get(DESK)
    with django_assert_num_queries(11):
        assert staff.get(DESK).status_code == 200


def test_poster_that_two_edit_shows_both_texts_and_loses_neither(client_of, lead, facilitator, programme, waiting):
    prompt = PosterPromptFactory(programme=programme, text="What matters?")
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    page, box = f"{DESK}{waiting.pk}/", f"answer_{prompt.pk}"
    mine, theirs = client_of(lead), client_of(facilitator)
    opened = {name: value or "" for name, value in mine.get(page).context["form"].initial.items()}
    assert theirs.post(page, opened | {box: "A seat.", "speaking_for": group.pk}).status_code == 302
    late = mine.post(page, opened | {"transcript": "The whole of it, typed for an hour."})
    assert (late.status_code, late.context["form"].stands_now) == (
        409,
        [
            ("Whose voice is it?", "Carers"),
            ("Everything that stands on it", "The bench is our living room. Sit down."),
            ("What matters?", "A seat."),
        ],
    )
    assert "The whole of it, typed for an hour." in late.text
    assert (waiting.answers.get().text, Poster.objects.get().transcript) == ("A seat.", waiting.transcript)
    again = opened | {"version": late.context["form"].data["version"], "transcript": "All of it.", box: "A seat."}
    assert mine.post(page, again).status_code == 302
    # Sent twice, it is one change; the group was taken out knowingly.
    assert mine.post(page, again).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.transcript, waiting.speaking_for, waiting.answers.get().text) == ("All of it.", None, "A seat.")
    assert [entry.details["fields"] for entry in LogEntry.objects.order_by("pk")] == [
        ["speaking_for", box],
        ["speaking_for", "transcript"],
    ]


def test_posters_that_wait_are_to_transcribe_until_their_words_are_there_and_to_review_once_their_group_agrees(
    programme,
):
    blank = {"programme": programme, "transcript": "", "words": "", "published_at": None, "published_by": None}
    bare, answered = PosterFactory(**blank), PosterFactory(**blank)
    PosterAnswerFactory(poster=answered)
    transcribed = PosterFactory(**blank | {"transcript": "Sit down."})
    for_the_hall = PosterFactory(**blank | {"words": "Sit."}, consent_to_publish=False)
    PosterFactory(programme=programme)
    assert list(Poster.objects.to_transcribe()) == [bare]
    assert list(Poster.objects.to_review()) == [answered, transcribed]
    assert for_the_hall in Poster.objects.pending()
