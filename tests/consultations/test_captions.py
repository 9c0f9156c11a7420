"""What hangs beside the posters: a caption of each that is public, and of no other."""

import subprocess

import pytest

from consultations.posters.services.publishing import withdraw_poster
from tests.conftest import staff_with
from tests.consultations.factories import PosterAnswerFactory, PosterFactory, PosterPromptFactory
from tests.stakeholders.factories import StakeholderGroupFactory

CAPTIONS = "/desk/neighbours/posters/captions-{}.pdf"


@pytest.fixture
def wall(programme):
    """Two public posters, the first with everything on it; and one that nobody has published."""
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    first = PosterFactory(
        programme=programme, number=1, title="Our bench", group_name="Tenants", speaking_for=group,
        artist_credit="Drawn by a local artist", words="The bench is our living room.",
    )  # fmt: skip
    prompt = PosterPromptFactory(programme=programme, text="What keeps it going")
    PosterAnswerFactory(poster=first, prompt=prompt, text="word " * 22 + "left out")
    PosterFactory(programme=programme, number=2, title="The 93 bus")
    PosterFactory(programme=programme, number=3, title="Unread", published_at=None, published_by=None)
    return first


@pytest.mark.parametrize(("paper", "pages", "size"), [("a4", 1, "595.276 x 841.89"), ("a5", 2, "595.276 x 419.528")])
def test_captions_say_what_is_public_of_each_poster(client_of, lead, wall, tmp_path, paper, pages, size):
    answer = client_of(lead).get(CAPTIONS.format(paper))
    assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "captions.pdf").write_bytes(answer.content)
    told, words = (
        subprocess.run([*tool, tmp_path / "captions.pdf", *out], capture_output=True, text=True, check=True).stdout
        for tool, out in ((["pdfinfo"], []), (["pdftotext", "-layout"], ["-"]))
    )
    fields = dict(line.split(":", 1) for line in told.splitlines())
    assert [fields[name].split(" pts")[0].strip() for name in ("Pages", "Page size", "Tagged")] == [
        str(pages), size, "yes"
    ]  # fmt: skip
    shown = ["Our bench", "Tenants", "Carers", "Drawn by a local artist", "The bench is our living room.", "The 93 bus"]
    assert [each for each in [*shown, "What keeps it going"] if each not in words] == []
    assert [each for each in ("Unread", "left out") if each in words] == []


def test_poster_withdrawn_since_has_no_caption_any_more(client_of, programme, lead, wall, at):
    viewer = client_of(staff_with("viewer", programme))
    before = viewer.get(CAPTIONS.format("a4")).content
    withdraw_poster(wall, reason="At their word", by=lead, at=at)
    assert viewer.get(CAPTIONS.format("a4")).content != before
    programme.posters.all().update(published_at=None, published_by=None)
    assert viewer.get(CAPTIONS.format("a4")).status_code == 404
