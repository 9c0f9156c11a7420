"""What each process of the site does first: it says that it runs, reads the database, and erases again."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from kit.site_lock import say_it_runs
from kit.whole_database import fault

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# Asked all the time whether the site is well: they say so at once, and show nothing of anybody.
WATCHED = ("/healthz", "/readyz")
_done = False


def start() -> None:
    """Hold the data folder, read the database, and erase again whom a restore has brought back.

    Raises ImproperlyConfigured where the site must not start.
    """
    say_it_runs()
    if why := fault():
        raise ImproperlyConfigured(f"the database is not whole ({why}); put a backup back: manage.py restore FOLDER.")
    erase_again()


def erase_again() -> None:
    """Erase again whom a restore has brought back, once in each process.

    Where the database does not answer yet, nobody can be shown anything of it either: the next request, or task, tries.
    """
    global _done
    # The outbox starts alone, too, where it is tested; and before `migrate` there is nobody to be erased.
    if _done or not apps.is_installed("privacy"):
        return
    # Models can be imported once all rooms are ready, which they are not when this module is.
    from privacy.erasure.services import follow_ledger

    try:
        if "privacy_ledgerline" in connection.introspection.table_names():
            follow_ledger(at=timezone.now())
    except (InterfaceError, OperationalError):
        return
    _done = True


class ErasedFirst:
    """The site, which answers nobody before those are erased again whom a restore has brought back."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") not in WATCHED:
            erase_again()
        return self.application(environ, start_response)
