"""The public pages: what they show, to whom (anybody), and that they vary by nobody."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.audit import record
from consultations.models import Poster
from consultations.posters.pictures import keep_picture
from kit.windows import beginning_of_hour
from programmes.middleware import PAGES
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    StepFactory,
)
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    PosterFactory,
)
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.pictures import picture
from tests.programmes.factories import (
    AimFactory,
    DocumentFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    ProgrammeFactory,
    TargetRevisionFactory,
)
from tests.public_addresses import public_pages
from tests.stakeholders.factories import PartnershipFactory, StakeholderGroupFactory
from tests.world import CANARY, build_world

# Each page by its number of queries, the same for one row and for thirty.
QUERIES = {
    "progress": 34, "poster-list": 18, "conversation-list": 18, "feedback-list": 19, "area-list": 18,
    "poster-detail": 19, "theme-detail": 19, "finding-detail": 18, "area-detail": 20,
}  # fmt: skip
NUMBERED = [name for name in QUERIES if name.endswith("-detail")]
LISTS = [name for name in QUERIES if name not in NUMBERED]


@pytest.fixture
def world(db):
    return build_world()


def address(name, *args):
    return reverse(f"public:{name}", args=args)


def addresses(slug):
    yield address("programme-list")
    yield from (address(name, slug) for name in LISTS)
    yield from (address(name, slug, 1) for name in NUMBERED)


def text_of(response):
    return response.content.decode()


def test_every_page_is_there_with_its_heading_and_no_private_word(client, world):
    for url in addresses("here"):
        response = client.get(url)
        assert (url, response.status_code) == (url, 200)
        assert len(re.findall("<h1", text_of(response))) == 1
        assert CANARY not in text_of(response)


def test_pages_read_no_session_and_vary_by_nobody(client, client_of, world):
    staff = client_of(world.lead)
    for url in addresses("here"):
        response = client.get(url)
        assert response.headers.get("Vary", "") == "Accept-Encoding"
        assert (response.cookies, response.wsgi_request.session.accessed) == ({}, False)
        # Drawn anew for them: what is kept is answered before anybody could ask who reads.
        PAGES.clear()
        signed_in = staff.get(url)
        assert (signed_in.content, signed_in.headers["ETag"]) == (response.content, response.headers["ETag"])
        assert (signed_in.cookies, signed_in.wsgi_request.session.accessed) == ({}, False)


def test_pages_take_only_get_and_head(client, world):
    for url in addresses("here"):
        answers = {method: getattr(client, method)(url).status_code for method in ("head", "post", "put", "delete")}
        assert answers == {"head": 200, "post": 405, "put": 405, "delete": 405}


def test_nothing_is_there_of_an_unpublished_programme_or_number(client, world):
    assert [client.get(address(name, "here", 99)).status_code for name in NUMBERED] == [404] * len(NUMBERED)
    assert [client.get(address(name, "here", 2)).status_code for name in NUMBERED] == [404] * 4
    world.programme.__class__.objects.update(published_at=None, published_by=None)
    assert [client.get(address(name, "here")).status_code for name in LISTS] == [404] * len(LISTS)
    assert [client.get(address(name, "here", 1)).status_code for name in NUMBERED] == [404] * 4
    missing = client.get(address("progress", "here"))
    assert "Page not found" in text_of(missing)
    assert "Programme here" not in text_of(client.get("/"))


def test_page_is_the_same_version_until_something_is_done(client, world):
    url = address("progress", "here")
    first = client.get(url)
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(url, headers=known)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    record("tested", world.area, by=world.lead, at=timezone.now(), programme_id=world.programme.pk)
    assert client.get(url, headers=known).status_code == 200


def test_version_of_a_page_is_that_of_its_own_programme(client, world, other_programme):
    first = client.get(address("progress", "here")).headers["ETag"]
    record("tested", other_programme, by=world.lead, at=timezone.now(), programme_id=other_programme.pk)
    assert client.get(address("progress", "here")).headers["ETag"] == first
    assert client.get(address("progress", "elsewhere")).headers["ETag"] != first


def test_every_item_leads_back_and_forward(client, world):
    poster = text_of(client.get(address("poster-detail", "here", 1)))
    for name in ("theme-detail", "finding-detail", "area-detail"):
        assert address(name, "here", 1) in poster
    area = text_of(client.get(address("area-detail", "here", 1)))
    for name in ("poster-detail", "theme-detail", "finding-detail"):
        assert address(name, "here", 1) in area
    for name in ("theme-detail", "finding-detail"):
        page = text_of(client.get(address(name, "here", 1)))
        assert address("poster-detail", "here", 1) in page
        assert address("area-detail", "here", 1) in page


def test_progress_follows_its_order(client, world):
    world.published_update.factors.set([FactorFactory(programme=world.programme)])
    page = text_of(client.get(address("progress", "here")))
    order = ["said", "heard", "agreed", "taken-on", "helped", "came-of-it", "next", "who", "when", "about", "involved"]
    assert re.findall(r'<section class="tl-section" id="([a-z-]+)"', page) == order
    assert page.index('class="tl-stand"') < page.index('class="tl-thread"') < page.index('id="said"')


def test_progress_of_an_empty_programme_says_so_kindly(client, programme):
    page = text_of(client.get(address("progress", "neighbours")))
    assert "Nothing is published yet." in page
    assert "No theme is published yet." in page
    assert "No decision is published yet." in page
    assert page.count("tl-thread__station--ahead") == 4


@pytest.mark.parametrize(("count", "words"), [(1, "1 action area, with"), (2, "2 action areas, each with")])
def test_progress_counts_what_was_taken_on(client, programme, count, words):
    ActionAreaFactory.create_batch(count, programme=programme)
    assert f"{words} whoever put it forward" in text_of(client.get(address("progress", programme.slug)))


def test_progress_names_organisations_and_groups_and_never_people(client, world):
    StakeholderGroupFactory(programme=world.programme, name="People who are housebound")
    page = text_of(client.get(address("progress", "here")))
    assert '<li class="tl-people__missing">People who are housebound</li>' in page
    assert world.appointment.partnership.organisation.name in page
    assert world.appointment.person.name not in page


def test_progress_shows_slippage_and_never_hides_it(client, programme):
    programme.target_on = timezone.localdate() - timedelta(days=1)
    programme.save()
    TargetRevisionFactory(programme=programme, reason="More groups asked to be heard.")
    page = text_of(client.get(address("progress", "neighbours")))
    assert "That was 1 day ago, and it is not complete." in page
    assert "moved from 31 January 2017 to 31 March 2017. More groups asked to be heard." in page


def test_progress_shows_what_is_to_come_with_its_date(client, programme):
    soon = beginning_of_hour(timezone.now()) + timedelta(days=9)
    MeetingFactory(programme=programme, title="The next meeting", starts_at=soon, ends_at=None)
    ConsultationFactory(phase__programme=programme, title="Say what you think")
    page = text_of(client.get(address("progress", "neighbours")))
    ahead = page[page.index('id="next"') : page.index('id="who"')]
    assert ">The next meeting</a></h3>" in ahead
    assert timezone.localtime(soon).strftime("%-d %B %Y, %H:%M") in ahead
    assert "Open now: Say what you think" in ahead


def test_cancelled_meeting_is_said_to_be_so_and_is_no_part_of_how_it_went(client, programme, lead):
    hour = beginning_of_hour(timezone.now())
    off = {"programme": programme, "ends_at": None, "cancelled_at": hour - timedelta(days=20), "cancelled_by": lead}
    MeetingFactory(**off, title="In spring", starts_at=hour + timedelta(days=9), purpose="To meet.")
    MeetingFactory(**off, title="In autumn", starts_at=hour - timedelta(days=9))
    page = text_of(client.get(address("progress", "neighbours")))
    ahead = page[page.index('id="next"') : page.index('id="who"')]
    assert ("Cancelled: it does not take place." in ahead, "To meet." in page) == (True, False)
    assert (page.count("In spring"), "In autumn" in page, 'id="when"' in page) == (1, False, False)


@pytest.mark.parametrize(("planned_on", "is_told_of_today"), [(date(2016, 12, 1), False), (date(2018, 1, 10), True)])
def test_where_it_stands_is_of_today_when_people_were_asked_since(
    client, programme, lead, at, planned_on, is_told_of_today
):
    programme.completed_on = date(2017, 1, 31)
    programme.save()
    FollowUpRoundFactory(
        programme=programme, planned_on=planned_on, answer_by_on=planned_on, status="open", opened_at=at, opened_by=lead
    )
    page = text_of(client.get(address("progress", "neighbours")))
    today = timezone.localdate(at).strftime("%-d %B %Y")
    assert f"Where it stands, {today if is_told_of_today else '31 January 2017'}</h2>" in page


def test_indicator_is_as_honest_as_its_row(client, programme):
    IndicatorFactory(programme=programme, look_again_on=date(2017, 6, 30))
    page = text_of(client.get(address("progress", "neighbours")))
    assert "<h3>Not yet evidenced</h3>" in page
    assert "30 June 2017" in page


def test_area_shows_silence_as_silence(client, world):
    FollowUpFactory(
        round=FollowUpRoundFactory(
            programme=world.programme, number=9, name="May 2017", status="closed", opened_by=world.lead,
            opened_at=world.published_update.given_at, closed_by=world.lead, closed_at=timezone.now(),
        ),
        proposer=world.area.proposers.get(), status="no_reply", settled_at=timezone.now(),
    )  # fmt: skip
    page = text_of(client.get(address("area-detail", "here", 1)))
    assert "Told us in September 2016, by personal link" in page
    assert "Asked in May 2017" in page
    assert "<h3>We have not heard back.</h3>" in page


def test_stories_with_markup_are_shown_as_they_were_written(client, programme):
    PosterFactory(programme=programme, number=1, title="<script>alert(1)</script>", words="<b>&")
    page = text_of(client.get(address("poster-detail", "neighbours", 1)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.fixture
def photograph():
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    return ContentFile(picture(size=(900, 600), colour="#cc8844", exif=exif).getvalue())


@pytest.fixture
def poster(programme, photograph):
    poster = PosterFactory(programme=programme, number=3, alt_text="A bench")
    keep_picture(poster, photograph)
    poster.save()
    return poster


def test_picture_is_given_large_and_small_with_its_version(client, poster):
    url = address("poster-picture", "neighbours", 3)
    large, small = client.get(url), client.get(f"{url}?size=small")
    sizes = [Image.open(io.BytesIO(each.content)).size for each in (large, small)]
    assert sizes == [(900, 600), (560, 373)]
    assert large.headers["Content-Type"] == "image/jpeg"
    assert large.headers["ETag"] != small.headers["ETag"]
    assert client.get(url, headers={"If-None-Match": large.headers["ETag"]}).status_code == 304
    wall = " ".join(text_of(client.get(address("poster-list", "neighbours"))).split())
    assert f'<img src="{url}?size=small" alt="A bench" width="900" height="600" >' in wall


@pytest.mark.parametrize("taken_back", [{"published_at": None, "published_by": None}, {"picture": ""}])
def test_picture_is_gone_when_its_poster_is(client, poster, taken_back):
    Poster.objects.filter(pk=poster.pk).update(**taken_back)
    assert client.get(address("poster-picture", "neighbours", 3)).status_code == 404


def fill(programme, lead, rows):
    """Put `rows` of everything on the line of a programme."""
    now = datetime(2016, 9, 1, tzinfo=UTC)
    closed = {"status": "closed", "opened_at": now, "opened_by": lead, "closed_at": now, "closed_by": lead}
    round = FollowUpRoundFactory(programme=programme, number=1, name="September 2016", **closed)
    phase = PhaseFactory(programme=programme)
    for number in range(1, rows + 1):
        said = {"programme": programme, "number": number}
        coding = CodingFactory(theme__programme=programme, theme__number=number, poster=PosterFactory(**said))
        ConversationFactory(**said)
        feedback = FeedbackFactory(consultation__phase=phase, status="published", reviewed_at=now, reviewed_by=lead)
        FeedbackAnswerFactory(
            feedback=feedback, question__consultation=feedback.consultation, published_text="More benches."
        )
        finding = FindingFactory(**said)
        finding.themes.add(coding.theme)
        area = ActionAreaFactory(**said)
        area.findings.add(finding)
        answered = FollowUpFactory(
            round=round, proposer__area=area, proposer__person__name="P", status="answered", settled_at=now
        )
        update = ProgressUpdateFactory(
            follow_up=answered, status="published", reviewed_at=now, reviewed_by=lead, headline="Done."
        )
        update.factors.add(FactorFactory(programme=programme))
        MeetingFactory(programme=programme)
        AimFactory(programme=programme)
        DocumentFactory(programme=programme)
        IndicatorReadingFactory(indicator__programme=programme)
        PartnershipFactory(programme=programme).groups.add(StakeholderGroupFactory(programme=programme))
        StepFactory(area=area)
        CommitmentFactory(programme=programme, area=area)


# Counted where what they show is made.
COUNTED_APART = {"programme-list", "coverage", "factor-list", "stocktake-list", "stocktake-detail"}


def test_every_public_page_is_counted():
    pages = {name.removeprefix("public:") for name in public_pages() if name.startswith("public:")}
    assert pages - COUNTED_APART == set(QUERIES)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_cost_the_same_queries_however_much_there_is(client, programme, lead, rows, django_assert_num_queries):
    fill(programme, lead, rows)
    for name, queries in QUERIES.items():
        url = address(name, "neighbours", *([1] if name in NUMBERED else []))
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_of_programmes_costs_seven_queries_however_many_there_are(client, db, rows, django_assert_num_queries):
    for _ in range(rows):
        programme = ProgrammeFactory()
        PosterFactory(programme=programme)
        follow_up = FollowUpFactory(round__programme=programme)
        ProgressUpdateFactory(
            follow_up=follow_up, status="published", reviewed_at=follow_up.asked_at, reviewed_by=programme.published_by
        )
    with django_assert_num_queries(7):
        page = text_of(client.get("/"))
    assert page.count('class="tl-stand"') == rows
    assert page.count("<title>Said: 1 poster.") == rows


def test_wall_is_browsed_by_theme_and_by_group(client, programme):
    """Each poster that fits both, and the words for a wall on which none does."""
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    StakeholderGroupFactory(programme=programme, name="Nobody's voice yet")
    heard = ThemeFactory(programme=programme, number=1, name="Somewhere to sit")
    unread = {"published_at": None, "published_by": None}
    hidden = ThemeFactory(programme=programme, number=2, name="Unpublished theme", **unread)
    bench = PosterFactory(programme=programme, number=1, title="Our bench", speaking_for=group)
    stop = PosterFactory(programme=programme, number=2, title="The bus stop")
    kitchen = PosterFactory(programme=programme, number=3, title="The kitchen", speaking_for=group)
    secret = PosterFactory(programme=programme, number=4, title="Secret", speaking_for=group, **unread)
    for poster in (bench, stop, secret):
        CodingFactory(theme=heard, poster=poster)
    CodingFactory(theme=hidden, poster=kitchen)

    def shown(asked=""):
        page = text_of(client.get(f"{address('poster-list', 'neighbours')}{asked}"))
        return [title for title in ("Our bench", "The bus stop", "The kitchen", "Secret") if title in page]

    assert shown() == ["Our bench", "The bus stop", "The kitchen"]
    assert shown("?theme=1") == ["Our bench", "The bus stop"]
    assert shown(f"?group={group.pk}") == ["Our bench", "The kitchen"]
    assert shown(f"?theme=1&group={group.pk}") == ["Our bench"]
    assert shown("?theme=2") == shown("?group=x") == shown("?theme=1&group=9999") == []
    nothing = text_of(client.get(f"{address('poster-list', 'neighbours')}?theme=2"))
    assert "No poster on the wall fits what you look for." in nothing
    assert [each for each in ("Unpublished theme", "Nobody's voice yet") if each in nothing] == []
    assert f"?group={group.pk}" in text_of(client.get(address("poster-detail", "neighbours", 1)))


@pytest.mark.parametrize("count", [1, 3])
def test_wall_asks_the_same_however_many_posters_hang(client, programme, django_assert_num_queries, count):
    theme = ThemeFactory(programme=programme, number=1)
    for _ in range(count):
        group = StakeholderGroupFactory(programme=programme)
        CodingFactory(theme=theme, poster=PosterFactory(programme=programme, speaking_for=group))
    with django_assert_num_queries(16):
        assert client.get(f"{address('poster-list', 'neighbours')}?theme=1").status_code == 200
