"""The workbook contract: the names of sheets, tables, columns, settings and choices, each in one place.

The names are fixed; staff's workbooks and other agencies' files hold them. Tables are found by name,
columns by heading; see `book.tables` for how a heading is matched.
"""

from typing import NamedTuple


class TableSpec(NamedTuple):
    """An Excel table: its name, the sheet it is on in the template, its headings in order.

    `extra` are columns of ours beyond the fixed contract, which a workbook may lack. They are last, but for those
    that `_BESIDE` puts to the right of another.
    """

    name: str
    sheet: str
    columns: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings of the template's table."""
        moved = {name: _BESIDE[name] for name in self.columns if _BESIDE.get(name) in self.extra}
        last = (*self.columns, *(name for name in self.extra if name not in moved.values()))
        return tuple(name for heading in last for name in (heading, moved.get(heading)) if name)


# Sheets
OVERVIEW = "Tổng quan"
CHARTS_SHEET = "Biểu đồ"
SETTINGS_SHEET = "Thông tin"
UNITS_SHEET = "Đơn vị"
SCORES_SHEET = "Bảng điểm"
TASKS_SHEET = "Nhiệm vụ"
PROGRESS_SHEET = "Tiến độ"
FINDINGS_SHEET = "Kiểm tra"
LOG_SHEET = "Nhật ký"
CONFLICTS_SHEET = "Xung đột"
SELF_SCORES_SHEET = "Tự đánh giá"  # in the office's workbook and in that of a unit that leads scored criteria
APPRAISALS_SHEET = "Thẩm định"
RETURNS_SHEET = "Sổ gửi về"  # no name of ours may begin as those of task sheets do
ROUNDS_SHEET = "Kỳ báo cáo"
PROPOSALS_SHEET = "Việc phát sinh"  # work that units propose
COMPARISON_SHEET = "So sánh năm"
EVIDENCE_SHEET = "Tài liệu kiểm chứng"
GUIDE_SHEET = "Hướng dẫn"
PASTE_SHEET = "Dán"  # staff's own: a table pasted there from Word, a PDF or a web page is imported
PASTE_HELP = "Dán bảng phụ lục từ dòng dưới (bấm chuột phải, chọn Chỉ giữ văn bản), rồi bấm Nhập phụ lục."
LEAD_BACK = f"← {OVERVIEW}"
TASK_SHEET_TEMPLATE = "Phiếu mẫu"  # hidden; `assign` copies it per unit
TASK_SHEET_PREFIX = "Phiếu "  # + unit code
APPENDIX_I = "Phụ lục I"  # scores, made by `print` from its template sheet
APPENDIX_II = "Phụ lục II"  # tasks
APPENDIX_I_TEMPLATE, APPENDIX_II_TEMPLATE = "Phụ lục I mẫu", "Phụ lục II mẫu"  # hidden
LOST_SHEET = "Tiêu chí mất điểm"  # made by `print` where points were lost
LOST_SHEET_TEMPLATE = "Tiêu chí mất điểm mẫu"  # hidden
REMEDIAL_TEMPLATE = "Khắc phục mất điểm mẫu"  # hidden; of the same sheet, where causes or remedies are written

# Columns that several tables share
STT = "STT"
NOTE = "Ghi chú"
LEAD = "Đơn vị chủ trì"
SUPPORT = "Đơn vị phối hợp"
DUE = "Hạn cuối"
STATUS = "Trạng thái"
PROGRESS = "Tiến độ"
FLAG = "Cờ"
PARTLY_KNOWN = "Có "  # begins the flag of a parent whose sums take blanks for 0: "Có 4/5 kết quả"
RESULT = "Kết quả"

# Columns of Settings, Units, Groups
KEY, VALUE = "Khóa", "Giá trị"
UNIT_CODE, UNIT_NAME, UNIT_ALIASES, UNIT_KIND = "Mã", "Tên đơn vị", "Tên gọi khác", "Loại"
UNIT_EMAIL, UNIT_CC, UNIT_CONTACT = "Email", "Email đồng gửi", "Đầu mối"
GROUP_NAME, GROUP_KINDS, GROUP_UNITS, GROUP_EXCEPT = "Tên nhóm", "Gồm loại", "Gồm đơn vị", "Trừ"

