from hypothesis import assume, given
from hypothesis import strategies as st

from xl.pages.breaks import Rows, paginate

PAGE = 100.0


def pages(heights, kept=None, breaks=(), room=PAGE):
    rows = Rows(
        heights=heights,
        kept=None if kept is None else frozenset(kept),
        breaks=frozenset(breaks),
        cut=lambda _, most: most // 10 * 10,
    )
    return paginate(rows, lambda _: room)


def numbers(found):
    return [[piece.row for piece in page] for page in found]


def test_a_page_ends_before_the_row_that_no_longer_fits():
    assert numbers(pages([40, 40, 20, 1])) == [[0, 1, 2], [3]]


def test_hidden_rows_are_on_no_page():
    assert numbers(pages([40, 0, 60, 0, 5])) == [[0, 2], [4]]
    assert pages([0, 0]) == []


def test_a_row_that_is_kept_goes_on_with_the_row_below_it():
    assert numbers(pages([60, 20, 30, 50, 20], kept=())) == [[0, 1], [2, 3, 4]]
    assert numbers(pages([60, 20, 30, 40], kept={1}))[0] == [0]


def test_rows_that_are_kept_one_after_the_other_go_together():
    assert numbers(pages([60, 10, 10, 50, 30], kept={1, 2}))[:2] == [[0], [1, 2, 3, 4]]


def test_a_page_full_of_kept_rows_ends_where_it_is_full():
    assert numbers(pages([50, 50, 50, 50], kept={0, 1, 2, 3})) == [[0, 1], [2, 3]]


def test_the_last_page_holds_more_than_a_little_where_care_is_taken():
    assert numbers(pages([20, 20, 20, 20, 20, 10], kept=())) == [[0, 1, 2, 3], [4, 5]]
    assert numbers(pages([20, 20, 20, 20, 20, 10])) == [[0, 1, 2, 3, 4], [5]]


def test_a_page_ends_where_it_was_told_to():
    assert numbers(pages([10] * 6, breaks={1, 3})) == [[0, 1], [2, 3], [4, 5]]


def test_a_row_taller_than_a_page_goes_on_and_is_cut_between_its_lines():
    found = pages([30, 225, 10])
    assert [[(p.row, p.start, p.height) for p in page] for page in found] == [
        [(0, 0, 30), (1, 0, 70)], [(1, 70, 100)], [(1, 170, 55), (2, 0, 10)],
    ]  # fmt: skip


def test_a_heading_is_not_left_alone_before_a_row_taller_than_a_page():
    assert numbers(pages([20, 150], kept={0})) == [[0, 1], [1]]


def test_a_tall_row_begins_a_page_where_little_room_is_left():
    assert numbers(pages([90, 150])) == [[0], [1], [1]]


@given(st.lists(st.tuples(st.integers(0, 260), st.booleans()), min_size=1, max_size=40), st.sampled_from([None, True]))
def test_every_row_is_printed_once_and_whole_and_no_page_is_too_full(drawn, care):
    heights = [float(height) for height, _ in drawn]
    kept = {number for number, (_, held) in enumerate(drawn) if held} if care else None
    found = pages(heights, kept)
    printed = [0.0] * len(heights)
    for page in found:
        assert page
        assert sum(piece.height for piece in page) <= PAGE + 0.01
        for piece in page:
            assert printed[piece.row] == piece.start
            printed[piece.row] += piece.height
    assert printed == heights
    assert [piece.row for page in found for piece in page] == sorted(piece.row for page in found for piece in page)
    for row, height in enumerate(heights):
        if 0 < height <= PAGE:
            assert sum(piece.row == row for page in found for piece in page) == 1


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=40))
def test_no_kept_row_ends_a_page_but_one_full_of_them(drawn):
    kept = {number for number, (_, held) in enumerate(drawn) if held} - {len(drawn) - 1}
    found = numbers(pages([float(height) for height, _ in drawn], kept))
    assume(all(set(page) - kept for page in found))
    assert all(page[-1] not in kept for page in found[:-1])
