"""What is held of staff by the desk: whether they want the daily list."""

from desk.models import DailyList
from kit.data_map import LINK_HASH, LINK_NONCE, Basis, Heading, Kind, OnErasure, Personal, Purpose, held
from programmes.data_map import RECORD

held(
    DailyList,
    Heading.WORK,
    Purpose("write to staff each morning what waits, who wish it", "staff", Basis.PUBLIC_TASK, RECORD),
    whose=["user"],
    programme=None,
    row=OnErasure.DELETE,
    nothing="id user looked_on",
    is_wanted=Personal(Kind.CONSENT),
    link_nonce=LINK_NONCE,
    token_hash=LINK_HASH,
)
