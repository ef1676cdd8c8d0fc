"""What there is to tell about a returned file."""

from cchc_macros.returns.notes import Note, lines


def test_what_holds_for_many_cells_is_said_once_where_it_comes_first():
    notes = [
        Note("Phiếu giao việc!H9", "Sai."), Note("", "Thiếu dòng."), Note("Phiếu giao việc!I9", "Khác."),
        Note("Phiếu giao việc!H10", "Sai."), Note("A!B!H11", "Sai."), Note("", "Thiếu dòng khác."),
    ]  # fmt: skip
    assert lines(notes) == [
        "Phiếu giao việc!H9, H10: Sai.", "Thiếu dòng.", "Phiếu giao việc!I9: Khác.", "A!B!H11: Sai.",
        "Thiếu dòng khác.",
    ]  # fmt: skip


def test_nothing_to_tell_is_no_line():
    assert lines([]) == []
