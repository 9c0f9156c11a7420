"""One factory per model of this room: somebody who reads, and what they were told."""

import factory
from factory.django import DjangoModelFactory

from digests.models import DigestEntry, Reader
from tests.actions.factories import ProposerFactory
from tests.moments import EARLY_ON
from tests.programmes.factories import ProgrammeFactory


class ReaderFactory(DjangoModelFactory):
    class Meta:
        model = Reader

    programme = factory.SubFactory(ProgrammeFactory)
    address_hash = factory.Sequence(lambda n: f"{n:064x}")
    link_nonce = "nonce"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class DigestEntryFactory(DjangoModelFactory):
    class Meta:
        model = DigestEntry

    reader = factory.SubFactory(ReaderFactory)
    proposer = factory.SubFactory(ProposerFactory)
    kind = "area"
    object_id = 1
    sent_on = EARLY_ON
