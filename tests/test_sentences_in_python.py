"""No sentence that Python makes of how things stand is without a test that reads it.

Sentences stand in functions as strings of two words or more. Of each the longest part that is always the same has to
stand in a string of some test; whoever writes a new one has to say in a test when it is read, and when not. Where their
facts are many all combinations are gone through: of areas in `line/test_sentences_of_areas.py`, of whom we wait for in
`actions/test_sentences_of_follow_ups.py`, of invitations in `stakeholders/test_sentences_of_invitations.py`,
of the line and what lies ahead in `public/test_sentences_of_the_line.py`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.branches import WORDS
from tests.test_architecture import ROOMS

# What is not said of how things stand: what is asked, refused, done or logged, each in its place and with tests there.
ELSEWHERE = re.compile(
    r"^(kit|outbox|accounts|demo)/|/(migrations|management|services|forms|admin|sheet_import|templatetags|views)/"
    r"|/(services|forms|admin|apps|verbs|rules|views|tasks|emails|printing|sent_files|permission_matrix)\.py$"
)
REFUSALS = {"Refused", "InvalidTransition", "StaleEdit", "ValidationError", "ValueError"}
# Statements for a database, how a day is written, and labels: nothing is said by them alone.
NO_SENTENCE = {
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "F Y",
    "Represented now",
    "Took part",
    "Said something",
}
NO_SENTENCE |= {"sign-in address", "j F Y, H:i"}
NO_SENTENCE |= {"word for several …", "word for one …", "was in", "all day", "priorities and gaps", "person waits"}


def sentences() -> dict[str, str]:
    """Return the longest constant part of each sentence that our functions make, by where it stands."""
    root, found = Path(settings.BASE_DIR), {}
    for path in sorted(each for room in ROOMS for each in (root / room).rglob("*.py")):
        name = str(path.relative_to(root))
        if not ELSEWHERE.search(name):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and node.name != "__str__":
                    for line, text in said_in(node):
                        longest = max(text.split("…"), key=lambda part: len(part.split()))
                        if text not in NO_SENTENCE:
                            found[f"{name}, line {line}: {text}"] = " ".join(longest.split())
    return found


def said_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Return the sentences within some code, each with its line; what is filled in is “…”."""
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        is_refusal = isinstance(child, ast.Call) and getattr(child.func, "id", "") in REFUSALS
        if isinstance(child, ast.Raise | ast.Assert | ast.FunctionDef) or is_docstring or is_refusal:
            continue
        if (text := string_of(child)) is None:
            yield from said_in(child)
            continue
        if WORDS.search(text):
            yield getattr(child, "lineno", 0), text
        for part in getattr(child, "values", []):
            yield from said_in(part) if isinstance(part, ast.FormattedValue) else ()


def string_of(node: ast.AST) -> str | None:
    """Return a string as it is written, “…” for what is filled in; None where it is none."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    else:
        return None
    # A word that each programme calls as it likes is filled in too.
    return re.sub(r"\{[A-Za-z ]+\}", "…", text)


def said_in_tests() -> str:
    """Return every string of every test, one in a line; patterns without what makes them patterns."""
    strings = []
    for path in sorted((Path(settings.BASE_DIR) / "tests").rglob("*.py")):
        if path != Path(__file__):
            for node in ast.walk(ast.parse(path.read_text())):
                if (text := string_of(node)) is not None:
                    strings.append(" ".join(text.replace("\\", "").split()))
    return "\n".join(strings)


def test_every_sentence_that_python_makes_is_read_by_a_test():
    read = said_in_tests().casefold()
    assert [where for where, longest in sentences().items() if longest.casefold() not in read] == []


def test_sentence_that_no_test_reads_is_found():
    code = ast.parse('def f(name):\n    "It says so."\n    return f"{name} has never been heard of before {name}."')
    assert list(said_in(code.body[0])) == [(3, "… has never been heard of before ….")]
    assert "has never been heard of " + "since" not in said_in_tests()
    assert len(sentences()) > 100
