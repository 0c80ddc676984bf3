from assessment.models.coursework import CourseworkMark
from assessment.models.day import CommissionMember, Defence, DefenceDay
from assessment.models.feedback import DefenceFeedback
from assessment.models.plan import Conflict, PlanNotice, Unavailability, Workplace
from assessment.models.protocol import Protocol
from assessment.models.resolution import ConsensusMark, Resolution, ThirdCall
from assessment.models.result import Attempt, Result
from assessment.models.retake import Retake
from assessment.models.review import Addendum, Review
from assessment.models.rubric import Band, CohortRules, Criterion, Rubric
from assessment.models.rubric_draft import RubricDraft
from assessment.models.sheet import Mark, Sheet
from assessment.models.signature import ProtocolSignature
from assessment.models.survey import Instrument, SurveyResponse, SurveyWave

__all__ = [
    "Addendum",
    "Attempt",
    "Band",
    "CohortRules",
    "CommissionMember",
    "Conflict",
    "ConsensusMark",
    "CourseworkMark",
    "Criterion",
    "Defence",
    "DefenceDay",
    "DefenceFeedback",
    "Instrument",
    "Mark",
    "PlanNotice",
    "Protocol",
    "ProtocolSignature",
    "Resolution",
    "Result",
    "Retake",
    "Review",
    "Rubric",
    "RubricDraft",
    "Sheet",
    "SurveyResponse",
    "SurveyWave",
    "ThirdCall",
    "Unavailability",
    "Workplace",
]
