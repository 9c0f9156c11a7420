"""Draw the thread: large across the top of a programme, small beside every single thing; the same on page and PDF."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from programmes.thread import State, Thread

register = template.Library()

STEP, MARGIN = 30, 10


@register.inclusion_tag("programmes/thread_large.html")
def thread_large(thread: Thread, colour: str = "currentColor") -> dict[str, object]:
    """Draw the thread as a list of stations, each with its picture, its link and its count."""
    travelled = [station.state in (State.REACHED, State.NOW) for station in thread.stations[1:]]
    return {"thread": thread, "colour": colour, "ways": list(zip(thread.stations, [*travelled, True], strict=True))}


@register.simple_tag
def thread_glyph(thread: Thread, colour: str = "currentColor", with_reason: bool = True) -> SafeString:
    """Draw the thread as one small picture whose text alternative says the same.

    `colour` is for the PDF and other places without our stylesheet; on a page the glyph takes the programme's colour.
    The reason why it goes no further stands beside it in words, unless something next to it says so already.
    """
    return _drawn(thread, colour, with_reason)


@lru_cache(maxsize=4096)
def _drawn(thread: Thread, colour: str, with_reason: bool) -> SafeString:
    # A page has one for each thing on it, and most of them look like others: each is drawn once.
    places = [
        (MARGIN + STEP * position, MARGIN + STEP * (position - 1), station.state)
        for position, station in enumerate(thread.stations)
    ]
    context = {
        "thread": thread,
        "colour": colour,
        "reason": thread.reason if with_reason else "",
        "dots": [{"x": x, "before": before, "state": state.value} for x, before, state in places],
        "bars": [x - STEP // 2 for x, _, state in places if state == State.BARRED],
        "width": 2 * MARGIN + STEP * (len(places) - 1),
    }
    return render_to_string("programmes/thread_glyph.html", context)
