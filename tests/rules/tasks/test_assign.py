"""Who does what: one role per unit and piece of work, nobody dropped."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.scoring.scores import Criterion, score
from cchc_macros.rules.tasks.assign import assign, group_code
from cchc_macros.rules.tasks.tasks import Task, work_items
from cchc_macros.rules.units.roster import Group, Roster, Unit

UNITS = (
    Unit(code="VP", name="Văn phòng Sở", kind="văn phòng"),
    Unit(code="NV1", name="Phòng Nghiệp vụ I", kind="phòng chuyên môn"),
    Unit(code="NV2", name="Phòng Nghiệp vụ II", kind="phòng chuyên môn"),
    Unit(code="NGOAI", name="UBND cấp xã", kind="bên ngoài"),
)
ALL = "Các phòng, đơn vị thuộc Sở"
EMPTY = "Các đơn vị sự nghiệp trực thuộc Sở"
ROSTER = Roster(
    UNITS, (Group(name=ALL, kinds=("văn phòng", "phòng chuyên môn")), Group(name=EMPTY, kinds=("đơn vị sự nghiệp",)))
)


def assigned(*tasks, criteria=()):
    rows = [
        Task(
            row=i,
            code=str(i + 1),
            name=f"Việc {i + 1}",
            requirement="Xong",
            deadline="Năm 2026",
            due=None,
            lead=lead,
            support=support,
        )
        for i, (lead, support) in enumerate(tasks)
    ]
    return assign(work_items(rows, score(criteria), ROSTER, 2026), ROSTER)


def roles(assignment):
    return {sheet.code: [(duty.item.code, duty.role) for duty in sheet.duties] for sheet in assignment.sheets}


def test_a_unit_named_outright_in_support_beats_the_group_that_leads():
    found = roles(assigned((ALL, "Văn phòng Sở")))
    assert found == {"VP": [("1", "support")], "NV1": [("1", "lead")], "NV2": [("1", "lead")]}


def test_a_piece_of_work_stands_under_the_headings_above_it():
    rows = [
        Task(row=n, code=code, name=name, requirement="", deadline="", due=None, lead="Văn phòng Sở", support="")
        for n, (code, name) in enumerate((("I", "Cải cách"), ("1.2", "Thủ tục"), ("1.2.3", "Rà soát")))
    ]
    items = work_items(rows, score(()), ROSTER, 2026)
    found = {item.code: item.headings for item in items}
    assert found["1.2.3"] == ("I. Cải cách", "1.2. Thủ tục")


def test_a_task_about_a_criterion_and_a_component_of_it_counts_what_was_lost_once():
    points = {"1": (None, None), "1.1": (5, 3), "1.2": (5, 4), "2": (5, None)}
    criteria = [
        Criterion(row=n, code=code, max_score=most and Decimal(most), result=got and Decimal(got))
        for n, (code, (most, got)) in enumerate(points.items())
    ]
    rows = [Task(row=0, code="1", name="", lead="Văn phòng Sở", related=("1", "1.1", "2"))]
    (item,) = work_items(rows, score(criteria), ROSTER, 2026)
    assert (item.lost, dict(item.losses)) == (3, {"1.1": 2, "1.2": 1})


def test_within_the_same_directness_lead_beats_support():
    assert roles(assigned(("Văn phòng Sở", "Văn phòng Sở"))) == {"VP": [("1", "lead")]}
    assert roles(assigned((ALL, ALL)))["NV1"] == [("1", "lead")]


def test_a_unit_named_beside_its_group_gets_the_task_once():
    assert roles(assigned((f"Văn phòng Sở; {ALL}", "")))["VP"] == [("1", "lead")]


def test_the_first_of_two_like_names_does_not_get_the_others_tasks():
    assert roles(assigned(("Phòng Nghiệp vụ II", ""))) == {"NV2": [("1", "lead")]}


def test_a_group_without_members_keeps_a_sheet_of_its_own():
    sheet = assigned((EMPTY, "Văn phòng Sở")).sheets[-1]
    assert (sheet.unit, sheet.name, sheet.leads) == (None, EMPTY, 1)


def test_outside_and_unknown_names_get_no_sheet_but_are_told():
    assignment = assigned(("Văn phòng Sở", "UBND cấp xã; Phòng Không Có"))
    assert list(roles(assignment)) == ["VP"]
    assert [(left.text, left.reason) for left in assignment.unresolved] == [
        ("UBND cấp xã", "outside"),
        ("Phòng Không Có", "unknown"),
    ]


def test_the_others_are_named_on_the_sheet():
    duty = assigned(("Văn phòng Sở; Phòng Nghiệp vụ I", "Phòng Nghiệp vụ II")).sheets[0].duties[0]
    assert duty.partners == "Cùng chủ trì: Phòng Nghiệp vụ I\nPhối hợp: Phòng Nghiệp vụ II"


def test_of_a_unit_named_twice_alike_the_first_says_who_acts():
    (sheet,) = assigned(("Văn phòng Sở (Kế toán Sở); Văn phòng Sở (Bộ phận Một cửa)", "")).sheets
    (duty,) = sheet.duties
    assert duty.partners == "Bộ phận thực hiện: Kế toán Sở\nCùng chủ trì: Văn phòng Sở (Bộ phận Một cửa)"


def test_a_group_of_nobody_known_is_not_its_own_partner():
    (office, group) = assigned((EMPTY, "Văn phòng Sở")).sheets
    assert group.duties[0].partners == "Phối hợp: Văn phòng Sở"
    assert office.duties[0].partners == f"Chủ trì: {EMPTY}"


def test_a_group_of_one_is_not_its_own_partner_and_one_of_several_is():
    roster = Roster(
        UNITS,
        (Group(name="Các văn phòng", kinds=("văn phòng",)), Group(name=ALL, kinds=("văn phòng", "phòng chuyên môn"))),
    )

    def partners(lead):
        return (
            assign(
                work_items([Task(row=0, code="1", name="", requirement="Xong", lead=lead)], score(()), roster, 2026),
                roster,
            )
            .sheets[0]
            .duties
        )

    assert partners("Các văn phòng")[0].partners == ""
    assert partners(ALL)[0].partners == f"Cùng chủ trì: {ALL}"


def test_who_inside_a_unit_acts_is_told_to_the_unit_and_to_its_partners():
    office, division, other = assigned((f"Văn phòng Sở (Kế toán Sở); {ALL} (Kế toán)", "")).sheets
    assert office.duties[0].partners == f"Bộ phận thực hiện: Kế toán Sở\nCùng chủ trì: {ALL} (Kế toán)"
    for sheet in (division, other):
        words = f"Bộ phận thực hiện: Kế toán\nCùng chủ trì: Văn phòng Sở (Kế toán Sở); {ALL} (Kế toán)"
        assert sheet.duties[0].partners == words


@pytest.mark.parametrize(
    ("target", "result", "required"),
    [
        (23, 20, "Phấn đấu đạt 23/23 điểm (lần đánh giá trước: 20 điểm)\nGhi chú: Tiêu chí trừ 3 điểm"),
        (22.5, None, "Phấn đấu đạt 22,5/23 điểm\nGhi chú: Tiêu chí trừ 3 điểm"),
        (None, 20, "Tiêu chí trừ 3 điểm"),
    ],
)
def test_a_criterion_asks_for_the_points_it_aims_at(target, result, required):
    points = {"max_score": Decimal(23), "target": target and Decimal(str(target)), "result": result and Decimal(result)}
    criteria = [Criterion(row=0, code="3", name="Thủ tục", note="Tiêu chí trừ 3 điểm", lead="Văn phòng Sở", **points)]
    (item,) = work_items([], score(criteria), ROSTER, 2026)
    assert item.requirement == required


def test_a_criterion_with_a_lead_is_work_unless_a_task_covers_it_or_one_above_it():
    criteria = [
        Criterion(row=0, code="1", name="Chỉ đạo"),
        Criterion(
            row=1, code="1.1", name="Kế hoạch", max_score=Decimal(5), result=Decimal(3), lead="Phòng Nghiệp vụ I"
        ),
        Criterion(row=2, code="2", name="Thể chế", max_score=Decimal(5), result=Decimal(3), lead="Phòng Nghiệp vụ II"),
    ]
    task = Task(
        row=0,
        code="T1",
        name="Việc",
        requirement="Xong",
        deadline="",
        due=None,
        lead="Văn phòng Sở",
        support="",
        related=("1",),
    )
    items = work_items([task], score(criteria), ROSTER, 2026)
    assert [item.id for item in items] == ["T:T1", "C:2"]
    assert items[0].lost == 2


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Trước 01/6/2026", date(2026, 5, 31)),
        ("Thường xuyên", None),
        ("31/11/2026", date(2026, 8, 15)),
        ("", date(2026, 8, 15)),
        ("Theo Kế hoạch của UBND tỉnh", date(2026, 8, 15)),
        ("05 ngày làm việc kể từ ngày nhận", date(2026, 8, 15)),
    ],
)
def test_a_typed_day_counts_where_the_text_leaves_the_day_open(text, due):
    typed = date(2026, 8, 15)
    tasks = [Task(row=0, code="1", name="Việc", requirement="Xong", deadline=text, due=typed, lead="Văn phòng Sở")]
    criteria = [Criterion(row=0, code="1", name="Chỉ đạo", lead="Văn phòng Sở", deadline=text, due=typed)]
    items = work_items(tasks, score(criteria), ROSTER, 2026)
    assert [item.due for item in items] == [due, due]


def test_a_heading_is_not_work():
    items = work_items([Task(row=0, code="I", name="CẢI CÁCH")], score(()), ROSTER, 2026)
    assert items == ()


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        (EMPTY, (), "CDVSNTTS"),
        ("Nhóm A", ("NA",), "NA2"),
        ("…", (), "NHOM"),
        ("Các phòng giải quyết TTHC", (), "CPGQTTHC"),
    ],
)
def test_a_group_gets_a_plain_code_of_its_own(name, taken, code):
    assert group_code(name, taken) == code


names = st.sampled_from([unit.name for unit in UNITS] + [ALL, EMPTY, "Phòng lạ"])
cells = st.lists(names, max_size=4, unique=True).map("; ".join)


@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_every_named_unit_has_each_task_exactly_once_and_nobody_is_dropped(tasks):
    assignment = assigned(*tasks)
    for sheet in assignment.sheets:
        ids = [duty.item.id for duty in sheet.duties]
        assert len(ids) == len(set(ids))
    found = {(sheet.name, duty.item.code) for sheet in assignment.sheets for duty in sheet.duties}
    left = {(item.text, item.item.code) for item in assignment.unresolved}
    for number, cells_of_task in enumerate(tasks, 1):
        if not any(cells_of_task):
            continue  # a row with neither lead nor support is still work, for nobody
        for name in filter(None, "; ".join(cells_of_task).split("; ")):
            assert name == ALL or (name, str(number)) in found | left
