"""Many agencies' workbooks in one view: one agency's figures, and all of them compared. Pure."""

import xl.light  # noqa: F401  # before xlwings, also in the processes that read the workbooks
