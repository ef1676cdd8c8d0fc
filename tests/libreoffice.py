"""Tests that need LibreOffice: skipped with the reason where it is not installed, failed where it must be."""

import os

import pytest

from xl.libreoffice import find_libreoffice


def require_libreoffice():
    """Skip the test without LibreOffice; in CI its absence is a failure."""
    if find_libreoffice() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed, and CI=true wants it")
        pytest.skip("LibreOffice is not installed")
