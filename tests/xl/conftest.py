"""Fixtures of several modules here."""

import pytest

from cchc_macros.ribbon import click
from tests.xl.fake_windows import windows  # noqa: F401  # a fixture
from xl import kept


@pytest.fixture
def user_folder(tmp_path, monkeypatch):
    """Log, kept copies and documents go into the test's folder."""
    monkeypatch.setattr("xl.log.log_file", lambda: tmp_path / "log" / "cchc.log")
    monkeypatch.setattr(kept, "kept_folder", lambda: tmp_path / "kept")
    monkeypatch.setattr(click, "documents_folder", lambda: tmp_path / "Tài liệu")
    return tmp_path
