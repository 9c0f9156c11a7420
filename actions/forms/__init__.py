"""What may be typed about what was taken on, and what came of it."""

from actions.forms.answers import AnswerForm, RecordForm
from actions.forms.areas import AreaForm, CaptureForm, StepEditForm, StepForm
from actions.forms.factors import FactorMergeForm, FactorNameForm
from actions.forms.reach import ReachForm
from actions.forms.record import RecordNameForm, RecordWordsForm
from actions.forms.review import ReviewForm
from actions.forms.rounds import ExtendConfirmForm, ExtendForm, RoundForm
from actions.forms.sayings import EnterForm, SayingForm
from actions.forms.succession import HandOnForm, MovedOnForm, MoveOnForm, NotMeForm

__all__ = [
    "AnswerForm",
    "AreaForm",
    "CaptureForm",
    "EnterForm",
    "ExtendConfirmForm",
    "ExtendForm",
    "FactorMergeForm",
    "FactorNameForm",
    "HandOnForm",
    "MoveOnForm",
    "MovedOnForm",
    "NotMeForm",
    "ReachForm",
    "RecordForm",
    "RecordNameForm",
    "RecordWordsForm",
    "ReviewForm",
    "RoundForm",
    "SayingForm",
    "StepEditForm",
    "StepForm",
]
