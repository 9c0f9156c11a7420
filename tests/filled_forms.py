"""The forms of a page as a browser has them, each box filled in that is empty: what somebody in a hurry would send."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

WORDS = "Some words."
# What the button sends that answers a question asked first.
SURE = {"sure": "yes"}
FILLED = {"email": "new.person@example.org", "number": "3", "tel": "0191 498 0000", "text": "Words"}


class FilledForm:
    """One form: where it goes, and what it sends, names with lists of values; of which kind each is, what it offers."""

    def __init__(self, attrs: dict[str, str | None]) -> None:
        self.action = attrs.get("action") or ""
        self.method = attrs.get("method") or "get"
        self.sent: dict[str, list[Any]] = {}
        self.kinds: dict[str, str] = {}
        self.offered: dict[str, list[str]] = {}

    def add(self, name: str | None, value: Any) -> None:
        if name:
            self.sent.setdefault(name, []).append(value)


class Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[FilledForm] = []
        self.open: FilledForm | None = None
        self.area: tuple[str, str] | None = None
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = dict(given)
        if tag == "form":
            self.open = FilledForm(attrs)
            self.forms.append(self.open)
        if self.open is None:
            return
        name = attrs.get("name")
        if tag == "input":
            self.fill(self.open, name or "", attrs)
        elif tag == "textarea":
            self.area = (name or "", "")
            self.open.kinds[name or ""] = "text"
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((attrs.get("value") or "", "selected" in attrs))
        elif tag == "button" and not {"button", "submit"} & self.open.sent.keys():
            self.open.sent.setdefault(name or "submit", [attrs.get("value") or ""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area and self.open:
            name, words = self.area
            self.open.add(name, words.strip() or WORDS)
            self.area = None
        elif tag == "select" and self.select and self.open:
            chosen = [value for value, selected in self.options if selected and value]
            offered = [value for value, _ in self.options if value]
            self.open.add(self.select, next(iter(chosen or offered), ""))
            self.open.kinds[self.select], self.open.offered[self.select] = "choice", offered
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area = (self.area[0], self.area[1] + data)

    def fill(self, form: FilledForm, name: str, attrs: dict[str, str | None]) -> None:
        kind, value = attrs.get("type") or "text", attrs.get("value")
        form.kinds[name] = kind
        if kind == "radio":
            form.kinds[name] = "choice"
            form.offered.setdefault(name, []).append(value or "")
            if "checked" in attrs or name not in form.sent:
                form.sent[name] = [value]
        elif kind == "checkbox":
            form.add(name, value or "on")
        elif kind == "file":
            form.add(name, name)
        elif kind != "submit":
            if attrs.get("inputmode") == "numeric":
                # Part of a day, or a number: which one would do, a form alone does not say.
                form.kinds[name] = "numeric" if kind != "hidden" else kind
                kind = "hidden"
            form.add(name, value or ("" if kind == "hidden" else FILLED.get(kind, FILLED["text"])))


def filled(page: str) -> list[FilledForm]:
    """Return the forms of a page's main part that are posted."""
    return [form for form in Forms(page.partition("<main")[2]).forms if form.method == "post"]


def picture(name: str = "wall.png") -> SimpleUploadedFile:
    """Return a file as it is chosen: of one dot."""
    dot = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
        b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    return SimpleUploadedFile(name, dot, content_type="image/png")
