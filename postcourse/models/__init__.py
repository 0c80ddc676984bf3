from postcourse.models.step import AddedStep
from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.template import PlanTemplate
from postcourse.models.webinar import Webinar, WebinarEvent
from postcourse.models.webinar_guest import WebinarGuest, WebinarGuestEvent, WebinarMaterial, WebinarReminder

__all__ = [
    "AddedStep",
    "Consultation",
    "ConsultationEvent",
    "Plan",
    "PlanTemplate",
    "Webinar",
    "WebinarEvent",
    "WebinarGuest",
    "WebinarGuestEvent",
    "WebinarMaterial",
    "WebinarReminder",
]
