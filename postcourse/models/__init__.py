from postcourse.models.expertise import CriterionFeedback, ExpertFeedback, GoalOutcome, ResultAnalysis
from postcourse.models.goal import Goal, GoalValue, ProgressReport
from postcourse.models.implementation import Implementation, ImplementationEvent, Standing
from postcourse.models.milestone import Milestone, MilestoneReminder
from postcourse.models.step import AddedStep
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.template import PlanTemplate
from postcourse.models.webinar import Webinar, WebinarEvent
from postcourse.models.webinar_guest import WebinarGuest, WebinarGuestEvent, WebinarMaterial, WebinarReminder

__all__ = [
    "AddedStep",
    "Consultation",
    "ConsultationEvent",
    "CriterionFeedback",
    "ExpertFeedback",
    "Goal",
    "GoalOutcome",
    "GoalValue",
    "Implementation",
    "ImplementationEvent",
    "Milestone",
    "MilestoneReminder",
    "Plan",
    "PlanTemplate",
    "ProgressReport",
    "ResultAnalysis",
    "Standing",
    "Webinar",
    "WebinarEvent",
    "WebinarGuest",
    "WebinarGuestEvent",
    "WebinarMaterial",
    "WebinarReminder",
]
