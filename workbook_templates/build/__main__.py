"""Build every template into `workbook_templates/`."""

from pathlib import Path

from workbook_templates.build.dossier import dossier_workbook, self_report_template
from workbook_templates.build.examples import EXAMPLES, example_bytes
from workbook_templates.build.files import to_bytes, write
from workbook_templates.build.letters import LETTERS
from workbook_templates.build.report import report_template
from workbook_templates.build.unit import UNIT_WORKBOOKS
from workbook_templates.build.workbook import blank_workbook

HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the templates."""
    write(HERE / "so-cchc.xlsx", to_bytes(blank_workbook()))
    for name, build in UNIT_WORKBOOKS.items():
        write(HERE / name, to_bytes(build()))
    write(HERE / "ho-so.xlsx", to_bytes(dossier_workbook()))
    write(HERE / "bao-cao.docx", report_template())
    write(HERE / "bao-cao-tu-danh-gia.docx", self_report_template())
    for name, build_letter in LETTERS.items():
        write(HERE / name, build_letter())
    for example in EXAMPLES:
        write(HERE / f"{example.name}.xlsx", example_bytes(example, HERE / "so-cchc.xlsx"))


if __name__ == "__main__":
    main()
