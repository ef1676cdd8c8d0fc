"""What the headings of published tables mean, by their words whatever the wording."""

import re
from functools import lru_cache

from cchc_macros.rules.text import unaccented
from xl.late import regex

CODE, SYMBOL, NAME, FIELD, AGENCY, UNIT_COLUMN, SOME_UNIT = "code", "symbol", "name", "field", "agency", "unit", "any"
LONGEST = 90  # characters of a heading, brackets aside

_WHO = r"(đơn vị|cơ quan|phòng( ban)?|phòng, ban|bộ phận|tổ chức|nơi|tổ)"
_DOES = (
    r"(thực hiện|tham mưu|đầu mối|giao|phân công|phụ trách|triển khai|xử lý|chính|soạn thảo|báo cáo|thụ lý|xây dựng)"
)
_CHECKS = r"(thẩm định|chấm|đánh giá|theo dõi|kiểm tra|giám sát|tổng hợp|phúc tra|xác nhận)"
_STAFF = r"(người|cán bộ|công chức|viên chức|chuyên viên|cá nhân|nhân sự|đồng chí)"
_SHORTFALL = r"(hạn chế|tồn tại|khó khăn|vướng mắc|yếu kém|bất cập|thiếu sót)"
# First match wins. Headings are compared without case, diacritics (a scan loses them first) and brackets.
_SYNONYMS: tuple[tuple[str, str], ...] = (
    (CODE, r"^(stt|tt|số tt|số thứ tự|mục)$"),
    (SYMBOL, r"^(mã|mã số|mã hiệu|ký hiệu|chi tiết)$"),
    (SYMBOL, r"^mã( số| hiệu)? (nhiệm vụ|công việc|việc|tiêu chí|chỉ tiêu|nhóm|nv)"),
    ("phone", r"điện thoại|\bsđt\b|số máy|email|thư điện tử|liên hệ"),
    ("giver", rf"^({_WHO}|{_STAFF}|lãnh đạo|cấp( trên)?) giao( việc| nhiệm vụ| chủ trì)?$"),
    ("start", r"(bắt đầu|khởi (động|công|đầu))(?!.*(kết thúc|hoàn (thành|tất)|xong|đến))"),
    ("start", r"^từ (ngày|tháng|thời điểm)(?!.*đến)|\btừ( ngày| tháng)?$"),
    ("start", r"(ngày|thời gian|thời điểm) ((được |tiếp )?(giao|nhận)|ký|ban hành|vào sổ)\b"),
    ("done", r"thực tế|cập nhật"),
    ("duration", r"^(tổng )?số( \w+)? (ngày|giờ|tuần|tháng)\b|^thời lượng"),
    ("shortfall", rf"^((các|những|một số|nội dung|về) )*{_SHORTFALL}|còn {_SHORTFALL}"),
    ("cause", r"nguyên nhân|lý do (mất|bị|trừ|không|chưa|giảm)|vì sao"),
    ("remedy", r"^((các|những|nội dung|đề xuất|kiến nghị) )*(giải pháp|biện pháp|(phương )?hướng (khắc|xử|giải|cải))"),
    ("remedy", r"^(phương án|cách) khắc phục|^việc (cần|phải) (làm|thực hiện)|^khắc phục"),
    ("appraised", r"^(điểm|kết quả).* sau (khi )?(giải trình|phúc tra|rà soát)"),
    ("explain by", r"(hạn|thời gian|ngày|trước)( \w+){0,3} giải trình|giải trình (trước|đến|chậm nhất)"),
    ("explainer", rf"{_WHO}( \w+){{0,3}} giải trình"),
    ("explanation", r"giải trình|phản hồi|tiếp thu"),
    ("opinion", r"^(ý kiến|nhận xét|lý do|kết luận)|nội dung thẩm định|ý kiến (thẩm định|của)"),
    ("related", r"(tiêu chí|chỉ tiêu).* liên quan|phục vụ (tiêu chí|chỉ số)"),
    ("evidence", r"kiểm chứng|minh chứng|tài liệu|hồ sơ (kèm|chứng)|văn bản (liên quan|kèm|chứng minh)"),
    ("appraiser", rf"^{_WHO} (chủ trì|phối hợp) (thẩm định|chấm|phúc tra)"),
    ("lead", r"chủ trì.*phối hợp"),
    ("support", rf"phối hợp|{_WHO}.*(liên quan|tham gia|hỗ trợ|cùng)|tham gia thực hiện|^(hỗ trợ|tham gia|liên quan)$"),
    ("leader", r"(lãnh đạo|giám đốc|thành viên)( \w+){0,2},? (chỉ đạo|phụ trách|theo dõi|điều hành)|^lãnh đạo( \w+)?$"),
    ("leader", rf"{_STAFF}( \w+)? chỉ đạo|^chỉ đạo( thực hiện)?$"),
    ("lead", r"chủ trì"),
    ("person", rf"^họ (và )?tên|{_STAFF}.* (phụ trách|{_DOES}|theo dõi|được giao|đảm nhiệm|chịu trách nhiệm)"),
    ("person", rf"^{_STAFF}(, {_STAFF})*( đầu mối)?$"),
    ("appraiser", rf"^(?!.*(điểm|kết quả|\btự ))({_WHO}|hội đồng|người|sở)( \w+)*? {_CHECKS}|^hội đồng$"),
    ("survey max", r"(tối đa|chuẩn).*(xhh|xã hội học|khảo sát)|(xhh|xã hội học|khảo sát).*tối đa"),
    ("survey", r"(đt|điều tra )?xhh|xã hội học|khảo sát|điều tra"),
    ("bonus", r"điểm( được)? (cộng|thưởng)|^(cộng|thưởng) điểm"),
    ("penalty", r"điểm( bị)? phạt|^phạt"),
    (NAME, r"^(tên |các )*(tiêu chí|chỉ tiêu)( thành phần)? (còn |bị )?(mất|trừ) điểm"),
    ("cause", r"(nội dung|phần) (bị )?(mất|trừ) điểm"),
    ("lost", r"điểm( bị| số)* (mất|trừ|chưa đạt)|(mất|trừ) điểm"),
    ("rank", r"xếp (hạng|thứ)|thứ hạng|vị thứ|^hạng"),
    ("band", r"xếp loại|^loại$"),
    (
        "scale",
        r"(cách|phương pháp|hướng dẫn|công thức|quy định|tiêu chuẩn|căn cứ)( \w+){0,2} (chấm|tính|cho|trừ|đánh giá)",
    ),
    ("scale", r"^thang (đánh giá|chấm)|thang điểm (chi tiết|chấm|đánh giá)|^ba ?rem"),
    ("max", r"điểm( số)? (tối đa|chuẩn|cao nhất|quy định|trần)|^(thang|mức|khung) điểm|^tối đa$"),
    ("note", r"^ghi chú"),
    ("self", r"\btự (đánh giá|chấm|cho điểm|xác định)"),
    ("appraised", r"thẩm định|công nhận|phúc tra|hội đồng|(snv|bnv|nội vụ|cấp trên|tổ công tác) (đánh giá|chấm)"),
    ("appraised", r"^(điểm )?(sau )?(điều chỉnh|phê duyệt|thống nhất)|chấm (lại|lần|chính thức)"),
    ("state", r"tiến độ|trạng thái|tình trạng|tình hình (thực hiện|xử lý|giải quyết)|mức độ hoàn thành"),
    ("state", r"^kết quả (thực hiện|xử lý|giải quyết)( công việc| nhiệm vụ)?$|(tỷ|tỉ) lệ (hoàn thành|thực hiện)"),
    ("state", r"^% ?(hoàn thành|thực hiện)"),
    ("ratio", r"^(tỷ|tỉ) lệ|^%|^chỉ số( \w+)?$|^giá trị (chỉ số|%)"),
    ("deadline", r"thời (gian|hạn|điểm|kỳ)|^hạn\b|hạn (cuối|chót|hoàn thành|nộp|gửi|xử lý|thực hiện)|kết thúc"),
    ("deadline", r"ngày (hoàn (thành|tất)|đến hạn|phải|xong|cuối)"),
    ("deadline", r"^đến( (ngày|hết|tháng).*)?$|lộ trình|mốc (thời|hoàn)|deadline"),
    ("deadline", r"^(dự kiến )?(hoàn (thành|tất)|xong)( trước| xong| trong)?( ngày)?$"),
    ("deadline", r"^(quý|tháng|năm)( thực hiện)?$|^kỳ (báo cáo|hạn)"),
    ("lead", rf"{_WHO}( được)?( trực tiếp)? {_DOES}|phụ trách|đầu mối|chịu trách nhiệm|^giao (cho|đơn vị)"),
    ("lead", r"^(trách nhiệm|phân công|tổ chức)( nhiệm vụ| thực hiện)+$|^phân công( cho)?$|^trách nhiệm$"),
    ("requirement", r"yêu cầu|sản phẩm|kết quả (cần|phải|đầu ra|dự kiến|mong)|đầu ra|cách thức|giải pháp thực hiện"),
    (FIELD, r"^((tên )?lĩnh vực( công tác| quản lý)?|(tên )?nhóm( nhiệm vụ| việc| công việc)?|mảng( \w+)*|chuyên đề)$"),
    ("target", r"mục tiêu|phấn đấu"),
    (NAME, r"lĩnh vực|nội dung|nhiệm vụ|công việc|đầu việc|hoạt động|hạng mục|vấn đề|danh mục|^việc\b"),
    (NAME, r"^(tên |các )*tiêu chí|^chỉ tiêu|^(tên )?(báo cáo|văn bản|đề án)$|^tên (việc|gọi)"),
    ("points", r"^(số )?điểm$"),
    ("result", r"kết quả|^(tổng )?(số )?điểm\b.*\b(đạt|đánh giá|năm|cchc|số|cuối|chính thức)|^tổng (số )?điểm"),
    (AGENCY, rf"^tên {_WHO}|^((các )?sở|địa phương|huyện|xã|phường|tỉnh|thành phố|ubnd)\b|được (đánh giá|xếp hạng)$"),
    (UNIT_COLUMN, rf"^(các )?{_WHO}$"),
    (SOME_UNIT, rf"^(?!nơi|.* nhận (sản|báo|kết|văn))(các )?{_WHO}(?! (tính|đo))|^thực hiện$"),
    (NAME, r"tiêu chí|chỉ tiêu|chỉ số"),
)
_COMPILED = tuple((key, regex(rf"(?<!\w)(?:{unaccented(pattern)})(?!\w)")) for key, pattern in _SYNONYMS)
_PERIOD = regex(
    r"(?:quy|q\.?) ?(?:iv|i{1,3}|[1-4])|(?:thang|t\.?) ?(?:1[0-2]|0?[1-9])|(?:6|9) thang(?: (?:dau|cuoi) nam)?"
    r"|(?:ca )?nam(?: 20\d\d)?"
)
_NUMBERED = regex(r"(?:iv|i{1,3}|1[0-2]|0?[1-9]|20\d\d)")
_YEAR = regex(r"20\d\d")
_ROUND = regex(r"\b(?:lan|vong|dot|buoc)(?: thu)? (\d|iii|ii|iv|i|nhat|hai|ba|tu)\b")
_ROUNDS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "nhat": 1, "hai": 2, "ba": 3, "tu": 4}
_FIRST, _LAST = (regex(r"so bo|ban dau"), regex(r"chinh thuc|cuoi cung|phuc tra|cham lai|sau giai trinh|thong nhat"))
_AFTER_ALL = 90


