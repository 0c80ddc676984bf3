from postcourse.models.action import AgreedAction
from postcourse.models.availability import FreeHours, HoursException
from postcourse.models.discussion import Discussion, DiscussionEvent
from postcourse.models.expertise import CriterionFeedback, ExpertFeedback, GoalOutcome, ResultAnalysis
from postcourse.models.goal import Goal, GoalValue, ProgressReport
from postcourse.models.implementation import Agreement, Implementation, ImplementationEvent, Standing
from postcourse.models.milestone import Milestone, MilestoneReminder
from postcourse.models.practice import Practice, PracticeEvent
from postcourse.models.practice_digest import DigestRefusal, DigestWeek, PracticeDigest
from postcourse.models.practice_talk import PracticeComment, PracticeReport
from postcourse.models.renewal import RenewalReminder, SchoolConsent
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.taken import TakenTime
from postcourse.models.template import PlanTemplate
from postcourse.models.webinar import Webinar, WebinarEvent
from postcourse.models.webinar_guest import WebinarGuest, WebinarGuestEvent, WebinarMaterial, WebinarReminder

__all__ = [
    "AgreedAction",
    "Agreement",
    "Consultation",
    "ConsultationEvent",
    "CriterionFeedback",
    "DigestRefusal",
    "DigestWeek",
    "Discussion",
    "DiscussionEvent",
    "ExpertFeedback",
    "FreeHours",
    "Goal",
    "GoalOutcome",
    "GoalValue",
    "HoursException",
    "Implementation",
    "ImplementationEvent",
    "Milestone",
    "MilestoneReminder",
    "Plan",
    "PlanTemplate",
    "Practice",
    "PracticeComment",
    "PracticeDigest",
    "PracticeEvent",
    "PracticeReport",
    "ProgressReport",
    "RenewalReminder",
    "ResultAnalysis",
    "SchoolConsent",
    "Standing",
    "TakenTime",
    "Webinar",
    "WebinarEvent",
    "WebinarGuest",
    "WebinarGuestEvent",
    "WebinarMaterial",
    "WebinarReminder",
]