# Columns of Criteria
CRITERION_NAME = "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"
NOT_SCORED = "Không chấm"
MAX_SCORE = "Điểm tối đa"
TARGET = "Mục tiêu"
SELF_SCORE = "Tự đánh giá"
APPRAISED = "Thẩm định"
LOST = "Điểm mất"
RATIO = "Tỷ lệ đạt"
CRITERION_DEADLINE = "Thời gian hoàn thành"
EVIDENCE = "Tài liệu kiểm chứng"
SCALE = "Thang điểm"  # how points are given, as the set words it
POINTS_FROM = "Nguồn điểm"  # who gives the points; blank: the unit scores itself, and is appraised
SURVEY = "Điểm XHH"  # points of a survey (điều tra xã hội học)
BONUS = "Điểm cộng, trừ"  # a bonus above zero, a penalty below
CAUSE, REMEDY = "Nguyên nhân", "Giải pháp"  # why points were lost, and what is to be done about it
CURRENT = "Hiện nay"  # where the plan year stands: Thẩm định, else Tự đánh giá
CURRENT_BY = "Hiện nay theo"  # the round that gave it

# Columns of Tasks
TASK_NAME = "Lĩnh vực, tiêu chí"
REQUIREMENT = "Yêu cầu"
TASK_DEADLINE = "Thời hạn"
RELATED = "Tiêu chí liên quan"

# Columns of Progress, Findings, Log, TaskSheet
UNIT, ROLE, PROOF, UPDATED, SOURCE = "Đơn vị", "Vai trò", "Minh chứng", "Ngày cập nhật", "Nguồn"
LEVEL, FINDING_CODE, PLACE, CONTENT, HINT = "Mức", "Mã", "Vị trí", "Nội dung", "Gợi ý"
TIME, ACTION, DETAIL = "Thời điểm", "Việc", "Chi tiết"
SHEET_TASK, PARTNERS = "Nhiệm vụ", "Đơn vị cùng thực hiện"

# Columns of Appraisals: every round of appraisal with its points; `Thẩm định` shows the last one that has any
ROUND, POINTS, EXPLAINER, EXPLAIN_BY, EXPLANATION, RECORDED = (
    "Vòng", "Điểm", "Đơn vị giải trình", "Hạn giải trình", "Giải trình", "Ngày ghi",
)  # fmt: skip

# Columns of Evidence: a paper, or a file that is no paper, on which the points of a criterion rest
NUMBER_SIGN, DAY, ISSUER, ABOUT, FILE, SENDER, STATE, SECTION, PAGE = (
    "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu", "Tệp", "Đơn vị gửi", "Tình trạng", "Mục", "Trang",
)  # fmt: skip

# Persons, of Tasks and Criteria
PERSON, LEADER = "Người phụ trách", "Lãnh đạo chỉ đạo"

# Rules of points, of Criteria
RULE, NUMBER_A, NUMBER_B, POINTS_BY_RULE = "Cách tính", "Số liệu a", "Số liệu b", "Điểm theo cách tính"

# Columns of Rounds (of reporting), and those that other tables have because of them
PERIOD = "Kỳ"
ROUND_FROM, ROUND_TO, ROUND_RETURN, ROUND_EXTENDED = "Từ ngày", "Đến ngày", "Hạn gửi phiếu", "Gia hạn"
ROUND_REPORT = "Hạn báo cáo"  # the office's own day
ROUND_WORK, ROUND_DONE, ROUND_DOING, ROUND_RETURNED, ROUND_MISSING = (
    "Số việc", "Số hoàn thành", "Số đang làm", "Đã gửi phiếu", "Chưa gửi phiếu",
)  # fmt: skip
WANTED_NUMBER = "Thứ tự chờ"  # 1, 2, … on the rows of Returns about units from which a sheet is wanted
SUPERSEDED = "Đã có kỳ sau"  # x on rows of Progress and SelfScores that a later round replaced

# Columns of YearComparison
BEFORE, NOW, DIFFERENCE, LOST_BEFORE, LOST_NOW, VERDICT = (
    "Năm trước", "Năm nay", "Chênh lệch", "Mất năm trước", "Mất năm nay", "Nhận xét",
)  # fmt: skip

