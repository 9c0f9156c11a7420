"""Editions to test with."""

import pytest
from PIL import Image

from consultations.posters.pictures import keep_picture
from stocktakes.models import Stocktake
from stocktakes.services import issue_stocktake, render_stocktake
from tests.moments import EARLY
from tests.pictures import picture
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory
from tests.world import World, build_world


@pytest.fixture
def world(db) -> World:
    """A programme with one of everything, and a picture on its poster."""
    world = build_world()
    hang_picture(world.programme.posters.get(number=1))
    return world


def hang_picture(poster, colour: str = "#0b5c63") -> None:
    """Give a poster a picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "canary-exif"
    keep_picture(poster, picture(size=(1600, 1200), colour=colour, exif=exif))
    poster.alt_text = "A green bench before a shop"
    poster.save()


@pytest.fixture
def gathered(world, at) -> Stocktake:
    """An edition whose files are not made yet."""
    return issue_stocktake(
        world.programme, title="Stocktake 1", foreword="It goes on.\n\nSlowly.", by=world.lead, at=at
    )


@pytest.fixture
def issued(gathered, at, without_pango) -> Stocktake:
    """An issued edition, made where there is no Pango: quick, and everywhere the same."""
    return render_stocktake(gathered, at=at)


@pytest.fixture
def editions(programme, lead):
    """Make issued editions of the programme by hand: rows for lists."""

    def make(last: int, first: int = 1) -> list[Stocktake]:
        made = []
        for number in range(first, last + 1):
            edition = StocktakeFactory(programme=programme, number=number, requested_by=lead)
            for kind in ("html", "csv", "pdf"):
                StocktakeFileFactory(stocktake=edition, kind=kind)
            Stocktake.objects.filter(pk=edition.pk).update(status="issued", issued_at=EARLY)
            made.append(edition)
        return made

    return make
