"""The engine's fixtures serve here too."""

from tests.xl.engine.conftest import opened, saved

__all__ = ["opened", "saved"]
