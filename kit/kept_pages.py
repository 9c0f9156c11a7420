"""Drawn pages, kept whole and compressed in the memory of this process, up to so many bytes."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

# Compressing a page takes some milliseconds, once: trying harder would cost the first reader more than it saves.
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
# Bytes of an entry beside its bodies: the key, the headers, and what Python needs to hold them.
OVERHEAD = 4096
# What a 304 leaves out, because it has no body.
OF_A_BODY = {"Content-Type", "Content-Encoding", "Content-Length", "Content-Disposition", "Content-Language"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


@lru_cache(maxsize=256)
def accepted_encoding(header: str) -> str:
    """Return how to compress for whoever sends this Accept-Encoding: `br`, `gzip`, or not at all (the empty string)."""
    weights = {}
    for each in header.lower().split(","):
        name, _, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    anything = weights.get("*", False)
    return next((name for name in COMPRESS if weights.get(name, anything)), "")


def encodings_of(content: bytes, names: Iterable[str] = tuple(COMPRESS)) -> dict[str, bytes]:
    """Return `content` as it is (under the empty string), and compressed in each way that makes it shorter."""
    bodies = {name: COMPRESS[name](content) for name in names if name in COMPRESS}
    return {"": content} | {name: body for name, body in bodies.items() if len(body) < len(content)}


@dataclass(frozen=True)
class KeptPage:
    """One answer as all of the middleware left it: its version, its headers, and its body in every encoding."""

    version: Any
    etag: str
    headers: Mapping[str, str]
    bodies: Mapping[str, bytes]
    size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", OVERHEAD + sum(map(len, self.bodies.values())))

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """Return what the site would answer; None where that is neither the page nor that it has not changed."""
        meta = request.META
        if any(name in meta for name in CONDITIONS):
            conditional = get_conditional_response(request, etag=self.etag)
            if conditional is not None:
                return self._not_modified() if conditional.status_code == 304 else None
        encoding = accepted_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.bodies.get(encoding)
        if body is None:
            encoding, body = "", self.bodies[""]
        response = HttpResponse(body, headers=self.headers)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(body))
        return response

    def _not_modified(self) -> HttpResponse:
        response = HttpResponseNotModified()
        for name, value in self.headers.items():
            if name not in OF_A_BODY:
                response.headers[name] = value
        response.headers["Content-Length"] = "0"
        return response


class KeptPages:
    """Pages by their address. The one that nobody has read for longest goes first, as soon as all exceed the bytes."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def get(self, address: Hashable) -> KeptPage | None:
        """Return the page that is kept of an address, of whatever version."""
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def keep(self, address: Hashable, page: KeptPage, *, max_bytes: int) -> None:
        """Keep a page in the place of any other of its address. `max_bytes` bytes are kept in all."""
        with self._lock:
            self._drop(address)
            if page.size > max_bytes:
                return
            self._pages[address] = page
            self.size += page.size
            while self.size > max_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _drop(self, address: Hashable) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self.size -= page.size
