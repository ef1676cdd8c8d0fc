"""What the tests of trust share."""

import pytest

from tests.trust.warm import Warm


@pytest.fixture(scope="session")
def warm():
    process = Warm()
    yield process
    process.close()
