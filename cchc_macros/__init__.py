"""CCHC: the yearly work of a Department of Justice on its PAR INDEX, as Excel macros in Python."""

__version__ = "0.1.0"
