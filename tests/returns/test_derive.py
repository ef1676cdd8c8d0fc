"""A task's state from its leads' reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.returns.derive import TaskState, task_state

DONE, DOING, TODO, CANNOT = TaskState(c.DONE), TaskState(c.DOING, "40%"), TaskState(c.TODO), TaskState(c.CANNOT)


@pytest.mark.parametrize(
    ("leads", "state"),
    [
        ([], TaskState()),
        ([None, None], TaskState()),
        ([DONE], TaskState(c.DONE, "100%")),
        ([DONE, DONE], TaskState(c.DONE, "100%")),
        ([DONE, None], TaskState(c.DOING, "50%")),
        ([DONE, DOING], TaskState(c.DOING, "70%")),
        ([TODO, TODO], TaskState(c.TODO, "0%")),
        ([TODO, None], TaskState(c.TODO, "0%")),
        ([TODO, DONE], TaskState(c.DOING, "50%")),
        ([CANNOT], TaskState(c.CANNOT, "0%")),
        ([CANNOT, DONE], TaskState(c.CANNOT, "50%")),
        ([CANNOT, DOING], TaskState(c.DOING, "20%")),
        ([CANNOT, None], TaskState(c.DOING, "0%")),
        ([TaskState(c.DOING)], TaskState(c.DOING, "")),
        ([TaskState(c.DOING), DONE], TaskState(c.DOING, "")),
        ([DONE, TODO, TODO], TaskState(c.DOING, "33%")),
    ],
)
def test_the_leads_decide(leads, state):
    assert task_state(leads) == state


@given(st.sampled_from(c.STATUSES), st.integers(0, 100))
def test_a_state_is_shown_and_read_back(status, percent):
    state = TaskState(status, f"{percent}%")
    assert TaskState.read(str(state)) == state


def test_text_of_ones_own_is_no_state():
    assert TaskState.read("xong rồi · 5%") == TaskState()


def test_what_did_not_arise_leaves_a_lead_out():
    none, done, doing = TaskState(c.NOT_ARISEN), TaskState(c.DONE), TaskState(c.DOING, "50%")
    assert task_state([none, none]) == TaskState(c.NOT_ARISEN)
    assert task_state([none, done]) == TaskState(c.DONE, "100%")
    assert task_state([none, doing]) == TaskState(c.DOING, "50%")
    assert task_state([none, None]) == TaskState()
