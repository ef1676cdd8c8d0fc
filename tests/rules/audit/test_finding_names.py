"""Names of findings."""

from cchc_macros.rules.audit.finding_codes import EXPLANATIONS
from cchc_macros.rules.audit.finding_names import NAMES, code_of


def test_every_kind_of_finding_has_a_short_name_of_its_own():
    assert set(EXPLANATIONS) <= set(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)
    assert all(len(name) <= 28 for name in NAMES.values())


def test_a_name_leads_back_to_its_code_and_a_code_to_itself():
    assert {code_of(name.upper()) for name in NAMES.values()} == set(NAMES)
    assert code_of("TOTAL_MISMATCH") == "TOTAL_MISMATCH"
    assert code_of("") == ""
