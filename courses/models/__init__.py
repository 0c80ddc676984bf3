from courses.models.cohort import Cohort, CohortEvent
from courses.models.enrolment import Enrolment, EnrolmentEvent
from courses.models.list_import import ListImport
from courses.models.order import Counter, Order
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
