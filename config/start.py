"""What each process of the site does first: it says that it runs, and refuses a database that is not whole."""

from django.core.exceptions import ImproperlyConfigured

from kit.site_lock import say_it_runs
from kit.whole_database import fault


def start() -> None:
    """Hold the data folder and read the database. Raises ImproperlyConfigured where the site must not start."""
    say_it_runs()
    if why := fault():
        raise ImproperlyConfigured(f"the database is not whole ({why}); put a backup back: manage.py restore FOLDER.")
