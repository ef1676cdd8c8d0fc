"""Mail: the letter, the message, the ways out and the outbox that survives a crash.

Nothing here knows Excel: the macros `email` and `remind` bring the facts and take the report.
"""
