"""When two names are one, and what is found by what, by small inputs that were two once."""

import pytest

from kit.folds import identity, same_person, search_key


@pytest.mark.parametrize(
    "other",
    ["Volunteers’ café", "volunteers' CAFÉ", "Volunteers'\u00a0 café", "Volunteers' cafe\u0301",
     "Volunteers' café\u200b", "Volunteersʼ café", "\ufeffVolunteers` café", "Ｖolunteers' café"],
)  # fmt: skip
def test_name_is_one_however_it_is_written(other):
    assert identity(other) == identity("Volunteers' café")


@pytest.mark.parametrize(
    ("one", "other"),
    [("ΟΔΟΣ", "οδος"), ("Łódź", "łÓDŹ"), ("ДОМ", "дом"), ("STRASSE", "Straße"), ("A–B", "a-b"), ("“Us”", '"us"'),
     ("می\u200cخواهم", "میخواهم")],
)  # fmt: skip
def test_name_is_one_beyond_ascii(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize("other", ["Cafe", "Café 2", "Cafés", "Caf", ""])
def test_name_of_something_else_is_another(other):
    assert identity(other) != identity("Café")


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [("Niamh O'Dowd", "NIAMH O’DOWD", True), ("Siobhán O'Neill", "Siobha\u0301n O’Neill", True),
     ("Dr Niamh O'Dowd", "Niamh O’Dowd", True), ("Prof. Dr. Ann Oak", "Ann Oak", True), ("Rev Oak", "Rev. Oak", True),
     ("Mr Oak", "Mrs Oak", False), ("Ann Oak", "Bo Oak", False), ("Drew Oak", "Ew Oak", False), ("Dr", "Mr", False),
     ("Siobhan O'Neill", "Siobhán O'Neill", False)],
)  # fmt: skip
def test_person_is_one_with_and_without_a_title(one, other, is_one):
    assert same_person(one, other) is same_person(other, one) is is_one


@pytest.mark.parametrize(
    ("words", "key"),
    [("Gàidhlig", "gaidhlig"), ("Ørsted", "orsted"), ("ŁÓDŹ", "lodz"), ("Ynys Môn", "ynys mon"), ("Straße", "strasse"),
     ("Æther", "aether"), ("Ğ", "g"), ("O’Dowd", "o'dowd")],
)  # fmt: skip
def test_search_leaves_accents_out(words, key):
    assert search_key(words) == search_key(key) == key
