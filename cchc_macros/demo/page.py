"""The page that shows the demo's steps: one file that needs no network."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from cchc_macros.demo.pictures import Picture
from xl.files import write_atomic
from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done, what was said of it, the files it made and pictures of their first pages."""

    title: str
    told: str
    is_done: bool
    files: Sequence[Path]
    pictures: Sequence[Picture]


class Chapter(NamedTuple):
    """A plan's name, its workbook and its year."""

    title: str
    book: Path
    steps: list[Step]


_STYLE = """
body { font: 16px/1.5 "Segoe UI", "Noto Sans", sans-serif; color: #1f2933; max-width: 1080px; margin: 2em auto; padding: 0 1em; }
h1, h2 { color: #1f4e79; } h3 { margin: 0; }
section.step { border-left: 4px solid #2e75b6; padding: .3em 1em; margin: 1.2em 0; }
section.failed { border-color: #c00000; }
p.told { white-space: pre-line; overflow-wrap: anywhere; margin: .3em 0; }
figure { display: inline-block; vertical-align: top; margin: .5em 1em .5em 0; }
figure img { max-width: 100%; max-height: 560px; border: 1px solid #9aa5b1; }
figcaption { font-size: 14px; color: #52606d; }
"""  # noqa: E501
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CCHC: một năm làm việc trên hai kế hoạch ví dụ</title>
<style>{style}</style>
</head>
<body>
<h1>Một năm làm việc trên hai kế hoạch ví dụ</h1>
<p>Mỗi bước dưới đây là một nút trên tab CCHC của Excel, hoặc việc của cán bộ và đơn vị giữa hai lần bấm. Điều
các đơn vị trả lời là giả định, để minh họa.</p>
<p>{contents}</p>
{chapters}
</body>
</html>
"""


def write_page(path: Path, chapters: Sequence[Chapter]) -> None:
    """Write the page; its links lead to files beside it.

    Raises:
        FileError: it cannot be written.
    """
    contents = " · ".join(f'<a href="#{escape(c.book.parent.name)}">{escape(c.title)}</a>' for c in chapters)
    text = _PAGE.format(
        style=_STYLE, contents=contents, chapters="\n".join(_chapter(chapter, path.parent) for chapter in chapters)
    )
    write_atomic(path, text.encode())


def _chapter(chapter: Chapter, top: Path) -> str:
    name = escape(chapter.book.parent.name)
    steps = "\n".join(_step(number, step, top) for number, step in enumerate(chapter.steps, start=1))
    return f'<h2 id="{name}">{escape(chapter.title)}</h2>\n<p>Sổ của cơ quan: {_link(chapter.book, top)}</p>\n{steps}'


def _step(number: int, step: Step, top: Path) -> str:
    links = f"<p>Tệp: {', '.join(_link(path, top) for path in step.files)}</p>" if step.files else ""
    return (
        f'<section class="step{"" if step.is_done else " failed"}">\n<h3>{number}. {escape(step.title)}</h3>\n'
        f'<p class="told">{escape(step.told)}</p>\n{links}\n{"".join(map(_figure, step.pictures))}\n</section>'
    )


def _link(path: Path, top: Path) -> str:
    return f'<a href="{quote(path.relative_to(top).as_posix())}">{escape(path.name)}</a>'


def _figure(picture: Picture) -> str:
    caption, png = escape(picture.caption), b64encode(picture.png).decode("ascii")
    return f'<figure><img alt="{caption}" src="data:image/png;base64,{png}"><figcaption>{caption}</figcaption></figure>'
