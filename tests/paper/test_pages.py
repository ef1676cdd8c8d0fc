from hypothesis import assume, given
from hypothesis import strategies as st

from cchc_macros.paper.pages import BOUND, KEPT, LINE, LOOSE, PAGE, Strip, added_lines

ABOVE, HEADING = 90.0, 47.25


def rows(*lines, rigid=False):
    return [Strip(count * LINE, LOOSE, rigid) for count in lines]


def heading(lines=1):
    return Strip(lines * LINE, KEPT)


def pages(strips, added, paper=PAGE):
    """The rows of each page of a program that prints on so much paper, as the two programs break pages."""
    found, used, room = [[]], 0.0, paper - ABOVE - HEADING
    for number, (strip, lines) in enumerate(zip(strips, added, strict=True)):
        height = strip.height + lines * LINE
        if found[-1] and used + height > room:
            found.append([])
            used, room = 0.0, paper - HEADING
        found[-1].append(number)
        used += height
    return found


def test_rows_that_fit_one_page_are_left_as_they_are():
    assert added_lines(rows(3, 4, 5), ABOVE, HEADING) == [0, 0, 0]


def test_a_heading_that_would_end_a_page_goes_to_the_next():
    strips = [*rows(5, 5, 5, 5), heading(), *rows(4, 10)]
    assert pages(strips, [0] * len(strips))[0][-1] == 4
    assert pages(strips, added_lines(strips, ABOVE, HEADING))[0] == [0, 1, 2, 3]


def test_headings_one_under_the_other_go_to_the_next_page_together():
    strips = [*rows(5, 5, 5, 3), heading(), heading(), *rows(4, 10)]
    assert pages(strips, added_lines(strips, ABOVE, HEADING))[1][:3] == [4, 5, 6]


def test_the_lines_are_shared_among_the_rows_of_the_page_but_not_its_headings():
    strips = [heading(), *rows(4, 4, 4), heading(2), *rows(15)]
    added = added_lines(strips, ABOVE, HEADING)
    assert (added[0], added[4], added[5]) == (0, 0, 0)
    assert min(added[1:4]) > 0
    assert max(added[1:4]) - min(added[1:4]) <= 1


def test_a_signature_takes_the_last_row_with_it():
    signature = [Strip(18.75, BOUND)] * 6
    strips = [*rows(5, 5, 5), Strip(5 * LINE, KEPT, rigid=False), *signature]
    assert pages(strips, [0] * len(strips))[1][0] > 4
    assert pages(strips, added_lines(strips, ABOVE, HEADING))[1][0] == 3


def test_a_signature_stays_in_one_piece_where_no_page_can_hold_the_last_row_too():
    signature = [Strip(18.75, BOUND)] * 6
    strips = [*rows(20), Strip(24 * LINE, KEPT, rigid=False), *signature]
    assert pages(strips, added_lines(strips, ABOVE, HEADING))[-1] == [2, 3, 4, 5, 6, 7]


def test_the_last_page_is_not_left_with_one_short_row():
    strips = rows(*[5] * 10)
    assert len(pages(strips, [0] * len(strips))[-1]) == 1
    assert len(pages(strips, added_lines(strips, ABOVE, HEADING))[-1]) > 1


def test_a_heading_stays_with_its_row_where_the_last_page_must_be_left_short():
    strips = [heading(3), *rows(12), heading(), *rows(6)]
    assert pages(strips, added_lines(strips, ABOVE, HEADING))[-1] == [2, 3]


def test_a_short_row_that_nearly_fits_begins_the_next_page_in_both_programs():
    strips = rows(7, 7, 7, 1, *[5] * 6)
    added = added_lines(strips, ABOVE, HEADING)
    assert pages(strips, added, PAGE / 0.98) == pages(strips, added)
    assert (added[:3], added[3]) == ([0, 0, 0], 1)


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=60))
def test_no_heading_ends_a_page_and_both_programs_break_at_the_same_rows(drawn):
    strips = [heading(min(lines, 3)) if head else Strip(lines * LINE, rigid=False) for lines, head in drawn]
    added = added_lines(strips, ABOVE, HEADING)
    assert min(added) >= 0
    found = pages(strips, added)
    assume(all(any(strips[row].hold == LOOSE for row in page) for page in found))  # not a page full of headings
    assert all(strips[page[-1]].hold == LOOSE for page in found[:-1])
    assert pages(strips, added, PAGE / 0.98) == found
