"""What is on a returned sheet outside its cells: who answers in a comment or a text box is heard."""

import pytest

from cchc_macros.returns.files import COMMENT, EMBEDDED, PICTURE, TEXT_BOX
from cchc_macros.returns.readers.beyond import all_comments, beyond, comments_in


def comments(*told):
    """A part of old comments: (cell, author, text)."""
    authors = list(dict.fromkeys(author for _, author, _ in told))
    return (
        f'<c xmlns="x"><authors>{"".join(f"<author>{author}</author>" for author in authors)}</authors><commentList>'
        + "".join(
            f'<comment ref="{cell}" authorId="{authors.index(author)}"><text><r><t>{text}</t></r></text></comment>'
            for cell, author, text in told
        )
        + "</commentList></c>"
    ).encode()


THREADED = b'<T xmlns="x"><threadedComment ref="B2"><text>tr\xe1\xba\xa3 l\xe1\xbb\x9di</text></threadedComment></T>'
ODD = b'<c xmlns="x"><authors/><comment ref="A1" authorId="9"><text><t>a</t></text></comment></c>'
BOX = (
    '<d xmlns:a="m"><a:sp><a:txBody><a:p><a:r><a:t>Đã </a:t></a:r><a:r><a:t>nộp</a:t></a:r></a:p></a:txBody></a:sp></d>'
)


@pytest.mark.parametrize(("part", "found"), [(THREADED, ("B2", "trả lời")), (ODD, ("A1", "a"))])
def test_threaded_comments_are_read_and_bad_authors_do_no_harm(part, found):
    assert comments_in(part) == [found]


def test_the_hints_on_our_headings_are_no_comments_of_the_units():
    part = comments(("A8", "CCHC", "Gợi ý"), ("H8", "CCHC", "Chọn"), ("I8", "An", "Hỏi"), ("H9", "CCHC", "Đã xong"))
    assert comments_in(part) == [("I8", "Hỏi"), ("H9", "Đã xong")]
    assert [text for _, text in all_comments(part)] == ["Gợi ý", "Chọn", "Hỏi", "Đã xong"]
    assert len(comments_in(comments(("A8", "An", "Hỏi"), ("H8", "CCHC", "Gợi ý")))) == 2  # no heading of ours


def test_boxes_pictures_and_embedded_files_are_found():
    relations = {
        "sheet": {"1": ("drawing", "d.xml"), "2": ("package", "e.docx"), "3": ("table", "t"), "4": ("comments", "c")},
        "d.xml": {"1": ("image", "i.png"), "2": ("chart", "c.xml")},
    }  # fmt: skip
    parts = {"d.xml": BOX.encode(), "c": comments(("B2", "An", "x"), ("B3", "An", " "))}
    found = list(beyond("sheet", relations.__getitem__, parts.__getitem__))
    assert found == [(PICTURE, "", ""), (TEXT_BOX, "", "Đã nộp"), (EMBEDDED, "", ""), (COMMENT, "B2", "x")]


def test_a_thread_stands_for_the_old_comment_that_excel_writes_beside_it():
    relations = {"1": ("comments", "old"), "2": ("threadedComment", "new")}
    parts = {"old": comments(("B2", "tc", "[Threaded comment]")), "new": THREADED}
    assert list(beyond("sheet", lambda _: relations, parts.__getitem__)) == [(COMMENT, "B2", "trả lời")]
