"""Which units a text on the face of a file names."""

import pytest

from cchc_macros.returns.contradictions import Naming

NAMES = [
    ("VP", "Văn phòng Sở"),
    ("V", "Văn phòng"),
    ("NV1", "Phòng Nghiệp vụ I"),
    ("NV2", "Phòng Nghiệp vụ II"),
    ("TT", "Thanh tra"),
    ("TTNB", "Thanh tra - Nội bộ"),
    ("3", "Chi cục 3"),
    ("PCC1", "Phòng Công chứng số 1"),
    ("LEGAL", "Trung tâm Trợ giúp pháp lý nhà nước"),
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
        ("Chương V", set()),
        ("NV1 chép từ NV2", {"NV1", "NV2"}),
        ("Phòng Nghiệp vụ III", set()),
        ("bao cao phong nghiep vu 2", {"NV2"}),
        ("Phòng nghiệp vụ 01", {"NV1"}),
        ("Phòng nghiệp vụ 12", set()),
        ("Chi cục III", {"3"}),
        ("Phòng NV số 2", {"NV2"}),
        ("NV02", {"NV2"}),
        ("phieu NV 2 - da dien", {"NV2"}),
        ("PNV2", {"NV2"}),
        ("PNVII", {"NV2"}),
        ("Phòng nghiệp vụ số II", {"NV2"}),
        ("P. NV2", {"NV2"}),
        ("P.NV-II", {"NV2"}),
        ("Phòng NV số 12", set()),
        ("NVIII", set()),
        ("NV 2026", set()),
        ("VP Sở", {"VP"}),
        ("PCC số 1", {"PCC1"}),
        ("Phòng CC 1", {"PCC1"}),
        ("TTTGPL quý II", {"LEGAL"}),
        ("TT TGPL", {"LEGAL"}),
        ("Kết quả TGPL", set()),
        ("gửi lần cuối (2)", set()),
        ("", set()),
    ],
)
def test_a_unit_is_named_by_whole_words(text, codes):
    assert Naming(NAMES).units_in(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NV2 - Phòng Nghiệp vụ I", {"NV2"}),
        ("NV2-Phòng Nghiệp vụ I", {"NV2"}),
        ("NV2_-_Phong_Nghiep_vu_I", {"NV2"}),
        ("Phòng Nghiệp vụ II – NV1", {"NV2"}),
        ("Phiếu NV2 - Phòng Nghiệp vụ I", {"NV2"}),
        ("Copy of NV2 - Phòng Nghiệp vụ I", {"NV2"}),
        ("03. NV2 - Phòng Nghiệp vụ I", {"NV2"}),
        ("TT - NV1", {"TT"}),
        ("Thanh tra - Nội bộ đợt 2", set()),
        ("NV1 - Phòng Nghiệp vụ I - gửi VP", {"NV1"}),
        ("Gửi VP - NV1", set()),
        ("Nộp Văn phòng Sở - Phòng Nghiệp vụ I", set()),
        ("VP nhận - NV1", set()),
        ("NV 1 (trả lời VP) - lần 2", set()),
        ("NV1 chép từ NV2", set()),
        ("- NV2", set()),
    ],
)
def test_a_text_tells_whose_a_file_is_as_the_files_handed_out_are_named(text, codes):
    assert Naming(NAMES).owners_in(text) == codes
