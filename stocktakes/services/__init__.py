"""Every write of consequence about the account that is given: editions, and telling people what has happened."""

from stocktakes.services.editions import LEASE, add_pdf, issue_stocktake, render_stocktake, retry_stocktake
from stocktakes.services.telling import choose_telling, resume_telling, stop_outdated, stop_telling, tell_people

__all__ = [
    "LEASE",
    "add_pdf",
    "choose_telling",
    "issue_stocktake",
    "render_stocktake",
    "resume_telling",
    "retry_stocktake",
    "stop_outdated",
    "stop_telling",
    "tell_people",
]
