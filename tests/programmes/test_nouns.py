"""Six words that a programme may call otherwise."""

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse

from accounts.models import LogEntry
from kit.form_fields import LineField
from programmes.models import Programme
from programmes.nouns import Noun, counted, in_words_of, one_and_many, renamed, reword, word_for
from tests.test_admin import address, fields_of

USUAL = [
    "action area", "action areas", "representative", "representatives", "proposer", "proposers",
    "poster", "posters", "stocktake", "stocktakes", "programme", "programmes",
]  # fmt: skip


@pytest.fixture
def sheets(programme) -> Programme:
    """A programme in which a poster is a sheet."""
    programme.poster_word, programme.poster_words = "sheet", "sheets"
    return programme


def test_word_for_is_the_programmes_own(sheets):
    assert [word_for(sheets, usual) for usual in ("poster", "posters", "Poster", "Posters")] == [
        "sheet", "sheets", "Sheet", "Sheets",
    ]  # fmt: skip
    assert [counted(sheets, "poster", count) for count in (0, 1, 1200)] == ["0 sheets", "1 sheet", "1,200 sheets"]
    assert one_and_many(sheets, "poster") == ("sheet", "sheets")


def test_word_for_what_was_frozen_is_as_it_was_frozen():
    assert [word_for({"poster_words": "Blätter"}, usual) for usual in ("posters", "poster")] == ["Blätter", "poster"]


@pytest.mark.parametrize("usual", USUAL)
def test_word_for_without_a_programme_is_the_usual_one(usual):
    assert [word_for(None, usual), word_for(None, usual.capitalize())] == [usual, usual.capitalize()]


@pytest.mark.parametrize("wrong", ["theme", "poster_", "POSTER", ""])
def test_word_for_refuses_what_cannot_be_renamed(programme, wrong):
    with pytest.raises(ValueError, match=f"“{wrong}” is no word"):
        word_for(programme, wrong)


def test_every_noun_has_its_two_columns_and_they_begin_as_usual():
    new = Programme()
    assert {noun: (getattr(new, f"{noun}_word"), getattr(new, f"{noun}_words")) for noun in Noun} == {
        noun: (noun.one, noun.many) for noun in Noun
    }


def test_a_sentence_is_reworded_where_it_says_so_and_nowhere_else(sheets):
    assert (
        in_words_of(sheets, "{Posters}: this {poster}, posters, {number} {}")
        == "Sheets: this sheet, posters, {number} {}"
    )
    assert renamed(sheets, "publish posters, and poster-like imposters") == "publish sheets, and sheet-like imposters"


def test_a_form_is_reworded_and_others_of_its_class_are_not(sheets):
    class PosterTitleForm(forms.Form):
        title = forms.CharField(
            label="{Poster}", help_text="Of {posters}.", error_messages={"required": "No {poster}."}
        )
        kind = forms.ChoiceField(label="Kind", choices=[("poster", "A new {poster}")])

    form = reword(PosterTitleForm({}), sheets)
    title, kind = form.fields["title"], form.fields["kind"]
    assert (title.label, title.help_text, kind.choices) == ("Sheet", "Of sheets.", [("poster", "A new sheet")])
    assert form.errors["title"] == ["No sheet."]
    assert PosterTitleForm().fields["title"].label == "{Poster}"


def test_noun_and_counted_in_a_template(programme):
    programme.action_area_word, programme.action_area_words = "pledge <i>", "pledges"
    page = Template("{% noun 'Action area' %}, {% counted 'action area' 2 %}")
    assert page.render(Context({"programme": programme})) == "Pledge &lt;i&gt;, 2 pledges"
    assert page.render(Context({})) == "Action area, 2 action areas"
    of_another = Template("{% noun 'action area' of=other %}")
    assert of_another.render(Context({"programme": None, "other": programme}, autoescape=False)) == "pledge <i>"


def test_a_lead_changes_a_word_in_the_web_admin_and_everybody_reads_it_at_once(programme, lead, client_of, client):
    wall = reverse("public:poster-list", args=[programme.slug])
    assert "The posters on the wall" in client.get(wall).text
    page, staff = address(Programme, "change", programme.pk), client_of(lead)
    words = {"poster_word": "sheet", "poster_words": "sheets"}
    assert staff.post(page, fields_of(staff.get(page)) | words).status_code == 302
    assert "The sheets on the wall" in client.get(wall).text
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by, entry.programme_id) == ("changed", lead, programme.pk)
    assert entry.details == {
        "fields": ["Word for one poster", "Word for several posters"],
        "was": {"poster_word": "6 characters", "poster_words": "7 characters"},
    }


def test_what_a_form_refuses_names_its_fields_in_the_programmes_words(programme):
    programme.poster_words = "sheets"
    form = reword(NamingForm({"posters": "x" * 11}), programme)
    assert form.errors["posters"] == ["“Sheets” is 11 characters long. Shorten it to 10 or fewer."]


class NamingForm(forms.Form):
    posters = LineField(called="{Posters}", max_length=10)
