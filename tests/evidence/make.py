"""Papers as offices send them, whole and with every fault; and a workbook whose criteria they prove."""

import io
import zipfile
from datetime import date
from functools import cache

import docx
import pypdfium2
from PIL import Image
from reportlab.pdfgen import canvas

from cchc_macros import contract as c
from tests.conftest import TEMPLATES
from tests.tables import read_table, write_rows
from xl.engine import open_book
from xl.packages import ENCRYPTED_MARK, OLE
from xl.pages.typefaces import typeface

AGENCY = "Sở Tư pháp"


def head(number, day, kind="KẾ HOẠCH", about="Cải cách hành chính năm 2026"):
    """The lines of a first page; a `number` or `day` of None is not yet written in."""
    shown = "ngày     tháng     năm 2026" if day is None else f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
    return [
        "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "SỞ TƯ PHÁP", f"Số: {number or '       /KH-STP'}", f"Lạng Sơn, {shown}", kind,
        about, "_______", "Căn cứ Quyết định số 876/QĐ-BNV ngày 10 tháng 11 năm 2022 của Bộ Nội vụ;",
        "Điện thoại: 0205.3812.345", "Sở Tư pháp xây dựng kế hoạch như sau:",
    ]  # fmt: skip


def pdf(lines, *, locked=False, stamped="", padding=0):
    """A PDF with a text layer; `stamped` is drawn as a form field, as a signing program does; `padding` are bytes."""
    out = io.BytesIO()
    face = _face()
    page = canvas.Canvas(out, encrypt="x" if locked else None, initialFontName=face)
    page.setFont(face, 12)
    for number, line in enumerate(lines):
        page.drawString(80, 780 - 20 * number, line)
    if stamped:
        page.acroForm.textfield(name="so", value=stamped, x=300, y=735, width=120, height=18, fontSize=12)
    page.showPage()
    page.save()
    return _padded(out.getvalue(), padding) if padding else out.getvalue()


def scan(lines):
    """A PDF of a picture of the page, without a text layer."""
    with pypdfium2.PdfDocument(pdf(lines)) as papers:
        page = papers[0].render(scale=200 / 72).to_pil()
    out = io.BytesIO()
    page.save(out, "PDF", resolution=200)
    return out.getvalue()


def _padded(data, padding):
    """A PDF with so many more bytes before its table of places, which stays right."""
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    more = b"%" + b"x" * padding + b"\n"
    ending = data[start:].rsplit(b"startxref", 1)[0]
    return data[:start] + more + ending + b"startxref\n%d\n%%%%EOF\n" % (start + len(more))


@cache
def _face():
    return typeface("Times New Roman", False, False).name


def word(lines):
    """A Word file whose head is a table, as in papers."""
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "\n".join(lines[:3]), lines[3]
    for line in lines[4:]:
        document.add_paragraph(line)
    return saved(document)


