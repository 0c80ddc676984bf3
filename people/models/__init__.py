from people.models.outbox import OutboxMessage
from people.models.person import Consent, Organisation, Person
from people.models.provider import Provider, Signatory
from people.models.user import RoleGrant, User, UserEvent

__all__ = [
    "Consent",
    "Organisation",
    "OutboxMessage",
    "Person",
    "Provider",
    "RoleGrant",
    "Signatory",
    "User",
    "UserEvent",
]
