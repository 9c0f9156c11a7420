"""The room of privacy in the demonstration: requests in every state, somebody erased, what goes next, and equality."""

from django.utils import timezone

from privacy.equality.figures import figures_of
from privacy.models import Erasure, FigureEdition, FoundRow, Request, RetentionForecast
from stakeholders.models import Person


def test_glasgow_is_asked_about_what_it_holds_in_every_state(glasgow, loaded):
    stand = {each.number: (each.kind, each.status, each.outcome) for each in glasgow.requests.all()}
    assert stand == {
        1: ("complaint", "answered", "done"),
        2: ("access", "answered", "done"),
        3: ("access", "at_work", ""),
        4: ("objection", "stopped", ""),
        5: ("access", "at_work", ""),
        6: ("erasure", "answered", "done"),
        7: ("rectification", "received", ""),
    }
    assert [each.number for each in glasgow.requests.late(timezone.localdate(loaded))] == [3]
    # She is named in what somebody else asked, and in the letter to them: that is read first.
    waiting = FoundRow.objects.undecided().order_by("table").values_list("request__number", "table", "how")
    assert list(waiting) == [(5, "privacy.request", "words"), (5, "privacy.requestletter", "words")]
    assert not Request.objects.exclude(email="").exists()


def test_glasgow_erased_somebody_and_says_what_goes_next(glasgow, loaded):
    erasure = Erasure.objects.get(request__programme=glasgow)
    assert erasure.receipt["emptied"] == {"attendances": 1, "people": 1}
    assert [erasure.proposed_by.name, erasure.confirmed_by.name] == ["Maya Lindqvist", "Ailsa Donnachie"]
    assert not Person.objects.filter(name="Gordon Mackie").exists()
    goes = RetentionForecast.objects.filter(programme=glasgow).values_list("key", "rows")
    assert list(goes) == [("attendance-needs", 2)]


def test_glasgow_asks_about_equality_and_shows_whom_it_misses(glasgow):
    edition = FigureEdition.objects.get(questionnaire__programme=glasgow, published_at__isnull=False)
    age, limited, carer = figures_of(edition)
    assert edition.questionnaire.is_open
    # By lot ten of each stay behind: a figure is not the same at each loading.
    assert age.missing[-1:] == ["75 or older"]
    assert (len(limited.lines), carer.is_beside_population) == (4, False)


def test_newcastle_is_asked_for_information_and_deletes_nothing_meanwhile(newcastle):
    asked = newcastle.requests.get()
    assert (asked.kind, asked.law, asked.status) == ("information", "foia", "at_work")
    assert [(hold.request, hold.released_at) for hold in newcastle.holds.all()] == [(asked, None)]
