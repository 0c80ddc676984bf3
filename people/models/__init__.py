from people.models.distinction import Distinction
from people.models.outbox import OutboxMessage
from people.models.person import Consent, ExportEvent, Merge, Organisation, Person, SearchWord
from people.models.provider import Provider, Signatory
from people.models.pulse import Pulse
from people.models.quiet import QuietHours
from people.models.refusal import RefusedAddress
from people.models.upload import Upload
from people.models.user import RoleGrant, User, UserEvent

__all__ = [
    "Consent",
    "Distinction",
    "ExportEvent",
    "Merge",
    "Organisation",
    "OutboxMessage",
    "Person",
    "Provider",
    "Pulse",
    "QuietHours",
    "RefusedAddress",
    "RoleGrant",
    "SearchWord",
    "Signatory",
    "Upload",
    "User",
    "UserEvent",
]
