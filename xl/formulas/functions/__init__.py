"""The functions that the evaluator knows, by name. What differs from Excel is not here."""

from xl.formulas.functions import conditional, dates, logic, lookup, maths, statistics, texts
from xl.formulas.functions.registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function", "conditional", "dates", "logic", "lookup", "maths", "statistics", "texts"]
