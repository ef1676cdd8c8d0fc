"""Names of findings."""

from cchc_macros.rules.audit.finding_codes import EXPLANATIONS, code_of

NAMES = [told.name for told in EXPLANATIONS.values()]


def test_every_kind_of_finding_has_a_short_name_of_its_own():
    assert len(set(NAMES)) == len(NAMES)
    assert all(len(name) <= 28 for name in NAMES)


def test_a_name_leads_back_to_its_code_and_a_code_to_itself():
    assert [code_of(name.upper()) for name in NAMES] == [*EXPLANATIONS]
    assert code_of("TOTAL_MISMATCH") == "TOTAL_MISMATCH"
    assert code_of("") == ""
