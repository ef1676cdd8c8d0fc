"""Agencies side by side: in order of rank, and what each lost in which domain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_macros.agencies.figures import Agency
from cchc_macros.rules.numbers import as_float
from cchc_macros.rules.text import fold, unaccented
from xl.late import dataclass

if TYPE_CHECKING:
    import pandas as pd

MOST_DOMAINS = 20  # columns of the heat map; nobody has as many, and made-up workbooks must not fill the sheet
OTHER_DOMAINS = "Lĩnh vực khác"
_PLACES = 10  # sums of floats show binary noise beyond


@dataclass(frozen=True, slots=True)
class Comparison:
    """The agencies in the order of the view.

    Attributes:
        agencies: By rank; those without a result last.
        ranks: The rank of each among the agencies assessed for the same year, None without a result.
        lost: A row per agency in that order, a column per domain: points lost, NaN where there is no result.
    """

    agencies: tuple[Agency, ...]
    ranks: tuple[int | None, ...]
    lost: "pd.DataFrame"


def compare(agencies: Sequence[Agency]) -> Comparison:
    """Rank and order agencies, and lay their lost points out by domain.

    Equal indexes share a rank, and the next one is left out. A rank compares one year's results with each other.
    """
    import pandas as pd  # noqa: PLC0415  the processes that read workbooks do without

    frame = pd.DataFrame(
        {
            "year": [agency.year_assessed or 0 for agency in agencies],
            "index": pd.Series([as_float(agency.index) for agency in agencies], dtype="float64"),
            "name": [unaccented(f"{agency.name} {agency.province}") for agency in agencies],
            "file": [agency.file for agency in agencies],
        }
    )
    frame["rank"] = frame.groupby("year")["index"].rank(method="min", ascending=False)
    frame["unranked"] = frame["rank"].isna()
    frame = frame.sort_values(["unranked", "year", "rank", "name", "file"], ascending=[True, False, True, True, True])
    order = [int(position) for position in frame.index]
    return Comparison(
        tuple(agencies[position] for position in order),
        tuple(None if pd.isna(rank) else int(rank) for rank in frame["rank"]),
        _lost([agencies[position] for position in order]),
    )


def _lost(agencies: Sequence[Agency]) -> "pd.DataFrame":
    """Points lost: a row per agency, a column per domain, named as the first agency that has it spells it."""
    import pandas as pd  # noqa: PLC0415  as above

    long = pd.DataFrame(
        [(row, fold(name), name, float(lost)) for row, agency in enumerate(agencies) for name, lost in agency.lost],
        columns=["agency", "domain", "name", "lost"],
    )
    counts = long["domain"].value_counts(sort=True)
    common = set(counts.index[:MOST_DOMAINS])
    names = long.drop_duplicates("domain").set_index("domain")["name"]
    long["column"] = long["domain"].map(lambda key: names[key] if key in common else OTHER_DOMAINS)
    table = long.pivot_table(index="agency", columns="column", values="lost", aggfunc="sum")
    columns = [name for key, name in names.items() if key in common]
    columns += [OTHER_DOMAINS] * (len(names) > len(common))
    return table.reindex(index=range(len(agencies)), columns=columns).round(_PLACES)
