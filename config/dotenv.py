"""Write `.env` for a demonstration on this machine, with secrets nobody else has: `python -m config.dotenv`."""

import os
import secrets
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / ".env"

TEXT = """\
# Made by `make setup` for a demonstration on this machine; .env.example explains every variable.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=localhost,127.0.0.1,[::1]
DEMO=true
DEMO_STAFF_PASSWORD={staff_password}
"""


def write(path: Path) -> None:
    """Write the file at `path`, readable by its owner alone. Refuses to touch one that is there already."""
    text = TEXT.format(secret_key=secrets.token_urlsafe(50), staff_password=secrets.token_urlsafe(12))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


if __name__ == "__main__":
    write(PATH)
    print("Wrote .env with secrets of its own, for a demonstration on this machine.")
