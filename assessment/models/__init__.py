from assessment.models.defence import CommissionMember, Defence, DefenceDay, Mark, Protocol, Sheet
from assessment.models.rubric import Attempt, Band, CohortRules, Criterion, Result, Rubric

__all__ = [
    "Attempt",
    "Band",
    "CohortRules",
    "CommissionMember",
    "Criterion",
    "Defence",
    "DefenceDay",
    "Mark",
    "Protocol",
    "Result",
    "Rubric",
    "Sheet",
]
