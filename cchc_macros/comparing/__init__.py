"""This year beside last year."""
