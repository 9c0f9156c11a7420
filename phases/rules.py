"""Who may close a phase, who looks after a meeting, and who may say how many people were reached."""

from programmes.rules import is_broker, is_facilitator, is_lead, permit

permit("phases.enter_reach", is_lead | is_facilitator | is_broker, "say how many people were reached, and take it back")
# Anybody's entry; one's own may be taken back by whoever may enter.
permit("phases.correct_reach", is_lead, "take back what others said of people reached")
permit("phases.close_phase", is_lead, "close phases, over a gap only with an explanation that is published")
permit("phases.publish_minutes", is_lead, "publish the minutes of meetings, and take them back")
permit(
    "phases.run_meeting",
    is_lead | is_facilitator | is_broker,
    "see who comes to a meeting and what they need, arrange it, give places, and check people in",
)
