"""Organisations from a spreadsheet: each fault named, all or nothing, no doubles."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import LogEntry
from kit.refusals import InvalidTransition
from kit.sheet_import.services import give_up_import, mend_rows
from privacy.retention.services import keep_no_longer
from stakeholders.models import Organisation, OrganisationImport, Partnership
from stakeholders.services import organisation_imports as imports
from stakeholders.sheet_import.checking import check_rows
from tests.accounts.factories import UserFactory
from tests.stakeholders.factories import OrganisationFactory, StakeholderGroupFactory
from tests.stakeholders.sheets import checked, states


def faults(sheet: OrganisationImport) -> list[str]:
    return [sentence for row in checked(sheet).rows for sentence in row.faults.values()]


@pytest.mark.parametrize(
    ("columns", "cells", "sentence"),
    [
        ("name about", ["", "x"], "Row 2, Name: the name is missing. Write the name of the organisation."),
        ("name about", ["–", "x"], "Row 2, Name: the name is missing. Write the name of the organisation."),
        ("name", ["x" * 201], "Row 2, Name: this is 201 characters long. Shorten it to 200 or fewer."),
        (
            "name contact_email",
            ["Bread", "bread at example"],
            "Row 2, Contact e-mail: “bread at example” is not an e-mail address. It should look like name@example.org.",
        ),
        ("name contact_telephone", ["Bread", "1" * 41], "Row 2, Contact telephone: this is 41 characters long."),
        ("name website", ["Bread", "on paper"], "Row 2, Website: “on paper” is not a web address."),
        ("name website", ["Bread", "ftp://x.example.org"], "Website: “ftp://x.example.org” is not a web address."),
        ("name role", ["Bread", "king"], "Row 2, Role: “king” is not a role. Choose one from the list."),
        ("name groups", ["Bread", "Carers; Poets"], "Row 2, Groups: “Poets”: not a group of this programme."),
        ("name groups", ["Bread", "x" * 121], "…” is too long for the name of a group."),
        ("name identified_by", ["Bread", "Roses"], "Row 2, Identified by: no organisation is called “Roses”."),
        ("name identified_by", ["Bread", "The Anchor Ltd"], "called “The Anchor Ltd”. Do you mean “Anchor”?"),
    ],
)  # fmt: skip
def test_each_fault_is_a_sentence_that_names_row_and_column(sheet_of, programme, columns, cells, sentence):
    StakeholderGroupFactory(programme=programme, name="Carers")
    OrganisationFactory(name="Anchor")
    [said] = faults(sheet_of(columns, cells))
    assert sentence in said


def test_twice_in_the_sheet_is_a_fault_and_two_roles_are_not(sheet_of):
    sheet = sheet_of("name role", ["Bread", ""], ["BREAD ", "member"], ["Bread", "Facilitator"])
    assert faults(sheet) == ["Row 3, Name: row 2 is the same organisation in the same role. Leave one of the two out."]
    assert states(sheet) == ["new", "faulty", "new"]


def test_likely_duplicates_are_offered(sheet_of, at):
    there = OrganisationFactory(name="Carers Centre")
    OrganisationFactory(name="Old Hall", merged_into=there, merged_at=at, merged_by=UserFactory())
    sheet = sheet_of("name", ["The Cárers Centre Ltd"], ["Oasis"], ["Oasis CIC"], ["Old Hall"], ["The Old Hall"])
    rows = checked(sheet).rows
    assert [row.state for row in rows] == ["undecided", "new", "undecided", "part", "undecided"]
    label = "It is Carers Centre (formerly Old Hall)"
    assert rows[0].likely == [(str(there.pk), label), ("another", "It is another one")]
    assert rows[2].likely == [("row-3", "It is Oasis, in row 3"), ("another", "It is another one")]
    assert rows[4].likely == [(str(there.pk), label), ("another", "It is another one")]


def test_a_choice_that_is_offered_no_longer_is_asked_again(sheet_of, broker, at):
    sheet = sheet_of("name", ["Oasis"], ["Oasis CIC"])
    mend_rows(sheet, typed={3: {"same": "row-2"}}, by=broker, at=at)
    sheet.refresh_from_db()
    assert faults(sheet) == ["Row 3, Name: row 2 is the same organisation in the same role. Leave one of the two out."]
    mend_rows(sheet, typed={2: {"name": "Somewhere"}, 3: {"same": "row-2", "name": "Oasis CIC"}}, by=broker, at=at)
    sheet.refresh_from_db()
    assert states(sheet) == ["new", "new"]


def test_groups_are_found_whatever_separates_them(sheet_of, programme):
    names = ("Carers", "New Scots", "Lesbian, gay, bisexual and trans people")
    pks = [StakeholderGroupFactory(programme=programme, name=name).pk for name in names]
    sheet = sheet_of("name groups", ["a", "carers, new scots"], ["b", names[2]], ["c", f"{names[2]}; Carers;"])
    assert [row.groups for row in checked(sheet).rows] == [pks[:2], [pks[2]], [pks[2], pks[0]]]


def test_import_makes_everything_and_the_same_sheet_again_nothing(sheet_of, programme, broker, at):
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    known = OrganisationFactory(name="Anchor", about="Kept")
    columns = "name role groups identified_by website contact_email about"
    rows = [
        ["Bread", "", "Carers", "Roses", "bread.example.org", "b@example.org", "Bakes"],
        ["Roses", "Delivery partner", "", "", "", "", ""],
        ["ANCHOR", "Member", "carers", "", "", "", "Other words"],
        ["Bread", "Facilitator", "", "", "", "", ""],
    ]
    done = imports.import_organisations(sheet_of(columns, *rows), by=broker, at=at)
    assert done.outcome == {"organisations": 2, "partnerships": 4, "left": 0, "out": 0}
    assert (done.rows, done.columns, done.headings) == ([], {}, [])
    bread = Partnership.objects.get(organisation__name="Bread", role="member")
    assert (bread.identified_by.name, list(bread.groups.all()), bread.contact_email) == (
        "Roses",
        [group],
        "b@example.org",
    )
    assert (bread.organisation.website, bread.organisation.about) == ("https://bread.example.org", "Bakes")
    known.refresh_from_db()
    assert (known.name, known.about) == ("Anchor", "Kept")
    assert LogEntry.objects.filter(verb="added").count() == 6
    again = imports.import_organisations(sheet_of(columns, *rows), by=broker, at=at)
    assert again.outcome == {"organisations": 0, "partnerships": 0, "left": 4, "out": 0}
    assert (Organisation.objects.count(), Partnership.objects.count()) == (3, 4)


def test_import_follows_what_was_chosen(sheet_of, broker, at):
    there = OrganisationFactory(name="Carers Centre")
    sheet = sheet_of("name", ["The Carers Centre"], ["Carers Centre Ltd"], ["Left out"])
    typed = {2: {"same": str(there.pk)}, 3: {"same": "another"}, 4: {"out": "on"}}
    sheet = mend_rows(sheet, typed=typed, by=broker, at=at)
    imports.import_organisations(sheet, by=broker, at=at)
    assert sorted(Partnership.objects.values_list("organisation__name", flat=True)) == [
        "Carers Centre",
        "Carers Centre Ltd",
    ]


def test_import_is_refused_while_a_row_must_be_looked_at(sheet_of, broker, at):
    for sheet in (sheet_of("name", ["Bread"], [""]), sheet_of("name", ["Oasis"], ["Oasis CIC"])):
        with pytest.raises(InvalidTransition, match="must be looked at first"):
            imports.import_organisations(sheet, by=broker, at=at)
    assert (Organisation.objects.count(), OrganisationImport.objects.filter(imported_at=None).count()) == (0, 2)


def test_import_is_done_once(sheet_of, broker, at):
    sheet = sheet_of("name", ["Bread"])
    stale = OrganisationImport.objects.get()
    imports.import_organisations(sheet, by=broker, at=at)
    for refused in (imports.import_organisations, give_up_import):
        with pytest.raises(InvalidTransition, match="has been imported already"):
            refused(stale, by=broker, at=at)
    assert Partnership.objects.count() == 1


def test_import_is_all_or_nothing_when_the_database_refuses_the_last_row(sheet_of, broker, at):
    sheet = sheet_of(
        "name contact_email", *[[f"Organisation {n}", ""] for n in range(1200)], ["Last", "last@example.org"]
    )
    written = []

    def refuse_the_last(execute, sql, params, many, context):
        if 'INSERT INTO "stakeholders_partnership"' in sql:
            written.append(sql)
            if "last@example.org" in str(params):
                raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_the_last), pytest.raises(DatabaseError):
        imports.import_organisations(sheet, by=broker, at=at)
    assert len(written) > 1
    assert (Organisation.objects.count(), Partnership.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    sheet.refresh_from_db()
    assert (sheet.imported_at, len(sheet.rows)) == (None, 1201)


def test_import_says_so_when_somebody_made_the_same_organisation_meanwhile(sheet_of, broker, at, monkeypatch):
    sheet = sheet_of("name", ["Bread"])
    seen = check_rows(sheet, at=at)
    OrganisationFactory(name="BREAD")
    monkeypatch.setattr(imports, "check_rows", lambda *args, **kwargs: seen)
    with pytest.raises(InvalidTransition, match="Nothing was imported"):
        imports.import_organisations(sheet, by=broker, at=at)
    assert (Partnership.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_sheets_are_forgotten_after_fourteen_days(sheet_of, broker, at):
    for days in (13, 15):
        sheet = sheet_of("name", ["Bread"])
        OrganisationImport.objects.filter(pk=sheet.pk).update(uploaded_at=at - timedelta(days=days))
    kept = imports.import_organisations(sheet_of("name", ["Roses"]), by=broker, at=at)
    OrganisationImport.objects.filter(pk=kept.pk).update(uploaded_at=at - timedelta(days=99))
    keep_no_longer(at=at)
    assert OrganisationImport.objects.count() == 2
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["forgotten", "kept_no_longer"]


def test_five_thousand_rows_are_looked_over_in_as_many_queries_as_one(sheet_of, programme):
    StakeholderGroupFactory(programme=programme, name="Carers")
    counts = []
    for size in (1, 5_000):
        sheet = sheet_of(
            "name groups contact_email", *[[f"The {n} Ltd", "Carers", f"a{n}@example.org"] for n in range(size)]
        )
        with CaptureQueriesContext(connection) as queries:
            assert checked(sheet).counts == {"new": size}
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_typed_into_a_row_is_kept_without_what_a_database_cannot_keep(sheet_of, broker, at):
    sheet = sheet_of("name", ["Bread"])
    mend_rows(sheet, typed={2: {"name": "Bre\x00ad", "same": "\x00row-3"}}, by=broker, at=at)
    sheet.refresh_from_db()
    assert sheet.rows == [{"number": 2, "cells": ["Bread"], "same": "row-3"}]
