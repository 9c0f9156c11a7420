"""What of this room opens by the clock."""

from operator import attrgetter

from consultations.asking.models import Consultation
from consultations.hand_ins.models import PosterCall
from programmes.quiet_periods.openings import Opening, opens_by_the_clock

ENDING = attrgetter("ends_at")

opens_by_the_clock(
    Opening("The consultation “{}”", Consultation.objects.all, "starts_at", "ends_at", ENDING, "phase__programme")
)
opens_by_the_clock(Opening("{}", PosterCall.objects.all, "starts_at", "ends_at", ENDING))
