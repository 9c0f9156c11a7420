"""Every public page there is, at an address of the world that tests build: found by walking the routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.urls import resolve, reverse

from tests.access.routes import ROUTES
from tests.named_routes import named_routes
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory, StocktakePictureFactory
from tests.world import World, build_world

ISSUED_AT = datetime(2017, 1, 31, 12, tzinfo=UTC)


def build_public_world(slug: str = "here") -> World:
    """Build a world in which an edition is issued, too."""
    world = build_world(slug)
    edition = StocktakeFactory(programme=world.programme, number=1, status="issued", issued_at=ISSUED_AT)
    for kind in ("html", "csv", "pdf"):
        StocktakeFileFactory(stocktake=edition, kind=kind)
    StocktakePictureFactory(stocktake=edition, poster_number=1)
    return world


def public_routes() -> Iterator[str]:
    """Every route whose view is a public page."""
    return (name for name, route in named_routes() if getattr(route.callback, "is_public_page", False))


def public_pages() -> Iterator[str]:
    """Every route of a public page that is read in a browser: not a file, and not what machines ask for."""
    for name, route in named_routes():
        view, path = route.callback, str(route.pattern)
        is_file = path.rstrip("$").endswith((".css", ".csv", ".ico", ".json", ".pdf", ".txt"))
        if getattr(view, "is_public_page", False) and not view.own_version and not is_file:
            yield name


def address_of(route: str, world: World) -> str:
    """Return the address of a route, as the table of routes asks for it."""
    return reverse(route, args=ROUTES[route][0](world))


def view_of(address: str) -> Any:
    """Return the view that answers an address: what its `public_page` was told stands on it."""
    return resolve(address).func


def public_addresses(world: World) -> list[str]:
    """Return an address of each public page."""
    return [address_of(route, world) for route in public_routes()]
