"""Benchmarks: ratios against a peer in one run, never absolute times. `python -m tests.bench [NAME…]`."""
