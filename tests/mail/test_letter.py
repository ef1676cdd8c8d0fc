import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import MailError
from cchc_macros.mail.letter import Office, reminder_digest, reminder_letter, render, task_digest, task_letter
from cchc_macros.rules.tasks.assign import Duty
from cchc_macros.rules.tasks.reminders import remind
from cchc_macros.rules.units.cells import Mention
from cchc_macros.rules.units.roster import Unit
from tests.mail.make import OFFICE, item, sheet

SNAPSHOTS = Path(__file__).parent / "snapshots"
ON = date(2026, 6, 3)
FILE = "VP - Văn phòng Sở.xlsx"


@pytest.fixture
def snapshot():
    """Compare with a committed text; CCHC_REFRESH=1 writes it anew."""

    def check(name, text):
        path = SNAPSHOTS / name
        if os.environ.get("CCHC_REFRESH"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check


def busy(**unit):
    """The unit with everything: late, near, recurring, lost points, more on one day than is shown."""
    names = ["Công tác chỉ đạo, điều hành", "Cải cách thể chế", *[f"Việc số {n}" for n in range(3, 11)]]
    lost = {0: "3", 4: "0.5"}
    duties = [
        Duty(item(f"1.{n + 1}", name, date(2026, 12, 31) if n > 1 else date(2026, 5, 31), lost.get(n)), role, "")
        for n, (name, role) in enumerate(zip(names, ["lead", "support"] * 5, strict=True))
    ]
    duties.append(Duty(item("2", "Rà soát <b>&", None, kind="recurring"), "support", ""))
    return sheet(duties=duties, **unit)


def letter(found=None, office=OFFICE, progress=None, *, scored=False, update=False):
    return task_letter(found or busy(contact="Bà A"), office, ON, progress or {}, FILE, scored=scored, update=update)


def test_the_letter_reads_as_it_should(snapshot):
    made = letter(scored=True)
    snapshot("giao-viec.txt", f"{made.subject}\n\n{made.text}")
    snapshot("giao-viec.html", made.html)


def test_points_that_several_pieces_of_work_are_to_win_back_count_once():
    works = [
        replace(item(str(n), lost=lost), losses=tuple((code, Decimal(points)) for code, points in of))
        for n, (lost, of) in enumerate(
            [("3", [("3.1", 2), ("3.2", 1)]), ("2", [("3.1", 2)]), ("1.5", [("3.2", 1), ("4", "0.5")]), ("1", [])], 1
        )
    ]
    made = letter(sheet(duties=[Duty(work, "lead", "") for work in works]))
    assert "ĐIỂM CẦN LẤY LẠI: 4,5 điểm" in made.text
    told = [line.split("mất ")[1] for line in made.text.splitlines() if "mất " in line]
    assert told == [
        "3 điểm (chủ trì)", "2 điểm (chủ trì, đã tính ở việc trên)", "1,5 điểm (chủ trì)", "1 điểm (chủ trì)",
    ]  # fmt: skip
    assert made.html.count("đã tính ở việc trên") == 1


def test_points_that_other_units_lead_as_well_are_told_as_common():
    nv1, nv2, vp = (
        Unit(code=code, name=name) for code, name in (("NV1", "Phòng I"), ("NV2", "Phòng II"), ("VP", "VP"))
    )
    alone, with_two, by_others, by_many = (
        tuple(Mention(text=text, kind="unit" if len(units) == 1 else "group", units=units) for text, units in leads)
        for leads in (
            [("Văn phòng", (vp,))],
            [("Văn phòng", (vp,)), ("Phòng I", (nv1,)), ("Các phòng", (vp, nv1, nv2))],
            [("Phòng II", (nv2,))],
            [("Các đơn vị", (vp, nv1, nv2, *(Unit(code=f"X{n}", name=f"X{n}") for n in range(3))))],
        )
    )
    leads = (alone, with_two, by_others, by_many)
    works = [replace(item(f"{n}", lost="3"), leads=led) for n, led in enumerate(leads, start=1)]
    made = letter(sheet(duties=[Duty(work, "support" if work.code == "3" else "lead", "") for work in works]))
    assert "12 điểm, trong đó 9 điểm chung với đơn vị khác" in made.text
    told = [line.split("mất ")[1] for line in made.text.splitlines() if "mất " in line]
    assert told == [
        "3 điểm (chủ trì)",
        "3 điểm (chủ trì, chung với Phòng I; Phòng II)",
        "3 điểm (phối hợp, chung với Phòng II)",
        "3 điểm (chủ trì, chung với Các đơn vị)",
    ]
    assert made.html.count("chung với") == 3
    assert "chung: 9" in made.html


def test_the_shortest_letter_reads_as_it_should(snapshot):
    made = letter(
        sheet(duties=[Duty(item(due=None, kind="none"), "lead", "")]),
        Office(agency="Sở Tư pháp", year="2026", plan_about="nâng cao Chỉ số CCHC"),
        update=True,
    )
    snapshot("giao-viec-ngan.txt", f"{made.subject}\n\n{made.text}")
    snapshot("giao-viec-ngan.html", made.html)


def test_the_reminder_reads_as_it_should(snapshot):
    reminder = remind(busy(), date(2026, 12, 20), 15, {("1.1", "VP"): {c.STATUS: "Đang thực hiện"}})
    made = reminder_letter(reminder, OFFICE, date(2026, 12, 20), 15, update=False)
    snapshot("nhac-han.txt", f"{made.subject}\n\n{made.text}")
    snapshot("nhac-han.html", made.html)


def test_the_subject_names_agency_and_year_and_the_update():
    assert letter().subject == "Phiếu giao việc CCHC năm 2026 - Văn phòng Sở (Sở Tư pháp tỉnh Lạng Sơn)"
    assert "Bản cập nhật" in letter(update=True).subject
    assert "BẢN CẬP NHẬT" in letter(update=True).text
    assert "Bản cập nhật" in letter(update=True).html


def test_both_bodies_tell_counts_deadlines_points_and_the_way_back():
    made = letter()
    assert "Chủ trì: 5 việc. Phối hợp: 6 việc. Trong đó 1 việc thường xuyên." in made.text
    for body in (made.text, made.html):
        assert "31/5/2026" in body
        assert "31/12/2026" in body
        assert "và 3 việc khác" in body
        assert "3,5" in body  # 3 and 0,5 points lost
        assert "vanphong@stp.example" in body
        assert "chậm nhất ngày 20/3/2026" in body
        assert FILE in body


def test_only_the_nearest_days_are_named():
    days = [date(2026, month, 9) for month in (9, 6, 8, 7)]
    made = letter(sheet(duties=[Duty(item(str(day.month), due=day), "lead", "") for day in days]))
    for body in (made.text, made.html):
        assert [f"09/{month}/2026" in body for month in (6, 7, 8, 9)] == [True, True, True, False]


def test_finished_work_is_not_among_the_nearest_deadlines():
    progress = {("1.1", "VP"): {c.STATUS: "Hoàn thành"}, ("1.2", "VP"): {c.STATUS: "hoàn  thành"}}
    assert "31/5/2026" not in letter(progress=progress).text


def test_names_cannot_bring_html_or_template_code():
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %}"
    made = letter(sheet(name=hostile, duties=[Duty(item(name=hostile), "lead", "")], contact=hostile))
    assert "<script>" not in made.html
    assert "&lt;script&gt;" in made.html
    assert "{{ 7 * 7 }}" in made.text
    assert hostile in made.subject


