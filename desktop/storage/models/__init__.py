"""The registers, each declared once as its SQLAlchemy model."""

from desktop.storage.models.activities import (
    Breakthrough,
    Conference,
    Contest,
    EthicsStandard,
    GoodDeed,
    Indicator,
    TopicMeeting,
)
from desktop.storage.models.base import Base, Kept
from desktop.storage.models.commendations import (
    Award,
    AwardForm,
    AwardFormLevel,
    CertificateLayout,
    Decision,
    Round,
)
from desktop.storage.models.guidance import Document, Topic, TopicDocument
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
from desktop.storage.models.plans import Plan, PlanItem
from desktop.storage.models.pledges import (
    Campaign,
    Expected,
    Pledge,
    PledgeItem,
    PledgeReview,
)
from desktop.storage.models.records import (
    Attachment,
    AuditEntry,
    AuditHead,
    RecordNote,
    Submission,
    UndoneRows,
    YearlyRating,
)
from desktop.storage.models.reports import PeriodReport, ReportIssue, ReportTemplate
from desktop.storage.models.studies import InspectionEntry, StudyAttendance, StudySession
from desktop.storage.models.units import Unit, UnitParent
from desktop.storage.models.upward import ReceivedRow, Remark, SameRecord, SubmissionProfile

__all__ = [
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "Award",
    "AwardForm",
    "AwardFormLevel",
    "Base",
    "Breakthrough",
    "Campaign",
    "CertificateLayout",
    "Conference",
    "Contest",
    "Decision",
    "Document",
    "DocumentType",
    "EthicsStandard",
    "Expected",
    "FieldOfWork",
    "GoodDeed",
    "Indicator",
    "InspectionEntry",
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
    "PeriodReport",
    "Plan",
    "PlanItem",
    "Pledge",
    "PledgeItem",
    "PledgeReview",
    "RatingGrade",
    "RatingScale",
    "ReceivedRow",
    "RecordNote",
    "Remark",
    "ReportIssue",
    "ReportTemplate",
    "Round",
    "Rule",
    "SameRecord",
    "Setting",
    "Signer",
    "StudyAttendance",
    "StudySession",
    "Submission",
    "SubmissionProfile",
    "Topic",
    "TopicDocument",
    "TopicMeeting",
    "UndoneRows",
    "Unit",
    "UnitParent",
    "YearlyRating",
]
