"""The whole of 2016–17 once more, the clock moved day by day: every message counted against what should have gone."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from actions.models import FollowUp, Proposer, RecordSending
from outbox.models import Message
from tests.outbox.relay import Relay
from tests.stocktakes.replay import LONDON, Replay

ASKING = {"first", "reminder", "second", "last"}
# Day, kind of message, to whom. Maurice, Gulsen and Edie have no e-mail: they are rung up, or get a letter.
SHOULD = """
2016-05-09 place    Amina
2016-05-10 place    Bill
2016-05-11 place    Chloe  # The last place goes to Edie, by telephone.
2016-05-12 waits    Dev
2016-05-13 waits    Frank
2016-05-24 given-up Bill
2016-05-24 moved-up Dev
2016-06-01 joining  Amina Chloe Dev
2016-06-07 link     Gwen  # Joined by a sheet's code, and said two things.
2016-07-05 record   Alastair Bernadette Denise Farah Howard Ingrid Kath Lorraine Ngozi Oliver Rhiannon Samir Winston
2016-07-05 record   Amina Chloe Dev Gwen
2016-07-12 record   Chloe  # Put her words right; Dev has taken his back.
2016-09-19 first    Alastair Bernadette Denise Farah Howard Ingrid Kath Lorraine Ngozi Oliver Rhiannon Samir Winston
2016-09-27 reminder Alastair Bernadette Howard Ingrid Kath Ngozi Oliver Rhiannon Samir Winston
2016-10-03 second   Alastair Bernadette Howard Kath Oliver Rhiannon Samir
2016-10-06 last     Bernadette Howard Oliver Rhiannon Samir  # Alastair has moved on.
2016-10-17 told     Bernadette Denise Farah Howard Ingrid Kath Lorraine Ngozi Oliver Rhiannon Samir Winston
2016-10-17 told     Amina Gwen
2016-10-24 told     Ingrid  # Hers was reviewed on the 19th, within the week. Kath has stopped.
2016-12-05 first    Bernadette Denise Farah Howard Ingrid Kath Lorraine Ngozi Oliver Rhiannon Samir Winston
2016-12-12 first    Shabnam  # Takes over what Alastair left.
2016-12-13 reminder Bernadette Howard Ingrid Kath Ngozi Oliver Rhiannon Samir Winston
2016-12-19 second   Bernadette Howard Ingrid Kath Ngozi Oliver Rhiannon Samir Shabnam
2016-12-22 last     Bernadette Howard Kath Ngozi Oliver Rhiannon Samir Shabnam
2017-01-16 told     Amina Bernadette Denise Farah Gwen Ingrid Lorraine Ngozi Oliver Winston
2017-01-30 told     Samir  # His was reviewed last.
2017-02-01 told     Bernadette Denise Farah Howard Ingrid Lorraine Ngozi Oliver Rhiannon Shabnam Winston
2017-02-01 told     Amina Chloe Gwen  # Of Stocktake 1, pressed the evening before.
2017-02-06 told     Samir  # Of the same, a week after the message before.
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Return one row for each message of a table."""
    lines = [line.partition("#")[0].split() for line in table.strip().splitlines()]
    return sorted((day, kind, name) for day, kind, *names in lines for name in names)


@pytest.mark.django_db
def test_every_message_of_2016_and_2017_is_one_that_should_have_gone(programme, lead, settings, tmp_path):
    replay = Replay(programme, lead)
    with Relay() as relay:
        settings.EMAIL_URL, settings.DATA_DIR = relay.url, tmp_path
        sent = replay.run(relay, date(2016, 5, 1), date(2017, 2, 28))
    days = [(each.at.astimezone(LONDON).date(), each.kind, each.to) for each in sent]
    assert sorted((str(day), kind, to) for day, kind, to in days) == rows(SHOULD)
    # Nothing twice.
    assert (max(relay.copies().values()), len(set(days))) == (1, len(days))
    # Each was asked of what they put forward, or took over.
    asked = {(each.to, each.about) for each in sent if each.kind in ASKING}
    with_email = Proposer.objects.exclude(person__email="").select_related("person", "area")
    assert asked == {(each.person.name.split()[0], each.area.title) for each in with_email}
    # Nothing on or after an answer.
    asking = [each for each in sent if each.kind in ASKING]
    late = [
        (who, each.at)
        for who, settled_at, closed_at in replay.settled
        for each in asking
        if each.to == who and settled_at <= each.at <= closed_at
    ]
    assert late == []
    # At most once in seven days.
    told = sorted((to, day) for day, kind, to in days if kind == "told")
    too_soon = [to for (who, last), (to, day) in pairwise(told) if who == to and day - last < timedelta(days=7)]
    assert too_soon == []
    # Who has no e-mail gets a letter; silence is recorded; nothing is left lying.
    assert list(RecordSending.objects.filter(channel="letter").values_list("record__person__name", "number")) == [
        ("Edie Marsh", 1)
    ]
    silent = FollowUp.objects.filter(status="no_reply").values_list("round__name", flat=True).order_by("round", "pk")
    assert list(silent) == ["September 2016"] * 3 + ["December 2016"] * 4
    assert {FollowUp.objects.filter(status="asked").count(), Message.objects.filter(state="due").count()} == {0}
