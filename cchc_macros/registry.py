"""The one list of buttons and verbs.

From it come the ribbon XML, the command line and its help, the README's table and the sheet `Hướng dẫn`.
It is data: it imports no macro, so that drawing the ribbon or the help costs nothing.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """An argument of a verb beyond BOOK. A `name` that begins with `--` is optional unless `required`."""

    name: str
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    flag: bool = False  # takes no value


@dataclass(frozen=True, slots=True)
class Button:
    """A ribbon button and its verb.

    Attributes:
        verb: The command-line verb; the ribbon id is `cchc_` + verb.
        label: Vietnamese label; None: no button, command line only.
        group: The ribbon group; see `GROUPS`.
        macro: "module:function", the function behind both.
        book: How the command line treats BOOK: "write" (opened, saved), "read" (opened, not saved),
            "none" (the verb takes no workbook; in Excel it needs none open).
        reaches_out: The macro does something outside the workbook; Excel asks first.
    """

    verb: str
    label: str | None
    group: str | None
    macro: str
    screentip: str
    supertip: str
    keytip: str = ""
    icon: str = ""
    large: bool = False
    book: str = "write"
    reaches_out: bool = False
    options: tuple[Option, ...] = ()

    @property
    def id(self) -> str:
        """The ribbon control's id, ASCII."""
        return f"cchc_{self.verb}"

    def load(self) -> Any:
        """Import and return the function behind the button."""
        module, _, name = self.macro.partition(":")
        return getattr(import_module(module), name)


GROUPS = ("Sổ", "Điểm số", "Giao việc", "Theo dõi", "Phát hành", "Trợ giúp")

EXAMPLES = ("lang-son-2026", "thai-nguyen-2026")

BUTTONS: tuple[Button, ...] = (
    Button(
        "new", "Tạo sổ mới", "Sổ", "cchc_macros.macros.new:new",
        "Tạo sổ CCHC mới", "Tạo một sổ làm việc trống từ mẫu, hoặc một sổ ví dụ.",
        "S", "FileNew", large=True, book="none",
        options=(
            Option("out", "tệp .xlsx sẽ tạo", "OUT"),
            Option("--example", "điền sẵn một kế hoạch ví dụ", choices=EXAMPLES),
        ),
    ),
    Button(
        "import", "Nhập phụ lục", "Sổ", "cchc_macros.macros.import_plan:import_plan",
        "Nhập phụ lục đã ban hành",
        "Đọc bảng phụ lục trong văn bản kế hoạch vào Bảng điểm hoặc Nhiệm vụ; nối dòng bị ngắt trang, bỏ tiêu đề lặp.",
        "N", "ImportTextFile", options=(Option("plan", "văn bản kế hoạch có bảng phụ lục", "PLAN"),),
    ),
    Button(
        "recalculate", "Tính lại điểm", "Điểm số", "cchc_macros.macros.recalculate:recalculate",
        "Tính lại điểm và chỉ số",
        "Viết lại công thức tổng của lĩnh vực, tiêu chí; tính điểm mất, tỷ lệ đạt, tổng điểm và chỉ số.",
        "T", "CalculateNow", large=True,
    ),
    Button(
        "flag", "Đánh dấu mất điểm", "Điểm số", "cchc_macros.macros.flag:flag",
        "Đánh dấu tiêu chí mất điểm",
        "Xếp hạng tiêu chí mất điểm vào cột Cờ, ghi chú theo lối văn bản kế hoạch; không ghi đè ghi chú của người dùng.",
        "D", "FlagMessage",
    ),
    Button(
        "audit", "Kiểm tra số liệu", "Điểm số", "cchc_macros.macros.audit:audit",
        "Kiểm tra số liệu", "Đối chiếu số công bố với số tính lại; liệt kê mọi sai lệch vào sheet Kiểm tra.",
        "K", "ReviewShareWorkbook",
    ),
    Button(
        "assign", "Tạo phiếu giao việc", "Giao việc", "cchc_macros.macros.assign:assign",
        "Tạo phiếu giao việc", "Lập cho mỗi phòng, đơn vị một phiếu giao việc ngay trong sổ.",
        "P", "TableInsert", large=True,
    ),
    Button(
        "export", "Xuất sổ đơn vị", "Giao việc", "cchc_macros.macros.export:export",
        "Xuất sổ cho từng đơn vị", "Ghi cho mỗi đơn vị một tệp .xlsx chỉ có việc của đơn vị đó.",
        "X", "ExportExcel", reaches_out=True,
        options=(Option("--to", "thư mục ghi sổ đơn vị", "DIR", required=True),),
    ),
)  # fmt: skip


def button(verb: str) -> Button:
    """Return the button of a verb.

    Raises:
        KeyError: no such verb.
    """
    return _BY_VERB[verb]


_BY_VERB = {button.verb: button for button in BUTTONS}
