"""Filling the report's Word template. Its tags run in jinja's sandbox: a template may come from anywhere."""

from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from cchc_macros.errors import FileError

STOCK_TEMPLATE = "bao-cao.docx"
OWN_TEMPLATE = "Mẫu báo cáo.docx"  # beside the report: the office's own
_PICTURE_MM = 160
CHARTS = ("bieu_do_diem", "bieu_do_mat_diem", "bieu_do_don_vi")


def stock_template() -> bytes:
    """The template that comes with the product."""
    return (files("workbook_templates") / STOCK_TEMPLATE).read_bytes()


def fill_template(template: bytes, facts: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Fill a template; a chart that has nothing to show stays away.

    Raises:
        FileError: it is no Word file, or one of its tags is wrong.
    """
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415  seconds that only a report may cost
    from docx.shared import Mm  # noqa: PLC0415
    from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]  # noqa: PLC0415
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    try:
        document = DocxTemplate(BytesIO(template))
        shown: dict[str, Any] = {name: _safe(value) for name, value in facts.items()} | dict.fromkeys(CHARTS, "")
        for name, picture in pictures.items():
            shown[name] = InlineImage(document, BytesIO(picture), width=Mm(_PICTURE_MM))
        document.render(shown, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
        out = BytesIO()
        document.save(out)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise FileError("Mẫu báo cáo không phải là tệp Word (.docx), hoặc đã hỏng. Chọn mẫu khác.") from error
    except TemplateError as error:
        raise FileError(
            f"Mẫu báo cáo có thẻ sai ({' '.join(str(error).split())}). Sửa thẻ đó trong tệp mẫu, hoặc xóa tệp mẫu "
            "để dùng mẫu gốc."
        ) from error
    return out.getvalue()


def _safe(value: Any) -> Any:
    """Texts with their line breaks as Word has them, all the way down."""
    from docxtpl import Listing  # noqa: PLC0415

    if isinstance(value, str):
        return Listing(value) if "\n" in value else value
    if isinstance(value, Mapping):
        return {name: _safe(part) for name, part in value.items()}
    return [_safe(part) for part in value] if isinstance(value, list) else value
