"""Numbers drawn as bars: a table whose figures are text, with the same drawing on page and PDF."""

from collections.abc import Iterable

from django import template

register = template.Library()


@register.inclusion_tag("kit/_bars.html")
def bars(
    rows: Iterable[tuple[str, int | str]],
    caption: str,
    unit: str = "",
    unit_plural: str = "",
    beside: Iterable[tuple[str, int | str]] = (),
) -> dict[str, object]:
    """Draw one bar per row of (label, value), the longest full width.

    A value that is text (a count too small to show, as `*`) stands as it is, without a bar. `beside` are rows that are
    drawn elsewhere to the same scale, to be compared with these.
    """
    rows = list(rows)
    longest = max((value for _, value in [*rows, *beside] if isinstance(value, int)), default=0)
    drawn = []
    for label, value in rows:
        noun = unit if value == 1 or not unit_plural else unit_plural
        share = round(100 * value / longest, 1) if isinstance(value, int) and longest else None
        drawn.append({"label": label, "figure": f"{value} {noun}".strip(), "share": share})
    return {"rows": drawn, "caption": caption}
