"""Random appendices, their columns in any order, their rows broken over pages anywhere: what goes in comes out."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.plans import read_plan

SENTENCE = (  # what breaks must not disturb: units with commas, numbers of documents, dates, percentages
    "Rà soát thủ tục hành chính Văn phòng Sở; các đơn vị, tổ chức (nếu có) 100% số 41/KH-STP ngày 20/3/2026 và "
    "Trong năm Thường xuyên: hồ sơ “một cửa” xử lý/kiến nghị… Công khai 3.5 điểm TTHC"
)
WORDS = SENTENCE.split()
HEADINGS = {
    c.STT: ("STT", "TT", "Số TT"),
    c.TASK_NAME: ("Lĩnh vực, tiêu chí", "Nội dung công việc", "Nhiệm vụ"),
    c.REQUIREMENT: ("Yêu cầu năm 2026", "Sản phẩm", "Kết quả cần đạt"),
    c.TASK_DEADLINE: ("Thời hạn", "Thời gian chậm nhất phải hoàn thành", "Hạn hoàn thành"),
    c.LEAD: ("Đơn vị chủ trì", "Cơ quan chủ trì thực hiện", "Đơn vị thực hiện"),
    c.SUPPORT: ("Đơn vị phối hợp", "Cơ quan phối hợp"),
}


@dataclass
class Paper:
    """An appendix: its column order, its header, its rows as words by column, where pages break."""

    order: list[str]
    header: list[str]
    rows: list[tuple[str, dict[str, list[str]]]]
    breaks: list[tuple[bool, list[float]]]  # after the row and header repeated?; where inside the row


words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)
# Two whole deadlines, one under the other, are two rows and not one broken in two.
pieces = st.lists(st.sampled_from([word for word in WORDS if "/20" not in word]), min_size=1, max_size=8)
cells = st.fixed_dictionaries(
    {c.TASK_NAME: words, c.LEAD: words},
    optional=dict.fromkeys((c.REQUIREMENT, c.SUPPORT), words) | {c.TASK_DEADLINE: pieces},
)
cuts = st.lists(st.floats(0, 1), max_size=2).map(sorted)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    order = draw(st.permutations(list(HEADINGS)))
    header = [draw(st.sampled_from(HEADINGS[column])) for column in order]
    rows: list[tuple[str, dict[str, list[str]]]] = []
    for section in range(1, draw(st.integers(1, 3)) + 1):
        rows.append((str(section), {c.TASK_NAME: ["ĐỀ", "MỤC"]}))
        rows += [(f"{section}.{n}", draw(cells)) for n in range(1, draw(st.integers(1, 4)) + 1)]
    breaks = [(draw(st.booleans()), draw(cuts) if len(row) > 1 else []) for _, row in rows]
    return Paper(order, header, rows, breaks)


def pages(paper: Paper) -> list[list[list[str]]]:
    """The appendix as the pages' rows: the rest of a broken row begins the next page, its STT empty."""
    result = [[paper.header]]
    for (code, row), (repeated, inside) in zip(paper.rows, paper.breaks, strict=True):
        for n, (start, stop) in enumerate(zip([0.0, *inside], [*inside, 1.0], strict=True)):
            piece = {column: _between(words, start, stop) for column, words in row.items()} | {
                c.STT: code if not n else ""
            }
            if n and not any(piece.values()):
                continue
            if n:
                result.append([paper.header] if repeated else [])
            result[-1].append([piece.get(column, "") for column in paper.order])
    return result


def _between(words: list[str], start: float, stop: float) -> str:
    """The words of a cell between two shares of its height; the first word is always on the first page."""
    first, last = (max(1, round(share * len(words))) if share else 0 for share in (start, stop))
    return " ".join(words[first:last])


def expected(paper: Paper) -> list[tuple[str, dict[str, str]]]:
    return [(code, {column: " ".join(words) for column, words in row.items()}) for code, row in paper.rows]


def read(text: str) -> list[tuple[str, dict[str, str]]]:
    return [(row.code, row.cells) for row in read_plan(text).rows]


@settings(max_examples=150, deadline=None)
@given(papers())
def test_tab_separated_text(paper: Paper):
    text = "\n\n".join("\n".join("\t".join(row) for row in page) for page in pages(paper))
    assert read(text) == expected(paper)


@settings(max_examples=50, deadline=None)
@given(papers())
def test_pipe_tables(paper: Paper):
    text = "\n\n".join("\n".join(f"| {' | '.join(row)} |" for row in page) for page in pages(paper))
    assert read(text) == expected(paper)
