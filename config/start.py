"""What each process of the site does first: it says that it runs, and refuses a database that is not whole."""

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from kit.site_lock import say_it_runs
from kit.whole_database import fault


def start() -> None:
    """Hold the data folder, read the database, and erase again whom a restore has brought back.

    Raises ImproperlyConfigured where the site must not start.
    """
    say_it_runs()
    if why := fault():
        raise ImproperlyConfigured(f"the database is not whole ({why}); put a backup back: manage.py restore FOLDER.")
    # The outbox starts alone, too, where it is tested; and before `migrate` there is nobody to be erased.
    if apps.is_installed("privacy") and "privacy_ledgerline" in connection.introspection.table_names():
        # Models can be imported once all rooms are ready, which they are not when this module is.
        from privacy.erasure.services import follow_ledger

        follow_ledger(at=timezone.now())
