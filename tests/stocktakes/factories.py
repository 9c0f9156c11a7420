"""One factory per model of this room: editions are being made."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from stocktakes.frozen_line import SCHEMA
from stocktakes.models import Stocktake, StocktakeFile, StocktakePicture
from tests.accounts.factories import UserFactory
from tests.moments import EARLY
from tests.programmes.factories import ProgrammeFactory

# What people may take something back from.
TAKEN_FROM = ("posters", "pictures", "conversations", "promises", "areas")


class StocktakeFactory(DjangoModelFactory):
    class Meta:
        model = Stocktake

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Stocktake {n}")
    foreword = "What has happened since June."
    as_at = EARLY
    data = factory.LazyFunction(lambda: {"schema": SCHEMA} | {key: [] for key in TAKEN_FROM})
    data_sha256 = "0" * 64
    requested_by = factory.SubFactory(UserFactory)


class StocktakeFileFactory(DjangoModelFactory):
    class Meta:
        model = StocktakeFile

    stocktake = factory.SubFactory(StocktakeFactory)
    kind = "html"
    content = b"<p>What has happened</p>"
    size = 24
    sha256 = "1" * 64


class StocktakePictureFactory(DjangoModelFactory):
    class Meta:
        model = StocktakePicture

    stocktake = factory.SubFactory(StocktakeFactory)
    poster_number = 1
    content = b"not really a picture"
    sha256 = "2" * 64


def unreadable(data: dict[str, Any]) -> dict[str, Any]:
    """Return an edition's frozen data with a day that is none, of which no file can be made."""
    return data | {"programme": data["programme"] | {"target_on": "no day"}}