# Columns beyond the fixed contract that `Tổng quan` reads; all but the first are hidden in the template
TRIAL = "Điểm thử"  # what-if: points the office thinks it can win back
DOMAIN_NUMBER = "Thứ tự lĩnh vực"  # 1, 2, … on the first level
LOST_RANK = "Xếp điểm mất"  # leaves in the totals: the lost points, made unlike each other, for LARGE
LEAD_CODES = "Mã chủ trì"  # ";VP;NV1;" on a row that is work to be done, whoever the cell names

# Columns of what `collect` keeps
PROPOSED = "Điểm đề xuất"  # what the leads give a criterion, with their codes: beside Tự đánh giá
REPORTED = "Theo phiếu"  # what the leads report of a piece of work: beside what the office decides
MEMORY = "Dấu ghép"  # what each unit said last, in short marks; hidden in the template
IN_TABLE, COLUMN, IN_BOOK, IN_RETURN, REASON, SAVED, CHOICE = (
    "Bảng", "Cột", "Trong sổ", "Trong phiếu", "Lý do", "Lúc lưu", "Chọn",
)  # fmt: skip
ITEM_NAME, GO_TO = "Tên việc, tiêu chí", "Đến ô"  # what an STT stands for; a link to the cell in question
_BESIDE = {STT: ITEM_NAME, UNIT: UNIT_NAME, COLUMN: GO_TO}  # where a table has both
COLLECTED, REMARKS, DIGEST = "Ngày tổng hợp", "Lưu ý", "Mã tệp"

# Columns for the software alone
HIDDEN = (MEMORY, SUPERSEDED, DIGEST, WANTED_NUMBER, DOMAIN_NUMBER, LOST_RANK, LEAD_CODES)

