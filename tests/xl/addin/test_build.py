"""The built add-in, judged by other people's tools: Excel's file rules, VBA analysis, macro scanners."""

import json
import re
import subprocess
import sys
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from cchc_macros import __version__
from cchc_macros.ribbon import addin as addin_module
from cchc_macros.ribbon.addin import MODULE, built, vba_source
from cchc_macros.ribbon.cells import AddinCells
from cchc_macros.ribbon.tab import ON_ACTION, ribbon_xml
from tests.packages import METHODS, damaged, parts
from xl.addin.package import CUSTOM_UI_PART, CUSTOM_UI_RELATIONSHIP, read_cells

INTERPRETER = r"C:\Users\Nguyễn Văn Ất\Máy tính\cchc & 'x'\Scripts\pythonw.exe"


@pytest.fixture(scope="module")
def addin() -> bytes:
    return built(INTERPRETER)


@pytest.fixture(scope="module")
def addin_file(addin, tmp_path_factory):
    path = tmp_path_factory.mktemp("addin") / "cchc.xlam"
    path.write_bytes(addin)
    return path


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a checking tool; its own warnings are its own business."""
    command = (sys.executable, "-X", "utf8", "-m", *command)
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def scanned(addin_file):
    """What olevba says of the add-in."""
    return next(
        part for part in json.loads(run("oletools.olevba", "--json", str(addin_file)).stdout) if "macros" in part
    )


def test_two_builds_are_the_same_byte_for_byte(addin):
    code = "import sys; from cchc_macros.ribbon.addin import built;sys.stdout.write(built(sys.argv[1]).hex())"
    other = subprocess.run(
        [sys.executable, "-I", "-c", code, INTERPRETER], capture_output=True, encoding="utf-8", check=True
    )
    assert other.stdout == addin.hex()


def test_excel_would_open_it_without_repair(addin_file):
    audit = run("openxml_audit", str(addin_file))
    assert audit.returncode == 0, audit.stdout
    assert "Errors: 0" in audit.stdout


def test_the_vba_analysis_finds_nothing(addin_file):
    found = run("pyvbaanalysis", "--fail-level", "information", str(addin_file))
    assert found.returncode == 0, found.stdout


def test_it_holds_exactly_the_repositorys_vba_and_no_other_code(scanned):
    code = {macro["vba_filename"]: macro["code"].replace("\r\n", "\n") for macro in scanned["macros"]}
    # olevba leaves out the attribute lines, of which ours has one and Excel's own modules have no other line.
    name, _, ours = (files("cchc_macros.ribbon") / f"{MODULE}.bas").read_text("ascii").partition("\n")
    assert name == f'Attribute VB_Name = "{MODULE}"'
    assert code.pop(f"{MODULE}.bas").strip("\n") == ours.strip("\n")
    assert code == {"ThisWorkbook.cls": "", "Sheet1.cls": ""}


def test_a_macro_scanner_sees_only_the_launch(scanned):
    # "Hex Strings" are the GUIDs that Excel itself writes into the workbook's and the sheet's module.
    assert {found["keyword"] for found in scanned["analysis"]} == {
        "Shell", "WScript.Shell", "Run", "CreateObject", "Hex Strings",
    }  # fmt: skip


def test_mraptor_does_not_call_it_suspicious(addin_file):
    verdict = run("oletools.mraptor", str(addin_file)).stdout
    assert "Macro OK" in verdict
    assert "SUSPICIOUS" not in verdict


def test_it_holds_the_generated_ribbon_and_relates_it(addin):
    contents = parts(addin)
    assert contents[CUSTOM_UI_PART].decode() == ribbon_xml()
    links = ET.fromstring(contents["_rels/.rels"])
    types = contents["[Content_Types].xml"].decode()
    assert [link.get("Target") for link in links if link.get("Type") == CUSTOM_UI_RELATIONSHIP] == [CUSTOM_UI_PART]
    assert 'Extension="xml" ContentType="application/xml"' in types


def test_the_ribbons_callback_is_the_vbas_public_sub():
    subs = re.findall(r"^Public Sub (\w+)\(ByVal control As IRibbonControl\)", vba_source(), re.MULTILINE)
    assert subs == [ON_ACTION]


def test_nothing_starts_by_itself():
    assert not re.search(r"Workbook_Open|Auto_?Open|Declare ", vba_source(), re.IGNORECASE)


def test_the_interpreters_path_comes_back_whole(addin):
    assert AddinCells.of(read_cells(addin)) == AddinCells(INTERPRETER, __version__)


def test_the_builders_name_is_not_in_it(addin):
    assert b"William" not in addin


def test_a_letter_outside_ascii_fails_the_build(monkeypatch):
    monkeypatch.setattr(addin_module, "vba_source", lambda: vba_source() + "' điểm\n")
    with pytest.raises(ValueError, match="must be ASCII, found 'đ'"):
        built()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_addin_is_none_of_ours(addin, method):
    with pytest.raises(ValueError):
        read_cells(damaged(addin, "xl/sharedStrings.xml", method))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_addin_of_ours_is_told(content):
    with pytest.raises(ValueError):
        read_cells(content)
