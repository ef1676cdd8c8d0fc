"""The contract of the workbook that a unit gets: its tables, open columns, and the properties that say whose it is."""

from cchc_macros import contract as c

UNIT_WORKBOOK_SHEET = "Phiếu giao việc"
EXPLANATIONS_SHEET = "Giải trình"  # where the unit has to explain

# The unit workbook's one table; `Phiếu <Mã>` sheets have the same columns.
TASK_SHEET = c.TableSpec(
    "TaskSheet",
    UNIT_WORKBOOK_SHEET,
    (
        c.STT, c.SHEET_TASK, c.REQUIREMENT, c.TASK_DEADLINE, c.DUE, c.ROLE, c.PARTNERS, c.STATUS, c.PROGRESS, c.RESULT,
        c.PROOF, c.NOTE,
    ),
)  # fmt: skip
# Its second table, where the unit leads criteria that are scored: what it gives itself.
OWN_SCORES = c.TableSpec(
    "OwnScores",
    c.SELF_SCORES_SHEET,
    (c.STT, c.CRITERION_NAME, c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.EVIDENCE, c.NOTE),
)
# Its third, where the unit is to explain points that the appraiser took away.
EXPLANATIONS = c.TableSpec(
    "Explanations",
    EXPLANATIONS_SHEET,
    (
        c.STT, c.CRITERION_NAME, c.MAX_SCORE, c.SELF_SCORE, c.ROUND, c.POINTS, c.DIFFERENCE, c.REASON, c.EXPLAIN_BY,
        c.EXPLANATION, c.PROOF,
    ),
)  # fmt: skip
UNIT_EXPLAINS = (c.EXPLANATION, c.PROOF)  # unlocked there
UNIT_SCORES = (c.SELF_SCORE, c.EVIDENCE, c.NOTE)  # unlocked there
UNIT_FILLS = (c.STATUS, c.PROGRESS, c.RESULT, c.PROOF, c.NOTE)  # unlocked in the unit workbook

# Custom document properties of a unit workbook: its identity
PROP_PLAN = "CCHC.Plan"  # the setting `Mã kế hoạch`
PROP_UNIT = "CCHC.Unit"  # unit code, or the code of a group without members
PROP_ROUND = "CCHC.Round"  # the round it reports on; none where no rounds are used
PROP_VERSION = "CCHC.TemplateVersion"
PROP_CONTENT = "CCHC.Content"  # its fingerprint as written: another one was saved by somebody
PROP_ROWS = "CCHC.Rows."  # + 1, 2, …: the row identities, in pieces of at most 255 characters
TEMPLATE_VERSION = "1"
