"""Formulas and what Excel gives for them, over the small workbook that `fill` makes."""

import datetime as dt

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

ROWS = (
    ("STT", "Điểm tối đa", "Kết quả", "Không chấm", "Hạn cuối"),
    ("1", 20, 18.5, None, dt.datetime(2026, 12, 31)),
    ("1.1", 10, 9.5, "x", dt.datetime(2026, 5, 31)),
    ("2", 15.25, None, "", dt.datetime(2026, 3, 1)),
    ("phòng Một", 0.1, 0.2, " ", None),
    ("Phòng Hai", True, "9,5", "x", dt.datetime(2025, 2, 28)),
)


def fill(wb):
    """Data on "Dữ liệu" (B2:F7, table T), with an error in H2 and a formula column in H3:H5."""
    ws = wb.active
    ws.title = "Dữ liệu"
    for number, row in enumerate(ROWS, 2):
        for column, value in enumerate(row, 2):
            ws.cell(number, column, value)
    ws.add_table(Table(displayName="T", ref="B2:F7"))
    ws["H2"] = "=1/0"
    ws["H3"], ws["H4"], ws["H5"] = "=C3*2", "=H3+C4", '=IF(H4>0,"","x")'
    wb.defined_names["Tong"] = DefinedName("Tong", attr_text="'Dữ liệu'!$C$3:$C$6")
    wb.defined_names["He_so"] = DefinedName("He_so", attr_text="2.5")
    wb.create_sheet("Công thức")


