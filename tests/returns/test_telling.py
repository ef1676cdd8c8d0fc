"""What a clerk is told after a collection."""

from types import SimpleNamespace

import pytest

from cchc_macros import contract as c
from cchc_macros.returns.notes import Note
from cchc_macros.returns.rows import Proposed, RowReport
from cchc_macros.returns.telling import Collected, Outcome, summary
from cchc_macros.returns.understand import ExpectedUnit, Understood

UNIT = ExpectedUnit(code="VP", name="Văn phòng Sở", rows={})
NOTHING = SimpleNamespace(data=list, doubts=list)


def outcome(**more):
    counts = dict.fromkeys(("obeyed", "accepted", "proposed", "declined", "persons"), 0)
    return Outcome(**{"missing": [], "period": ""} | counts | more)


def test_a_merged_file_is_told_with_its_rows_its_new_cells_and_its_notes():
    found = Understood(
        unit=UNIT, period="Quý I", reports=[RowReport("T:1", {c.RESULT: "x"}), RowReport("T:2", {})],
        proposed=[Proposed(place="Phiếu!A9", name="Họp", requirement="", deadline="", values={})],
        notes=[Note("", "Hỏi lại."), Note("Phiếu!A1", "Sai.")],
    )  # fmt: skip
    told = summary(Collected(merged={"a.xlsx": found}, changed={"a.xlsx": 3}), NOTHING, outcome(missing=["NV1", "NV2"]))
    assert told.data["merged"] == [
        {
            "file": "a.xlsx", "unit": "VP", "round": "Quý I", "rows": 2, "changed": 3, "proposed": 1,
            "notes": [{"cell": None, "message": "Hỏi lại."}, {"cell": "Phiếu!A1", "message": "Sai."}],
        }
    ]  # fmt: skip
    assert told.message == f"Đã ghép 1 phiếu, 3 ô mới. 2 lưu ý ở sheet {c.RETURNS_SHEET}. Chưa gửi: NV1, NV2."


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (Collected(), "Đã ghép 0 phiếu, 0 ô mới. Thư mục không có tệp nào; chọn thư mục chứa sổ các đơn vị gửi về."),
        (
            Collected(rejected=dict.fromkeys("abcd", "x"), unchanged=["e"]),
            "Đã ghép 0 phiếu, 0 ô mới. 1 tệp đã ghép từ trước. 4 tệp không nhận (a; b; c; …); lý do ở sheet Sổ gửi về.",
        ),
        (Collected(merged={"a": Understood(unit=UNIT)}), "Đã ghép 0 phiếu, 0 ô mới. 1 phiếu chưa điền gì."),
        (
            Collected(
                merged={"a": Understood(unit=UNIT, reports=[RowReport("T:1", {c.NOTE: "x"})], lacks_status=True)}
            ),
            f"Đã ghép 1 phiếu, 0 ô mới. 1 phiếu không ghi '{c.STATUS}' của việc nào, chưa tính là đã gửi.",
        ),
    ],
)
def test_what_was_not_merged_is_told_with_the_reason_or_its_place(run, said):
    assert summary(run, NOTHING, outcome()).message == said


def test_what_waits_for_the_office_is_told_with_its_sheet():
    asked = SimpleNamespace(data=lambda: [{}, {}], doubts=lambda: ["A", "B", "C", "D"])
    told = summary(
        Collected(unchanged=["a"]), asked, outcome(obeyed=1, accepted=2, proposed=3, period="Quý I", missing=["VP"])
    )
    assert told.message == (
        f"Đã giải quyết 1 dòng ở sheet {c.CONFLICTS_SHEET}. Đã nhận 2 việc phát sinh vào sheet {c.TASKS_SHEET}. "
        f"Đã ghép 0 phiếu, 0 ô mới. 1 tệp đã ghép từ trước. 2 chỗ mâu thuẫn: chọn ở cột {c.CHOICE} của sheet "
        f"{c.CONFLICTS_SHEET} rồi bấm lại. A B C 3 việc phát sinh chờ chọn ở sheet {c.PROPOSALS_SHEET}. "
        "Chưa gửi kỳ Quý I: VP."
    )
    assert (told.data["round"], told.data["proposed"], told.data["missing"]) == ("Quý I", 3, ["VP"])
