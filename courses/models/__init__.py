from courses.models.cohort import Cohort, CohortEvent, Counter, Enrolment, EnrolmentEvent, ListImport, Order
from courses.models.programme import Decision, Discrepancy, Module, Programme, ProgrammeVersion

__all__ = [
    "Cohort",
    "CohortEvent",
    "Counter",
    "Decision",
    "Discrepancy",
    "Enrolment",
    "EnrolmentEvent",
    "ListImport",
    "Module",
    "Order",
    "Programme",
    "ProgrammeVersion",
]
