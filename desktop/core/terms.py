"""The fixed terms of the field (DOMAIN.md, 'Entities'): stored value, English, Vietnamese."""

from __future__ import annotations

from desktop.core.register import Term


class Level(Term):
    """The five levels; which are in use and what they are called is a setting of the office."""

    BASE = "base", "Base", "Cơ sở"
    COMMUNE = "commune", "Commune", "Xã/phường"
    DISTRICT = "district", "District", "Huyện"
    PROVINCE = "province", "Province", "Tỉnh"
    CENTRAL = "central", "Central", "Trung ương"


NOT_COMMENDED = "none"
"""Beside the levels, in a filter: what no level has commended."""


class PaperFamily(Term):
    """Whose rules a paper follows."""

    PARTY = "party", "Party", "Văn bản của Đảng"
    GOVERNMENT = "government", "Government", "Văn bản hành chính nhà nước"


class SigningForm(Term):
    """In what capacity a signer signs."""

    DIRECT = "direct", "Directly", "Ký trực tiếp"
    ON_BEHALF = "on_behalf", "On behalf of the committee", "T/M (thay mặt)"
    FOR_HEAD = "for_head", "For the head", "K/T (ký thay)"
    BY_ORDER = "by_order", "By order", "T/L (thừa lệnh)"


class UnitKind(Term):
    """Kinds of units."""

    PARTY_COMMITTEE = "party_committee", "Party committee", "Đảng bộ"
    BASE_COMMITTEE = "base_committee", "Base Party committee", "Đảng bộ cơ sở"
    BASE_CELL = "base_cell", "Base cell", "Chi bộ cơ sở"
    CELL = "cell", "Subordinate cell", "Chi bộ trực thuộc"
    AGENCY = "agency", "Agency", "Cơ quan"
    FRONT = "front", "Front and mass organisations", "Mặt trận và đoàn thể"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood, hamlet", "Khu phố/ấp/thôn"
    OTHER = "other", "Other", "Khác"


class Sex(Term):
    """Sex as entered; unknown is no value."""

    MALE = "male", "Male", "Nam"
    FEMALE = "female", "Female", "Nữ"


class Force(Term):
    """Armed force, police or retired (column 9 of 7-HSĐV)."""

    ARMY = "army", "Army", "Bộ đội"
    POLICE = "police", "Police", "Công an"
    RETIRED = "retired", "Retired", "Hưu trí"


class TheoryLevel(Term):
    """Level of political theory."""

    ELEMENTARY = "elementary", "Elementary", "Sơ cấp"
    INTERMEDIATE = "intermediate", "Intermediate", "Trung cấp"
    ADVANCED = "advanced", "Advanced", "Cao cấp"
    BACHELOR = "bachelor", "Bachelor", "Cử nhân"


class MemberStatus(Term):
    """Where a member stands."""

    PROBATIONARY = "probationary", "Probationary", "Dự bị"
    OFFICIAL = "official", "Official", "Chính thức"
    TRANSFERRED = "transferred", "Transferred away", "Chuyển đi"
    LEFT = "left", "Left the Party", "Ra khỏi Đảng"
    DECEASED = "deceased", "Deceased", "Từ trần"


class MoveKind(Term):
    """Direction of a member's move."""

    ARRIVAL = "arrival", "Arrival", "Chuyển đến"
    DEPARTURE = "departure", "Departure", "Chuyển đi"


class PledgeKind(Term):
    """The three kinds of pledge."""

    COMMITMENT = (
        "commitment",
        "Commitment to self-improvement",
        "Bản cam kết tu dưỡng, rèn luyện, phấn đấu",
    )
    REGISTRATION = (
        "registration",
        "Registration to study and follow",
        "Bản đăng ký học tập và làm theo",
    )
    ACTION_PROGRAMME = (
        "action_programme",
        "Personal action programme",
        "Chương trình hành động cá nhân",
    )


class PledgerKind(Term):
    """Who makes a pledge."""

    MEMBER = "member", "Member", "Đảng viên"
    ORGANISATION = "organisation", "Organisation", "Tổ chức, đơn vị"
    OTHER = "other", "Person who is no member", "Người ngoài Đảng"


class PublicMeans(Term):
    """How a pledge was made public."""

    LOUDSPEAKER = "loudspeaker", "Loudspeaker", "Loa truyền thanh"
    POSTED = "posted", "Posted", "Niêm yết"
    MEETING = "meeting", "At a meeting", "Hội nghị"


class ReviewPeriod(Term):
    """The period a review is about."""

    MONTH = "month", "Monthly", "Hằng tháng"
    QUARTER = "quarter", "Quarterly", "Hằng quý"
    HALF_YEAR = "half_year", "Half-year", "6 tháng"
    YEAR = "year", "Year-end", "Cuối năm"
    TERM = "term", "Term", "Nhiệm kỳ"


class Rating(Term):
    """The four ratings."""

    EXCELLENT = "excellent", "Excellent", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "Good", "Hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "Completed", "Hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "Not completed", "Không hoàn thành nhiệm vụ"


