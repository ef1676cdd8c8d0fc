from xl.child import ask


def test_the_start_of_a_slow_machine_counts_against_no_file():
    assert ask("cchc_macros.returns.readers.xls_cells", b"nothing", 1.0) == {"reason": "other"}
