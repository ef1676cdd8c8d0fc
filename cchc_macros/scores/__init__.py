"""Scores: recalculate totals, flag what lost points, audit the published figures."""
