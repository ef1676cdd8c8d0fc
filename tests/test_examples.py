"""The two published plans: the numbers that must come out."""

import pytest

LANG_SON, THAI_NGUYEN = "lang-son-2026", "thai-nguyen-2026"
SCORE_CODES = {
    "TOTAL_MISMATCH", "INDEX_MISMATCH", "PARENT_SUM_MISMATCH", "NOTE_SAYS_FULL", "NOTE_DEDUCTION_MISMATCH",
    "LOST_NOT_NOTED", "SCORE_ABOVE_MAX", "SCORE_NEGATIVE", "SCORE_MISSING", "NOT_A_NUMBER", "TARGET_BELOW_RESULT",
}  # fmt: skip


def roles(answer):
    return {unit["code"]: (unit["lead"], unit["support"]) for unit in answer["units"]}


def test_lang_son_totals(cchc, workbook):
    answer = cchc("recalculate", workbook(LANG_SON))
    assert {name: answer["total"][name] for name in ("max", "result", "target")} == {
        "max": 100,
        "result": 91,
        "target": 100,
    }
    assert (answer["index"]["result"], answer["index"]["target"]) == (91.0, 100.0)


def test_lang_son_lost_points(cchc, workbook):
    lost = cchc("flag", workbook(LANG_SON))["lost"]
    assert {item["code"]: item["lost"] for item in lost} == {"3": 3, "5": 3, "6": 2, "8": 1}
    assert [item["lost"] for item in lost] == [3, 3, 2, 1]
    assert lost[0]["leads"] == ["VP", "NV2", "TGPL", "CC1"]


def test_lang_son_score_findings_are_exactly_these(cchc, workbook):
    findings = [f for f in cchc("audit", workbook(LANG_SON))["findings"] if f["code"] in SCORE_CODES]
    assert sorted((f["code"], f["row_code"]) for f in findings) == [
        ("INDEX_MISMATCH", "Chỉ số công bố"),
        ("LOST_NOT_NOTED", "8"),
        ("NOTE_DEDUCTION_MISMATCH", "5"),
        ("NOTE_SAYS_FULL", "6"),
        ("TOTAL_MISMATCH", "Điểm công bố"),
    ]
    by_code = {f["code"]: f for f in findings}
    assert "90" in by_code["TOTAL_MISMATCH"]["message"]
    assert "91" in by_code["TOTAL_MISMATCH"]["message"]
    assert "89,70%" in by_code["INDEX_MISMATCH"]["message"]
    assert "91,00%" in by_code["INDEX_MISMATCH"]["message"]
    assert "3,5" in by_code["NOTE_DEDUCTION_MISMATCH"]["message"]
    assert all(f["sheet"] and f["cell"] for f in findings)


def test_the_audit_says_that_rounding_in_print_would_explain_lang_son(cchc, workbook):
    hints = {f["code"]: f["hint"] for f in cchc("audit", workbook(LANG_SON))["findings"]}
    for code in ("TOTAL_MISMATCH", "INDEX_MISMATCH", "NOTE_DEDUCTION_MISMATCH"):
        assert "làm tròn" in hints[code]


def test_lang_son_leads_and_supports(cchc, workbook):
    assert roles(cchc("assign", workbook(LANG_SON))) == {
        "VP": (7, 1),
        "NV1": (2, 6),
        "NV2": (3, 5),
        "TGPL": (6, 2),
        "CC1": (6, 2),
    }


def test_thai_nguyen_leads_and_supports(cchc, workbook):
    counted = roles(cchc("assign", workbook(THAI_NGUYEN)))
    units = {code: counted.pop(code) for code in ("VP", "PBPL", "XDVB", "TNTKQ")}
    assert units == {"VP": (9, 25), "PBPL": (20, 6), "XDVB": (21, 5), "TNTKQ": (1, 0)}
    assert sorted(counted.values()) == [(2, 0), (7, 0)]


def test_thai_nguyen_groups_without_members_keep_a_sheet_and_are_findings(cchc, workbook):
    book = workbook(THAI_NGUYEN)
    groups = {unit["name"]: unit["lead"] for unit in cchc("assign", book)["units"] if unit["group"]}
    assert groups == {"Các phòng, đơn vị giải quyết TTHC": 7, "Các đơn vị sự nghiệp trực thuộc Sở": 2}
    found = [f for f in cchc("audit", book)["findings"] if f["code"] == "GROUP_EMPTY"]
    assert {f["row_code"] for f in found} == set(groups)


def test_thai_nguyen_due_dates(cchc, workbook):
    due = {
        task["code"]: task["due"] for unit in cchc("assign", workbook(THAI_NGUYEN))["units"] for task in unit["tasks"]
    }
    assert len(due) == 38
    dates = list(due.values())
    assert (dates.count("2026-12-31"), dates.count("2026-05-31"), dates.count(None)) == (34, 1, 3)


@pytest.mark.parametrize(("name", "criteria", "tasks", "headings"), [(LANG_SON, 8, 0, 0), (THAI_NGUYEN, 0, 38, 14)])
def test_the_plans_rows_are_all_read(cchc, workbook, seed, name, criteria, tasks, headings):
    answer = cchc("import", seed(name), workbook("so-cchc"))
    assert (answer["criteria"], answer["tasks"], answer["headings"]) == (criteria, tasks, headings)
