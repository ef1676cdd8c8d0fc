"""Points without evidence, by evidence of another year, by evidence that the criterion does not name."""

from datetime import date
from decimal import Decimal

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.audit.evidence import audit_evidence
from cchc_macros.rules.evidence.evidence import Evidence, faults
from cchc_macros.rules.evidence.papers import FirstPage
from cchc_macros.rules.scoring.scores import Criterion, build_tree

ONE = Decimal(1)


def found(*rows, explained=(), evidence="", own=ONE):
    tree = build_tree([Criterion(row=0, code="1", max_score=ONE, self_score=own, evidence=evidence)])
    return [finding.code for finding in audit_evidence(tree, rows, 2026, set(explained))]


def row(**more):
    return Evidence(**{"row": 0, "code": "1", "file": "1/01 - a.pdf", **more})


def test_points_need_evidence_or_an_explanation():
    assert found() == ["EVIDENCE_NONE"]
    assert found(own=None) == found(own=Decimal(0)) == []
    assert found(row()) == []
    assert found(row(file="", about="https://stp.example/a")) == []
    assert found(row(file="", about="Giải trình: đã làm, không có văn bản")) == []
    assert found(explained=["1"]) == found(evidence="Giải trình: không phát sinh") == []


def test_what_a_survey_or_the_appraiser_scores_needs_none():
    tree = build_tree([Criterion(row=0, code="1", max_score=ONE, self_score=ONE, source=c.FROM_SURVEY)])
    assert list(audit_evidence(tree, [], 2026, ())) == []


def test_full_points_by_evidence_of_another_year():
    old = row(number="5/TB-STP", day=date(2024, 1, 1))
    assert found(old) == ["EVIDENCE_OTHER_YEAR"]
    assert found(old, own=Decimal("0.5")) == []
    assert found(row(number="5/KH-STP", day=date(2025, 12, 1))) == []


def test_a_paper_that_the_criterion_does_not_name():
    cited = row(number="12/BC-STP")
    assert found(cited, evidence="Kế hoạch số 41/KH-STP") == ["EVIDENCE_NOT_NAMED"]
    assert found(cited, evidence="Báo cáo 12/BC-STP ngày 05/6/2026") == []
    assert found(cited, evidence="Kế hoạch, văn bản triển khai") == ["EVIDENCE_NOT_NAMED"]
    assert found(cited, evidence="Báo cáo định kỳ") == found(cited, evidence="văn bản") == []


@pytest.mark.parametrize(("problem", "words"), [("broken", "hỏng"), ("encrypted", "mật khẩu"), ("heavy", "phức tạp")])
def test_why_a_file_cannot_be_used_is_told(problem, words):
    ((kind, told),) = faults(row(), FirstPage(), problem, None, {"1"})
    assert kind == problem
    assert words in told
