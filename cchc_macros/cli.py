"""The command line: `cchc VERB BOOK`."""


def main() -> int:
    """Run one verb; return the exit code."""
    raise NotImplementedError
