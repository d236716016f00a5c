"""Very wide tables are read a few columns at a time: the same types, values and findings as in a narrow one."""

from lib.data import read
from lib.data.column_parts import WIDE

WIDTH = WIDE + 20


def wide(*last_rows: str, rows: int = 3) -> bytes:
    """Names, then rows of a label, the numbers 1, 2, 3 ... down each column, and three columns of other kinds."""
    header = ["label", *(f"n{place}" for place in range(WIDTH)), "spent", "day", "share"]
    body = [
        [f"r{row}", *([str(row)] * WIDTH), f"{row}.50", f"{12 + row}/01/2024", f"{row}0%"] for row in range(1, rows + 1)
    ]
    return "\n".join([",".join(header), *map(",".join, body), *last_rows]).encode() + b"\n"


def test_a_wide_table_has_the_types_and_values_of_its_cells() -> None:
    with read(wide(), name="wide.csv") as ds:
        assert [ds.column(name).type for name in ("label", "n0", "n319", "spent", "day", "share")] == (
            ["text", "integer", "integer", "number", "date", "number"]
        )
        row = ds.table.select("n319", "spent", "day", "share").execute().iloc[-1]
        assert (row.n319, float(row.spent), str(row.day)[:10]) == (3, 3.5, "2024-01-15")
        assert round(float(row.share), 6) == 0.3


def test_what_cannot_be_read_in_a_wide_table_is_named_with_its_line() -> None:
    stray = ",".join(["r40", *(["40"] * (WIDTH - 1)), "forty", "40.50", "13/01/2024", "40%"])
    with read(wide(stray, rows=39), name="wide.csv") as ds:
        (issue,) = [issue for issue in ds.issues if issue.code == "not_numbers"]
        # 39 rows below the header, so the stray one is line 41.
        assert issue.fields["column"] == "n319"
        assert issue.fields["count"] == 1
        assert issue.fields["line_numbers"] == (41,)


def test_the_row_of_sums_of_a_wide_table_is_left_out() -> None:
    # 1 + 2 + 3 = 6 in every column of counts.
    sums = ",".join(["", *(["6"] * WIDTH), "7.50", "", ""])
    with read(wide(sums), name="wide.csv") as ds:
        assert ds.rows == 3
        assert "sum_row_left_out" in {issue.code for issue in ds.issues}
