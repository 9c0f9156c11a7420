"""The proof of `public_writes` can fail: each way of breaking its rule, by code that stands in a room."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.audit import record
from programmes.middleware import PAGES
from programmes.models import Place
from stakeholders.models import Organisation
from tests.programmes.factories import PlaceFactory
from tests.public_writes import ROOT, WATCH
from tests.stakeholders.factories import PartnershipFactory

pytestmark = [pytest.mark.both, pytest.mark.django_db]

WRITE = "Place.objects.create(programme=here, name='Whitfield')"
LOG = "record('tested', here, by=None, at=at, programme_id=here.pk)"
HONEST = {
    "written and logged": f"with atomic(): {WRITE}; {LOG}",
    "logged before it is written": f"with atomic(): {LOG}; {WRITE}",
    "written in an inner block": f"with atomic():\n  with atomic(): {WRITE}\n  {LOG}",
    "taken back": f"with atomic(): {WRITE}; set_rollback(True)",
    "nothing found to change": "Place.objects.filter(name='Nowhere').update(name='Elsewhere', name_key='elsewhere')",
    "read alone": "list(Place.objects.all())",
}
BROKEN = {
    "not logged": (f"with atomic(): {WRITE}", "no LogEntry with programmes_place"),
    "logged for another programme": (
        f"with atomic(): {WRITE}; {LOG.replace('here.pk', 'there.pk')}",
        "no LogEntry with programmes_place",
    ),
    "logged as a look": (f"with atomic(): {WRITE}; {LOG.replace('tested', 'looked')}", "no LogEntry with"),
    "logged in another transaction": (f"with atomic(): {WRITE}\nwith atomic(): {LOG}", "no LogEntry with"),
    "logged in a block that is taken back": (
        f"with atomic():\n  {WRITE}\n  with atomic(): {LOG}; set_rollback(True)",
        "no LogEntry with",
    ),
    "changed outside a transaction": (
        "Place.objects.update(name='Elsewhere', name_key='elsewhere')",
        "programmes_place was written outside any transaction",
    ),
    "many added at once": (
        "with atomic(): Place.objects.bulk_create([Place(programme=here, name=name) for name in 'abc'])",
        "no LogEntry with programmes_place",
    ),
    "deleted": ("with atomic(): Place.objects.filter(name='Allendale').delete()", "no LogEntry with programmes_place"),
    "shown by several": (
        f"with atomic(): Organisation.objects.update(name='Renamed', name_key='renamed'); {LOG}",
        "no LogEntry with stakeholders_organisation",
    ),
}


@pytest.fixture
def run(programme, other_programme):
    """Run some lines as if they stood in the services of a room; return what was found to be broken."""
    PlaceFactory(programme=programme, name="Allendale")
    shared = PartnershipFactory(programme=programme).organisation
    PartnershipFactory(programme=other_programme, organisation=shared)
    names = {"here": programme, "there": other_programme, "at": timezone.now(), "Place": Place, "record": record}
    names |= {"atomic": transaction.atomic, "set_rollback": transaction.set_rollback, "Organisation": Organisation}

    def run(lines: str) -> list[str]:
        with WATCH.expecting() as broken:
            exec(compile(lines, str(ROOT / "programmes" / "services.py"), "exec"), names)  # noqa: S102
        return broken

    return run


@pytest.mark.parametrize("how", HONEST)
def test_what_keeps_the_rule_is_left_alone(run, how):
    assert run(HONEST[how]) == []


@pytest.mark.parametrize("how", BROKEN)
def test_what_breaks_the_rule_is_found(run, how):
    lines, words = BROKEN[how]
    (found,) = run(lines)
    assert found.startswith(words)


def test_a_version_that_is_not_raised_is_found(run):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER logentry_raises_version")
        else:
            cursor.execute("DROP FUNCTION logentry_raises_version CASCADE")
    (found,) = run(HONEST["written and logged"])
    assert found.startswith("the version was not raised with programmes_place")


def test_what_a_test_writes_by_itself_is_exempt_and_drops_what_is_kept(client, programme):
    client.get("/programmes/neighbours/")
    assert PAGES.size > 0
    with WATCH.expecting() as broken:
        PlaceFactory(programme=programme)
    assert (broken, PAGES.size) == ([], 0)


def test_tables_are_those_that_public_pages_read(db):
    """Of every room that has public pages, and none that says who people are."""
    rooms = {table.partition("_")[0] for table in WATCH.tables}
    assert rooms == {
        "programmes",
        "stakeholders",
        "phases",
        "consultations",
        "findings",
        "actions",
        "stocktakes",
        "privacy",
    }
    assert WATCH.tables & {"accounts_user", "stakeholders_person", "consultations_handin", "stocktakes_making"} == set()
