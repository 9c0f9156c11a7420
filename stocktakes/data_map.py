"""What is held of people by stocktakes: what was public when an edition was issued."""

from kit.data_map import LOOSE, WORDS, Basis, Heading, Purpose, held, kept
from programmes.data_map import RECORD
from stocktakes.models import Making, Stocktake, StocktakeFile, StocktakePicture

ACCOUNT = Purpose(
    "give an account that is never changed afterwards",
    "those named in public when an edition was issued",
    Basis.PUBLIC_TASK,
    RECORD,
)
WHY = "an issued edition is frozen; what is erased or withdrawn is left out of every copy that is given, with a note"
FROZEN = kept(WORDS, WHY, whose=LOOSE)

held(
    Stocktake,
    Heading.DOING,
    ACCOUNT,
    frozen=WHY,
    nothing="id programme number title foreword corrects status problem as_at data_sha256 issued_at",
    staff="requested_by",
    data=FROZEN,
)
held(
    StocktakePicture,
    Heading.DOING,
    ACCOUNT,
    frozen=WHY,
    programme="stocktake__programme",
    nothing="id stocktake poster_number sha256",
    content=FROZEN,
)
held(
    StocktakeFile,
    Heading.DOING,
    ACCOUNT,
    frozen=WHY,
    programme="stocktake__programme",
    nothing="id stocktake kind size sha256",
    content=FROZEN,
)
held(Making, programme="stocktake__programme", nothing="stocktake done_percent claimed_until")
