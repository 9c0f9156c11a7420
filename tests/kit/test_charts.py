"""Bars carry their numbers as text."""

import re

from django.template import Context, Template


def draw(rows: list) -> str:
    template = Template("{% load charts %}{% bars rows 'What helped' 'area' 'areas' %}")
    return template.render(Context({"rows": rows}))


def test_bars_are_drawn_against_the_longest_and_say_their_number():
    drawn = draw([("A free room", 4), ("A helper", 1), ("Luck", 0)])
    assert re.findall('<rect width="(.*?)"', drawn) == ["100.0%", "25.0%", "0.0%"]
    assert re.findall("<td>([^<]+)</td>", drawn) == ["4 areas", "1 area", "0 areas"]
    assert re.findall("<title>(.*?)</title>", drawn) == ["A free room: 4 areas", "A helper: 1 area", "Luck: 0 areas"]
    assert "style=" not in drawn


def test_bars_leave_a_hidden_count_as_it_is():
    drawn = draw([("Carers", "*"), ("<b>Others</b>", 20)])
    assert drawn.count("<rect") == 1
    assert re.findall(r"<td>([^<\s][^<]*)</td>", drawn) == ["* areas", "20 areas"]
    assert "&lt;b&gt;Others&lt;/b&gt;" in drawn


def test_bars_of_nothing_are_empty():
    assert "<tr>" not in draw([])
