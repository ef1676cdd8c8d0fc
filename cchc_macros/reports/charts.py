"""The report's charts as pictures. matplotlib is loaded only here, and draws without a screen."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cchc_macros import contract as c
from cchc_macros.reports.year import Standing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TYPEFACES = ("Times New Roman", "Liberation Serif", "DejaVu Serif")
_INCHES_WIDE, _INCHES_A_ROW, _INCHES_A_BAR, _INCHES_AROUND, _DPI = 6.5, 0.3, 0.1, 0.7, 200
_NAME, _NAME_LINES = 36, 2  # characters of a line of a name beside its bar, and how many lines it may take
# The colours of the overview sheet.
_GREY, _BLUE, _GREEN, _RED, _AMBER = "#BFBFBF", "#5B8DB8", "#6FAE6B", "#C65B50", "#E0A84E"
_POINTS = (("Tối đa", _GREY), ("Mục tiêu", _AMBER), ("Kết quả", _BLUE), ("Hiện nay", _GREEN))
_STATUSES = ((c.DONE, _GREEN), (c.DOING, _BLUE), (c.CANNOT, _RED), (c.TODO, _GREY))


def draw_charts(standing: Standing) -> dict[str, bytes]:
    """The charts that have something to show, as PNG under their names in the template."""
    pictures = {}
    if standing.year.total.max:
        pictures["bieu_do_diem"] = _points(standing)
    lost = standing.lost()
    if lost:
        names = [f"{node.criterion.code}. {node.criterion.name}" for node, _ in lost]
        pictures["bieu_do_mat_diem"] = _bars(names, [("Điểm mất", _RED, [points for _, points in lost])], labelled=True)
    counts = standing.counts_by_unit()
    if counts:
        series = [
            (status, color, [Decimal(counted[status]) for counted in counts.values()]) for status, color in _STATUSES
        ]
        pictures["bieu_do_don_vi"] = _bars(list(counts), series, stacked=True)
    return pictures


def _points(standing: Standing) -> bytes:
    """Points by domain against the maximum and the target; a series without a figure is left out."""
    nodes = standing.year.tree.roots
    scores = [standing.year.scores[node.criterion.row] for node in nodes]
    values: dict[str, list[Decimal | None]] = {
        "Tối đa": [score.max for score in scores], "Mục tiêu": [score.target for score in scores],
        "Kết quả": [score.result for score in scores], "Hiện nay": [score.current for score in scores],
    }  # fmt: skip
    series = [(name, color, values[name]) for name, color in _POINTS if any(v is not None for v in values[name])]
    return _bars([f"{node.criterion.code}. {node.criterion.name}" for node in nodes], series)


def _bars(
    names: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Decimal | None]]],
    *,
    stacked: bool = False,
    labelled: bool = False,
) -> bytes:
    """Lying bars, the first name on top."""
    from matplotlib import rc_context  # noqa: PLC0415  seconds that only a report may cost
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    with rc_context({"font.family": "serif", "font.serif": list(_TYPEFACES), "font.size": 9}):
        bars = 1 if stacked else len(series)
        height = max(_INCHES_A_ROW, _INCHES_A_BAR * bars) * len(names) + _INCHES_AROUND
        figure = Figure(figsize=(_INCHES_WIDE, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        _draw(axes, series, len(names), stacked=stacked, labelled=labelled)
        axes.set_yticks(range(len(names)), [_in_lines(name) for name in names])
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        axes.xaxis.grid(visible=True, color="#E2E2E2")
        axes.set_axisbelow(True)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
        if len(series) > 1:
            figure.legend(loc="outside lower center", ncols=len(series), frameon=False)
        picture = BytesIO()
        figure.savefig(picture, format="png", dpi=_DPI, metadata={"Software": None})
    return picture.getvalue()


def _in_lines(name: str) -> str:
    return "\n".join(wrap(name, _NAME, max_lines=_NAME_LINES, placeholder=" …"))


def _draw(
    axes: "Axes",
    series: Sequence[tuple[str, str, Sequence[Decimal | None]]],
    rows: int,
    *,
    stacked: bool,
    labelled: bool,
) -> None:
    thickness = 0.7 if stacked else 0.8 / len(series)
    ends = [0.0] * rows
    for number, (name, color, values) in enumerate(series):
        lengths = [float(value or 0) for value in values]
        shift = 0.0 if stacked else (number - (len(series) - 1) / 2) * thickness
        places = [row + shift for row in range(rows)]
        drawn: Any = axes.barh(places, lengths, thickness, left=ends if stacked else None, color=color, label=name)
        if labelled:
            axes.bar_label(drawn, [f"{length:g}".replace(".", ",") for length in lengths], padding=3)
        if stacked:
            ends = [end + length for end, length in zip(ends, lengths, strict=True)]
