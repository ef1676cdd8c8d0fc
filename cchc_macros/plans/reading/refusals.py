"""Why no table of a document is an appendix: the headings that were recognised, and those that are missing."""

from collections.abc import Sequence

from cchc_macros.plans.model import Line
from cchc_macros.plans.words.vocabulary import CODE, LONGEST, NAME, bare, meaning

_NO_TABLE = (
    "Không thấy bảng phụ lục nào (cần các cột như STT, Lĩnh vực/tiêu chí, Điểm tối đa hoặc Đơn vị chủ trì). "
    "Kiểm tra lại văn bản và giữ nguyên dòng tiêu đề của bảng."
)
_BESIDE = ("max", "lead", "deadline", "result", "self")
_MOST_LOOKED_AT = 2_000  # lines


def refusal(lines: Sequence[Line]) -> str:
    """Return the message: about the table that comes nearest to an appendix, where there is one."""
    tables = [line for line in lines[:_MOST_LOOKED_AT] if line.table]
    best = max(tables, key=lambda line: len(_known(line)), default=None)
    known = _known(best) if best else {}
    if best is None or len(known) < 2:  # noqa: PLR2004 - one word may be anywhere
        return _NO_TABLE
    missing = []
    if CODE not in known:
        missing.append("STT")
    if NAME not in known:
        missing.append("Nội dung, Nhiệm vụ hoặc Tiêu chí")
    if not any(key in known for key in _BESIDE):
        missing.append("Điểm tối đa, Đơn vị chủ trì hoặc Thời hạn")
    shown = ", ".join(f"'{text}'" for text in known.values())
    lacks = f" Thiếu cột: {'; '.join(missing)}." if missing else ""
    return (
        f"Không thấy bảng phụ lục nào. Bảng ở {best.place} có các tiêu đề nhận ra được: {shown}.{lacks} "
        "Sửa lại tiêu đề của bảng rồi nhập."
    )


def _known(line: Line) -> dict[str, str]:
    """The headings that a line may be, by meaning."""
    known: dict[str, str] = {}
    for text in filter(None, line.texts):
        key = meaning(text) if len(bare(text)) <= LONGEST else None
        if key:
            known.setdefault(key, text.replace("\n", " "))
    return known
