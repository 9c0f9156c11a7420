"""A form that comes again is told from one that says something else, and its words from nothing."""

from datetime import date

from kit.fingerprints import fingerprint_of

WORDS = {"title": "A bench", "held_on": date(2016, 5, 7), "answers": [(1, "Somewhere to sit.")], "count": None}


def test_fingerprint_is_one_for_the_same_words_in_whatever_order_they_come():
    assert fingerprint_of(WORDS) == fingerprint_of(dict(reversed(WORDS.items())))
    assert len(fingerprint_of(WORDS)) == 64


def test_fingerprint_is_another_for_any_other_word():
    others = [{"title": "a bench"}, {"held_on": date(2016, 5, 8)}, {"answers": []}, {"count": 0}]
    prints = {fingerprint_of(WORDS | other) for other in [{}, *others]}
    assert len(prints) == 5


def test_fingerprint_is_keyed_by_the_secret_of_the_site(settings):
    ours = fingerprint_of(WORDS)
    settings.SECRET_KEY = "another secret of another site, as long as this"
    assert fingerprint_of(WORDS) != ours
