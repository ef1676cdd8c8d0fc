"""Which unit scores itself on which criterion."""

from decimal import Decimal

from cchc_macros.rules.scoring.scores import Criterion, build_tree
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.units.roster import Group, Roster, Unit

ROSTER = Roster(
    [
        Unit(code="VP", name="Văn phòng Sở", kind="văn phòng"),
        Unit(code="NV1", name="Phòng Nghiệp vụ I", kind="phòng chuyên môn"),
        Unit(code="NV2", name="Phòng Nghiệp vụ II", kind="phòng chuyên môn"),
        Unit(code="XA", name="UBND cấp xã", kind="bên ngoài"),
    ],
    [Group(name="các phòng chuyên môn", kinds=("phòng chuyên môn",))],
)


def criteria(*rows):
    made = []
    for number, (code, lead, *rest) in enumerate(rows):
        most = rest[0] if rest else 5
        maximum = None if most is None else Decimal(most)
        made.append(Criterion(row=number, code=code, lead=lead, max_score=maximum, not_scored="x" in rest))
    return build_tree(made)


def led(*rows):
    return {unit: [one.code for one in found] for unit, found in led_leaves(criteria(*rows), ROSTER).items()}


def test_a_leaf_is_led_by_whom_its_own_cell_names():
    assert led(("1", "Văn phòng Sở; Phòng Nghiệp vụ I"), ("2", "Phòng Nghiệp vụ I")) == {"VP": ["1"], "NV1": ["1", "2"]}


def test_a_leaf_that_names_nobody_is_led_by_whom_the_row_above_names():
    assert led(("1", "Văn phòng Sở"), ("1.1", ""), ("1.2", "Phòng Nghiệp vụ II"), ("1.2.1", "")) == {
        "VP": ["1.1"], "NV2": ["1.2.1"],
    }  # fmt: skip


def test_parents_are_sums_and_nobody_scores_them():
    assert led(("1", "Văn phòng Sở"), ("1.1", "Phòng Nghiệp vụ I")) == {"NV1": ["1.1"]}


def test_members_of_a_group_each_score_themselves():
    assert led(("1", "các phòng chuyên môn")) == {"NV1": ["1"], "NV2": ["1"]}


def test_what_is_not_scored_and_outside_bodies_are_left_out():
    assert led(("1", "Văn phòng Sở", 5, "x"), ("1.1", ""), ("2", "UBND cấp xã"), ("3", "Văn phòng Sở", None)) == {}


def test_a_very_deep_tree_is_fine():
    codes = [".".join(["1"] * depth) for depth in range(1, 2_000)]
    assert led(("1", "Văn phòng Sở"), *((code, "") for code in codes[1:])) == {"VP": [codes[-1]]}
