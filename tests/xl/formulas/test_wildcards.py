import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl.formulas.functions.wildcards import place_of, wildcard


def by_backtracking(pattern):
    """The same pattern as a plain regular expression, which may take for ever."""
    parts, letters = [], iter(pattern)
    for letter in letters:
        following = next(letters, "") if letter == "~" else None
        parts.append(re.escape(following) if following is not None else {"*": ".*", "?": "."}.get(letter) or letter)
    return re.compile("".join(parts), re.DOTALL | re.IGNORECASE)


@given(pattern=st.text("abA*?~", max_size=6), text=st.text("abA*~", max_size=8))
def test_it_finds_what_trying_everything_finds(pattern, text):
    plain = by_backtracking(pattern)
    assert (wildcard(pattern).fullmatch(text) is None) == (plain.fullmatch(text) is None)
    found = plain.search(text)
    assert place_of(pattern, text, 0) == (found.start() if found else None)


@pytest.mark.parametrize("pattern", ["*a*a*a*a*a*a*a*a*a*b", "a?a?a?*a*b", "*" * 50 + "b", "?" * 200 + "b"])
def test_many_stars_take_no_time(pattern):
    begin = time.process_time()
    assert place_of(pattern, "a" * 32_767, 0) is None
    assert wildcard(pattern).fullmatch("a" * 32_767) is None
    assert time.process_time() - begin < 1