SETTINGS = TableSpec("Settings", SETTINGS_SHEET, (KEY, VALUE, NOTE))
UNITS = TableSpec(
    "Units", UNITS_SHEET, (UNIT_CODE, UNIT_NAME, UNIT_ALIASES, UNIT_KIND, UNIT_EMAIL, UNIT_CC, UNIT_CONTACT)
)
GROUPS = TableSpec("Groups", UNITS_SHEET, (GROUP_NAME, GROUP_KINDS, GROUP_UNITS, GROUP_EXCEPT))
CRITERIA = TableSpec(
    "Criteria",
    SCORES_SHEET,
    (
        STT, CRITERION_NAME, NOT_SCORED, MAX_SCORE, RESULT, TARGET, SELF_SCORE, APPRAISED, LOST, RATIO,
        FLAG, NOTE, LEAD, SUPPORT, CRITERION_DEADLINE, DUE, EVIDENCE,
    ),
    extra=(
        CURRENT, CURRENT_BY, TRIAL, REPORTED, PROPOSED, PERSON, LEADER, SCALE, RULE, NUMBER_A, NUMBER_B, POINTS_BY_RULE,
        POINTS_FROM, SURVEY, BONUS, CAUSE, REMEDY, DOMAIN_NUMBER, LOST_RANK, LEAD_CODES,
    ),
)  # fmt: skip
TASKS = TableSpec(
    "Tasks",
    TASKS_SHEET,
    (STT, TASK_NAME, REQUIREMENT, TASK_DEADLINE, DUE, LEAD, SUPPORT, RELATED, STATUS, PROGRESS, FLAG),
    extra=(REPORTED, PERSON, LEADER, LEAD_CODES),
)
PROGRESS_TABLE = TableSpec(
    "Progress",
    PROGRESS_SHEET,
    (STT, UNIT, ROLE, STATUS, PROGRESS, RESULT, PROOF, UPDATED, SOURCE),
    extra=(ITEM_NAME, UNIT_NAME, NOTE, PERIOD, MEMORY, SUPERSEDED),
)
SELF_SCORES = TableSpec(  # what units propose, one row per criterion, unit and round
    "SelfScores",
    SELF_SCORES_SHEET,
    (STT, UNIT, SELF_SCORE, EVIDENCE, NOTE, UPDATED, SOURCE),
    extra=(ITEM_NAME, UNIT_NAME, PERIOD, MEMORY, SUPERSEDED),
)
APPRAISALS = TableSpec(
    "Appraisals",
    APPRAISALS_SHEET,
    (STT, ROUND, POINTS, REASON, EXPLAINER, EXPLAIN_BY, EXPLANATION, RECORDED, SOURCE),
    extra=(PROOF, MEMORY),
)
EVIDENCE_TABLE = TableSpec(
    "Evidence",
    EVIDENCE_SHEET,
    (STT, NUMBER_SIGN, DAY, ISSUER, ABOUT, FILE, SENDER, STATE, NOTE),
    extra=(SECTION, PAGE, SOURCE),
)
CONFLICTS = TableSpec(
    "Conflicts",
    CONFLICTS_SHEET,
    (IN_TABLE, STT, UNIT, COLUMN, IN_BOOK, IN_RETURN, REASON, SOURCE, SAVED, CHOICE),
    extra=(ITEM_NAME, UNIT_NAME, GO_TO),
)
RETURNS = TableSpec(
    "Returns", RETURNS_SHEET, (UNIT, SOURCE, SAVED, COLLECTED, RESULT, REMARKS, DIGEST), extra=(PERIOD, WANTED_NUMBER)
)
ROUNDS = TableSpec(
    "Rounds",
    ROUNDS_SHEET,
    (PERIOD, ROUND_FROM, ROUND_TO, ROUND_RETURN, ROUND_EXTENDED, STATUS, NOTE),
    extra=(ROUND_REPORT, ROUND_WORK, ROUND_DONE, ROUND_DOING, ROUND_RETURNED, ROUND_MISSING),
)
PROPOSALS = TableSpec(
    "Proposals",
    PROPOSALS_SHEET,
    (
        UNIT, PERIOD, SHEET_TASK, REQUIREMENT, TASK_DEADLINE, STATUS, PROGRESS, RESULT, PROOF, SOURCE, UPDATED, CHOICE,
        STT,
    ),
)  # fmt: skip
COMPARISON = TableSpec(
    "YearComparison",
    COMPARISON_SHEET,
    (STT, CRITERION_NAME, MAX_SCORE, BEFORE, NOW, DIFFERENCE, LOST_BEFORE, LOST_NOW, VERDICT),
    extra=(DOMAIN_NUMBER,),
)
FINDINGS = TableSpec("Findings", FINDINGS_SHEET, (LEVEL, FINDING_CODE, PLACE, CONTENT, HINT))
LOG = TableSpec("Log", LOG_SHEET, (TIME, ACTION, UNIT, RESULT, DETAIL))
TABLES = (
    SETTINGS, UNITS, GROUPS, ROUNDS, CRITERIA, TASKS, PROGRESS_TABLE, SELF_SCORES, APPRAISALS, EVIDENCE_TABLE,
    CONFLICTS, RETURNS, PROPOSALS, COMPARISON, FINDINGS, LOG,
)  # fmt: skip
# Ours beyond the fixed contract: a workbook of an earlier version lacks them.
ADDED_TABLES = (ROUNDS, SELF_SCORES, APPRAISALS, EVIDENCE_TABLE, CONFLICTS, RETURNS, PROPOSALS, COMPARISON)

# Defined names of the totals (cells above Criteria, live formulas)
TOTAL_MAX, TOTAL_RESULT, TOTAL_TARGET, TOTAL_CURRENT = "Total_Max", "Total_Result", "Total_Target", "Total_Current"
INDEX_RESULT, INDEX_TARGET, INDEX_CURRENT = "Index_Result", "Index_Target", "Index_Current"
TASK_SHEET_LIST = "Task_Sheets"  # at Tổng quan: codes of units below it, their sheets and names beside them
CURRENT_ROUND, PREVIOUS_ROUND = "Current_Round", "Previous_Round"  # above Rounds: names of rounds, "" for none
TOTAL_SURVEY, TOTAL_BONUS = "Total_Survey", "Total_Bonus"  # sums of their columns, counted in Total_Current or not
TOTAL_TRIAL, INDEX_TRIAL = "Total_Trial", "Index_Trial"  # the result with the points of `Điểm thử` won back

