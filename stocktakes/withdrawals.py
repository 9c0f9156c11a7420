"""What groups have withdrawn since an edition was issued: left out of everything that is given of it.

The frozen rows stay as they are, and the database refuses to change them; what is handed to people does not. Page,
spreadsheet and data are drawn without the withdrawn posters, from the frozen data alone; the PDF, which holds their
words and pictures and takes a worker to draw, is not given any more. A correcting edition brings a whole PDF again.
"""

from __future__ import annotations

from collections.abc import Collection

from consultations.models import Poster
from stocktakes.frozen_line import Data
from stocktakes.models import Stocktake

INSTEAD = "Withdrawn by its group"


def withdrawn_from(stocktake: Stocktake) -> list[int]:
    """Return the numbers of the posters in an edition whose groups have withdrawn them; one query if none."""
    withdrawn = Poster.objects.withdrawn().filter(programme=stocktake.programme_id, number__isnull=False)
    numbers = set(withdrawn.values_list("number", flat=True))
    return [each["number"] for each in stocktake.data["posters"] if each["number"] in numbers] if numbers else []


def without(data: Data, numbers: Collection[int]) -> Data:
    """Return the account without what posters of these numbers say, show and are called; `data` stays as it is."""
    empty = {"title": INSTEAD, "group": "", "place": "", "words": "", "artist": ""}
    posters = [each | empty if each["number"] in numbers else each for each in data["posters"]]
    pictures = [each for each in data["pictures"] if each["poster"] not in numbers]
    return data | {"posters": posters, "pictures": pictures}
