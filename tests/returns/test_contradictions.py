"""Which units a text on the face of a file names."""

import pytest

from cchc_macros.returns.contradictions import Naming

NAMES = [
    ("VP", "Văn phòng Sở"),
    ("V", "Văn phòng"),
    ("NV1", "Phòng Nghiệp vụ I"),
    ("NV2", "Phòng Nghiệp vụ II"),
    ("TT", "Thanh tra"),
    ("3", "Chi cục 3"),
]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NV2 - Phòng Nghiệp vụ II", {"NV2"}),
        ("phieu nv2 (lan 3)", {"NV2"}),
        ("Phong_Nghiep_vu_I_da_dien", {"NV1"}),
        ("PHÒNG NGHIỆP VỤ II", {"NV2"}),
        ("Văn phòng Sở", {"VP"}),
        ("văn phòng", {"V"}),
        ("tt phiếu đợt 3", set()),
        ("Phiếu TT", {"TT"}),
        ("NV1 chép từ NV2", {"NV1", "NV2"}),
        ("Phòng Nghiệp vụ III", set()),
        ("bao cao phong nghiep vu 2", {"NV2"}),
        ("Phòng nghiệp vụ 01", {"NV1"}),
        ("Phòng nghiệp vụ 12", set()),
        ("Chi cục III", {"3"}),
        ("gửi lần cuối (2)", set()),
        ("", set()),
    ],
)
def test_a_unit_is_named_by_whole_words(text, codes):
    assert Naming(NAMES).units_in(text) == codes
