"""Remedies for lost points made into tasks."""
