"""Reading published plans: a document's lines in, the rows of its appendix out; no workbook is touched."""

from cchc_macros.plans.model import Line, Place, Plan, PlanRow
from cchc_macros.plans.reading.read import read_plan, read_plans

__all__ = ["Line", "Place", "Plan", "PlanRow", "read_plan", "read_plans"]
