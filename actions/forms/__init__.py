"""What may be typed about what was taken on, and what came of it."""

from actions.forms.answers import AnswerEnterForm, AnswerForm
from actions.forms.areas import AreaForm, CaptureForm, StepEditForm, StepForm
from actions.forms.factors import FactorMergeForm, FactorNameForm
from actions.forms.reach import ReachForm
from actions.forms.record import RecordNameForm, RecordWordsForm
from actions.forms.review import ReviewForm
from actions.forms.rounds import ExtendConfirmForm, ExtendForm, RoundForm
from actions.forms.sayings import CommitmentEnterForm, CommitmentForm
from actions.forms.succession import HandOnForm, MoveOnEnterForm, MoveOnForm, NotMeForm

__all__ = [
    "AnswerEnterForm",
    "AnswerForm",
    "AreaForm",
    "CaptureForm",
    "CommitmentEnterForm",
    "CommitmentForm",
    "ExtendConfirmForm",
    "ExtendForm",
    "FactorMergeForm",
    "FactorNameForm",
    "HandOnForm",
    "MoveOnEnterForm",
    "MoveOnForm",
    "NotMeForm",
    "ReachForm",
    "RecordNameForm",
    "RecordWordsForm",
    "ReviewForm",
    "RoundForm",
    "StepEditForm",
    "StepForm",
]
