"""One factory per model of this room: a daily list that is wanted."""

import factory
from factory.django import DjangoModelFactory

from desk.links import LINK
from desk.models import DailyList
from kit.personal_links import hash_of
from tests.accounts.factories import UserFactory


class DailyListFactory(DjangoModelFactory):
    class Meta:
        model = DailyList

    user = factory.SubFactory(UserFactory, is_staff=True)
    is_wanted = True
    link_nonce = "f" * 32
    token_hash = factory.LazyAttribute(
        lambda row: hash_of(LINK.token_of(DailyList(user=row.user, link_nonce=row.link_nonce)))
    )