# Choices
KINDS = ("văn phòng", "phòng chuyên môn", "đơn vị sự nghiệp", "bộ phận", "bên ngoài")
OFFICE, OUTSIDE = KINDS[0], KINDS[-1]
TODO, DOING, DONE, CANNOT, NOT_ARISEN = STATUSES = (
    "Chưa thực hiện", "Đang thực hiện", "Hoàn thành", "Không thực hiện được", "Không phát sinh",
)  # fmt: skip
CLOSED = (DONE, NOT_ARISEN)  # never chased; what did not arise is no part of any whole either
FIRST_ROUND = "Thẩm định lần 1"
ROUND_OPEN, ROUND_CLOSED = ROUND_STATUSES = ("Đang mở", "Đã đóng")
ROLE_LEAD, ROLE_SUPPORT = "Chủ trì", "Phối hợp"
KEEP_BOOK, TAKE_RETURN = "Giữ sổ", "Lấy phiếu"
# Where returned sheets give several values, each has its number.
CONFLICT_CHOICES = (KEEP_BOOK, TAKE_RETURN, *(f"{TAKE_RETURN} {number}" for number in range(1, 6)))
RETURN_MERGED, RETURN_EMPTY, RETURN_REJECTED, RETURN_MISSING, RETURN_INCOMPLETE, RETURN_OLDER = RETURN_RESULTS = (
    "Đã ghép", "Chưa điền", "Từ chối", "Chưa gửi", "Còn thiếu", "Có bản mới",
)  # fmt: skip
ACCEPT, DECLINE = PROPOSAL_CHOICES = ("Nhận", "Không nhận")
EVIDENCE_FINE = "Đủ"  # of `Tình trạng`; anything else there is to be looked at
LEVELS = ("Lỗi", "Cảnh báo", "Thông tin")
DENOMINATOR_APPLICABLE, DENOMINATOR_FULL = DENOMINATORS = ("bỏ khỏi mẫu số", "giữ nguyên điểm tối đa")
INSIDE, NOT_INSIDE = SURVEY_COUNTS = ("trong tổng", "ngoài tổng")
INSIDE_BOUNDED = "trong tổng (không vượt điểm tối đa)"
BONUS_COUNTS = (NOT_INSIDE, INSIDE, INSIDE_BOUNDED)
FROM_SURVEY, FROM_APPRAISER, FROM_BONUS = SOURCES = ("điều tra XHH", "cơ quan thẩm định", "cộng trừ")

# Semantic version of all these names: the first number rises when something is renamed or removed, the second when
# something is added. A workbook without the setting is older than the setting; see `books.upgrade`.
CONTRACT_VERSION = "1.4"

# Settings; what each holds at first and its note for staff: `setting_defaults`
AGENCY, PROVINCE = "Cơ quan", "Tỉnh"
YEAR_ASSESSED, YEAR_PLAN = "Năm đánh giá", "Năm kế hoạch"
PLAN_ID, PLAN_NUMBER, PLAN_DATE, PLAN_TITLE = "Mã kế hoạch", "Số kế hoạch", "Ngày kế hoạch", "Tên kế hoạch"
STATED_MAX, STATED_RESULT, STATED_TARGET = "Điểm tối đa công bố", "Điểm công bố", "Điểm mục tiêu công bố"
STATED_INDEX, STATED_TARGET_INDEX = "Chỉ số công bố", "Chỉ số mục tiêu công bố"
SURVEY_SETTING, BONUS_SETTING, BONUS_CAP = SURVEY, BONUS, "Trần điểm cộng, trừ"
DENOMINATOR, DECIMALS, TODAY = "Cách tính mẫu số", "Số chữ số thập phân", "Ngày làm việc"
SELF_BY, APPRAISED_BY, EXPLAINED_BY = "Hạn tự đánh giá", "Hạn thẩm định", "Hạn giải trình"  # of the season
REPLY_BY, REPLY_TO = "Hạn gửi phiếu", "Email nhận phiếu"
SIGNED_SHEETS = "Ký giao, nhận phiếu"
RETURN_DAYS, RETURN_DAYS_DEFAULT = "Nhắc gửi phiếu trước", "7; 3; 1; 0"
POINT_PLACES, POINT_PLACES_DEFAULT = "Số chữ số thập phân của điểm", 2
NEAR_DAYS, NEAR_DAYS_DEFAULT = "Số ngày sắp đến hạn", 15
BANDS = "Xếp loại"
SIGNER_TITLE, SIGNER_NAME = "Chức vụ người ký", "Người ký"
SMTP_HOST, SMTP_PORT, SMTP_SECURITY = "Máy chủ SMTP", "Cổng SMTP", "Bảo mật SMTP"
SMTP_USER, SMTP_FROM = "Tài khoản SMTP", "Địa chỉ gửi"
BOOK_VERSION = "Phiên bản sổ"