def saved(thing):
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def picture(color, kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(out, kind)
    return out.getvalue()


def locked_word():
    """What Word makes of a file with a password: an old container around it."""
    return OLE + b"\0" * 600 + ENCRYPTED_MARK + b"\0" * 600


def packed(parts, *, flags=0):
    """An archive; a name may be anything."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name) if isinstance(name, str) else name, data)
    return out.getvalue()


def bomb(size=60_000_000):
    """An archive of a thousand times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("to.pdf", b"\0" * size)
    return out.getvalue()


def link_in_archive(to):
    info = zipfile.ZipInfo("lien-ket.pdf")
    info.external_attr = 0o120777 << 16
    return packed({info: to})


def office(path, *, criteria=(), own=(), evidence=(), units=2, year=2026):
    """A workbook: criteria as rows, what units cite for them, and rows of evidence that staff wrote."""
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    settings = read_table(book, c.SETTINGS)
    keys = settings.index(c.KEY)
    settings.update({
        keys[c.AGENCY,]: {c.VALUE: AGENCY}, keys[c.PROVINCE,]: {c.VALUE: "tỉnh Lạng Sơn"},
        keys[c.YEAR_PLAN,]: {c.VALUE: year},
    })  # fmt: skip
    write_rows(read_table(book, c.UNITS), [
        {c.UNIT_CODE: f"P{n}", c.UNIT_NAME: f"Phòng số {n}", c.UNIT_KIND: c.KINDS[1],
         c.UNIT_EMAIL: f"p{n}@stp.example"}
        for n in range(1, units + 1)
    ])  # fmt: skip
    for spec, rows in ((c.CRITERIA, criteria), (c.SELF_SCORES, own), (c.EVIDENCE_TABLE, evidence)):
        if rows:
            write_rows(read_table(book, spec), list(rows))
    book.save(str(path))
    return path


def criterion(code, *, own=None, most=1, evidence=None, **more):
    return {
        c.STT: code, c.CRITERION_NAME: f"Tiêu chí {code}", c.MAX_SCORE: most, c.SELF_SCORE: own, c.EVIDENCE: evidence,
        **more,
    }  # fmt: skip


def cites(code, unit, text, own=1):
    return {c.STT: code, c.UNIT: unit, c.SELF_SCORE: own, c.EVIDENCE: text}


def rows_of(path):
    """The rows of the table Evidence."""
    return [row for _, row in read_table(open_book(path), c.EVIDENCE_TABLE).rows()]


def written(folder, files):
    """Write files by their names below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


TREE = (
    criterion("1", most=None), criterion("1.1", own=1, most=2), criterion("1.2", own=1), criterion("2", most=None),
    criterion("2.1", own=0.5), criterion("2.2", own=1),
)  # fmt: skip
ON = date(2026, 2, 3)


UNITS, EACH = 25, 8
LEAVES = [f"{domain}.{number}" for domain in range(1, 6) for number in range(1, 6)]


def season(folder):
    """A workbook of 25 units with a criterion each, and 200 files that they sent with every fault among them.

    Returns:
        The workbook, the folder with what was sent, and the contents that a dossier must hold.
    """
    tree = [criterion(str(domain), most=None) for domain in range(1, 6)]
    tree += [criterion(code, own=1) for code in LEAVES]
    own = [cites(code, f"P{n}", f"Kế hoạch số {100 + n}/KH-STP ngày 03/02/2026") for n, code in enumerate(LEAVES, 1)]
    book = office(folder / "Sổ.xlsx", criteria=sorted(tree, key=lambda row: row[c.STT]), own=own, units=UNITS)
    sent = {}
    for n, code in enumerate(LEAVES, 1):
        sent |= {f"P{n}/{name}": data for name, data in _sent_by(n, code).items()}
    whole = {data for name, data in sent.items() if is_filed(name, data)}
    for archive in (data for name, data in sent.items() if name.endswith("gói.zip")):
        with zipfile.ZipFile(io.BytesIO(archive)) as package:
            whole |= {package.read("2.1/trong gói.pdf")}
    return book, written(folder / "gửi về", sent), whole


def is_filed(name, data):
    return not name.endswith((".zip", ".rar", ".exe")) and data.strip(b"\0") != b"" and not data.startswith(b"MZ")


def _sent_by(n, code):
    """Eight files of a unit: what it cites, and seven with a fault each."""
    cited = pdf(head(f"{100 + n}/KH-STP", ON))
    faults = [
        ("trùng.pdf", cited), ("hỏng.pdf", cited[:600] + bytes([n])), ("trống.docx", b""),
        ("khóa.pdf", pdf(head(f"{200 + n}/KH-STP", ON), locked=True)),
        ("trong.exe", b"MZ\0"), ("nén.rar", b"Rar!" + bytes([n])), ("bom.zip", bomb()),
        (f"{code} ngoài năm.pdf", pdf(head(f"{300 + n}/TB-STP", date(2024, 1, 2), "THÔNG BÁO", "Họp"))),
        (f"{code} sai số {100 + n}-BC-STP.pdf", pdf(head(f"{400 + n}/BC-STP", ON, "BÁO CÁO", "Tháng 01"))),
        (f"{code}/ảnh.png", picture((n, 9, 9))), ("bản thảo.docx", word(head(f"{100 + n}/KH-STP", ON))),
        ("gói.zip", packed({"2.1/trong gói.pdf": pdf(head(f"{500 + n}/TB-STP", ON, "THÔNG BÁO", "Họp"))})),
        ("thoát.zip", packed({"../../ra.pdf": cited})), ("không rõ.txt", f"thư {n}".encode()),
    ]  # fmt: skip
    chosen = [faults[(n * (EACH - 1) + place) % len(faults)] for place in range(EACH - 1)]
    return {f"{100 + n}-KH-STP.pdf": cited, **dict(chosen)}
