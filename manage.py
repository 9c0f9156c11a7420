#!/usr/bin/env python
"""Django's command line for Throughline."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    """Run one management command; a settings mistake is told in one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Throughline cannot start: {error}")


if __name__ == "__main__":
    main()
