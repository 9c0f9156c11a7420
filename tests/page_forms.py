"""The forms of a page, as a browser sends them: what stands in each field, under its name."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a person types in, by the type of its input.
TYPED = ("text", "email", "tel", "url", "search", "number")


@dataclass
class PageForm:
    """One form of a page: where it goes, what would be sent as it stands, and the names of what is typed."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class FormsOfPage(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._inside = False
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(said.get("action", ""), said.get("method", "get").lower()))
            self._inside = True
        if not self._inside:
            return
        form, name, kind = self.forms[-1], said.get("name", ""), said.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "image"):
            if kind not in ("checkbox", "radio") or "checked" in said:
                form.values.setdefault(name, []).append(said.get("value", "on" if kind == "checkbox" else ""))
            if kind in TYPED:
                form.typed.append(name)
        elif tag == "textarea" and name:
            form.values[name] = [""]
            form.typed.append(name)
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            form.values.setdefault(self._select, []).append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area] = [self.forms[-1].values[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def forms_of(html: str) -> list[PageForm]:
    """Return the forms of a page in their order."""
    reader = FormsOfPage()
    reader.feed(html)
    return reader.forms
