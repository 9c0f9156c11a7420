"""What the tests of sentences made by rule share: combinations of facts, and pages read as people read them."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Programme
from stocktakes.frozen_line import gather
from stocktakes.models import Stocktake
from stocktakes.rendering import edition_html
from tests.reading import text_seen

EDITION = {"number": 1, "title": "Stocktake 1", "foreword": "It goes on.", "corrects": None}


def combinations(**facts: list[Any]) -> pytest.MarkDecorator:
    """Every combination of some facts, each with a name that says which it is."""
    found = list(product(*facts.values()))
    names = ["-".join(f"{name}={value}" for name, value in zip(facts, each, strict=True)) for each in found]
    return pytest.mark.parametrize(tuple(facts), found, ids=names)


def edition_as_at(programme: Programme, at: datetime) -> str:
    """Draw an edition as it would be issued at a moment."""
    data, _ = gather(programme, edition=EDITION, as_at=at)
    return edition_html(Stocktake(programme=programme, data=data)).decode()


def reader_of(client: Client, programme: Programme) -> Callable[..., str]:
    """Return what reads a public page of the programme, or one section of it, as people do."""

    def read(name: str = "progress", *args: Any, section: str = "") -> str:
        html = client.get(reverse(f"public:{name}", args=[programme.slug, *args])).text
        if section:
            html = html[html.index(">", html.index(f'id="{section}"')) + 1 :].split("</section>")[0]
        return text_seen(html)

    return read
