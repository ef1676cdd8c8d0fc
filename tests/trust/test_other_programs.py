"""Our workbook as other programs save it: every verb does as on the original, or says what to do."""

import json
import re
import shutil

import openpyxl
import pytest

from cchc_macros.cli import main
from tests.conftest import TEMPLATES
from tests.packages import parts
from tests.trust import other_programs
from tests.trust.verbs import VERBS

SAME = "as on the original"
NO_TABLES = "Sổ không còn bảng nào của Excel, thường vì đã được lưu bằng Google Trang tính hay Numbers."
# What is right for every verb. A workbook whose days count from 1904 does the same too, and tells which formulas of
# its own keep their values, since ours count from 1900.
RIGHT = {
    "libreoffice": SAME, "wps": SAME, "plain": SAME, "merged": SAME, "inline_strings": SAME, "date_base_1904": SAME,
    "google_sheets": NO_TABLES, "numbers": NO_TABLES,
}  # fmt: skip
KEPT = "uncomputed"
# Those that start from no workbook of ours, or from one of an older version.
VERBS_TRIED = [verb for verb, command in VERBS.items() if command.workbook == TEMPLATES / "lang-son-2026.xlsx"]
OFTEN = {"recalculate", "assign"}  # the others are in the slow suite
_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d([T-][\d:]+)?")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The example as each program saves it, made when first asked for."""
    made = {}

    def by(program):
        if program not in made:
            made[program] = tmp_path_factory.mktemp(program) / "Sổ.xlsx"
            shutil.copy(TEMPLATES / "lang-son-2026.xlsx", made[program])
            if program != "excel":
                getattr(other_programs, program)(made[program])
        return made[program]

    return by


@pytest.fixture(scope="module")
def originals():
    """What each verb does on the example as it is, by verb."""
    return {}


def outcome(verb, workbook, folder, capsys):
    """Exit code and what is said, without folder and moments."""
    folder.mkdir()
    command = VERBS[verb]

    def run(*arguments):
        said.append(main([*map(str, arguments)]))

    said = []
    command.start(folder, run, workbook)
    if any(said):
        return 2, capsys.readouterr().err
    capsys.readouterr()
    code = main([*map(str, command.order(folder)), "--json"])
    captured = capsys.readouterr()
    text = _MOMENT.sub("", captured.out.replace(str(folder), ""))
    answer = json.loads(text) if code == 0 else captured.err
    if isinstance(answer, dict):
        answer.pop(KEPT, None)
    return code, answer


@pytest.mark.parametrize("program", RIGHT)
@pytest.mark.parametrize(
    "verb", [verb if verb in OFTEN else pytest.param(verb, marks=pytest.mark.slow) for verb in VERBS_TRIED]
)
def test_every_verb_on_what_another_program_saved(verb, program, saved, originals, tmp_path, capsys):
    code, answer = outcome(verb, saved(program), tmp_path / "nó", capsys)
    if RIGHT[program] == SAME:
        if verb not in originals:
            originals[verb] = outcome(verb, saved("excel"), tmp_path / "gốc", capsys)
        assert (code, answer) == originals[verb]
    elif verb == "gather":  # one workbook among many: named with the reason
        assert [RIGHT[program] in reason for reason in answer["rejected"].values()] == [True]
    else:
        assert code == 2
        assert RIGHT[program] in answer
        assert answer.count("\n") == 1


def test_the_workbooks_are_what_they_are_said_to_be(saved):
    def part(program, name):
        return parts(saved(program))[name].decode()

    assert "TOTAL_MAX" in part("wps", "xl/workbook.xml")
    assert 't="inlineStr"' in part("wps", "xl/worksheets/sheet4.xml")
    assert 't="s"' not in part("inline_strings", "xl/worksheets/sheet4.xml")
    assert 'date1904="1"' in part("date_base_1904", "xl/workbook.xml")
    values = openpyxl.load_workbook(saved("google_sheets"), data_only=True)["Bảng điểm"]
    assert "=" not in str(values["I8"].value)
    assert values["I8"].value is not None
    assert not openpyxl.load_workbook(saved("numbers")).defined_names
