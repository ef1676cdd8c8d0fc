"""The whole year on both example plans, as an office and its units would do it, into one folder."""

from pathlib import Path

from cchc_macros.demo.folder import MADE_BY, clear
from cchc_macros.demo.page import Chapter, write_page
from cchc_macros.demo.year import work_through
from cchc_macros.registry import EXAMPLES, button
from cchc_macros.summary import Summary
from xl.progress import each

__all__ = ["MADE_BY", "PAGE", "demo"]

PAGE = "xem.html"


def demo(to: Path) -> Summary:
    """Do a year's work on both example plans, with the answers of their units, and write a page that shows it.

    Raises:
        FileError: the folder holds files that an earlier demo did not make.
    """
    clear(to)
    titles = {way.values["example"]: way.label for way in button("new").ways if "example" in way.values}
    chapters: list[Chapter] = []
    lines: list[str] = []
    for example in each("sổ ví dụ", EXAMPLES):
        folder = to / example
        book = folder / f"so-cchc-{example}.xlsx"
        chapters.append(Chapter(titles[example], book, list(work_through(example, book, folder))))
        lines += [f"{book}:", *(f"  {step.title}: {step.told}" for step in chapters[-1].steps)]
    write_page(to / PAGE, chapters)
    made = [path for path in to.rglob("*") if path.is_file() and path.name != MADE_BY]
    lines.append(f"Đã ghi {len(made)} tệp vào {to}. Xem từng bước: {to / PAGE}.")
    workbooks = [str(chapter.book) for chapter in chapters]
    return Summary(message="\n".join(lines), data={"workbooks": workbooks, "files": len(made)})
