"""A form's layout: what `{% crispy form %}` draws of it, and what it refuses to leave out."""

import re
from typing import Any

import pytest
from crispy_forms.layout import HTML, Div, Fieldset
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch

from kit.form_layout import FormLayout, Link, PageHeading, Partial, SubmitButton, TheRest
from tests.kit.test_form_pack import NASTY, Page

TAG = "{% load crispy_forms_tags %}{% crispy form %}"


class Report(forms.Form):
    name = forms.CharField(label="Your name")
    area = forms.ChoiceField(label="Which area?", choices=[("a", "Walks")], widget=forms.RadioSelect)
    words = forms.CharField(label="What happened?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def drawn(layout: FormLayout, form: forms.Form | None = None, source: str = TAG, **page: Any) -> str:
    form = form or Report()
    form.helper = layout  # type: ignore[attr-defined]
    return Template(source).render(Context({"form": form, "csrf_token": "abc", **page}))


def names(html: str) -> list[str | None]:
    """The names of what is sent, in the order in which it stands on the page."""
    return [attrs.get("name") for tag, attrs in Page(html).elements if tag in {"input", "button", "select", "textarea"}]


def buttons(html: str) -> list[str]:
    return re.findall(r"<button[^>]*>(.*?)</button>", html)


def test_layout_without_parts_draws_every_field_and_one_button():
    html = drawn(FormLayout(submit="Send it"))
    assert names(html) == ["csrfmiddlewaretoken", "form_key", "version", "name", "area", "words", None]
    assert buttons(html) == ["Send it"]
    form = next(attrs for tag, attrs in Page(html).elements if tag == "form")
    assert form == {"method": "post", "novalidate": None}
    button = next(attrs for tag, attrs in Page(html).elements if tag == "button")
    assert button == {
        "class": "govuk-button",
        "type": "submit",
        "data-module": "govuk-button",
        "data-prevent-double-click": "true",
    }


def test_page_without_the_tag_has_no_form():
    """The package draws the form: a page from which its tag is taken away has none."""
    page = "<h1>Report</h1>" + TAG
    with_tag, without = drawn(FormLayout(submit="Send"), source=page), page.split("{%")[0]
    assert (names(with_tag) != [], names(drawn(FormLayout(submit="Send"), source=without))) == (True, [])


def test_layout_draws_its_parts_in_its_own_order():
    layout = FormLayout(
        "words",
        HTML("<p>Between</p>"),
        Fieldset("Who, and where", "area", Div("name", css_class="tl-two")),
        submit="Send",
    )
    html = drawn(layout)
    assert names(html) == ["csrfmiddlewaretoken", "form_key", "version", "words", "area", "name", None]
    assert html.index('name="words"') < html.index("<p>Between</p>") < html.index("Who, and where")
    assert Page(html).all("class").count("tl-two") == 1


def test_the_rest_is_what_no_other_part_names():
    html = drawn(FormLayout("words", TheRest()))
    assert names(html) == ["csrfmiddlewaretoken", "form_key", "version", "words", "name", "area"]


def test_a_visible_field_left_out_is_a_mistake():
    with pytest.raises(ValueError, match="The layout of Report leaves out area, words"):
        drawn(FormLayout("name"))


def test_a_name_that_was_never_a_field_is_a_mistake():
    with pytest.raises(ValueError, match="Report has no field nme, which its layout names"):
        drawn(FormLayout("nme", TheRest()))


def test_a_field_that_this_form_has_not_goes_with_what_held_it_alone():
    form = Report()
    del form.fields["words"]
    layout = FormLayout("name", "area", Fieldset("What happened", "words"), submit="Send")
    html = drawn(layout, form)
    assert names(html) == ["csrfmiddlewaretoken", "form_key", "version", "name", "area", None]
    assert "What happened" not in html
    assert "What happened" in drawn(layout)


def test_page_heading_is_the_label_or_the_legend():
    html = drawn(FormLayout(PageHeading("area"), "name", "words"))
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Which area?"]
    html = drawn(FormLayout("area", PageHeading("name"), "words"))
    assert re.findall(r"<h1[^>]*>.*>(.*?)</label></h1>", html) == ["Your name"]


def test_texts_see_the_page_and_nothing_of_it_stays_for_the_next():
    layout = FormLayout(
        Fieldset("About {{ what }}", "name", "area", "words"),
        submit=[
            SubmitButton("Issue {{ what }}"),
            Link("Not {{ what }}", "{% url 'public:programme-list' %}?{{ what }}"),
        ],
        action="{% url 'public:programme-list' %}",
    )
    for what in ("one", NASTY):
        html = drawn(layout, what=what)
        assert "<script" not in html
        assert (html.count("About "), html.count("Issue ")) == (1, 1)
    html = drawn(layout, what="two")
    assert ("About two" in html, buttons(html)) == (True, ["Issue two"])
    assert '<a class="govuk-link" href="/?two">Not two</a>' in html
    assert next(attrs for tag, attrs in Page(html).elements if tag == "form")["action"] == "/"


def test_several_buttons_stand_side_by_side_with_their_names():
    layout = FormLayout(
        submit=[
            SubmitButton("Publish", name="decision", value="publish"),
            SubmitButton("Keep", name="keep", style="secondary"),
            SubmitButton("Cancel", style="warning", form="leave"),
        ]
    )
    html = drawn(layout)
    assert buttons(html) == ["Publish", "Keep", "Cancel"]
    found = [attrs for tag, attrs in Page(html).elements if tag == "button"]
    assert [(each.get("name"), each.get("value"), each.get("form"), each["class"]) for each in found] == [
        ("decision", "publish", None, "govuk-button"),
        ("keep", None, None, "govuk-button govuk-button--secondary"),
        (None, None, "leave", "govuk-button govuk-button--warning"),
    ]
    assert Page(html).all("class").count("govuk-button-group") == 1


def test_partial_sees_the_page_and_the_form():
    html = drawn(FormLayout(Partial("govuk/errors.html"), TheRest()), Report({"name": "Ada"}))
    assert re.findall(r'<a href="#\w+">(.*?)</a>', html) == ["Which area? Choose an answer"]


def test_form_draws_no_summary_of_its_own():
    assert "govuk-error-summary" not in drawn(FormLayout(submit="Send"), Report({}))


def test_page_draws_the_summary_first_and_says_error_in_its_title():
    for form, shown in ((Report({}), True), (Report(), False)):
        html = render_to_string("base.html", {"form": form})
        main = html.split('<main class="tl-main" id="main" tabindex="-1">')[1].split("</main>")[0]
        assert ("govuk-error-summary__title" in main, "<title>Error: " in html) == (shown, shown)


def test_filter_is_a_get_form_without_token_that_says_of_no_field_that_it_is_optional():
    html = drawn(FormLayout(submit="Look", method="get", attrs={"role": "search"}))
    form = next(attrs for tag, attrs in Page(html).elements if tag == "form")
    assert form == {"role": "search", "method": "get", "novalidate": None}
    assert names(html) == ["version", "name", "area", "words", None]
    assert "(optional)" not in html
    assert "(optional)" in drawn(FormLayout())


def test_form_for_people_without_cookies_has_no_token():
    assert "csrfmiddlewaretoken" not in names(drawn(FormLayout(csrf=False)))


def test_form_with_a_file_is_sent_in_parts():
    class Upload(forms.Form):
        sheet = forms.FileField(label="The sheet")

    form = next(attrs for tag, attrs in Page(drawn(FormLayout(), Upload())).elements if tag == "form")
    assert form["enctype"] == "multipart/form-data"


def test_rows_without_a_tag_share_one_form():
    class Row(Report):
        helper = FormLayout(tag=False)

    assert "<form" not in drawn(FormLayout(tag=False))
    rows = [Row(prefix="r1"), Row(prefix="r2")]
    for row, legend in zip(rows, ("Row 1", NASTY), strict=True):
        row.legend = legend  # type: ignore[attr-defined]
    html = render_to_string("govuk/_grid.html", {"rows": rows})
    assert [name for name in names(html) if name and name.endswith("name")] == ["r1-name", "r2-name"]
    assert (html.count("<legend"), "Row 1" in html, "<script" in html) == (4, True, False)


def button_form(source: str, **page: Any) -> str:
    return Template("{% load form_pack %}" + source).render(Context({"csrf_token": "abc", "action": "/no", **page}))


def test_one_button_is_a_form_of_its_own():
    source = "{% button_form 'public:programme-list' button_style='warning' button_name='go' seen=seen %}Ask {{ who }}"
    source += "{% endbutton_form %}"
    html = button_form(source, who=NASTY, seen='"')
    assert ("<script" in html, names(html)) == (False, ["csrfmiddlewaretoken", "form_key", "seen", "go"])
    form, _, _, seen, button = [attrs for _, attrs in Page(html).elements]
    assert (form["action"], form["method"], seen["value"]) == ("/", "post", '"')
    assert button["class"] == "govuk-button govuk-button--warning"
    assert (buttons(button_form(source, who="A & B", seen="")), "group" in html) == (["Ask A &amp; B"], False)


def test_one_button_goes_to_the_page_itself_and_never_to_a_page_that_is_not():
    assert "action" not in dict(Page(button_form("{% button_form %}Go{% endbutton_form %}")).elements)["form"]
    with pytest.raises(NoReverseMatch):
        button_form("{% button_form 'public:nowhere' %}Go{% endbutton_form %}")


def test_one_button_may_have_a_link_beside_it_or_a_note_that_describes_it():
    source = "{% button_form link_to=there link_label='Not now' %}Go{% endbutton_form %}"
    html = button_form(source, there="/")
    link = next(attrs for tag, attrs in Page(html).elements if tag == "a")
    assert link == {"class": "govuk-link", "href": "/"}
    assert (html.count("govuk-button-group"), "Not now" in html) == (1, True)
    with pytest.raises(ValueError, match="“Not now” leads nowhere"):
        button_form(source, there="")
    html = button_form("{% button_form note='It is logged.' note_id='logged' %}Go{% endbutton_form %}")
    assert next(attrs for tag, attrs in Page(html).elements if tag == "button")["aria-describedby"] == "logged"
    assert Page(html).with_id("logged")[0] == "p"
