"""Draw the thread: large across the top of a programme, small beside every single thing; the same on page and PDF."""

from django import template

from programmes.thread import State, Thread

register = template.Library()

STEP, MARGIN = 30, 10


@register.inclusion_tag("programmes/thread_large.html")
def thread_large(thread: Thread, colour: str = "currentColor") -> dict[str, object]:
    """Draw the thread as a list of stations, each with its picture, its link and its count."""
    return {"thread": thread, "colour": colour}


@register.inclusion_tag("programmes/thread_glyph.html")
def thread_glyph(thread: Thread, colour: str = "currentColor") -> dict[str, object]:
    """Draw the thread as one small picture whose text alternative says the same.

    `colour` is for the PDF and other places without our stylesheet; on a page the glyph takes the programme's colour.
    """
    dots = [
        {"x": MARGIN + STEP * position, "before": MARGIN + STEP * (position - 1), "state": station.state.value}
        for position, station in enumerate(thread.stations)
    ]
    bars = [dot["x"] - STEP // 2 for dot in dots if dot["state"] == State.BARRED]
    width = 2 * MARGIN + STEP * (len(dots) - 1)
    return {"thread": thread, "colour": colour, "dots": dots, "bars": bars, "width": width}
