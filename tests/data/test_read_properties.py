"""Whatever is written comes back: cell for cell, and not a row less."""

from __future__ import annotations

import csv
import io

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.data import read
from lib.data.number_forms import mask

# Words that are neither numbers nor codes, with everything that quoting has to protect.
WORDS = st.text(alphabet="abcdeXYZéЖ ,;|\t\"'\n", min_size=1, max_size=12).map(lambda s: "w" + s + "w")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(
    rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=3, max_size=30),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@SLOW
def test_cells_come_back_exactly(rows: list[tuple[str, str, str]], delimiter: str, quoting: int, end: str) -> None:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(["name", "note", "place"])
    writer.writerows(rows)
    with read(sink.getvalue().encode(), name="t.csv", delimiter=delimiter, header_row=1) as ds:
        frame = ds.table.execute()
    assert list(frame.itertuples(index=False, name=None)) == rows


@given(
    amounts=st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), min_size=2, max_size=40),
    comma=st.booleans(),
    grouped=st.booleans(),
)
@SLOW
def test_amounts_come_back_to_the_cent(amounts: list[object], comma: bool, grouped: bool) -> None:
    written = [f"{amount:,.2f}" if grouped else f"{amount:.2f}" for amount in amounts]
    if comma:
        written = [cell.translate(str.maketrans(",.", ".,")) for cell in written]
    content = "id;amount\n" + "".join(f"{i};{cell}\n" for i, cell in enumerate(written))
    with read(content.encode(), name="t.csv") as ds:
        found = ds.table.order_by("id").execute()["amount"].tolist()
        total = ds.table.amount.sum().execute()
    assert [round(float(value) * 100) for value in found] == [round(float(str(a)) * 100) for a in amounts]
    assert round(float(total) * 100) == sum(round(float(str(a)) * 100) for a in amounts)


@given(
    days=st.lists(st.dates(min_value=pd.Timestamp("1970-01-01").date()), min_size=1, max_size=30),
    day_first=st.booleans(),
)
@SLOW
def test_dates_come_back(days: list[object], day_first: bool) -> None:
    form = "%d.%m.%Y" if day_first else "%m/%d/%Y"
    days = [day for day in days if day.year < 2200]  # type: ignore[attr-defined]
    content = "n,day\n" + "".join(f"{i},{day.strftime(form)}\n" for i, day in enumerate(days))  # type: ignore[attr-defined]
    if not days:
        return
    with read(content.encode(), name="t.csv", day_first=day_first) as ds:
        found = [value.date() for value in ds.table.order_by("n").execute()["day"]]
    assert found == days


@given(text=st.text(alphabet="ab01٣9 ,.'-%$\u200b\u00a0", max_size=15))
@SLOW
def test_the_engine_sees_the_same_shapes(text: str) -> None:
    import duckdb

    from lib.data.shapes import shape_sql

    found = duckdb.connect().execute(f"SELECT {shape_sql('v')} FROM (SELECT ? AS v)", [text]).fetchone()
    assert found == (mask(text),)


def test_the_quick_way_and_the_careful_way_agree(tmp_path: object) -> None:
    lines = [f'{i:05d},{"ABC"[i % 3]},{i / 4},2024-01-{1 + i % 28:02d},"note, {i}"' for i in range(80_000)]
    clean = ("id,group,amount,day,note\n" + "\n".join(lines) + "\n").encode()
    careful = clean.replace(b"\n00001,", b"\n\n00001,", 1)  # a blank line closes the quick way
    with read(clean, name="a.csv") as a, read(careful, name="b.csv") as b:
        assert a.issues != b.issues
        assert [c.type for c in a.columns] == [c.type for c in b.columns]
        pd.testing.assert_frame_equal(a.table.execute(), b.table.execute())
