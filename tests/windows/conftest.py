"""What only Windows has: these tests are collected there alone (the lab's Wine counts)."""

import sys

if sys.platform != "win32":
    collect_ignore_glob = ["test_*.py"]