def test_line_breaks_in_names_do_not_reach_the_subject():
    assert "\n" not in letter(sheet(name="Phòng\r\nBcc: x@y.example")).subject


def templates(folder, text, html="<p>x</p>"):
    (folder / "thu.txt.j2").write_text(text, encoding="utf-8")
    (folder / "thu.html.j2").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tiêu đề: a\n\n{{ khong_co }}", "dòng 3"),
        ("Tiêu đề: a\n{% if %}", "dòng 2"),
        ("Tiêu đề: a\n{{ 1 / 0 }}", "dòng 2"),
        ("Tiêu đề: a\n{{ ''.__class__.__mro__ }}", "dòng 2"),
        ("Kính gửi", "Tiêu đề"),
        ("Tiêu đề:  \nKính gửi", "Tiêu đề"),
    ],
)
def test_a_slip_in_an_edited_template_is_told_with_file_and_line(tmp_path, text, words):
    with pytest.raises(MailError, match=words) as caught:
        render("thu", {}, templates(tmp_path, text))
    assert "thu.txt.j2" in str(caught.value)


def test_a_missing_template_is_told(tmp_path):
    with pytest.raises(MailError, match=r"thu\.txt\.j2"):
        render("thu", {}, tmp_path)


def test_a_template_cannot_reach_files_or_the_system(tmp_path):
    text = "Tiêu đề: a\n{{ cycler.__init__.__globals__.os.listdir('/') }}"
    with pytest.raises(MailError):
        render("thu", {}, templates(tmp_path, text))


def digest(found, office=OFFICE, scored=("1.1",)):
    return task_digest(found, office, scored)


def test_the_digest_follows_what_is_to_be_scored():
    assert len({digest(busy(), scored=scored) for scored in ((), ("1.1",), ("1.1", "1.2"))}) == 3


def test_the_digest_follows_what_is_assigned():
    before = digest(busy())
    assert before == digest(busy())
    first = busy().duties[0]
    for changed in (
        replace(busy(), duties=busy().duties[1:]),
        replace(busy(), duties=(Duty(first.item, "support", ""), *busy().duties[1:])),
        replace(busy(), duties=(Duty(replace(first.item, due=date(2026, 7, 1)), "lead", ""), *busy().duties[1:])),
        replace(busy(), duties=(Duty(replace(first.item, lost=Decimal(1)), "lead", ""), *busy().duties[1:])),
        replace(busy(), name="Văn phòng"),
    ):
        assert digest(changed) != before
    assert digest(busy(), replace(OFFICE, reply_by=date(2026, 4, 1))) != before


def test_the_digest_does_not_follow_what_units_report():
    first = busy().duties[0]
    reported = Duty(replace(first.item, status="Đang thực hiện", progress=Decimal(50)), "lead", "")
    assert digest(replace(busy(), duties=(reported, *busy().duties[1:]))) == digest(busy())


def test_a_reminders_digest_follows_what_is_due():
    first, second = (remind(busy(), ON, 15, said) for said in ({}, {("1.1", "VP"): {c.STATUS: "Hoàn thành"}}))
    assert reminder_digest(first) != reminder_digest(second)


def test_the_person_in_charge_is_named_beside_the_work():
    named = sheet(duties=[Duty(replace(item("1", "Việc", ON, "2"), person="Trần Thị B"), "lead", "")])
    made = letter(named)
    assert made.text.count("người phụ trách: Trần Thị B") == 2  # its deadline and its lost points
    assert made.html.count("người phụ trách: Trần Thị B") == 2
    reminder = remind(named, ON, 30, {})
    shown = reminder_letter(reminder, OFFICE, ON, 30, update=False)
    assert "người phụ trách: Trần Thị B" in shown.text
    assert "người phụ trách: Trần Thị B" in shown.html
