"""The fixed cast: who is in the tests. Two programmes, so that what must not leak could leak."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.abc import MetaPathFinder

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from config.health import room_in_minute
from kit.typefaces import letters_covered
from kit.windows import beginning_of_hour
from programmes.middleware import PAGES
from programmes.models import Programme
from stakeholders.models import Appointment
from tests import key_writes, public_writes, template_names, valid_html
from tests.accounts.factories import UserFactory
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.public_addresses import build_public_world, public_addresses
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, StakeholderGroupFactory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Ask the public pages, once, which tables they read; from then on watch who writes to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        public_writes.WATCH.tables = public_writes.tables_read(public_addresses(build_public_world()))
        transaction.set_rollback(True)
    public_writes.start(key_writes.watch)


@pytest.fixture(scope="session", autouse=True)
def watched_names() -> None:
    """Look at every name that a template asks for, from the first test on."""
    template_names.start()


@pytest.fixture(autouse=True)
def template_names_are_given() -> Iterator[None]:
    """Fail the test in which a template asked for what its page does not give (see `template_names`)."""
    template_names.MISSING.clear()
    yield
    assert template_names.MISSING == []


@pytest.fixture(scope="session", autouse=True)
def watched_pages() -> None:
    """Look at the HTML of every page, from the first test on."""
    valid_html.start()


@pytest.fixture(autouse=True)
def pages_are_valid_html() -> Iterator[None]:
    """Fail the test that was answered by a page which is not valid HTML (see `valid_html`)."""
    yield
    found = sorted(set(valid_html.FAULTS))
    # Those of pages that were read for a whole file are told by its first test.
    valid_html.FAULTS.clear()
    assert found == []


@pytest.fixture(autouse=True)
def public_version_is_raised() -> Iterator[None]:
    """Fail the test in which public pages could have been kept that were out of date (see `public_writes`)."""
    PAGES.clear()
    public_writes.WATCH.broken.clear()
    yield
    assert public_writes.WATCH.broken == []


@pytest.fixture(autouse=True)
def keys_are_written_with_their_names() -> Iterator[None]:
    """Fail the test in which a name was written without what is compared of it (see `key_writes`)."""
    key_writes.BROKEN.clear()
    yield
    assert key_writes.BROKEN == []


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Forget what another test has asked for, content types or room: what a page takes is no matter of order."""
    ContentType.objects.clear_cache()
    room_in_minute.cache_clear()


@pytest.fixture
def at() -> datetime:
    """The moment at which a test happens: on the hour, as windows open and close, and at most an hour ago."""
    return beginning_of_hour(timezone.now())


@pytest.fixture
def programme(db) -> Programme:
    """A published programme."""
    return ProgrammeFactory(slug="neighbours", title="Better neighbours")


@pytest.fixture
def other_programme(db) -> Programme:
    """Another published programme, whose people have no business in the first."""
    return ProgrammeFactory(slug="elsewhere", title="Elsewhere")


def staff_with(hat: str, programme: Programme) -> User:
    """Return a member of staff who wears `hat` on `programme`."""
    user = UserFactory(email=f"{hat}.{programme.slug}@example.org", is_staff=True)
    TeamMemberFactory(programme=programme, user=user, hat=hat)
    return user


@pytest.fixture
def lead(programme) -> User:
    """Leads the programme, and may publish."""
    return staff_with("lead", programme)


@pytest.fixture
def viewer(programme) -> User:
    """On the programme's team, and may only look."""
    return staff_with("viewer", programme)


@pytest.fixture
def staff_elsewhere(other_programme) -> User:
    """Leads the other programme."""
    return staff_with("lead", other_programme)


@pytest.fixture
def appointment(programme) -> Appointment:
    """A current appointment of a representative in the programme, whose partnership represents one group."""
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    partnership = PartnershipFactory(programme=programme, organisation__name="Carers together")
    partnership.groups.add(group)
    return AppointmentFactory(partnership=partnership)


@pytest.fixture
def superuser(db) -> User:
    """May do everything, and wears no hat."""
    return UserFactory(email="root@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def representative(appointment) -> User:
    """Speaks for one member of the programme."""
    return appointment.person.user


@pytest.fixture
def representative_elsewhere(other_programme) -> User:
    """Speaks for a member of the other programme."""
    appointment = AppointmentFactory(partnership__programme=other_programme)
    return appointment.person.user


@pytest.fixture
def client_of():
    """Return a browser in which the given user has signed in (None: nobody)."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def latin_only(monkeypatch, tmp_path) -> Iterator[None]:
    """A machine whose only typefaces are DejaVu's: Latin, Greek, Cyrillic, Arabic and Hebrew."""
    found = tmp_path / "fonts.conf"
    found.write_text(f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
        <fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>""")
    monkeypatch.setenv("FONTCONFIG_FILE", str(found))
    letters_covered.cache_clear()
    yield
    letters_covered.cache_clear()


@pytest.fixture
def without_pango(monkeypatch) -> Iterator[Callable[[], None]]:
    """A machine on which WeasyPrint does not find its libraries, until what is given is called."""

    class NoPango(MetaPathFinder):
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    with monkeypatch.context() as patch:
        for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
            patch.delitem(sys.modules, name)
        patch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
        yield patch.undo
