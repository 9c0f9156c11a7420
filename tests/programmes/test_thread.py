"""The thread says in words what it draws."""

import re

import pytest
from django.template import Context, Template

from programmes.thread import STATIONS, State, Thread


def draw(tag: str, thread: Thread, colour: str = "currentColor") -> str:
    return Template(f"{{% load thread %}}{{% {tag} thread colour %}}").render(
        Context({"thread": thread, "colour": colour})
    )


def states(thread: Thread) -> list[State]:
    return [station.state for station in thread.stations]


def test_thread_fills_up_to_its_station_and_is_ahead_beyond():
    thread = Thread.drawn_to("agreed")
    assert [station.label for station in thread.stations] == list(STATIONS.values())
    assert states(thread) == [State.REACHED, State.REACHED, State.REACHED, State.AHEAD, State.AHEAD]
    assert thread.description == "Said: yes. Heard: yes. Agreed: yes. Taken on: not yet. Came of it: not yet."


def test_thread_says_counts_where_it_has_them():
    thread = Thread.drawn_to("heard", counts={"said": "28 posters", "heard": "9 themes"}, urls={"said": "#said"})
    assert [station.words for station in thread.stations] == ["28 posters", "9 themes", "not yet", "not yet", "not yet"]
    assert [station.url for station in thread.stations] == ["#said", "", "", "", ""]


def test_thread_marks_where_things_are_now():
    assert states(Thread.drawn_to("heard", now=True))[1] == State.NOW


def test_thread_with_a_reason_is_barred_at_the_next_station():
    thread = Thread.drawn_to("agreed", reason="Not taken forward, because there was no money.")
    assert states(thread)[3:] == [State.BARRED, State.AHEAD]
    assert thread.description == (
        "Said: yes. Heard: yes. Agreed: yes. Taken on: no. Came of it: not yet. "
        "Not taken forward, because there was no money."
    )


def test_thread_without_themes_and_findings_has_fewer_dots():
    thread = Thread.drawn_to("came-of-it", without=("heard", "agreed"))
    assert [station.key for station in thread.stations] == ["said", "taken-on", "came-of-it"]
    assert draw("thread_glyph", thread).count("<circle") == 3


def test_thread_refuses_a_station_it_does_not_have():
    with pytest.raises(ValueError, match="heard"):
        Thread.drawn_to("heard", without=("heard",))


def test_glyph_says_in_its_title_what_it_draws():
    thread = Thread.drawn_to("taken-on", without=("heard",))
    drawn = draw("thread_glyph", thread)
    assert re.findall("<title>(.*?)</title>", drawn) == [thread.description]
    assert re.findall('aria-label="(.*?)"', drawn) == [thread.description]
    assert drawn.count("<circle") == 4
    assert drawn.count("stroke-dasharray") == 2  # the way to the last station, and the station
    assert 'viewBox="0 0 110 20"' in drawn


def test_glyph_shows_the_reason_in_words_beside_its_bar():
    drawn = draw("thread_glyph", Thread.drawn_to("said", reason="Not taken forward: <no premises>."))
    assert drawn.count("#8c2f39") == 1
    assert re.findall('<p class="tl-glyph__reason">(.*?)</p>', drawn) == ["Not taken forward: &lt;no premises&gt;."]


def test_glyph_takes_the_colour_it_is_given():
    drawn = draw("thread_glyph", Thread.drawn_to("came-of-it"), colour="#123456")
    assert drawn.count("#123456") == 9  # five stations, four ways between
    assert "currentColor" not in drawn
    assert "style=" not in drawn


def test_large_thread_links_each_station_to_where_it_is_told():
    urls = {key: f"#{key}" for key in STATIONS}
    drawn = draw("thread_large", Thread.drawn_to("heard", now=True, counts={"said": "28 posters"}, urls=urls))
    assert re.findall('href="(.*?)">(.*?)</a>', drawn) == [(f"#{key}", label) for key, label in STATIONS.items()]
    assert re.findall('count">(.*?)</p>', drawn) == [
        "28 posters",
        "This is where we are now",
        "Not yet",
        "Not yet",
        "Not yet",
    ]
    assert "style=" not in drawn


def test_large_thread_says_why_it_was_barred():
    drawn = draw("thread_large", Thread.drawn_to("agreed", reason="We could not, because <no money>."))
    assert re.findall('count">(.*?)</p>', drawn) == ["We could not, because &lt;no money&gt;.", "Not yet"]
