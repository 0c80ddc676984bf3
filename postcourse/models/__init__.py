from postcourse.models.action import AgreedAction
from postcourse.models.availability import FreeHours, HoursException
from postcourse.models.discussion import Discussion, DiscussionEvent
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.taken import TakenTime

__all__ = [
    "AgreedAction",
    "Consultation",
    "ConsultationEvent",
    "Discussion",
    "DiscussionEvent",
    "FreeHours",
    "HoursException",
    "Plan",
    "TakenTime",
]