class RatedKind(Term):
    """Whom a yearly rating is about."""

    MEMBER = "member", "Member", "Đảng viên"
    UNIT = "unit", "Unit", "Tổ chức, đơn vị"


class ModelKind(Term):
    """A model of a collective or of an individual."""

    COLLECTIVE = "collective", "Collective", "Tập thể"
    INDIVIDUAL = "individual", "Individual", "Cá nhân"


class ModelState(Term):
    """The life of a model."""

    REGISTERED = "registered", "Registered", "Đăng ký"
    IN_PROGRESS = "in_progress", "In progress", "Đang thực hiện"
    APPRAISED = "appraised", "Under appraisal", "Thẩm định"
    RECOGNISED = "recognised", "Recognised", "Công nhận"
    REPLICATED = "replicated", "Replicated", "Nhân rộng"
    STOPPED = "stopped", "Stopped", "Dừng"


class Occasion(Term):
    """On what occasion a round of commendation is held."""

    INTERIM_REVIEW = "interim_review", "Interim review", "Sơ kết"
    FINAL_REVIEW = "final_review", "Final review", "Tổng kết"
    EXCEPTIONAL = "exceptional", "Exceptional", "Đột xuất"
    YEARLY = "yearly", "Yearly", "Hằng năm"
    CONTEST = "contest", "Contest", "Hội thi"


class RecipientKind(Term):
    """What kind of recipient an award goes to, in the order in which lists have them."""

    COLLECTIVE = "collective", "Collective", "Tập thể"
    HOUSEHOLD = "household", "Household", "Hộ gia đình"
    INDIVIDUAL = "individual", "Individual", "Cá nhân"


class AwardState(Term):
    """The life of an award."""

    PROPOSED = "proposed", "Proposed", "Đề nghị"
    AGREED = "agreed", "Agreed", "Đồng ý"
    REFUSED = "refused", "Refused", "Không đồng ý"
    GIVEN = "given", "Given", "Đã trao"
    ANNULLED = "annulled", "Annulled", "Thu hồi"


class ConferenceKind(Term):
    """What a conference is held for."""

    INTERIM_REVIEW = "interim_review", "Interim review", "Sơ kết"
    FINAL_REVIEW = "final_review", "Final review", "Tổng kết"
    COMMENDATION = "commendation", "Commendation", "Biểu dương"
    SEMINAR = "seminar", "Seminar", "Tọa đàm"
    SPEAKERS = "speakers", "Speakers", "Báo cáo viên"


class InspectionKind(Term):
    """The four kinds of inspection and supervision."""

    INSPECTION = "inspection", "Inspection", "Kiểm tra"
    THEMATIC_SUPERVISION = (
        "thematic_supervision",
        "Thematic supervision",
        "Giám sát chuyên đề",
    )
    REGULAR_SUPERVISION = (
        "regular_supervision",
        "Regular supervision",
        "Giám sát thường xuyên",
    )
    VIOLATION_INSPECTION = (
        "violation_inspection",
        "Inspection on signs of violation",
        "Kiểm tra khi có dấu hiệu vi phạm",
    )


class ReportKind(Term):
    """What a report of a period is."""

    INTERIM_REVIEW = "interim_review", "Interim review", "Sơ kết"
    FINAL_REVIEW = "final_review", "Final review", "Tổng kết"
    OTHER = "other", "Other", "Định kỳ, khác"


class PlanPeriod(Term):
    """For how long a plan is made."""

    YEAR = "year", "Year", "Năm"
    TERM = "term", "Term", "Nhiệm kỳ"


class Direction(Term):
    """Which way a document or a submission goes."""

    RECEIVED = "received", "Received", "Đến"
    ISSUED = "issued", "Issued", "Đi"


class Trust(Term):
    """What a submission's signature says of the office that it names."""

    KNOWN = "known", "Known office, signature good", "Cơ quan đã biết, chữ ký đúng"
    NEW = "new", "New office", "Cơ quan mới, chữ ký chưa được công nhận"
    UNSIGNED = "unsigned", "Not signed", "Chưa ký"


class Answer(Term):
    """What a higher office answers to a submission."""

    ACCEPTED = "accepted", "Accepted", "Chấp nhận"
    TO_CORRECT = "to_correct", "To be corrected", "Đề nghị chỉnh sửa"


class AuditAction(Term):
    """What was done to a record."""

    CREATED = "created", "Created", "Thêm"
    CHANGED = "changed", "Changed", "Sửa"
    DELETED = "deleted", "Deleted", "Xóa"
    RESTORED = "restored", "Restored", "Khôi phục"
    PURGED = "purged", "Purged", "Xóa hẳn"
    PRINTED = "printed", "Printed", "In giấy"
    EXPORTED = "exported", "Exported", "Xuất tệp"
    ERASED = "erased", "Erased", "Xóa dữ liệu cá nhân"
