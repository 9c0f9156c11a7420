"""Copy govuk-frontend and our typeface into `static/`, without what is not ours to use.

Run it with the two unpacked packages (`govuk-frontend` and `@fontsource/atkinson-hyperlegible-next`):

    .venv/bin/python tools/vendor_govuk.py path/to/govuk-frontend path/to/atkinson-hyperlegible-next

The GDS Transport typeface, the crest and the GOV.UK marks may only be used on gov.uk, and the static files storage
stops at any `url()` or source map that is not there. Components that we do not use are left out, because every public
page carries this sheet. Read the difference before committing it; `static/vendor/govuk/LICENCE` is kept by hand.
"""

import itertools
import re
import shutil
import sys
from pathlib import Path

import tinycss2

STATIC = Path(__file__).resolve().parent.parent / "static"
FONT = "Atkinson Hyperlegible Next,arial,sans-serif"
# Blocks (`govuk-<block>`) that carry GOV.UK's marks, or that no page of ours uses.
UNUSED_BLOCKS = {
    "accordion",
    "accordion-nav",
    "clearfix",
    "cookie-banner",
    "drop-zone",
    "exit-this-page",
    "exit-this-page-hide-content",
    "exit-this-page-overlay",
    "feedback",
    "file-upload-button",
    "file-upload-wrapper",
    "footer",
    "header",
    "language-navigation",
    "link-image",
    "logo-dot",
    "phase-banner",
    "service-navigation",
    "tabs",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def is_unused(selector: str) -> bool:
    """Return whether one selector (no commas outside brackets) speaks of a block that we leave out."""
    blocks = {re.split("__|--", name)[0] for name in re.findall(r"\.govuk-([a-zA-Z0-9_-]+)", selector)}
    return bool(blocks & UNUSED_BLOCKS)


def selectors(prelude: list) -> list[str]:
    """Split a rule's selector list at its outer commas."""
    parts: list[list] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def stripped(rules: list) -> str:
    """Return the rules as CSS, without unused blocks, font faces and groups that became empty."""
    kept = []
    for rule in rules:
        if rule.type == "at-rule" and rule.content is None:
            continue  # @charset: every file here is UTF-8, and served as such.
        if rule.type == "at-rule" and rule.at_keyword in {"media", "supports"}:
            inner = stripped(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            if inner:
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}{{{inner}}}")
        elif rule.type == "qualified-rule":
            wanted = [selector for selector in selectors(rule.prelude) if not is_unused(selector)]
            body = tinycss2.serialize(rule.content)
            # Print rules change the typeface alone; ours is made for paper too.
            if wanted and body != "font-family:sans-serif":
                kept.append(f"{','.join(wanted)}{{{body}}}")
    return "\n".join(kept) if rules and kept else ""


def vendor_stylesheet(source: Path, target: Path) -> None:
    """Write the stripped stylesheet, and stop if a mark, a font or a file reference is still in it."""
    rules = tinycss2.parse_stylesheet(source.read_text(), skip_comments=True, skip_whitespace=True)
    css = COMMENT.sub("", stripped(rules)).replace("GDS Transport,arial,sans-serif", FONT)
    for leftover in ("url(", "GDS Transport", "@font-face", "crest", "sourceMappingURL"):
        if leftover in css:
            sys.exit(f"{leftover} is still in the stylesheet; teach this script to leave it out.")
    target.write_text(css + "\n")


def main(govuk: Path, typeface: Path) -> None:
    """Refresh `static/vendor/govuk/` and `static/fonts/` from the unpacked packages."""
    vendor = STATIC / "vendor" / "govuk"
    dist = govuk / "dist" / "govuk"
    vendor_stylesheet(dist / "govuk-frontend.min.css", vendor / "govuk-frontend.min.css")
    script = (dist / "govuk-frontend.min.js").read_text()
    (vendor / "govuk-frontend.min.js").write_text(re.sub(r"//# sourceMappingURL=.*", "", script).rstrip() + "\n")
    for subset, weight in itertools.product(("latin", "latin-ext"), (400, 700)):
        name = f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
        shutil.copyfile(typeface / "files" / name, STATIC / "fonts" / name)
    shutil.copyfile(typeface / "LICENSE", STATIC / "fonts" / "OFL.txt")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