@lru_cache(maxsize=4096)  # a table repeats its units and deadlines
def meaning(heading: str) -> str | None:
    """Return what a heading means (a key of `_SYNONYMS`), or None."""
    plain = bare(heading)
    return next((key for key, pattern in _COMPILED if pattern.search(plain)), None) if plain else None


def bare(heading: str) -> str:
    """Return a heading as it is compared: no diacritics, no case, no brackets; of *Rõ người* what is to be clear."""
    plain = unaccented(re.sub(r"\s*\(.*", "", heading, flags=re.DOTALL) or heading)
    return plain.strip(" .:;()[]*").removeprefix("ro ")


def period_named(heading: str, above: str = "") -> str:
    """Return the period that a heading is (*Quý I*, *T3*), worded as a deadline; "" if it is none.

    Args:
        heading: The lowest heading of a column.
        above: The one over it, which may say what the number counts, and the year.
    """
    plain, over = bare(heading), unaccented(above)
    if _NUMBERED.fullmatch(plain):
        unit = next((word for word in ("quy", "thang", "nam") if re.search(rf"\b{word}\b(?! 20)", over)), "")
        plain = f"{unit} {plain}" if unit else ""
    if not plain or not _PERIOD.fullmatch(plain):
        return ""
    words = re.sub(r"^(?:quy|q)\.? ?", "Quý ", plain)
    words = re.sub(r"^(?:thang|t)\.? ?(?=\d)", "Tháng ", words)
    words = re.sub(r"thang (dau|cuoi) nam", lambda found: f"tháng {'đầu' if found[1] == 'dau' else 'cuối'} năm", words)
    words = re.sub(r"thang$", "tháng đầu năm", words)
    words = re.sub(r"(?:ca )?nam", "Năm", words) if plain.startswith(("nam", "ca nam")) else words
    words = re.sub(r"\b(iv|i{1,3})\b", lambda found: found[1].upper(), words)
    year = _YEAR.search(over)
    return words if _YEAR.search(words) or not year else f"{words}{' ' if 'năm' in words.lower() else '/'}{year[0]}"


def round_named(heading: str) -> int | None:
    """Return which round of appraisal a heading speaks of, a high number for the last one; None if it does not say."""
    plain = unaccented(heading)
    found = _ROUND.search(plain)
    if found:
        return _ROUNDS.get(found[1]) or int(found[1])
    return 1 if _FIRST.search(plain) else _AFTER_ALL if _LAST.search(plain) else None
