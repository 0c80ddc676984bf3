from courses.models.attendance import Attendance, AttendanceEvent, CarriedHours
from courses.models.cohort import Cohort, CohortEvent
from courses.models.enrolment import Application, Enrolment, EnrolmentEvent, EnrolmentPaper
from courses.models.list_import import ListImport
from courses.models.material import Material, MaterialVersion
from courses.models.order import CommissionDecision, Counter, Order, OrderLine
from courses.models.programme import Decision, Discrepancy, Module, Programme, ProgrammeDraft, ProgrammeVersion
from courses.models.session import CalendarDay, CalendarFeed, HourKind, Session
from courses.models.task import Feedback, SelfAssessment, Submission, Task

__all__ = [
    "Application",
    "Attendance",
    "AttendanceEvent",
    "CalendarDay",
    "CalendarFeed",
    "CarriedHours",
    "Cohort",
    "CohortEvent",
    "CommissionDecision",
    "Counter",
    "Decision",
    "Discrepancy",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentPaper",
    "Feedback",
    "HourKind",
    "ListImport",
    "Material",
    "MaterialVersion",
    "Module",
    "Order",
    "OrderLine",
    "Programme",
    "ProgrammeDraft",
    "ProgrammeVersion",
    "SelfAssessment",
    "Session",
    "Submission",
    "Task",
]
