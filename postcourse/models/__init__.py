from postcourse.models.step import AddedStep
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.template import PlanTemplate

__all__ = ["AddedStep", "Consultation", "ConsultationEvent", "Plan", "PlanTemplate"]
