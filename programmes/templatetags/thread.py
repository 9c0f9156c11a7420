"""Draw the thread: large across the top of a programme, small beside every single thing; the same on page and PDF."""

from django import template
from django.utils.html import format_html
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
    places = [(MARGIN + STEP * position, station.state) for position, station in enumerate(thread.stations)]
    ways = "".join(_way(x, state) for x, state in places[1:])
    dots = "".join(_dot(x, state) for x, state in places)
    bars = "".join(_bar(x) for x, state in places if state == State.BARRED)
    width = 2 * MARGIN + STEP * (len(places) - 1)
    svg = (
        f'<svg class="tl-glyph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 20" width="{width}" height="20"'
        ' role="img" aria-label="{words}" focusable="false">'
        f"<title>{{words}}</title>{ways}{dots}{bars}</svg>"
    )
    if with_reason and thread.reason:
        svg += '<p class="tl-glyph__reason">{reason}</p>'
    # Whatever is not a number of ours is put in last, and escaped.
    return format_html(svg, words=thread.description, colour=colour, reason=thread.reason)


def _way(x: int, state: State) -> str:
    """Draw the way that leads to the station at `x`: whole where it was travelled, dotted where it lies ahead."""
    line = f'<path d="M{x - STEP} 10H{x}" stroke="{{colour}}"'
    if state in (State.REACHED, State.NOW):
        return f'{line} stroke-width="4" />'
    return f'{line} stroke-width="2" stroke-dasharray="2 4" />'


def _dot(x: int, state: State) -> str:
    """Draw the station at `x`: filled, filled and ringed where things are now, or hollow."""
    if state == State.REACHED:
        return f'<circle cx="{x}" cy="10" r="7" fill="{{colour}}" />'
    if state == State.NOW:
        return f'<circle cx="{x}" cy="10" r="7" fill="#f2b134" stroke="{{colour}}" stroke-width="2.5" />'
    return (
        f'<circle class="tl-thread__hollow" cx="{x}" cy="10" r="6" fill="#ffffff" stroke="{{colour}}"'
        ' stroke-width="2" stroke-dasharray="3 1.7" />'
    )


def _bar(x: int) -> str:
    """Draw the bar across the way to the station at `x`, which will not be reached."""
    return f'<path d="M{x - STEP // 2} 1V19" stroke="#8c2f39" stroke-width="5" />'
