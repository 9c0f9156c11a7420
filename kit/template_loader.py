"""Our templates, in which each value that stands in the text of a page is set apart from the words round it.

As Django escapes every value, so that nobody has to remember it, what people wrote keeps its own direction and script
on every page: the loader has each `{{ value }}` in the text of an HTML template go through `said` (see
`kit/templatetags/said.py`), which leaves Latin letters as they are. Values in attributes, titles, boxes to type in,
scripts and drawings can hold no markup and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.template import Origin
from django.template.loaders import filesystem

TOKEN = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9-]*|[\"'>]", re.DOTALL)
BLOCK = re.compile(r"\{%\s*(block|endblock)\s*(\w*)")
# Elements without markup in them, and blocks that stand in such an element, or in a tag, of the page they belong to.
PLAIN = {"title", "option", "textarea", "script", "style", "svg"}
PLAIN_BLOCKS = {"title", "title_end", "error_prefix", "body_class", "html_attrs"}
# Values that are whole pieces of HTML.
WHOLE = re.compile(r"block\.super|\|\s*(safe|as_crispy_field|json_script\b.*)$")


class Loader(filesystem.Loader):
    """Reads the templates of the project's own folders."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source of a template; of HTML with its values set apart."""
        source = super().get_contents(origin)
        return set_apart(source) if str(origin.name).endswith(".html") else source


def set_apart(source: str) -> str:
    """Return the source of an HTML template in which the values that stand in its text go through `said`."""
    end, made = 0, []
    for start, stop, in_text in _pieces(source):
        made += [source[end:start], _through_said(source[start:stop]) if in_text else source[start:stop]]
        end = stop
    return "".join([*made, source[end:]])


def _through_said(piece: str) -> str:
    if piece.startswith("{{") and not WHOLE.search(piece[2:-2].strip()):
        return f"{{{{ {piece[2:-2].strip()}|said }}}}"
    if re.match(r"\{%\s*firstof\b", piece):
        return f"{{% filter said %}}{piece}{{% endfilter %}}"
    return piece


def _pieces(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each of Django's tags and variables stands, and whether it stands in the text of the page."""
    plain, in_tag, quote = "", False, ""
    blocks: list[str] = []
    for found in TOKEN.finditer(source):
        piece = found.group()
        if piece.startswith("{"):
            if block := BLOCK.match(piece):
                blocks = [*blocks, block[2]] if block[1] == "block" else blocks[:-1]
            yield found.start(), found.end(), not (in_tag or plain or PLAIN_BLOCKS.intersection(blocks))
        elif in_tag:
            if piece in ('"', "'") and quote in ("", piece):
                quote = "" if quote else piece
            in_tag = bool(quote) or piece != ">"
        elif piece.startswith("<") and not piece.startswith("<!--"):
            in_tag, name = True, piece.strip("</").lower()
            if plain in ("", name) and name in PLAIN:
                plain = "" if piece.startswith("</") else name
