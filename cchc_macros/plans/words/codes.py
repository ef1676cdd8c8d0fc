"""STT as plans write it: read, told from text, made unique where numbering begins anew in each section."""

import re
from collections import Counter
from collections.abc import Sequence

from xl.late import regex

_CODE = regex(r"\(?(?:[0-9]{1,4}|[IVX]{1,8}|[ivx]{1,6}|[A-HĐa-zđ])(?:[.\-][0-9A-Za-zđĐ]{1,4})*[.):/]*")
_OTHER = regex(r"[A-ZĐa-zđ]{0,4}\d[\w.\-/]{0,10}")  # TC1, 1bis: not ours to understand, but an STT
_LED = regex(
    r"(?:(?:[Pp]hần|PHẦN|[Mm]ục|MỤC|[Ll]ĩnh vực|LĨNH VỰC)\s+)?"
    r"(\(?(?:[IVX]{1,7}|[A-H]|[0-9]{1,3}(?:\.[0-9]{1,3})*)[.):]|[IVX]{1,7}(?=\s*[-–]\s))\s*(?:[-–]\s)?(?=[^\s\d])(.{2,})",
    re.DOTALL,
)
_LABEL = regex(
    r"\s*(?P<label>(?:tiêu chí(?: thành phần)?|tctp|tc|chỉ tiêu|chỉ số|lĩnh vực|nhiệm vụ|nhóm|mục|phần|lv|nv|ct)(?!\w)"
    r"|(?:tctp|tc|lv|nv|ct)(?=\d))[ .:]*(?=[\dIVX])",
    re.IGNORECASE,
)
_ROMAN = regex(r"[IVX]+")


def read_code(text: str) -> str | None:
    """Return an STT without its trailing dot or bracket (`I.` is `I`, `a)` is `a`), or None if it is none.

    Excel makes a number of 1.1, which a Vietnamese machine shows as 1,1; typists put a space after a dot. A word
    before the number (*TC 1*, *Tiêu chí 2*) is its label, not part of it.
    """
    text = re.sub(r"(?<=\d),(?=\d)|(?<=\w)\s*\.\s*(?=\w)", ".", text.strip())
    bare = _LABEL.sub("", text, count=1)
    if _CODE.fullmatch(bare) or _OTHER.fullmatch(text):
        return (bare if _CODE.fullmatch(bare) else text).strip("(.):/")
    return None


def code_label(text: str) -> str:
    """Return the word before an STT, "tctp" of *TCTP 1.1*; "" if there is none."""
    found = _LABEL.match(text)
    return found["label"].casefold() if found else ""


def split_code(text: str) -> tuple[str, str] | None:
    """Split an STT that is in front of a name (`I. CÔNG TÁC CHỈ ĐẠO`, `TC 1: Chỉ đạo`), or return None."""
    found = _LED.fullmatch(_LABEL.sub("", text.strip(), count=1) if _LABEL.match(text) else text.strip())
    return (found[1].strip("(.):"), found[2].strip()) if found else None


def unique_codes(codes: list[str], labels: Sequence[str] = ()) -> list[str]:
    """Return the codes, each with its section before it where numbering begins anew in every section.

    `I 1 2 II 1 2` becomes `I I.1 I.2 II II.1 II.2`, and `1.1` below a renamed `1` goes with it. Unique codes
    stay as they are; a code merely written twice (no new beginning) stays too, for the audit to report. `labels` are
    the words before the numbers: *Tiêu chí 1* and *Chỉ tiêu 1* are of two levels.
    """
    codes = _with_lost_zeros(codes)
    shapes = [_shape(code) for code in codes]
    if len(set(labels)) > 1 and all(labels) and all(shape == "number 0" for shape in shapes):
        shapes = [f"label {list(dict.fromkeys(labels)).index(label)}" for label in labels]
    written = Counter(zip(shapes, codes, strict=True))
    anew = {shape for (shape, code), times in written.items() if times > 1 and _is_first(code)}
    anew |= {shape for shape in shapes if shape.startswith("label") and shape != shapes[0]}
    unique: list[str] = []
    above: list[tuple[str, str, str]] = []  # shape, code as written, code made unique: the rows this one is under
    for shape, code in zip(shapes, codes, strict=True):
        above = _still_above(above, shape)
        parent = next((row for row in reversed(above) if code.startswith(f"{row[1]}.")), None)
        if parent:
            name = parent[2] + code[len(parent[1]) :]
        else:
            name = f"{above[-1][2]}.{code}" if shape in anew and above else code
        unique.append(name)
        above.append((shape, code, name))
    return unique


def _shape(code: str) -> str:
    """The look of a code: numbers of one depth, Roman numbers, capitals, small letters."""
    if code[:1].isdecimal():
        return f"number {code.count('.')}"
    head = code.partition(".")[0]
    return f"{'roman' if _ROMAN.fullmatch(head) else 'capital' if head.isupper() else 'small'} {code.count('.')}"


def _with_lost_zeros(codes: list[str]) -> list[str]:
    """Give back the zero that Excel drops of the number 1.10: a second 1.1 right after 1.9 is 1.10."""
    mended: list[str] = []
    seen: set[str] = set()
    last: dict[str, str] = {}  # section -> its latest last number
    for code in codes:
        section, _, number = code.rpartition(".")
        before = last.get(section, "")
        if section and code in seen and number.isdecimal() and before == str(int(number) * 10 - 1):
            number += "0"
        last[section] = number
        mended.append(f"{section}.{number}" if section else code)
        seen.add(mended[-1])
    return mended


def _is_first(code: str) -> bool:
    return code.rpartition(".")[2] in {"1", "01", "a", "A", "I", "i"}


def _still_above(above: list[tuple[str, str, str]], shape: str) -> list[tuple[str, str, str]]:
    """Drop the rows that a row of this shape ends: those of its own shape and below, and deeper numbers."""
    for n, (other, _, _) in enumerate(above):
        if other == shape or (shape.startswith("number") and other.startswith("number") and other > shape):
            return above[:n]
    return above
