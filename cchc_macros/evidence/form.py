"""The names of the workbook from which the dossier's own pages are made: cover, list of evidence, sheet of points."""

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec

TEMPLATE = "ho-so.xlsx"
COVER = "Bìa"
SUPERIOR, AGENCY, SUBJECT, COUNTS, PLACE = "Cap_tren", "Co_quan", "Ve_viec", "So_luong", "Dia_danh"  # its named cells
TITLE = "Tieu_de_bang"  # the line above the points, with their total
IN_DOSSIER = "Trang hồ sơ"
CITED = "Tài liệu, mục, trang"
LIST = TableSpec("DossierList", "Danh mục", (c.STT, c.NUMBER_SIGN, c.DAY, c.ISSUER, c.ABOUT, IN_DOSSIER, c.FILE))
POINTS = TableSpec(
    "OwnPoints",
    "Bảng tự chấm",
    (c.STT, c.CRITERION_NAME, c.MAX_SCORE, c.SELF_SCORE, c.SURVEY, c.APPRAISED, CITED, c.NOTE),
)
