"""Every route of the site, found by walking the resolver once for all tests that hold something of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named_routes() -> Iterator[tuple[str, URLPattern]]:
    """Yield each route with its full name; the admin names its own by model, and is walked by model."""

    def walk(entries: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in entries:
            if isinstance(entry, URLPattern):
                yield f"{namespace}{entry.name}", entry
            elif entry.namespace != "admin":
                yield from walk(entry.url_patterns, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)

    return walk(get_resolver().url_patterns, "")
