"""What is left out of the log."""

import logging
import re

# Whoever reads a personal link can open it; Django logs the address of whatever it refuses. Their addresses begin with
# one letter, one for each purpose; nothing else's does, and a test holds every kind of link to it.
TOKEN = re.compile(r"(/[a-z]/)[^/\s]+")


class TokenlessFormatter(logging.Formatter):
    """One line, without the tokens of personal links."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1…", super().format(record))
