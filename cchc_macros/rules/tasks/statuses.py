"""The statuses of work, and other common words for them."""

from functools import cache

from cchc_macros import contract as c
from cchc_macros.rules.text import unaccented
from xl.late import regex

_SPELLINGS = {
    c.DONE: (c.DONE, "Đã hoàn thành", "Hoàn tất", "Đã hoàn tất", "Đã xong", "Xong", "Hoàn thành đúng hạn",
             "Hoàn thành trước hạn", "Hoàn thành quá hạn", "Đã hoàn thành đúng hạn", "Đã hoàn thành quá hạn"),
    c.DOING: (c.DOING, "Đang triển khai", "Đang làm", "Đang xử lý", "Đang tiến hành", "Đang thực hiện đúng hạn",
              "Đang thực hiện quá hạn"),
    c.TODO: (c.TODO, "Chưa triển khai", "Chưa làm", "Chưa bắt đầu", "Chưa xử lý", "Chưa tiến hành", "Mới giao"),
    c.CANNOT: (c.CANNOT, "Không làm được"),
    c.NOT_ARISEN: (c.NOT_ARISEN, "Không phát sinh nhiệm vụ", "Chưa phát sinh", "Không có phát sinh", "KPS"),
}  # fmt: skip
# What registers write of the papers that a task ends in; it says how far the work is, not that it is done.
_PAPERS = {
    c.DOING: ("Đã trình", "Đang trình", "Đã dự thảo", "Đang soạn thảo", "Đang lấy ý kiến"),
    c.TODO: ("Chưa trình", "Chưa có", "Chưa ban hành", "Chưa hoàn thành", "Chưa xong"),
}
_WORD = regex(r"[a-z]+|\d+%?")
_SHORT = {"ko": "khong", "k": "khong", "ps": "phat sinh"}
_ALL_OF_IT = " 100%"


def _plain(text: str) -> str:
    """The words without diacritics and marks, the usual short forms in full."""
    return " ".join(_SHORT.get(word, word) for word in _WORD.findall(unaccented(text)))


@cache
def _statuses() -> dict[str, str]:
    named = {_plain(text): status for status, texts in _SPELLINGS.items() for text in texts}
    return named | {f"{plain}{_ALL_OF_IT}": status for plain, status in named.items() if status == c.DONE}


@cache
def _of_papers() -> dict[str, str]:
    return {_plain(text): status for status, texts in _PAPERS.items() for text in texts}


def status_named(text: str) -> str:
    """Return the status that a text names, whatever its case, diacritics and usual short forms; "" if none."""
    return _statuses().get(_plain(text), "")


def status_of(text: str) -> str:
    """Return the status that a word of a register comes to, which may be less sure than the status; "" if none."""
    plain = _plain(text)
    return _of_papers().get(plain) or _statuses().get(plain, "")