D = "'Dữ liệu'!"
CASES = [
    # operators
    ("=1+2*3^2", 19.0), ("=-2^2", 4.0), ("=(1+2)*3", 9.0), ("=10%", 0.1), ("=2^-1", 0.5), ("=7/2", 3.5),
    ('="a"&1&TRUE', "a1TRUE"), ('="x"&9.5', "x9,5"), ("=1/0", "#DIV/0!"), ("=0.1+0.2=0.3", True), ("=0.3-0.1-0.2", 0.0),
    ('="Phòng"="PHÒNG"', True), ('=1<"a"', True), ('="a"<TRUE', True), ("=1>=1", True), ("=2<>2", False), ('="5"+1', 6.0),
    ('="abc"+1', "#VALUE!"), ("=TRUE+1", 2.0), (f"={D}G3", 0.0), (f"={D}G3=0", True), (f'={D}G3=""', True), ("=--TRUE", 1.0),
    # sums and counts
    (f"=SUM({D}C3:C7)", 45.35), (f"=SUM({D}C3:D7,1,TRUE)", 75.55), (f"=SUM({D}H2:H4)", "#DIV/0!"), ("=SUM(Tong)*He_so", 113.375),
    (f"=COUNT({D}B3:D7)", 7.0), (f"=COUNTA({D}B3:E7)", 17.0), (f"=COUNTBLANK({D}B3:G7)", 9.0), (f"=AVERAGE({D}D3:D7)", 9.4),
    (f"=MIN({D}C3:C7)", 0.1), (f"=MAX({D}C3:C7)", 20.0), ("=MAX(TRUE,0)", 1.0), (f"=PRODUCT({D}D3:D5)", 175.75), (f"=MEDIAN({D}C3:C6)", 12.625),
    (f"=LARGE({D}C3:C7,2)", 15.25), (f"=SMALL({D}C3:C7,1)", 0.1), (f"=RANK(10,{D}C3:C7)", 3.0), (f"=RANK(10,{D}C3:C7,1)", 2.0),
    (f"=SUBTOTAL(9,{D}C3:C7)", 45.35), (f"=SUBTOTAL(103,{D}B3:B7)", 5.0),
    # by criteria
    (f'=COUNTIF({D}E3:E7,"x")', 2.0), (f'=COUNTIF({D}B3:B7,"phòng*")', 2.0), (f'=COUNTIF({D}C3:C7,">=10")', 3.0), (f'=COUNTIF({D}B3:B7,"?")', 2.0),
    (f'=COUNTIF({D}B3:B7,"<>1")', 4.0), (f'=COUNTIF({D}F3:F7,">="&DATE(2026,5,31))', 2.0), (f'=COUNTIF({D}C3:C7,15)', 0.0), (f'=COUNTIF({D}E3:E7,"")', 2.0),
    (f'=SUMIF({D}E3:E7,"x",{D}C3)', 10.0), (f'=SUMIF({D}C3:C7,">1")', 45.25), (f'=SUMIFS({D}C3:C7,{D}E3:E7,"<>x",{D}C3:C7,">1")', 35.25),
    (f'=COUNTIFS({D}E3:E7,"x",{D}C3:C7,">1")', 1.0), (f'=AVERAGEIF({D}C3:C7,">1")', 15.083333333333334), (f'=AVERAGEIF({D}C3:C7,">99")', "#DIV/0!"),
    (f'=SUMPRODUCT(--(TRIM({D}E3:E7)=""),{D}C3:C7)', 35.35), (f"=SUMPRODUCT(({D}C3:C6>1)*({D}C3:C6))", 45.25), (f'=SUMPRODUCT(--({D}E3:E7="x"))', 2.0),
    (f'=SUMPRODUCT(--ISNUMBER({D}D3:D7),{D}C3:C7)', 30.1), (f"=SUMPRODUCT({D}C3:C6,{D}D3:D6)", 465.02), (f"=SUMPRODUCT({D}C3:C6,{D}D3:D5)", "#VALUE!"),
    (f'=MAXIFS({D}C3:C7,{D}E3:E7,"x")', 10.0), (f'=SUMPRODUCT(IF({D}C3:C6>1,1,0))', 3.0),
    # structured references
    ("=SUM(T[Điểm tối đa])", 45.35), ("=SUM(T[[Điểm tối đa]:[Kết quả]])", 73.55), ("=ROWS(T[#All])", 6.0), ("=INDEX(T[#Headers],1,2)", "Điểm tối đa"),
    ('=SUMIFS(T[Điểm tối đa],T[STT],"<>*.?*",T[Không chấm],"<>x")', 35.35), ("=COLUMNS(T)", 5.0), ("=SUM(T[không có])", "#REF!"),
    # conditions and errors
    ('=IF(1>2,"a","b")', "b"), ("=IF(FALSE,1)", False), ("=IF(TRUE,)", 0.0), (f"=IFERROR({D}H2,7)", 7.0), (f"=IFERROR({D}C3,7)", 20.0), ("=IFERROR(NA(),1)", 1.0),
    ('=IFNA(VLOOKUP("z",T,2,FALSE),"không")', "không"), ("=AND(TRUE,1,2>1)", True), ("=OR(FALSE,0)", False), ("=NOT(0)", True), ("=XOR(TRUE,TRUE)", False),
    ('=IFS(FALSE,1,TRUE,"hai")', "hai"), ('=CHOOSE(2,"a","b")', "b"), ('=SWITCH(3,1,"a",3,"c","z")', "c"), (f"=ISERROR({D}H2)", True), (f"=ISNUMBER({D}C3)", True),
    (f"=ISTEXT({D}B3)", True), (f"=ISBLANK({D}D5)", True), (f"=ISBLANK({D}H5)", False), (f"=N({D}B3)", 0.0), (f"=T({D}C3)", ""), ("=ISNA(NA())", True), ("=1+NA()", "#N/A"),
    (f'=IF(OR(TRIM({D}E3)<>"",NOT(ISNUMBER({D}D3))),"",ROUND({D}C3-{D}D3,6))', 1.5),
    # numbers
    ("=ROUND(2.675,2)", 2.68), ("=ROUND(-2.5,0)", -3.0), ("=ROUND(1234.5,-2)", 1200.0), ("=ROUND(1.005,2)", 1.01), ("=ROUNDUP(1.1,0)", 2.0), ("=ROUNDDOWN(-1.9,0)", -1.0),
    ("=INT(-1.5)", -2.0), ("=INT(0.1*3*10)", 3.0), ("=TRUNC(-1.5)", -1.0), ("=MOD(-3,2)", 1.0), ("=MOD(5,-3)", -1.0), ("=ABS(-3)", 3.0), ("=SIGN(-2)", -1.0), ("=SQRT(9)", 3.0),
    ("=MOD(1,0)", "#DIV/0!"), ("=SQRT(-1)", "#NUM!"), ("=0^0", "#NUM!"), ("=10^400", "#NUM!"),
    # text
    ('=LEN("đường")', 5.0), ('=LEFT("Phòng",2)', "Ph"), ('=RIGHT("Phòng",9)', "Phòng"), ('=MID("Phòng",3,2)', "òn"), ('=TRIM("  a   b ")', "a b"), ('=UPPER("đơn vị")', "ĐƠN VỊ"),
    ('=LOWER("ĐƠN")', "đơn"), ('=SUBSTITUTE("a-b-c","-","+",2)', "a-b+c"), ('=SUBSTITUTE("aaa","a","b")', "bbb"), ('=REPLACE("abcd",2,2,"x")', "axd"), ('=FIND("n","Phòng")', 4.0),
    ('=SEARCH("PH*g","Sở Phòng")', 4.0), ('=FIND("z","abc")', "#VALUE!"), ('=CONCATENATE("a",1,"b")', "a1b"), (f"=TEXTJOIN(\",\",TRUE,{D}B3:B5)", "1,1.1,2"), ('=EXACT("a","A")', False),
    ('=REPT("ab",3)', "ababab"), ('=CHAR(65)', "A"), ('=LEFT("abc",-1)', "#VALUE!"), ('=TEXT(1234.5,"#.##0,00")', "1.234,50"), ('=TEXT(0.897,"0,0%")', "89,7%"),
    ('=TEXT(DATE(2026,3,1),"dd/mm/yyyy")', "01/03/2026"), ('=TEXT(5,"00")', "05"), ('=TEXT(-0.5,"0")', "-1"), ('=VALUE("12")', 12.0),
    # finding
    (f'=MATCH("1.1",{D}B3:B7,0)', 2.0), (f'=MATCH("phòng h*",{D}B3:B7,0)', 5.0), (f'=MATCH("z",{D}B3:B7,0)', "#N/A"), (f"=INDEX({D}C3:C7,2)", 10.0), (f"=INDEX({D}B3:D7,1,3)", 18.5),
    (f"=SUM(INDEX({D}C3:D7,0,2))", 28.2), (f'=VLOOKUP("1.1",{D}B3:D7,3,FALSE)', 9.5), (f'=INDEX({D}C3:C7,MATCH("2",{D}B3:B7,0))', 15.25), (f"=INDEX({D}C3:C7,9)", "#REF!"),
    (f'=XLOOKUP("2",{D}B3:B7,{D}C3:C7)', 15.25), (f'=XLOOKUP("z",{D}B3:B7,{D}C3:C7,"không")', "không"), ("=ROW()", None), ("=ROW(B5)", 5.0), ("=COLUMN(C1)", 3.0), (f"=ROWS({D}B3:B7)", 5.0),
    ("=MATCH(15,{0,10,20},1)", 2.0), ('=HYPERLINK("https://stp.example/","Trang")', "Trang"),
    # days
    ("=DATE(2026,13,1)", 46388.0), ("=DATE(2026,3,0)", 46081.0), (f"=YEAR({D}F3)", 2026.0), (f"=MONTH({D}F4)", 5.0), (f"=DAY({D}F4)", 31.0), (f"={D}F3-{D}F4", 214.0),
    ("=EOMONTH(DATE(2026,1,31),1)", 46081.0), ("=EDATE(DATE(2026,1,31),1)", 46081.0), ("=WEEKDAY(DATE(2026,3,1))", 1.0), ("=WEEKDAY(DATE(2026,3,1),2)", 7.0), ("=DAYS(DATE(2026,3,1),DATE(2026,2,1))", 28.0),
]  # fmt: skip

# Where LibreOffice is no Excel: its truth values are numbers, its errors are of other kinds, its table references and
# functions are fewer.
LIBREOFFICE_DIFFERS = {
    *(formula for formula, _ in CASES if "TRUE" in formula or "XLOOKUP" in formula or "T[#" in formula),
    *(formula for formula, _ in CASES if f"{D}C3:C7" in formula or f"{D}C3:D7" in formula or f"{D}B3:D7" in formula),
    "=SUM(T[Điểm tối đa])", "=SUM(T[[Điểm tối đa]:[Kết quả]])", f'=SUMIF({D}E3:E7,"x",{D}C3)', "=SUM(T[không có])", "=SQRT(-1)", "=0^0",
}  # fmt: skip
