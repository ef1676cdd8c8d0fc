"""Filling a Word template. What its tags see is plain data: of a chart they see a mark, which becomes the picture."""

import html
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.shared import Mm
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from cchc_macros import sandbox
from cchc_macros.errors import FileError
from cchc_macros.reports.unused_columns import without_unused_columns
from cchc_macros.rules.text import clean, shortened
from xl.late import regex
from xl.packages import checked_package

_PICTURE_MM = 160
_TEMPLATE = "<template>"  # the file name that Jinja gives a template without one
_SHOWN = 60  # characters of the paragraph in a message
_PLACES = (("header", "đầu trang"), ("footer", "chân trang"), ("footnotes", "chú thích"))
_PICTURE = '</w:t></w:r><w:r><w:drawing>{}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
_FETCHING = regex(r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
_FIX = "Sửa chỗ đó trong tệp mẫu, hoặc làm lại không chọn mẫu để dùng mẫu có sẵn."


class WordTemplate:
    """A template by its Word file and its name, for people.

    Raises:
        FileError: it is no Word file, or one that only an attack would hold.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        checked_package(name, content).look_through()
        try:
            Document(BytesIO(content))
        except Exception as error:  # bytes of any kind, read by a library that raises what it meets
            raise FileError(f"Mẫu '{name}' không phải là tệp Word (.docx), hoặc đã hỏng. Chọn mẫu khác.") from error
        self._content = content

    def fill(
        self, facts: Mapping[str, Any], pictures: Mapping[str, Sequence[bytes]], optional: Collection[str] = ()
    ) -> bytes:
        """Return the filled file; where there are no pictures of a name, it is as a blank text.

        Args:
            facts: What its tags may show.
            pictures: Pictures as PNG, by tag.
            optional: Headings of columns that are left out of a table in which they hold nothing.

        Raises:
            FileError: a tag is wrong; the message names the place.
        """
        marks = {name: f"\ue000{secrets.randbits(64)}\ue001" if pngs else "" for name, pngs in pictures.items()}
        document = _Filling(self._content, {marks[name]: pngs for name, pngs in pictures.items() if pngs})
        shown = sandbox.plain({**facts, **marks})
        out = BytesIO()
        try:
            document.render(shown, sandbox.Sandbox(autoescape=True))
            _detach(document.docx.part._settings_part)  # noqa: SLF001  else it cannot be had
            document.save(out)
            fetching = next(_fetching(document.docx.part.package), None)
        except Exception as error:  # an edited template may raise anything
            place = f" ở {document.place}" if document.place else ""
            raise FileError(f"Mẫu '{self._name}' có thẻ sai{place}: {sandbox.reason(error)}. {_FIX}") from error
        if fetching:
            raise FileError(
                f"Mẫu '{self._name}' lấy nội dung từ nơi khác: '{fetching}'. Trong Word, xóa trường hoặc "
                "liên kết ấy trong tệp mẫu rồi làm lại."
            )
        return without_unused_columns(out.getvalue(), optional) if optional else out.getvalue()


def _detach(settings: Any) -> None:
    """Take away the template that the file was made from: a report is no longer made from it."""
    for mark in settings.element.findall(qn("w:attachedTemplate")):
        settings.drop_rel(mark.get(qn("r:id")))
        settings.element.remove(mark)


def _fetching(package: OpcPackage) -> Iterator[str]:
    """What of a Word file would bring in, when it is opened or printed, files of whoever opens it."""
    for part in package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                yield shortened(str(relation.target_ref), _SHOWN)
        if part.partname.ext == "xml":
            for field in _fields(ET.fromstring(part.blob)):  # noqa: S314  a part of a checked package
                if _FETCHING.match(field):
                    yield shortened(clean(field), _SHOWN)


def _fields(root: ET.Element) -> Iterator[str]:
    """The instructions of the fields of a part, each put together from its runs."""
    parts: list[str] = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "instrText":
            parts.append(element.text or "")
        elif kind == "fldChar":
            yield "".join(parts)
            parts.clear()
        elif kind == "fldSimple":
            yield next((text for name, text in element.items() if name.endswith("}instr")), "")


class _Filling(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """One filling; `place` tells where in the template it stopped."""

    def __init__(self, content: bytes, pictures: Mapping[str, Sequence[bytes]]) -> None:
        super().__init__(BytesIO(content))
        self.place = ""
        self._pictures = pictures

    def render_xml_part(self, src_xml: str, part: Part, context: Mapping[str, Any], jinja_env: Any = None) -> str:
        """Fill one part of the file, and put its pictures in."""
        try:
            filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
        except Exception as error:
            self.place = _place(src_xml, part, sandbox.line_in(error, _TEMPLATE))
            raise
        for mark, pictures in self._pictures.items():
            if mark in filled:
                filled = filled.replace(mark, "".join(_drawing(part, picture) for picture in pictures))
        return filled

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Fill the title and the like, which show no pictures."""
        self.place = "thuộc tính của tệp (Tệp > Thông tin)"
        super().render_properties(self._without_pictures(context), jinja_env)
        self.place = ""

    def _without_pictures(self, context: Mapping[str, Any]) -> dict[str, Any]:
        marks = list(self._pictures)  # compared one by one: values may be lists
        return {name: "" if value in marks else value for name, value in context.items()}


def _drawing(part: Part, picture: bytes) -> str:
    """A picture as a run of a part's text; notes cannot hold one."""
    if not isinstance(part, StoryPart):
        return ""
    return _PICTURE.format(part.new_pic_inline(BytesIO(picture), width=Mm(_PICTURE_MM)).xml)


def _place(xml: str, part: Part, line: int | None) -> str:
    """Where in the template a line of its XML stands: the part, and the paragraph's own words."""
    name = next((place for kind, place in _PLACES if kind in str(part.partname)), "thân văn bản")
    # Lines as docxtpl counts them, which gives each paragraph one.
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml).split("\n")
    text = clean(html.unescape(re.sub(r"<[^>]+>", "", lines[line - 1]))) if line and line <= len(lines) else ""
    return f"{name}, đoạn '{shortened(text, _SHOWN)}'" if text else name
