from postcourse.models.expertise import CriterionFeedback, ExpertFeedback, GoalOutcome, ResultAnalysis
from postcourse.models.goal import Goal, GoalValue, ProgressReport
from postcourse.models.implementation import Implementation, ImplementationEvent, Standing
from postcourse.models.milestone import Milestone, MilestoneReminder
from postcourse.models.support import Consultation, ConsultationEvent, Plan

__all__ = [
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
    "ProgressReport",
    "ResultAnalysis",
    "Standing",
]
