"""The rosters of the two example plans, for the tests of the domain."""

from cchc_macros.rules.units.roster import Group, Roster, Unit

OFFICE, DIVISION, SERVICE, SECTION, OUTSIDE = (
    "văn phòng",
    "phòng chuyên môn",
    "đơn vị sự nghiệp",
    "bộ phận",
    "bên ngoài",
)

LANG_SON = Roster(
    [
        Unit(code="VP", name="Văn phòng Sở", aliases=("Văn phòng",), kind=OFFICE),
        Unit(code="NV1", name="Phòng Nghiệp vụ I", kind=DIVISION),
        Unit(code="NV2", name="Phòng Nghiệp vụ II", kind=DIVISION),
        Unit(code="TGPL", name="Trung tâm Trợ giúp pháp lý nhà nước", kind=SERVICE),
        Unit(code="CC1", name="Phòng Công chứng số 1", kind=SERVICE),
        Unit(code="NGOAI", name="Các cơ quan, đơn vị, tổ chức có liên quan", kind=OUTSIDE),
    ],
    [
        Group(name="Các phòng, đơn vị thuộc Sở", kinds=(OFFICE, DIVISION, SERVICE)),
        Group(name="các phòng, đơn vị trực thuộc Sở Tư pháp", kinds=(OFFICE, DIVISION, SERVICE)),
        Group(name="Các phòng chuyên môn thuộc Sở", kinds=(DIVISION,)),
        Group(name="các đơn vị trực thuộc Sở", kinds=(SERVICE,)),
        Group(name="Các đơn vị sự nghiệp trực thuộc Sở", kinds=(SERVICE,)),
    ],
)

THAI_NGUYEN = Roster(
    [
        Unit(code="VP", name="Văn phòng Sở", aliases=("Văn phòng",), kind=OFFICE),
        Unit(code="PBPL", name="Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật", kind=DIVISION),
        Unit(code="XDVB", name="Phòng Xây dựng và kiểm tra văn bản QPPL", kind=DIVISION),
        Unit(code="TNTKQ", name="Bộ phận tiếp nhận và trả kết quả giải quyết TTHC", kind=SECTION),
        Unit(code="SBN", name="Các sở, ban, ngành, địa phương", kind=OUTSIDE),
        Unit(code="XA", name="UBND cấp xã", kind=OUTSIDE),
    ],
    [
        Group(name="Các phòng, đơn vị thuộc Sở", kinds=(OFFICE, DIVISION, SERVICE)),
        Group(name="Các phòng chuyên môn thuộc Sở", kinds=(DIVISION,)),
        Group(name="Các phòng, đơn vị giải quyết TTHC"),
        Group(name="các đơn vị sự nghiệp trực thuộc Sở", kinds=(SERVICE,)),
    ],
)
