"""One factory per model of this room: published unless a test says otherwise."""

import factory
from factory.django import DjangoModelFactory

from findings.models import Coding, Finding, Theme
from tests.accounts.factories import UserFactory
from tests.consultations.factories import PosterFactory
from tests.moments import EARLY
from tests.programmes.factories import ProgrammeFactory


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Theme {n}")
    description = "Places to sit."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class CodingFactory(DjangoModelFactory):
    class Meta:
        model = Coding

    theme = factory.SubFactory(ThemeFactory)
    poster = factory.SubFactory(PosterFactory)
    excerpt = "our living room"


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "priority"
    title = factory.Sequence(lambda n: f"Finding {n}")
    text = "More places to sit."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)
