"""Reading what is written for the demonstration: TOML files in a folder for each programme."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).resolve().parent


def read(name: str) -> dict[str, Any]:
    """Return what stands in the file `name` ("newcastle/posters_1"); its moments are London's."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        content: dict[str, Any] = _in_london(tomllib.load(file))
    return content


def _in_london(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_london(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_london(each) for each in value]
    if isinstance(value, datetime):
        return timezone.make_aware(value)
    return value
