"""The rosters of the two example plans, for the tests of the domain."""

from cchc_macros.rules.roster import Group, Roster, Unit

OFFICE, DIVISION, SERVICE, SECTION, OUTSIDE = (
    "văn phòng",
    "phòng chuyên môn",
    "đơn vị sự nghiệp",
    "bộ phận",
    "bên ngoài",
)

LANG_SON = Roster(
    [
        Unit("VP", "Văn phòng Sở", ("Văn phòng",), OFFICE),
        Unit("NV1", "Phòng Nghiệp vụ I", (), DIVISION),
        Unit("NV2", "Phòng Nghiệp vụ II", (), DIVISION),
        Unit("TGPL", "Trung tâm Trợ giúp pháp lý nhà nước", (), SERVICE),
        Unit("CC1", "Phòng Công chứng số 1", (), SERVICE),
        Unit("NGOAI", "Các cơ quan, đơn vị, tổ chức có liên quan", (), OUTSIDE),
    ],
    [
        Group("Các phòng, đơn vị thuộc Sở", (OFFICE, DIVISION, SERVICE)),
        Group("các phòng, đơn vị trực thuộc Sở Tư pháp", (OFFICE, DIVISION, SERVICE)),
        Group("Các phòng chuyên môn thuộc Sở", (DIVISION,)),
        Group("các đơn vị trực thuộc Sở", (SERVICE,)),
        Group("Các đơn vị sự nghiệp trực thuộc Sở", (SERVICE,)),
    ],
)

THAI_NGUYEN = Roster(
    [
        Unit("VP", "Văn phòng Sở", ("Văn phòng",), OFFICE),
        Unit("PBPL", "Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật", (), DIVISION),
        Unit("XDVB", "Phòng Xây dựng và kiểm tra văn bản QPPL", (), DIVISION),
        Unit("TNTKQ", "Bộ phận tiếp nhận và trả kết quả giải quyết TTHC", (), SECTION),
        Unit("SBN", "Các sở, ban, ngành, địa phương", (), OUTSIDE),
        Unit("XA", "UBND cấp xã", (), OUTSIDE),
    ],
    [
        Group("Các phòng, đơn vị thuộc Sở", (OFFICE, DIVISION, SERVICE)),
        Group("Các phòng chuyên môn thuộc Sở", (DIVISION,)),
        Group("Các phòng, đơn vị giải quyết TTHC"),
        Group("các đơn vị sự nghiệp trực thuộc Sở", (SERVICE,)),
    ],
)
