"""What staff call each kind of finding: the sheet and the guide show the name, `--json` the code."""

from cchc_macros.rules.text import fold

NAMES = {
    # Scores
    "TOTAL_MISMATCH": "Tổng điểm lệch",
    "INDEX_MISMATCH": "Chỉ số lệch",
    "PARENT_SUM_MISMATCH": "Tổng dòng con lệch",
    "NOTE_SAYS_FULL": "Ghi chú nói đạt tối đa",
    "NOTE_DEDUCTION_MISMATCH": "Điểm trừ trong ghi chú lệch",
    "LOST_NOT_NOTED": "Mất điểm chưa ghi chú",
    "SCORE_ABOVE_MAX": "Điểm vượt tối đa",
    "SCORE_NEGATIVE": "Điểm âm",
    "SCORE_MISSING": "Thiếu điểm",
    "NOT_A_NUMBER": "Không phải số",
    "NOT_SCORED_MARK": "Dấu không chấm lạ",
    "SOURCE_UNKNOWN": "Nguồn điểm lạ",
    "SELF_SCORE_NOT_ASKED": "Tự chấm nơi không tự chấm",
    "TARGET_BELOW_RESULT": "Mục tiêu thấp hơn kết quả",
    # Rules of points
    "RULE_UNREADABLE": "Cách tính không đọc được",
    "RULE_BANDS": "Các mức hở hoặc chồng",
    "RULE_DATA": "Số liệu chưa đúng",
    "RULE_MISMATCH": "Điểm khác cách tính",
    "RULE_EDGE": "Tỷ lệ sát mức",
    # Appraisal
    "APPRAISAL_DIFFERS": "Thẩm định khác vòng cuối",
    "APPRAISAL_UNKNOWN": "Thẩm định tiêu chí lạ",
    "SELF_SCORE_CHANGED": "Tự đánh giá sửa sau chốt",
    "EXPLANATION_LATE": "Quá hạn giải trình",
    # Rows
    "CODE_MISSING": "Thiếu STT",
    "CODE_DUPLICATE": "Trùng STT",
    "CODE_UNREADABLE": "STT không đọc được",
    "CODE_ORPHAN": "STT thiếu dòng trên",
    "ROW_OUTSIDE_TABLE": "Dòng ngoài bảng",
    # Units, deadlines, mail
    "UNIT_UNKNOWN": "Đơn vị lạ",
    "UNIT_OUTSIDE": "Đơn vị bên ngoài",
    "GROUP_EMPTY": "Nhóm chưa có thành viên",
    "LEAD_MISSING": "Thiếu đơn vị chủ trì",
    "DEADLINE_UNREADABLE": "Thời hạn không đọc được",
    "DEADLINE_OUTSIDE_YEAR": "Hạn ngoài năm",
    "LOST_WITHOUT_TASK": "Mất điểm chưa có việc",
    "TASK_CRITERION_UNKNOWN": "Tiêu chí liên quan lạ",
    "UNIT_CODE_MISSING": "Đơn vị thiếu mã",
    "UNIT_CODE_DUPLICATE": "Trùng mã đơn vị",
    "UNIT_KIND_UNKNOWN": "Loại đơn vị lạ",
    "GROUP_MEMBER_UNKNOWN": "Thành viên nhóm lạ",
    "EMAIL_MISSING": "Thiếu email",
    "EMAIL_INVALID": "Email sai",
    "EMAIL_SHARED": "Trùng email",
    # Evidence
    "EVIDENCE_NONE": "Tự chấm không minh chứng",
    "EVIDENCE_OTHER_YEAR": "Minh chứng khác năm",
    "EVIDENCE_NOT_NAMED": "Minh chứng ngoài danh mục",
    # Settings
    "SETTING_UNREADABLE": "Mục thông tin sai",
    "PROVINCE_UNKNOWN": "Tên tỉnh",
    # Reading a plan
    "IMPORT_READ": "Nhập: đã đọc",
    "IMPORT_CONVERTED": "Nhập: đổi phông chữ",
    "IMPORT_SCANNED": "Nhập: từ ảnh quét",
    "IMPORT_JOINED": "Nhập: nối dòng",
    "IMPORT_RENUMBERED": "Nhập: đánh lại STT",
    "IMPORT_DOUBTFUL": "Nhập: chưa chắc",
    "IMPORT_OTHER_WORK": "Nhập: có thể là việc khác",
    "IMPORT_SKIPPED": "Nhập: bỏ qua",
    "IMPORT_COLUMN_UNUSED": "Nhập: cột không dùng",
    "IMPORT_COLUMN_CHOSEN": "Nhập: chọn cột",
    "IMPORT_DUE_COUNTED": "Nhập: hạn tính ra",
    "IMPORT_NO_UNIT": "Nhập: không rõ đơn vị",
    "IMPORT_BLANK": "Nhập: chỗ để trống",
    "IMPORT_UNIT_PROPOSED": "Nhập: đơn vị mới",
    "IMPORT_CHANGED": "Nhập: ô đã đổi",
    "IMPORT_KEPT": "Nhập: ô được giữ",
    "IMPORT_NOT_IN_PLAN": "Nhập: dòng không còn",
}
_CODES = {fold(name): code for code, name in NAMES.items()}


def code_of(shown: str) -> str:
    """The code of what the sheet shows: a name, or a code itself in a workbook of an earlier version."""
    return _CODES.get(fold(shown), shown)
