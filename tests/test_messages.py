"""What a click may show speaks of buttons and sheets; options of the command line are apart, in `command`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPTION = re.compile(r"(?<!-)--[a-z]{2,}|\bcchc [a-z]+ ")
NO_CLICK_COMES_HERE = (
    "cchc_macros/cli.py", "cchc_macros/arguments.py", "cchc_macros/terminal.py", "cchc_macros/demo/",
    "cchc_macros/ribbon/place.py", "cchc_macros/ribbon/cells.py",
    "xl/engine/",  # Excel opens and saves by itself
)  # fmt: skip
ALLOWED = {
    "Chỉ chọn một trong --example và --from.",  # no click gives both
    "email SỔ.xlsx --via smtp",  # a password is typed where it does not show, which no box of Excel can do
    "Ngày làm việc (--on)",  # no click gives one
}


def texts(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[str]:
    """The texts an expression is made of, through the module's own constants."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Name) and part.id in constants:
            yield from texts(constants[part.id], {})


def said(file: Path) -> Iterator[str]:
    """The texts of a module's errors and summaries, without what is for the command line."""
    tree = ast.parse(file.read_text("utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            name = node.func.id
            if name.endswith("Error") or name in ("Summary", "Rejected", "Outcome", "Finding"):
                yield from texts(node.args[0], constants)


FILES = [
    file
    for folder in ("cchc_macros", "xl")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if not file.relative_to(ROOT).as_posix().startswith(NO_CLICK_COMES_HERE)
]


def test_no_message_of_a_click_names_an_option_of_the_command_line():
    found = [(file.name, text) for file in FILES for text in said(file)]
    assert len(found) > 150
    wrong = [(name, text) for name, text in found if OPTION.search(text) and not any(part in text for part in ALLOWED)]
    assert not wrong, "put this into `command`"


def test_a_message_that_names_an_option_would_be_found(tmp_path):
    module = tmp_path / "new.py"
    module.write_text(
        '_HOW = "Thêm --via eml."\n\ndef f(x):\n    raise FileError(f"{x}: hỏng. {_HOW}", command="--to")\n',
        encoding="utf-8",
    )
    assert [text for text in said(module) if OPTION.search(text)] == ["Thêm --via eml."]
