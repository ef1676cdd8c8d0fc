"""A task's state from its leads' reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.returns.derive import State, task_state

DONE, DOING, TODO, CANNOT = State(c.DONE), State(c.DOING, "40%"), State(c.TODO), State(c.CANNOT)


@pytest.mark.parametrize(
    ("leads", "state"),
    [
        ([], State()),
        ([None, None], State()),
        ([DONE], State(c.DONE, "100%")),
        ([DONE, DONE], State(c.DONE, "100%")),
        ([DONE, None], State(c.DOING, "50%")),
        ([DONE, DOING], State(c.DOING, "70%")),
        ([TODO, TODO], State(c.TODO, "0%")),
        ([TODO, None], State(c.TODO, "0%")),
        ([TODO, DONE], State(c.DOING, "50%")),
        ([CANNOT], State(c.CANNOT, "0%")),
        ([CANNOT, DONE], State(c.CANNOT, "50%")),
        ([CANNOT, DOING], State(c.DOING, "20%")),
        ([CANNOT, None], State(c.DOING, "0%")),
        ([State(c.DOING)], State(c.DOING, "")),
        ([State(c.DOING), DONE], State(c.DOING, "")),
        ([DONE, TODO, TODO], State(c.DOING, "33%")),
    ],
)
def test_the_leads_decide(leads, state):
    assert task_state(leads) == state


@given(st.sampled_from(c.STATUSES), st.integers(0, 100))
def test_a_state_is_shown_and_read_back(status, percent):
    state = State(status, f"{percent}%")
    assert State.read(str(state)) == state


def test_text_of_ones_own_is_no_state():
    assert State.read("xong rồi · 5%") == State()


def test_what_did_not_arise_leaves_a_lead_out():
    none, done, doing = State(c.NOT_ARISEN), State(c.DONE), State(c.DOING, "50%")
    assert task_state([none, none]) == State(c.NOT_ARISEN)
    assert task_state([none, done]) == State(c.DONE, "100%")
    assert task_state([none, doing]) == State(c.DOING, "50%")
    assert task_state([none, None]) == State()
