"""Property tests may take their time: the machine that runs them is shared."""

from hypothesis import settings

settings.register_profile("shared", deadline=None, max_examples=100)
settings.load_profile("shared")
