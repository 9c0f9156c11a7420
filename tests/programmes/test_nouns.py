"""Six words that a programme may call otherwise."""

import pytest
from django.template import Context, Template

from programmes.models import Programme
from programmes.nouns import Noun, counted, word_for


def test_word_for_is_the_programmes_own(programme):
    programme.poster_word, programme.poster_words = "sheet", "sheets"
    assert [word_for(programme, "poster"), word_for(programme, "poster", many=True, capital=True)] == [
        "sheet",
        "Sheets",
    ]
    assert [counted(programme, "poster", count) for count in (0, 1, 1200)] == ["0 sheets", "1 sheet", "1,200 sheets"]


def test_word_for_without_a_programme_is_the_usual_one():
    assert [word_for(None, noun, many=True) for noun in Noun] == [
        "action areas", "representatives", "proposers", "posters", "stocktakes", "programmes",
    ]  # fmt: skip


def test_word_for_refuses_what_cannot_be_renamed(programme):
    with pytest.raises(ValueError, match="theme"):
        word_for(programme, "theme")


def test_every_noun_has_its_two_columns_and_they_begin_as_usual():
    new = Programme()
    assert {noun: (getattr(new, f"{noun}_word"), getattr(new, f"{noun}_words")) for noun in Noun} == {
        noun: (noun.one, noun.many) for noun in Noun
    }


def test_noun_and_counted_in_a_template(programme):
    programme.action_area_word, programme.action_area_words = "pledge <i>", "pledges"
    page = '{% load nouns %}{% noun programme "action area" capital=True %}, {% counted programme "action_area" 2 %}'
    assert Template(page).render(Context({"programme": programme})) == "Pledge &lt;i&gt;, 2 pledges"
    assert Template(page).render(Context({})) == "Action area, 2 action areas"
