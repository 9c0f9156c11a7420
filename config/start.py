"""What each process of the site does first: it says that it runs, and refuses a database that is not whole."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from kit.site_lock import say_it_runs
from kit.whole_database import fault
from privacy.erasure.models import LedgerLine
from privacy.erasure.services import follow_ledger


def start() -> None:
    """Hold the data folder, read the database, and erase again whom a restore has brought back.

    Raises ImproperlyConfigured where the site must not start.
    """
    say_it_runs()
    if why := fault():
        raise ImproperlyConfigured(f"the database is not whole ({why}); put a backup back: manage.py restore FOLDER.")
    # Before `migrate` has made its table there is nothing that could have been erased.
    if LedgerLine._meta.db_table in connection.introspection.table_names():
        follow_ledger(at=timezone.now())
