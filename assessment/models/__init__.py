from assessment.models.coursework import CourseworkMark
from assessment.models.day import CommissionMember, Defence, DefenceDay
from assessment.models.plan import Conflict, PlanNotice, Unavailability, Workplace
from assessment.models.protocol import Protocol
from assessment.models.result import Attempt, Result
from assessment.models.rubric import Band, CohortRules, Criterion, Rubric
from assessment.models.rubric_draft import RubricDraft
from assessment.models.sheet import Mark, Sheet
from assessment.models.survey import Instrument, SurveyResponse, SurveyWave

__all__ = [
    "Attempt",
    "Band",
    "CohortRules",
    "CommissionMember",
    "Conflict",
    "CourseworkMark",
    "Criterion",
    "Defence",
    "DefenceDay",
    "Instrument",
    "Mark",
    "PlanNotice",
    "Protocol",
    "Result",
    "Rubric",
    "RubricDraft",
    "Sheet",
    "SurveyResponse",
    "SurveyWave",
    "Unavailability",
    "Workplace",
]
