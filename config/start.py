"""What each process of the site does first: it says that it runs, so that no backup is put back under it."""

from kit.site_lock import say_it_runs


def start() -> None:
    """Hold the data folder. Raises ImproperlyConfigured, in a sentence, where the site must not start."""
    say_it_runs()
