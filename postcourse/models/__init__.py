from postcourse.models.renewal import RenewalReminder, SchoolConsent
from postcourse.models.support import Consultation, ConsultationEvent, Plan

__all__ = ["Consultation", "ConsultationEvent", "Plan", "RenewalReminder", "SchoolConsent"]
