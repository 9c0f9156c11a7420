"""A backup of the site in one folder, and the site put back from it: database, files, and the journal of what was sent.

The folder's list (`backup.json`) is written last and holds a checksum of every file: without it, or with another file
than it says, a backup is not whole and is not put back.
"""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kit.database_copy import check_copy, check_nobody_uses_it, copy_database, file_name, put_back_database
from kit.refusals import Refused
from kit.site_lock import standing_still
from outbox import heartbeat, journal

LIST = "backup.json"


def make_backup(folder: Path, *, at: datetime) -> None:
    """Write a backup into a folder that is new or empty, while the site runs or stands still."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty. Name a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    # First the database: files without a row are harmless, rows without a file are not.
    copy_database(folder / file_name())
    for name, place in _places().items():
        if place.exists():
            shutil.copytree(place, folder / name, copy_function=_copy_if_there)
    for kept in (journal.path(), Path(settings.ERASURES_FILE)):
        if kept.exists():
            shutil.copy2(kept, folder / kept.name)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = {"made_at": at.isoformat(), "files": {str(path.relative_to(folder)): _checksum(path) for path in files}}
    os.sync()
    (folder / LIST).write_text(json.dumps(told, indent=1))
    os.sync()


def restore_backup(folder: Path) -> datetime:
    """Put the site back as it was when the backup was made, and hold all mail. Returns when that was.

    Refuses, before anything is changed, a backup that is not whole or of another kind of database, and while anything
    of the site runs. What is here now is lost, but for the journal and the ledger of erasures, which keep their lines.
    """
    made_at, names = _read_list(folder)
    check_copy(folder / file_name())
    with standing_still():
        check_nobody_uses_it()
        heartbeat.begin_anew()
        drafts = {place: _draft(folder, names, name, place) for name, place in _places().items()}
        journal.take_in(folder / journal.path().name)
        _take_in_erasures(folder)
        put_back_database(folder / file_name())
        for place, draft in drafts.items():
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
        os.sync()
    return made_at


def _take_in_erasures(folder: Path) -> None:
    """Add the erasures that a backup knows of to those that are known here: on a new machine none are."""
    here = Path(settings.ERASURES_FILE)
    if (folder / here.name).exists():
        known = here.read_text(encoding="utf-8").splitlines() if here.exists() else []
        saved = (folder / here.name).read_text(encoding="utf-8").splitlines()
        here.parent.mkdir(parents=True, exist_ok=True)
        here.write_text("".join(f"{line}\n" for line in dict.fromkeys([*known, *saved])), encoding="utf-8")


def _places() -> dict[str, Path]:
    """The folders of files that rows of the database name."""
    return {"media": Path(settings.MEDIA_ROOT), "sent": Path(settings.SENT_ROOT)}


def _read_list(folder: Path) -> tuple[datetime, list[str]]:
    """Compare the backup with its own list; return when it was made and which files are in it."""
    try:
        told: dict[str, Any] = json.loads((folder / LIST).read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise Refused(f"{folder} holds no backup that was finished: {LIST} is missing or broken.") from error
    for name, checksum in told["files"].items():
        path = folder / name
        if not path.is_file() or _checksum(path) != checksum:
            raise Refused(f"The backup in {folder} is not whole: {name} is missing or is not what was written.")
    if file_name() not in told["files"]:
        raise Refused(f"The backup in {folder} is of another kind of database: {file_name()} is not in it.")
    return datetime.fromisoformat(told["made_at"]), list(told["files"])


def _draft(folder: Path, names: list[str], name: str, place: Path) -> Path:
    """Copy one folder of the backup to beside its place, where it can be moved in at once."""
    draft = place.with_name(f"{place.name}.restored")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for path in (Path(each) for each in names if each.startswith(f"{name}/")):
        target = draft / path.relative_to(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / path, target)
    return draft


def _copy_if_there(source: str, target: str) -> None:
    """Copy a file, unless the site has just deleted it."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
