"""Who may see and answer what people ask of what is held of them, and keep something from being deleted."""

from programmes.rules import is_facilitator, is_lead, is_officer, permit

permit(
    "privacy.answer_requests",
    is_lead | is_officer,
    "see and answer requests about personal information, and for information; each look is logged",
)
permit("privacy.keep_holds", is_lead | is_officer, "keep what is held from being deleted, and let it go again")
permit(
    "privacy.see_retention",
    is_lead,
    "see what the clock deletes and when, and set for how long it is kept",
)
permit(
    "privacy.ask_about_equality",
    is_lead,
    "say what is asked about equality, open and close it, draw its figures and publish them",
)
permit(
    "privacy.count_equality_paper",
    is_lead | is_facilitator,
    "key from paper how many people gave which answer about equality",
)
