"""What is left out of the log."""

import logging
import re

# Whoever reads a personal link can open it; Django logs the address of whatever it refuses. Their addresses begin with
# one letter, one for each purpose; nothing else's does, and a test holds every kind of link to it. A UUID opens
# the page on which somebody is shown what they have just sent.
TOKEN = re.compile(r"(?<=/[a-z]/)[^/\s]+|(?<=/)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class TokenlessFormatter(logging.Formatter):
    """One line, without what opens a page to whoever has its address."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("…", super().format(record))
