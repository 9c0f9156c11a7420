"""The template pack `govuk`: errors land on their fields, ids resolve, and nothing typed becomes markup."""

import re
from datetime import date
from html.parser import HTMLParser

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template

from kit.form_fields import DayMonthYearField
from kit.form_layout import FormLayout, PageHeading, TheRest

NASTY = "<script>alert('1')</script>&"
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;"


class Everything(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you say it.", max_length=100)
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "email"}))
    words = forms.CharField(label="What you said", max_length=500, widget=forms.Textarea({"rows": 7}))
    place = forms.ChoiceField(label="Where", choices=[("", "Choose"), ("g", "Gateshead"), ("n", "Newcastle")])
    answer = forms.ChoiceField(
        label="Is it done?", help_text="Choose one.", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect
    )
    helped = forms.MultipleChoiceField(
        label="What helped?", choices=[("room", "A room"), ("luck", "Luck")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="I agree", help_text="You can change your mind.")
    held_on = DayMonthYearField(label="When was it?")
    picture = forms.FileField(label="Picture")
    extra = forms.CharField(label="Anything else", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class Page(HTMLParser):
    """The ids of a page, what refers to them, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.ids = [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]

    def with_id(self, wanted: str) -> tuple[str, dict[str, str | None]]:
        return next(element for element in self.elements if element[1].get("id") == wanted)


def draw(form: forms.Form, source: str = "{{ form|crispy }}") -> str:
    return Template("{% load crispy_forms_tags form_pack %}" + source).render(Context({"form": form}))


def test_every_error_lands_on_an_input_of_its_field():
    page = Page(draw(Everything({})))
    links = [attrs["href"][1:] for tag, attrs in page.elements if tag == "a"]
    assert links == [
        "id_name",
        "id_email",
        "id_words",
        "id_place",
        "id_answer_0",
        "id_helped_0",
        "id_agree",
        "id_held_on_0",
        "id_picture",
    ]
    assert [page.with_id(link)[0] for link in links] == ["input", "input", "textarea", "select"] + 5 * ["input"]


def test_a_message_left_to_django_names_its_field_in_summary_and_beside_it():
    drawn = draw(Everything({"held_on_0": "x"}))
    expected = [
        "Your name: an answer is needed",
        "E-mail: an answer is needed",
        "What you said: an answer is needed",
        "Where: choose from the list",
        "Is it done? Choose an answer",
        "What helped? Choose at least one",
        "I agree: tick the box to go on",
        "When was it? Enter the date in numbers, for example 7 6 2016.",
        "When was it? Enter the day, the month and the year.",
        "Picture: choose a file",
    ]
    assert re.findall(r'<a href="#id_\w+">(.*?)</a>', drawn) == expected
    assert re.findall(r"Error:</span> (.*?)</p>", drawn) == expected


def test_every_id_is_there_once_and_every_reference_resolves():
    for form in (Everything({}), Everything()):
        page = Page(draw(form))
        assert len(page.ids) == len(set(page.ids))
        referred = {each for value in page.all("aria-describedby") for each in value.split()} | set(page.all("for"))
        assert referred - set(page.ids) == set()


def test_hint_and_error_describe_their_field():
    page = Page(draw(Everything({})))
    assert page.with_id("id_name")[1]["aria-describedby"] == "id_name_helptext id_name_error"
    assert page.with_id("id_agree")[1]["aria-describedby"] == "id_agree_helptext id_agree_error"
    described = [attrs.get("aria-describedby") for tag, attrs in page.elements if tag == "fieldset"]
    assert described == ["id_answer_helptext id_answer_error", "id_helped_error", "id_held_on_error"]
    assert page.with_id("id_words")[1]["aria-describedby"] == "id_words_error id_words-info"
    assert page.with_id("id_name")[1]["aria-invalid"] == "true"


def test_fields_without_errors_have_no_summary():
    drawn = draw(Everything())
    assert "govuk-error" not in drawn
    assert "role=" not in drawn


def test_whole_form_and_hidden_errors_stand_first_without_a_link():
    class Refused(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError(NASTY)

    drawn = draw(Refused({}))
    assert re.findall("<li>(.*?)</li>", drawn) == [ESCAPED, "Token: an answer is needed"]


def test_labels_hints_choices_values_and_errors_are_escaped():
    class Nasty(forms.Form):
        name = forms.CharField(label=NASTY, help_text=NASTY, max_length=5)
        words = forms.CharField(label=NASTY, help_text=NASTY, max_length=5, widget=forms.Textarea)
        place = forms.ChoiceField(label=NASTY, help_text=NASTY, choices=[(NASTY, NASTY)])
        answer = forms.ChoiceField(label=NASTY, help_text=NASTY, choices=[(NASTY, NASTY)], widget=forms.RadioSelect)
        agree = forms.BooleanField(label=NASTY, help_text=NASTY)
        held_on = DayMonthYearField(label=NASTY, help_text=NASTY)
        picture = forms.FileField(label=NASTY, help_text=NASTY)

        def clean(self) -> None:
            for field in self.fields:
                self.add_error(field, NASTY)

    data = {"name": NASTY, "words": NASTY, "place": NASTY, "answer": NASTY, "held_on_0": NASTY}
    for source in ("{{ form|crispy }}", "{% crispy form %}", "{{ form.answer|as_crispy_field }}"):
        drawn = draw(Nasty(data), source)
        assert "<script" not in drawn
        assert ESCAPED in drawn


def test_what_was_typed_and_chosen_is_kept():
    data = {"name": "Ada", "words": "One\ntwo", "answer": "n", "helped": ["luck"], "agree": "on", "held_on_0": "31"}
    page = Page(draw(Everything(data)))
    assert page.with_id("id_name")[1]["value"] == "Ada"
    assert page.with_id("id_held_on_0")[1]["value"] == "31"
    checked = [attrs["id"] for _, attrs in page.elements if "checked" in attrs]
    assert checked == ["id_answer_1", "id_helped_1", "id_agree"]


def test_attributes_pass_through_and_nothing_is_cut_short_in_silence():
    page = Page(draw(Everything()))
    assert page.with_id("id_email")[1]["autocomplete"] == "email"
    assert page.with_id("id_words")[1]["rows"] == "7"
    assert page.with_id("id_words")[1]["class"] == "govuk-textarea govuk-js-character-count"
    assert page.all("maxlength") == []
    assert page.all("required") == []
    assert page.all("data-maxlength") == ["500"]
    assert page.all("style") == []


def test_optional_fields_say_so():
    assert re.findall(r">([^<]*) \(optional\)<", draw(Everything())) == ["Anything else"]


def test_page_heading_is_the_label_itself():
    for name, heading in (("name", "<h1"), ("answer", '<h1 class="govuk-fieldset__heading">Is it done?</h1>')):
        form = Everything()
        form.helper = FormLayout(PageHeading(name), TheRest())
        assert heading in draw(form, "{% crispy form %}")


def test_form_with_a_layout_is_drawn_whole():
    form = Everything({})
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("About you", "name", "email"))
    form.helper.add_input(Submit("go", "Continue"))
    drawn = Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form, "csrf_token": "abc"})
    )
    page = Page(drawn)
    assert next(attrs for tag, attrs in page.elements if tag == "form")["method"] == "post"
    assert [attrs["type"] for tag, attrs in page.elements if tag == "button"] == ["submit"]
    assert drawn.count('name="csrfmiddlewaretoken"') == 1
    assert drawn.count('class="govuk-error-summary"') == 1


def test_formset_has_one_summary_for_all_its_forms():
    class Row(forms.Form):
        name = forms.CharField(label="Name")

    formset = forms.formset_factory(Row, extra=2, min_num=2)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-1-name": ""}
    )
    drawn = draw(formset)  # type: ignore[arg-type]
    page = Page(drawn)
    assert [attrs["href"] for tag, attrs in page.elements if tag == "a"] == ["#id_form-0-name", "#id_form-1-name"]
    assert drawn.count('class="govuk-error-summary"') == 1


class Day(forms.Form):
    held_on = DayMonthYearField(label="When was it?", required=False)


def day(first: str, second: str, third: str) -> Day:
    form = Day({"held_on_0": first, "held_on_1": second, "held_on_2": third})
    form.full_clean()
    return form


def test_date_in_three_boxes_becomes_a_day():
    assert day("7", "6", "2016").cleaned_data == {"held_on": date(2016, 6, 7)}
    assert day("", "", "").cleaned_data == {"held_on": None}


def test_date_that_is_not_one_is_refused_in_words():
    assert day("31", "2", "2016").errors["held_on"] == ["Enter a real date, for example 7 6 2016."]
    assert day("7", "6", "99999").errors["held_on"] == ["Enter a real date, for example 7 6 2016."]
    assert day("7", "June", "2016").errors["held_on"] == ["Enter the date in numbers, for example 7 6 2016."]
    assert day("7", "", "2016").errors["held_on"] == ["Enter the day, the month and the year."]


def test_date_shows_the_day_it_holds():
    page = Page(draw(Day(initial={"held_on": date(2016, 6, 7)})))
    assert [page.with_id(f"id_held_on_{box}")[1]["value"] for box in range(3)] == ["7", "6", "2016"]


def test_many_boxes_show_those_that_are_ticked_and_fold_the_others_away():
    class Many(forms.Form):
        groups = forms.MultipleChoiceField(
            label="Groups", choices=[(str(n), f"Group {n}") for n in range(13)], widget=forms.CheckboxSelectMultiple
        )

    shown, folded = draw(Many({"groups": ["3", "12"]})).split("<details")
    assert (re.findall(r"Group \d+", shown), len(re.findall(r"Group \d+", folded))) == (["Group 3", "Group 12"], 11)
    assert "Show the other 11" in folded
    # The link from the list of problems lands on the first box.
    assert " open><summary" in draw(Many({})).replace("\n", "").replace("  ", "")
    assert len(re.findall(r"Group \d+", draw(Many({})))) == 13
