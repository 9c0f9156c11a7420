"""The words of a version are never changed: answers were given to them."""

import hashlib

from privacy.equality.wordings import PREFER_NOT, wordings

# A wording that has to be otherwise is a new version, with a line of its own here.
KEPT = {
    "age-bands-1": "93783d073170",
    "sex-ew-2021": "e0fc573dcb79",
    "gender-identity-gss-2020": "f4357606b450",
    "health-conditions-gss-2020": "30c390f0a96b",
    "ethnic-group-ew-2021": "de6b8cda1e19",
    "religion-gss-2020": "69e02ac503bc",
    "sexual-orientation-ew-2021": "1edc9c4c6935",
    "unpaid-care-ew-2021": "4a78e05ef7ec",
    "sex-scotland-2022": "e0fc573dcb79",
    "trans-status-scotland-2022": "76b53f25ce74",
    "activities-limited-scotland-2022": "32f4c094e9b5",
    "ethnic-group-scotland-2022": "0b32668452bf",
    "religion-scotland-2022": "7d12f31a7782",
    "sexual-orientation-scotland-2022": "df323a9e4192",
    "unpaid-care-scotland-2022": "33c47fd34baa",
}


def fingerprint(key: str) -> str:
    wording = wordings()[key]
    return hashlib.sha256(repr([wording.text, wording.hint, wording.options]).encode()).hexdigest()[:12]


def test_words_of_every_version_are_as_they_were():
    assert {key: fingerprint(key) for key in wordings()} == KEPT


def test_every_question_says_its_source_and_lets_people_prefer_not_to_say():
    every = wordings().values()
    assert [each.key for each in every if not each.source or each.options[-1] != PREFER_NOT] == []
    assert [each.key for each in every if len(set(each.codes)) != len(each.codes)] == []


def test_every_stored_code_fits_its_column():
    assert max(len(each.key) for each in wordings().values()) <= 60
    assert max(len(code) for each in wordings().values() for code in each.codes) <= 40
