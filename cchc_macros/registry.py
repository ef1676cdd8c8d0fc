"""The one list of buttons and verbs.

From it come the ribbon XML, the command line and its help, the README's table and the sheet `Hướng dẫn`.
It is data: it imports no macro, so that drawing the ribbon or the help costs nothing.
"""

from cchc_macros.buttons import (
    EACH,
    MAIL_OPTIONS,
    MAIL_WAYS,
    Button,
    Option,
    Way,
    book_of_last_year,
    by_template,
    file_to_write,
    folder_to_read,
    folder_to_write,
    own_template,
)
from cchc_macros.contract import LOG_SHEET, PASTE_SHEET, PROGRESS_SHEET, SCORES_SHEET, SETTINGS_SHEET, TASKS_SHEET

TAB = "CCHC"
GROUPS = ("Sổ", "Điểm số", "Giao việc", "Theo dõi", "Phát hành", "Trợ giúp")

EXAMPLES = ("lang-son-2026", "thai-nguyen-2026")
_LETTER_NAMES = {
    "urge": "Công văn đôn đốc", "progress": "Bảng tiến độ giao ban", "assign": "Công văn giao việc",
}  # fmt: skip
LETTERS = tuple(_LETTER_NAMES)

BUTTONS: tuple[Button, ...] = (
    Button(
        verb="new", label="Tạo sổ mới", group="Sổ", macro="cchc_macros.books.new:new",
        screentip="Tạo sổ CCHC mới",
        supertip="Tạo một sổ trống từ mẫu, sổ cho năm sau từ sổ năm trước, hoặc một sổ ví dụ.",
        keytip="S", icon="FileNew", large=True, book="none",
        options=(
            Option(
                name="out", help="tệp .xlsx sẽ tạo", metavar="OUT", dialog="save", suggest="Sổ CCHC.xlsx",
                patterns="*.xlsx"
            ),
            Option(name="--example", help="điền sẵn một kế hoạch ví dụ", choices=EXAMPLES),
            book_of_last_year("--from", "sổ năm trước: chuyển đơn vị, nhóm, tiêu chí, thông tin sang năm sau"),
        ),
        ways=(
            Way(name="blank", label="Sổ trống", icon="FileNew"),
            Way(name="year", label="Sổ cho năm sau, từ sổ năm trước", icon="FileOpen", asks=("from_",)),
            Way(
                name="langson", label="Sổ ví dụ Lạng Sơn (bảng điểm)", icon="CalculateNow",
                values={"example": "lang-son-2026"},
            ),
            Way(
                name="thainguyen", label="Sổ ví dụ Thái Nguyên (38 nhiệm vụ)", icon="MeetingsWorkspace",
                values={"example": "thai-nguyen-2026"},
            ),
        ),
        is_menu=True,
    ),
    Button(
        verb="import", label="Nhập phụ lục", group="Sổ", macro="cchc_macros.plans.import_plan:import_plan",
        screentip="Nhập phụ lục đã ban hành",
        supertip="Đọc bảng phụ lục trong văn bản kế hoạch (Word, PDF, Excel, văn bản; bản quét nếu cài bộ đọc) vào "
        "Bảng điểm hoặc Nhiệm vụ; nối dòng bị ngắt trang, bỏ tiêu đề lặp, giữ điều người dùng đã nhập.",
        keytip="N", icon="GetExternalDataFromText",
        options=(
            Option(
                name="plan", help="văn bản kế hoạch có bảng phụ lục", metavar="PLAN",
                dialog="open", patterns="*.txt;*.md;*.docx;*.pdf;*.xlsx;*.png;*.jpg;*.jpeg;*.tif;*.tiff",
                before_book=True, active_sheet=PASTE_SHEET,
            ),
            Option(name="--add-units", help="thêm vào sheet Đơn vị các đơn vị, nhóm mà văn bản nêu và sổ chưa có",
            flag=True),
            Option(
                name="--table", help="bảng thứ mấy của văn bản, khi văn bản có nhiều bộ tiêu chí hay phụ lục",
                metavar="N",
            ),
            Option(name="--dry-run", help="chỉ xem trước việc sẽ làm, không ghi vào sổ", flag=True),
        ),
        ways=(
            Way(name="file", label="Từ tệp văn bản kế hoạch", icon="FileOpen"),
            Way(
                name="pasted", label=f"Từ bảng đã dán ở sheet {PASTE_SHEET}", icon="Paste",
                values={"plan": PASTE_SHEET},
            ),
        ),
    ),
    Button(
        verb="undo", label="Lùi một bước", group="Sổ", macro="cchc_macros.books.undo:undo",
        screentip="Lùi lại trước lần bấm nút gần nhất",
        supertip="Đưa sổ về như trước lần bấm nút CCHC gần nhất. Bấm lần nữa để lùi thêm một bước.",
        keytip="Z", icon="Undo", book="path", reaches_out=True,
        question="Sổ trở lại như trước bước gần nhất đã thay đổi sổ; mọi thay đổi sau đó bị bỏ.",
    ),
    Button(
        verb="recalculate", label="Tính lại điểm", group="Điểm số", macro="cchc_macros.scores.recalculate:recalculate",
        screentip="Tính lại điểm và chỉ số",
        supertip="Viết lại công thức tổng của lĩnh vực, tiêu chí; tính điểm mất, tỷ lệ đạt, tổng điểm và chỉ số.",
        keytip="T", icon="CalculateNow", large=True,
    ),
    Button(
        verb="flag", label="Đánh dấu mất điểm", group="Điểm số", macro="cchc_macros.scores.flag:flag",
        screentip="Đánh dấu tiêu chí mất điểm",
        supertip="Xếp hạng tiêu chí mất điểm vào cột Cờ, ghi chú theo lối văn bản kế hoạch; "
        "không ghi đè ghi chú của người dùng.",
        keytip="D", icon="ConditionalFormattingMenu",
    ),
    Button(
        verb="audit", label="Kiểm tra số liệu", group="Điểm số", macro="cchc_macros.scores.audit:audit",
        screentip="Kiểm tra số liệu",
        supertip="Đối chiếu số công bố với số tính lại; liệt kê mọi sai lệch vào sheet Kiểm tra.",
        keytip="K", icon="ErrorChecking",
    ),
    Button(
        verb="remedy", label="Tạo việc khắc phục", group="Điểm số", macro="cchc_macros.remedies.remedy:remedy",
        screentip="Tạo việc khắc phục tiêu chí mất điểm",
        supertip="Mỗi tiêu chí mất điểm đã ghi Giải pháp thành một nhiệm vụ ở sheet Nhiệm vụ, kèm tiêu chí, đơn vị chủ "
        "trì, thời hạn; tiêu chí đã có nhiệm vụ thì bỏ qua.",
        keytip="V", icon="NewTask",
        options=(
            Option(
                name="--criteria", help="STT các tiêu chí cần lập việc, ví dụ 1.2,3.1; để trống là mọi tiêu chí",
                metavar="CODES",
            ),
            EACH,
            Option(name="--dry-run", help="chỉ xem sẽ lập việc nào, không ghi vào sổ", flag=True),
        ),
        ways=(
            Way(name="all", label="Mọi tiêu chí mất điểm đã ghi Giải pháp", icon="NewTask"),
            Way(name="each", label="Chọn từng tiêu chí", icon="AcceptTask", values={"each": True}),
        ),
    ),
    Button(
        verb="assign", label="Tạo phiếu giao việc", group="Giao việc", macro="cchc_macros.handing_out.assign:assign",
        screentip="Tạo phiếu giao việc", supertip="Lập cho mỗi phòng, đơn vị một phiếu giao việc ngay trong sổ.",
        keytip="P", icon="MeetingsWorkspace", large=True,
        options=(Option(name="--clear", help="xóa khỏi sổ các phiếu không còn dùng", flag=True),),
    ),
    Button(
        verb="export", label="Xuất sổ đơn vị", group="Giao việc", macro="cchc_macros.handing_out.export:export",
        screentip="Xuất sổ cho từng đơn vị", supertip="Ghi cho mỗi đơn vị một tệp .xlsx chỉ có việc của đơn vị đó.",
        keytip="X", icon="ExportExcel", reaches_out=True,
        question="Mỗi đơn vị có việc được ghi một tệp .xlsx vào thư mục:\n{to}",
        options=(
            folder_to_write("thư mục ghi sổ đơn vị", "Sổ đơn vị"),
            Option(name="--clear", help="chuyển sổ đơn vị không còn dùng sang thư mục riêng", flag=True),
        ),
    ),
    Button(
        verb="email", label="Gửi email", group="Giao việc", macro="cchc_macros.mail.email:email",
        screentip="Gửi sổ đơn vị qua email",
        supertip="Gửi cho mỗi đơn vị thư kèm sổ của đơn vị đó. Trước khi gửi, nút này cho xem ai nhận gì.",
        keytip="E", icon="FileSendAsAttachment", reaches_out=True,
        options=MAIL_OPTIONS,
        ways=MAIL_WAYS,
    ),
    Button(
        verb="sent", label="Đã gửi", group="Giao việc", macro="cchc_macros.mail.sent:sent",
        screentip="Ghi thư nháp đã gửi",
        supertip="Thư nháp đã tự tay gửi được ghi là đã gửi, theo đơn vị hoặc tất cả, để không gửi lần hai.",
        keytip="A", icon="AcceptTask",
        options=(
            Option(name="--units", help="mã đơn vị đã gửi, ví dụ VP,NV1; để trống là mọi thư nháp", metavar="UNITS"),
            EACH,
            Option(name="--dry-run", help="chỉ xem có thư nháp nào", flag=True),
        ),
        ways=(
            Way(name="all", label="Mọi thư nháp đã gửi", icon="AcceptTask"),
            Way(name="each", label="Chọn từng đơn vị", icon="NewTask", values={"each": True}),
        ),
    ),
    Button(
        verb="collect", label="Tổng hợp phiếu", group="Theo dõi", macro="cchc_macros.returns.collect:collect",
        screentip="Tổng hợp sổ các đơn vị gửi về",
        supertip="Đọc các sổ đơn vị gửi về trong một thư mục, ghép vào sổ theo đúng từng việc; "
        "chỗ mâu thuẫn được liệt kê để chọn.",
        keytip="O", icon="Consolidate", large=True, reaches_out=True,
        question="Đọc mọi sổ đơn vị trong thư mục dưới đây và ghép kết quả vào sổ đang mở:\n{dir}",
        options=(folder_to_read("thư mục chứa sổ đơn vị gửi về"),),
    ),
    Button(
        verb="evidence", label="Hồ sơ kiểm chứng", group="Theo dõi", macro="cchc_macros.evidence.evidence:evidence",
        screentip="Xếp và kiểm tra tài liệu kiểm chứng",
        supertip="Đọc tệp các đơn vị gửi trong một thư mục (cả tệp nén), chép về đúng tiêu chí trong thư mục hồ sơ, "
        "đối chiếu số, ngày với trang đầu; cho biết tệp nào thiếu, trùng, hỏng, ngoài năm.",
        keytip="M", icon="AttachFile", reaches_out=True,
        question="Mọi tệp trong thư mục dưới đây được chép vào thư mục hồ sơ kiểm chứng cạnh sổ, theo tiêu chí:\n{dir}",
        options=(
            folder_to_read("thư mục chứa tài liệu các đơn vị gửi"),
            Option(name="--to", help="thư mục hồ sơ kiểm chứng; mặc định cạnh sổ", metavar="DIR"),
        ),
    ),
    Button(
        verb="remind", label="Nhắc hạn", group="Theo dõi", macro="cchc_macros.mail.remind:remind",
        screentip="Nhắc việc trễ hạn, sắp đến hạn",
        supertip="Liệt kê việc trễ hạn và sắp đến hạn của từng đơn vị, rồi gửi thư nhắc. Việc đã xong không bị nhắc.",
        keytip="R", icon="CalendarInsert", reaches_out=True,
        options=(
            Option(name="--on", help="ngày làm việc, ví dụ 31/5/2026; để trống là hôm nay", metavar="DATE"),
            *MAIL_OPTIONS,
        ),
        ways=MAIL_WAYS,
    ),
    Button(
        verb="letters", label="Văn bản đôn đốc", group="Theo dõi", macro="cchc_macros.letters.letters:letters",
        screentip="Công văn đôn đốc, bảng tiến độ, công văn giao việc",
        supertip="Ghi thành tệp Word: công văn đôn đốc từng đơn vị trễ hạn và gửi chung, bảng tiến độ họp giao ban, "
        "công văn giao việc; mẫu của cơ quan sửa được.",
        keytip="L", icon="FileSaveAsPdfOrXps", book="read", reaches_out=True,
        question="Các văn bản được ghi thành tệp Word vào thư mục:\n{to}",
        options=(
            Option(name="--kind", help="urge: đôn đốc; progress: bảng tiến độ; assign: giao việc", choices=LETTERS),
            folder_to_write("thư mục ghi văn bản", "Văn bản đôn đốc"),
            own_template("mẫu"),
        ),
        ways=tuple(
            Way(name=f"{kind}{part}", label=f"{name}{own}", icon=icon, values={"kind": kind}, asks=asks)
            for part, own, icon, asks in (
                ("", "", "FileSaveAsPdfOrXps", ()),
                ("own", ", theo mẫu riêng của cơ quan", "FileOpen", ("template",)),
            )
            for kind, name in _LETTER_NAMES.items()
        ),
    ),
    Button(
        verb="print", label="In phụ lục", group="Phát hành", macro="cchc_macros.paper.print_:print_appendices",
        screentip="In phụ lục và phiếu giao việc",
        supertip="Tính lại điểm, rồi ghi Phụ lục I, Phụ lục II, tiêu chí mất điểm và phiếu giao việc "
        "thành tệp PDF theo thể thức văn bản; phụ lục có cả bản Word.",
        keytip="I", icon="FilePrint", large=True, reaches_out=True,
        question="Các phụ lục và phiếu giao việc được ghi thành tệp PDF vào thư mục:\n{to}",
        options=(
            folder_to_write("thư mục ghi tệp PDF", "Bản in"),
            Option(name="--libreoffice", help="nhờ LibreOffice vẽ PDF, thay cho chương trình tự vẽ", flag=True),
            Option(name="--clear", help="chuyển bản in phiếu không còn dùng sang thư mục riêng", flag=True),
        ),
        ways=(
            Way(name="files", label="Ghi tệp PDF và Word vào một thư mục", icon="FileSaveAs", asks=("to",)),
            Way(name="preview", label="Xem trước rồi in ra máy in", icon="FilePrintPreview", shows=True),
        ),
        warns="cchc_macros.paper.open_points:before_printing",
    ),
    Button(
        verb="report", label="Báo cáo", group="Phát hành", macro="cchc_macros.reports.report:report",
        screentip="Báo cáo tổng hợp", supertip="Lập báo cáo tình hình thực hiện thành tệp Word từ mẫu của cơ quan.",
        keytip="B", icon="ChartInsert", book="read", reaches_out=True,
        question="Báo cáo tổng hợp được ghi vào tệp:\n{to}", warns="cchc_macros.paper.open_points:before_reporting",
        options=(file_to_write("tệp .docx sẽ ghi", "Báo cáo CCHC.docx", "*.docx"), own_template("mẫu báo cáo")),
        ways=by_template("Theo mẫu có sẵn của phần mềm", "Theo mẫu riêng của cơ quan", "ChartInsert"),
    ),
    Button(
        verb="dossier", label="Xuất hồ sơ", group="Phát hành", macro="cchc_macros.evidence.dossier:dossier",
        screentip="Xuất hồ sơ tự đánh giá",
        supertip="Ghép tài liệu kiểm chứng thành một PDF theo tiêu chí, có bìa, danh mục, số trang, dấu trang; lập "
        "Bảng tự chấm và Báo cáo tự đánh giá (Word) từ mẫu của cơ quan.",
        keytip="W", icon="ExportTextFile", book="read", reaches_out=True,
        question="Hồ sơ kiểm chứng (PDF), Bảng tự chấm và Báo cáo tự đánh giá được ghi vào thư mục:\n{to}",
        options=(
            folder_to_write("thư mục ghi hồ sơ", "Hồ sơ tự đánh giá"),
            own_template("mẫu báo cáo"),
            Option(name="--evidence", help="thư mục hồ sơ kiểm chứng; mặc định cạnh sổ", metavar="DIR"),
        ),
        ways=by_template("Theo mẫu báo cáo có sẵn", "Theo mẫu báo cáo riêng của cơ quan", "ExportTextFile"),
    ),
    Button(
        verb="compare", label="So với năm trước", group="Phát hành", macro="cchc_macros.comparing.compare:compare",
        screentip="So với năm trước",
        supertip="Đặt điểm từng tiêu chí cạnh sổ năm trước ở sheet So sánh năm: lấy lại, mất lại, mất mới; vẽ ở "
        "sheet Biểu đồ.",
        keytip="C", icon="ChartTypeLineInsertGallery",
        options=(book_of_last_year("old", "sổ CCHC của năm trước"),),
    ),
    Button(
        verb="gather", label="So sánh cơ quan", group="Phát hành", macro="cchc_macros.agencies.gather:gather",
        screentip="Tổng hợp nhiều cơ quan",
        supertip="Đặt sổ của nhiều cơ quan cạnh nhau trong một sổ: điểm, chỉ số, điểm mất, tiến độ, thứ hạng.",
        keytip="Q", icon="ChartTypeColumnInsertGallery", book="none",
        options=(
            folder_to_read("thư mục chứa sổ của các cơ quan"),
            file_to_write("tệp .xlsx sẽ ghi", "So sánh cơ quan.xlsx", "*.xlsx"),
        ),
    ),
    Button(
        verb="guide", label="Hướng dẫn", group="Trợ giúp", macro="cchc_macros.books.guide:guide",
        screentip="Hướng dẫn sử dụng", supertip="Mở sheet Hướng dẫn của sổ: từng bước công việc trong năm.",
        keytip="H", icon="Help", book="read",
        options=(Option(name="--sheet", help="mở sheet này thay cho sheet Hướng dẫn", metavar="NAME"),),
        corners=(
            Way(name="settings", label="Sổ", icon="Help", values={"sheet": SETTINGS_SHEET}),
            Way(name="scores", label="Điểm số", icon="Help", values={"sheet": SCORES_SHEET}),
            Way(name="tasks", label="Giao việc", icon="Help", values={"sheet": TASKS_SHEET}),
            Way(name="progress", label="Theo dõi", icon="Help", values={"sheet": PROGRESS_SHEET}),
            Way(name="log", label="Trợ giúp", icon="Help", values={"sheet": LOG_SHEET}),
        ),
    ),
    Button(
        verb="about", label="Giới thiệu", group="Trợ giúp", macro="cchc_macros.books.about:about",
        screentip="Giới thiệu CCHC", supertip="Phiên bản, nơi để nhật ký lỗi và các bản sao lưu.",
        keytip="G", icon="Info", book="none",
    ),
    Button(
        verb="upgrade", label=None, group=None, macro="cchc_macros.books.upgrade:upgrade",
        screentip="Nâng cấp sổ của bản cũ",
        supertip="Thêm vào sổ do bản CCHC cũ tạo những mục, cột, bảng mà bản này có thêm; không sửa gì đang có.",
    ),
)  # fmt: skip


def control(name: str) -> tuple[Button, Way | None]:
    """Return the button and the way of a ribbon control, by what its id says after `ID_PREFIX`: "email_draft".

    Raises:
        KeyError: there is no such control.
    """
    return CONTROLS.get(name) or (button(name), None)


def button(verb: str) -> Button:
    """Return the button of a verb.

    Raises:
        KeyError: no such verb.
    """
    return _BY_VERB[verb]


_BY_VERB = {button.verb: button for button in BUTTONS}
CONTROLS: dict[str, tuple[Button, Way | None]] = {  # that can be clicked, by name
    name: (shown, way)
    for shown in BUTTONS
    if shown.label
    for name, way in (
        (shown.verb, shown.ways[0] if shown.ways else None),
        *((f"{shown.verb}_{way.name}", way) for way in (*shown.ways, *shown.corners)),
    )
}
