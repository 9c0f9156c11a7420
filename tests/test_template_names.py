"""The watch over names that templates ask for sees what is missing, and nothing else."""

import pytest
from django.template import Context, Engine, Origin, Template

from tests import template_names


class Named:
    name = "Carers"
    nobody = None


def asked(source: str, directory: str = template_names.OURS) -> list[str]:
    """Render a template of ours, and return what the watch found missing."""
    template = Template(source, Origin(f"{directory}page.html"), "page.html", Engine.get_default())
    template.render(Context({"given": Named(), "rows": []}))
    found = template_names.MISSING.copy()
    template_names.MISSING.clear()
    return found


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("{{ sheets }}", "sheets"),
        ("{{ given.title }}", "given.title"),
        ("{% for sheet in sheets %}{{ sheet }}{% endfor %}", "sheets"),
        ("{% with given=sheets %}{{ given }}{% endwith %}", "sheets"),
    ],
)
def test_watch_finds_a_name_that_nobody_gives(source, missing):
    assert asked(source) == [f"{missing} in page.html"]


@pytest.mark.parametrize(
    "source",
    [
        "{{ given.name }}",
        "{{ given.nobody.name }}",
        "{{ rows.0.name }}",
        '{{ sheets|default:"none" }}',
        '{% firstof sheets "none" %}',
        "{% if sheets %}{{ sheets }}{% endif %}",
        "{% for sheet in rows %}{{ sheet.title }}{% endfor %}",
    ],
)
def test_watch_lets_by_what_is_given_or_may_be_missing(source):
    assert asked(source) == []


def test_watch_leaves_templates_of_libraries_alone():
    assert asked("{{ sheets }}", "/elsewhere/") == []
