"""No sentence writes out a word that a programme may call otherwise, on whatever branch of a page it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from programmes.nouns import IN_BRACES, STANDING

ROOT = Path(__file__).resolve().parent.parent
DECLARED = sorted(str(each.relative_to(ROOT)) for each in ROOT.glob("*/data_map.py"))
TEMPLATES = ROOT / "templates"
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
QUOTED = re.compile(r"""(["'])(.*?)\1""", re.DOTALL)
# In a tag, what is quoted is read by people where it holds a space or begins as a sentence does.
SENTENCE = re.compile(r"[A-Z“].*|.* .*", re.DOTALL)
ARTICLE = re.compile(
    r"\ban?\s+(?:<[^>]*>\s*)*(?:{% (?:noun|counted) |{(?:" + IN_BRACES.pattern[2:-2] + ")})", re.IGNORECASE
)
SEEN = re.compile(r"""\b(?:alt|title|aria-label|data-label|placeholder|content)="([^"]*)\"""")
# Templates, or folders of them, in which the usual words stand, and why.
MAY_WRITE = {
    "400.html": "belongs to no programme",
    "403.html": "belongs to no programme",
    "403_csrf.html": "belongs to no programme",
    "404.html": "belongs to no programme",
    "500.html": "belongs to no programme",
    "kit/standstill.html": "belongs to no programme",
    "account/": "signing in belongs to no programme",
    "consultations/answers_gone.html": "a link that opens nothing belongs to no programme",
    "actions/follow_up_gone.html": "a link that opens nothing belongs to no programme",
    "actions/home_nobody.html": "somebody without a programme, or with several behind them",
    "admin/": "the web admin has one name for every programme",
    "base.html": "names the page of all programmes",
    "base_programme.html": "names the page of all programmes",
    "desk/programme_list.html": "is about several programmes",
    "digests/digest_gone.html": "a link that opens nothing belongs to no programme",
    "outbox/": "the messages of the whole site",
    "phases/place_gone.html": "a link that opens nothing belongs to no programme",
    "programmes/admin": "the web admin has one name for every programme",
    "programmes/another_format.html": "is about every programme",
    "programmes/cookies.html": "is about every programme",
    "privacy/request_all.html": "is about several programmes",
    "public/programme_list.html": "is about several programmes",
    "stakeholders/merge_confirm.html": "is about all programmes in which an organisation takes part",
    "stakeholders/merge_list.html": "is about all programmes in which an organisation takes part",
}
# Sentences in code in which the usual words stand: files, or the beginnings of their paths, and why.
MAY_SAY = {
    "actions/rules.py": "the table of who may do what renames it",
    "config/": "is told to whoever runs the site",
    **dict.fromkeys(DECLARED, "the record of processing renames it"),
    "consultations/asking/models/consultation.py": "only the web admin shows it",
    "consultations/rules.py": "the table of who may do what renames it",
    "consultations/tasks.py": "is told to whoever runs the site",
    "digests/models.py": "only the web admin shows it",
    "programmes/models.py": "what a lead is told in the web admin",
    "programmes/nouns.py": "the usual words themselves",
    "programmes/statements/models.py": "only the web admin shows it",
    "programmes/publication.py": "the page of what is not there does not say why",
    "programmes/rules.py": "the table of who may do what renames it",
    "stakeholders/models/partnership.py": "names a column, in the web admin",
    "stakeholders/sheet_import/fields.py": "headings that a spreadsheet may have",
    "stocktakes/models.py": "only the web admin shows it",
    "stocktakes/rules.py": "the table of who may do what renames it",
}
# What is no sentence, though it holds a space or a capital.
NAMES = re.compile(r"[A-Z]\w*|[Aa]ction area|.*\{% url .*|.*filename=.*|.*%s.*", re.DOTALL)


def texts_of(template: str) -> Iterator[str]:
    """Yield what people read of a template: its text, and what is quoted in tags and attributes."""
    source = COMMENT.sub("", template)
    for tag in CODE.findall(source):
        if not re.match(r"{% (?:noun|counted|load|extends|include|url) ", tag):
            yield from (said for _, said in QUOTED.findall(tag) if SENTENCE.fullmatch(said) and "/" not in said)
    plain = CODE.sub(" ", source)
    yield from SEEN.findall(plain)
    yield re.sub(r"<[^>]*>", " ", plain)


def templates() -> Iterator[tuple[str, str]]:
    """Yield every template of ours that is about one programme."""
    for path in sorted(each for each in TEMPLATES.rglob("*") if each.suffix in (".html", ".txt")):
        name = str(path.relative_to(TEMPLATES))
        if not name.startswith(tuple(MAY_WRITE)):
            yield name, path.read_text()


def sentences_in(path: Path) -> Iterator[str]:
    """Yield every string of a module that may be a sentence; no docstring, and of an f-string what is written out."""
    tree = ast.parse(path.read_text())
    parts = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    parts |= {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def modules() -> Iterator[tuple[str, Path]]:
    """Yield every module of the rooms; what the web admin says has one name for every programme."""
    for room in sorted(app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir() and app != "demo"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "admin" not in name and "migrations" not in name and not name.startswith(tuple(MAY_SAY)):
                yield name, path


def written_out(text: str) -> list[str]:
    """Return the usual words that stand in a text, outside what is put there anew for each programme."""
    return STANDING.findall(IN_BRACES.sub("…", CODE.sub("…", text)))


def test_no_template_writes_out_a_word_that_may_be_another():
    found = {name: [word for text in texts_of(source) for word in written_out(text)] for name, source in templates()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_sentence_in_code_writes_out_a_word_that_may_be_another():
    found = [
        f"{name}: {text}"
        for name, path in modules()
        for text in sentences_in(path)
        if SENTENCE.fullmatch(text) and not NAMES.fullmatch(text) and written_out(text)
    ]
    assert found == []


def test_no_article_is_written_before_a_word_that_may_begin_with_any_letter():
    found = [(name, each) for name, source in templates() for each in ARTICLE.findall(source)]
    found += [(name, each) for name, path in modules() for text in sentences_in(path) for each in ARTICLE.findall(text)]
    assert found == []


def test_a_word_that_is_written_out_is_found():
    page = '{# a poster #}<h1 title="Our posters">{% noun "Posters" %}</h1>{% translate "A poster" %} stocktake'
    assert [word for text in texts_of(page) for word in written_out(text)] == ["poster", "posters", "stocktake"]
    assert written_out("This {poster} of the programme") == ["programme"]


@pytest.mark.parametrize("text", ["an {% noun 'poster' %}", "a <b>{% counted 'poster' 1 %}", "A {Poster}"])
def test_an_article_before_a_word_is_found(text):
    assert ARTICLE.search(text)


@pytest.mark.parametrize("text", ["the {% noun 'poster' %}", "a new {poster}", "Kaa {poster}"])
def test_an_article_elsewhere_is_not(text):
    assert not ARTICLE.search(text)


def test_nothing_is_excused_that_is_not_there():
    assert [
        name for name in MAY_WRITE if not list(TEMPLATES.glob(f"{name}*")) and not (TEMPLATES / name).exists()
    ] == []
    assert [name for name in MAY_SAY if not (ROOT / name).exists()] == []
