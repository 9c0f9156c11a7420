"""A group hands in a poster from anywhere: once, with its photograph, and nothing typed is lost."""

import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import LogEntry
from consultations.hand_ins.services import forget_contact
from consultations.models import Conversation, HandIn, Poster, PosterAnswer, PosterCall, SentPicture
from consultations.posters.models import out_of_reach
from consultations.posters.services.hand_in import PosterWords, hand_in_poster
from consultations.tasks import draw_pictures
from kit.refusals import Refused
from tests.accounts.factories import UserFactory
from tests.consultations.factories import PosterCallFactory, PosterPromptFactory
from tests.pictures import picture
from tests.refusing import WriteRefused, refusing

HERE = "/programmes/neighbours/hand-in/"
TELL = "/programmes/neighbours/tell-us/"


def photograph(name="bench.jpg", size=(40, 30), format="JPEG"):
    """A photograph as a telephone sends it, with the place it was taken at."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return SimpleUploadedFile(name, picture(format, size, colour="teal", exif=exif).getvalue(), "image/jpeg")


@pytest.fixture
def call(programme, at) -> PosterCall:
    """Open since yesterday."""
    return PosterCallFactory(programme=programme, starts_at=at - timedelta(days=1))


@pytest.fixture
def typed(call):
    """What a group types."""
    prompt = PosterPromptFactory(programme=call.programme, text="What matters?")
    return {
        "key": str(uuid4()),
        "title": "A bench of our own",
        "group_name": "Tea & talk",
        f"answer_{prompt.pk}": "Somewhere to sit.",
        "consent": "yes",
        "contact_name": "Robin Adeyemi",
        "contact_details": "07700 900123",
    }


def test_poster_is_handed_in_with_its_photograph_and_thanked_for(client, typed, programme):
    answer = client.post(HERE, typed | {"photograph": photograph()})
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}thanks/{typed['key']}/")
    poster = Poster.objects.get()
    assert (poster.title, poster.number, poster.published_at, poster.consent_to_publish) == (
        "A bench of our own", None, None, True
    )  # fmt: skip
    assert list(poster.answers.values_list("text", flat=True)) == ["Somewhere to sit."]
    assert (poster.hand_in.contact_name, poster.hand_in.channel) == ("Robin Adeyemi", "link")
    thanks = client.get(answer["Location"])
    shown = [word for name, word in typed.items() if name not in ("key", "consent")]
    assert [word for word in shown if word.replace("&", "&amp;") not in thanks.text] == []
    assert thanks["Cache-Control"] == "no-store, private"
    cookie = client.cookies["thanks"]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        answer["Location"], 3600, True, "Lax"
    )  # fmt: skip
    assert list(client.cookies) == ["thanks"]
    assert list(LogEntry.objects.values_list("verb", "by", "programme_id")) == [("handed_in", None, programme.pk)]


def test_thanks_show_how_to_reach_somebody_to_the_browser_that_sent_it_alone(client, typed, settings):
    another = client.post(HERE, typed | {"key": str(uuid4()), "contact_details": "0141 496 0001"})
    told = {"key": str(uuid4()), "team": "Nurses", "said": "Somewhere to rest.", "contact_name": "Robin Adeyemi"}
    told |= {"held_on_0": "7", "held_on_1": "5", "held_on_2": "2016", "contact_details": typed["contact_details"]}
    for page, form, words in ((HERE, typed, typed["title"]), (TELL, told, told["said"])):
        browser = Client()
        thanks = browser.post(page, form)["Location"]
        forged, of_another = Client(), Client()
        forged.cookies["thanks"] = thanks
        of_another.cookies["thanks"] = client.cookies["thanks"].value
        for reader in (browser, Client(), forged, of_another):
            text = reader.get(thanks).text
            assert (words in text, typed["contact_details"] in text) == (True, reader is browser)
    assert "0141 496 0001" in client.get(another["Location"]).text


def test_thanks_after_an_hour_tell_nothing(client, typed, at):
    client.post(HERE, typed)
    HandIn.objects.update(handed_in_at=at - timedelta(hours=1))
    thanks = client.get(f"{HERE}thanks/{typed['key']}/").text
    assert "Thank you" in thanks
    assert [word for word in typed.values() if word in thanks] == []
    told = {"key": str(uuid4()), "team": "Nurses", "said": "Somewhere to rest.", "contact_name": "Robin Adeyemi"}
    day = {"held_on_0": "7", "held_on_1": "5", "held_on_2": "2016"}
    page = client.post("/programmes/neighbours/tell-us/", told | day)["Location"]
    assert told["said"] in client.get(page).text
    HandIn.objects.update(handed_in_at=at - timedelta(hours=1))
    thanks = client.get(page).text
    assert ("Thank you" in thanks, [word for word in told.values() if word in thanks]) == (True, [])


def test_error_keeps_the_words_and_the_photograph(client, typed):
    answer = client.post(HERE, typed | {"photograph": photograph(), "title": ""})
    assert "<title>Error:" in answer.text
    assert "Give the poster a title." in answer.text
    assert "We have kept your photograph." in answer.text
    assert "Somewhere to sit." in answer.text
    assert 'value="yes" checked' in answer.text
    assert Poster.objects.count() == 0
    client.post(HERE, typed)
    assert SentPicture.objects.get().poster == Poster.objects.get()


def test_another_photograph_takes_the_place_of_the_one_that_was_kept(client, typed, django_capture_on_commit_callbacks):
    before = set(out_of_reach().listdir("")[1])
    for size in ((40, 30), (50, 30)):
        client.post(HERE, typed | {"photograph": photograph(size=size), "title": ""})
    client.post(HERE, typed)
    assert len(set(out_of_reach().listdir("")[1]) - before) == 1
    with django_capture_on_commit_callbacks(execute=True):
        draw_pictures()
    assert (Poster.objects.get().width, SentPicture.objects.count()) == (50, 1)
    assert set(out_of_reach().listdir("")[1]) == before


def test_same_form_twice_is_one_poster(client, typed):
    first, second = (client.post(HERE, typed | {"photograph": photograph()}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (Poster.objects.count(), HandIn.objects.count(), SentPicture.objects.count()) == (1, 1, 1)
    assert LogEntry.objects.count() == 1


def test_same_form_with_other_words_is_asked_about_and_then_another_poster(client, typed):
    client.post(HERE, typed | {"photograph": photograph()})
    answer = client.post(HERE, typed | {"title": "A second bench", "photograph": photograph()})
    assert "This form was sent already, with other words" in answer.text
    assert Poster.objects.count() == 1
    key = answer.text.split('name="key" value="')[1][:36]
    assert client.post(HERE, typed | {"title": "A second bench", "key": key}).status_code == 302
    assert sorted(Poster.objects.values_list("title", "sent_pictures__state")) == [
        ("A bench of our own", "received"),
        ("A second bench", "received"),
    ]


def test_poster_without_photograph_or_words_is_asked_for_one(client, typed):
    bare = {name: text for name, text in typed.items() if not name.startswith("answer")}
    assert "Add a photograph, or write below what the poster says." in client.post(HERE, bare).text
    assert Poster.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "must be a JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "must be a JPEG, PNG or WebP"),
        (b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00", "Most Compatible"),
        (b"x" * (25 * 1024 * 1024 + 1), "smaller than 25 MB"),
    ],
    ids=["empty", "SVG", "HEIC", "too large"],
)
def test_photograph_that_cannot_be_kept_is_refused_at_once(client, typed, content, told):
    answer = client.post(HERE, typed | {"photograph": SimpleUploadedFile("bench.jpg", content, "image/jpeg")})
    assert told in answer.text
    assert "A bench of our own" in answer.text
    assert (SentPicture.objects.count(), Poster.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("window", "told"),
    [({"starts_at": 1}, "has not begun yet"), ({"starts_at": -2, "ends_at": -1}, "Handing in has closed")],
    ids=["upcoming", "past"],
)
@pytest.mark.parametrize("address", [HERE, TELL])
def test_closed_call_says_so_and_keeps_what_was_typed(client, typed, call, at, address, window, told):
    PosterCall.objects.update(**{name: at + timedelta(days=days) for name, days in window.items()})
    assert told in client.get(address).text
    talk = {"team": "Nurses", "said": "Nobody asks.", "held_on_0": 1, "held_on_1": 5, "held_on_2": 2016}
    answer = client.post(address, typed | talk | {"photograph": photograph()})
    assert "Handing in has closed meanwhile." in answer.text
    assert ("A bench of our own" if address == HERE else "Nobody asks.") in answer.text
    assert (Poster.objects.count(), Conversation.objects.count(), SentPicture.objects.count()) == (0, 0, 0)


def test_programme_without_a_call_or_not_public_has_no_such_page(client, programme, call):
    type(programme).objects.update(published_at=None, published_by=None)
    assert (client.get(HERE).status_code, client.post(HERE).status_code) == (404, 404)
    type(programme).objects.update(published_at=call.starts_at, published_by=UserFactory())
    PosterCall.objects.all().delete()
    assert (client.get(HERE).status_code, client.get(TELL).status_code) == (404, 404)


def test_nobody_needs_a_cookie(typed):
    assert Client(enforce_csrf_checks=True).post(HERE, typed).status_code == 302


def test_too_many_from_one_address_keep_what_they_typed(client, typed, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "1/m/ip"}
    client.post(HERE, typed)
    answer = client.post(HERE, typed | {"key": str(uuid4())})
    assert "wait a minute" in answer.text
    assert "A bench of our own" in answer.text
    assert Poster.objects.count() == 1
    told = {
        "team": "Nurses",
        "held_on_0": "7",
        "held_on_1": "5",
        "held_on_2": "2016",
        "said": "Rest.",
        "contact_name": "Ann",
    }
    flood = client.post("/programmes/neighbours/tell-us/", told)
    assert ("wait a minute" in flood.text, "Rest." in flood.text, Conversation.objects.count()) == (True, True, 0)


def test_poster_is_handed_in_whole_or_not_at_all(programme, call, at):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        hand_in_poster(programme, key=uuid4(), words=PosterWords(title="A bench"), at=at)
    assert (Poster.objects.count(), HandIn.objects.count()) == (0, 0)


def test_hand_in_refuses_by_the_link_alone_when_closed(programme, lead, at):
    words = PosterWords(title="A bench")
    with pytest.raises(Refused, match="Handing in has closed"):
        hand_in_poster(programme, key=uuid4(), words=words, at=at)
    assert hand_in_poster(programme, key=uuid4(), words=words, channel="paper", by=lead, at=at).pk


def test_conversation_is_told_once_and_waits(client, call):
    told = {
        "key": str(uuid4()), "team": "District nurses", "held_on_0": "7", "held_on_1": "5", "held_on_2": "2016",
        "people_count": "6", "said": "Ask who is at home.", "contact_name": "Robin Adeyemi",
    }  # fmt: skip
    first, second = (client.post(TELL, told) for _ in range(2))
    assert first["Location"] == second["Location"] == f"{TELL}thanks/{told['key']}/"
    conversation = Conversation.objects.get()
    assert (conversation.number, conversation.published_at, conversation.hand_in.as_sent) == (
        None, None, "Ask who is at home."
    )  # fmt: skip
    assert "Ask who is at home." in client.get(first["Location"]).text
    assert "sent already" in client.post(TELL, told | {"said": "Something else."}).text
    assert "still to come" in client.post(TELL, told | {"held_on_2": "2099"}).text
    assert "as a number" in client.post(TELL, told | {"people_count": "many"}).text


@pytest.mark.pango
@pytest.mark.parametrize(("paper", "size"), [("a4", ("595", "841")), ("a3", ("841", "1190"))])
def test_template_is_one_tagged_page_with_the_prompts_and_the_address(client, typed, paper, size, tmp_path):
    pdf = client.get(f"{HERE}template-{paper}.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    (tmp_path / "sheet.pdf").write_bytes(pdf.content)
    told = subprocess.run(["pdfinfo", tmp_path / "sheet.pdf"], capture_output=True, text=True, check=True).stdout
    words = subprocess.run(
        ["pdftotext", tmp_path / "sheet.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    facts = {name: value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())}
    assert (facts["Pages"], facts["Tagged"]) == ("1", "yes")
    assert tuple(part.split(".")[0] for part in facts["Page size"].split(" ")[:3:2]) == size
    assert "What matters?" in words
    assert f"http://testserver{HERE}" in words.replace("\n", "")


def test_same_form_after_the_team_has_edited_what_came_is_one_poster_still(client, typed):
    """It is compared with what was sent, not with what has become of it."""
    first = client.post(HERE, typed)
    Poster.objects.update(title="A bench, as the team calls it")
    PosterAnswer.objects.update(text="Put right.")
    assert client.post(HERE, typed)["Location"] == first["Location"]
    assert "sent already" in client.post(HERE, typed | {"title": "A bench, as the team calls it"}).text
    assert Poster.objects.count() == 1


def test_form_that_comes_again_after_its_sender_was_forgotten_is_not_known(client, typed, lead, at):
    client.post(HERE, typed)
    forget_contact(HandIn.objects.get(), by=lead, at=at)
    assert HandIn.objects.get().fingerprint == ""
    assert "sent already" in client.post(HERE, typed).text
    assert Poster.objects.count() == 1
