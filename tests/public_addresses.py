"""Every public page there is, at an address of the world that tests build: found by walking the routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse

from tests.access.routes import ROUTES
from tests.named_routes import named_routes
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory, StocktakePictureFactory
from tests.world import World, build_world

ISSUED_AT = datetime(2017, 1, 31, 12, tzinfo=UTC)


def build_public_world(slug: str = "here") -> World:
    """Build a world in which an edition is issued, too."""
    world = build_world(slug)
    edition = StocktakeFactory(
        programme=world.programme, number=1, status="issued", issued_at=ISSUED_AT, data={"posters": []}
    )
    for kind in ("html", "csv", "pdf"):
        StocktakeFileFactory(stocktake=edition, kind=kind)
    StocktakePictureFactory(stocktake=edition, poster_number=1)
    return world


def public_routes() -> Iterator[str]:
    """Every route whose view is a public page."""
    return (name for name, route in named_routes() if getattr(route.callback, "is_public_page", False))


def address_of(route: str, world: World) -> str:
    """Return the address of a route, as the table of routes asks for it."""
    return reverse(route, args=ROUTES[route][0](world))


def public_addresses(world: World) -> list[str]:
    """Return an address of each public page."""
    return [address_of(route, world) for route in public_routes()]
