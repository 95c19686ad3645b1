"""The registers, each declared once as its SQLAlchemy model."""

from desktop.storage.models.base import Base, Kept
from desktop.storage.models.commendations import (
    Award,
    AwardForm,
    AwardFormLevel,
    CertificateLayout,
    Decision,
    Round,
)
from desktop.storage.models.models import (
    FieldOfWork,
    Model,
    ModelLevel,
    ModelReview,
    ModelStep,
    ModelUnit,
)
from desktop.storage.models.office import (
    DocumentType,
    LevelName,
    Office,
    PageLayout,
    RatingGrade,
    RatingScale,
    Rule,
    Setting,
    Signer,
)
from desktop.storage.models.people import (
    Member,
    MemberMove,
    MemberStep,
    MemberUnit,
)
from desktop.storage.models.pledges import (
    Campaign,
    Document,
    Expected,
    Pledge,
    PledgeItem,
    PledgeReview,
    Topic,
)
from desktop.storage.models.records import (
    Attachment,
    AuditEntry,
    RecordNote,
    Submission,
    UndoneRows,
    YearlyRating,
)
from desktop.storage.models.units import Unit, UnitParent

__all__ = [
    "Attachment",
    "AuditEntry",
    "Award",
    "AwardForm",
    "AwardFormLevel",
    "Base",
    "Campaign",
    "CertificateLayout",
    "Decision",
    "Document",
    "DocumentType",
    "Expected",
    "FieldOfWork",
    "Kept",
    "LevelName",
    "Member",
    "MemberMove",
    "MemberStep",
    "MemberUnit",
    "Model",
    "ModelLevel",
    "ModelReview",
    "ModelStep",
    "ModelUnit",
    "Office",
    "PageLayout",
    "Pledge",
    "PledgeItem",
    "PledgeReview",
    "RatingGrade",
    "RatingScale",
    "RecordNote",
    "Round",
    "Rule",
    "Setting",
    "Signer",
    "Submission",
    "Topic",
    "UndoneRows",
    "Unit",
    "UnitParent",
    "YearlyRating",
]
