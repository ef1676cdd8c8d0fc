"""Build every template into `workbook_templates/`."""

from pathlib import Path

from workbook_templates.build.dossier import dossier_workbook, self_report_template
from workbook_templates.build.examples import EXAMPLES, example_bytes
from workbook_templates.build.files import write
from workbook_templates.build.letters import write_letter_templates
from workbook_templates.build.report import report_template
from workbook_templates.build.unit import UNIT_WORKBOOKS
from workbook_templates.build.word import write_template
from workbook_templates.build.workbook import blank_workbook

HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the templates."""
    write(blank_workbook(), HERE / "so-cchc.xlsx")
    for name, build in UNIT_WORKBOOKS.items():
        write(build(), HERE / name)
    write(dossier_workbook(), HERE / "ho-so.xlsx")
    write_template(HERE / "bao-cao.docx", report_template())
    write_template(HERE / "bao-cao-tu-danh-gia.docx", self_report_template())
    write_letter_templates(HERE)
    for example in EXAMPLES:
        (HERE / f"{example.name}.xlsx").write_bytes(example_bytes(example, HERE / "so-cchc.xlsx"))


if __name__ == "__main__":
    main()
