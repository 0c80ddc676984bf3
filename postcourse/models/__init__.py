from postcourse.models.practice import Practice, PracticeEvent
from postcourse.models.practice_digest import DigestRefusal, DigestWeek, PracticeDigest
from postcourse.models.practice_talk import PracticeComment, PracticeReport
from postcourse.models.step import AddedStep
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.template import PlanTemplate

__all__ = [
    "AddedStep", "Consultation", "ConsultationEvent", "DigestRefusal", "DigestWeek", "Plan", "PlanTemplate",
    "Practice", "PracticeComment", "PracticeDigest", "PracticeEvent", "PracticeReport",
]  # fmt: skip
