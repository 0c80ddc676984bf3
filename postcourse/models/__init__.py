from postcourse.models.support import Consultation, ConsultationEvent, Plan
from postcourse.models.webinar import Webinar, WebinarEvent
from postcourse.models.webinar_guest import WebinarGuest, WebinarGuestEvent, WebinarMaterial, WebinarReminder

__all__ = [
    "Consultation", "ConsultationEvent", "Plan", "Webinar", "WebinarEvent", "WebinarGuest", "WebinarGuestEvent",
    "WebinarMaterial", "WebinarReminder",
]  # fmt: skip
