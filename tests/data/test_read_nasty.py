"""Every file of shared/nasty gets its manifest's verdict; the figures that a reader can be held to are recomputed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from lib.core.errors import ReadError
from lib.data import Dataset, read
from lib.knowledge.catalogue import text
from tests.shared import needs_shared, shared_path

MANIFEST = shared_path("nasty", "manifest.json")
ENTRIES = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else []
BY_NAME = {entry["file"]: entry for entry in ENTRIES}
# Files whose trap is one of statistics: the reader has only to read them right.
STATISTICAL = {name for name in BY_NAME if name.startswith("A")}

pytestmark = needs_shared("nasty", "manifest.json")


OPENED: dict[str, Dataset] = {}
SECONDS: dict[str, float] = {}


@contextmanager
def nasty(name: str) -> Iterator[Dataset]:
    """A file as it was read: once for all tests that look at it, since none of them changes anything."""
    if name not in OPENED:
        begin = time.perf_counter()
        OPENED[name] = read(shared_path("nasty", name))
        SECONDS[name] = time.perf_counter() - begin
    yield OPENED[name]


@pytest.fixture(scope="module", autouse=True)
def nothing_stays_open() -> Iterator[None]:
    yield
    for ds in OPENED.values():
        ds.close()
    OPENED.clear()


def total(ds: Dataset, column: str) -> float:
    return float(ds.table[column].sum().execute())


def groups(ds: Dataset, group: str, converted: str) -> dict[str, dict[str, int]]:
    table = ds.table
    frame = (
        table.group_by(table[group].name("g")).agg(n=table.count(), x=table[converted].cast("int64").sum()).execute()
    )
    return {row.g: {"n": int(row.n), "conversions": int(row.x)} for row in frame.itertuples()}


def test_manifest_is_the_one_these_tests_know() -> None:
    assert len(ENTRIES) == 70  # counted in manifest.json


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["verdict"].startswith("accept")], ids=lambda e: e["file"])
def test_accepted_with_its_figures(entry: dict) -> None:
    expected = entry["expect"]
    with nasty(entry["file"]) as ds:
        assert ds.rows == ds.table.count().execute()
        if "rows" in expected:
            assert ds.rows == expected["rows"]
        if "cols" in expected:
            assert len(ds.columns) == expected["cols"]
        if isinstance(expected.get("A"), dict) and "conversions" in expected["A"]:
            names = [column.name for column in ds.columns]
            headed = "group" in names
            group, converted, revenue = (
                ("group", "converted", "revenue") if headed else ("column_2", "column_4", "column_5")
            )
            assert groups(ds, group, converted) == {key: expected[key] for key in "AB"}
            assert total(ds, revenue) == expected["revenue_sum"]
        warnings = [issue.code for issue in ds.issues if issue.severity == "warning"]
        if entry["verdict"] == "accept":
            assert warnings == []
        elif entry["file"] not in STATISTICAL:
            assert ds.issues


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["verdict"] == "reject"], ids=lambda e: e["file"])
def test_refused_with_a_sentence(entry: dict) -> None:
    with pytest.raises(ReadError) as refused:
        read(shared_path("nasty", entry["file"]))
    assert refused.value.code != "unreadable"
    fields: dict[str, Any] = dict(refused.value.fields)
    assert text(f"reading.errors.{refused.value.code}", **fields)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["verdict"] == "reject_fast"], ids=lambda e: e["file"])
def test_refused_at_once_with_flat_memory(entry: dict) -> None:
    code = (
        "import resource, sys, time\n"
        "from lib.core.errors import ReadError\n"
        "from lib.data import read\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "begin = time.perf_counter()\n"
        "try:\n    read(sys.argv[1])\nexcept ReadError as error:\n    print(error.code)\n"
        "print(time.perf_counter() - begin)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(shared_path("nasty", entry["file"]))],
        capture_output=True,
        text=True,
        check=True,
    )
    refused, seconds, megabytes = done.stdout.split()
    assert refused == "bomb"
    assert float(seconds) < 2
    assert float(megabytes) < 50


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("07_mixed_encodings.csv", {"encodings_mixed"}),
        ("08_nul_bytes.csv", {"nul_removed"}),
        ("15_ambiguous_dmy_all_le_12.csv", {"dates_ambiguous_day_first"}),
        ("19_currency_strings.csv", {"currencies_mixed", "numbers_ambiguous_left_out", "not_numbers"}),
        ("22_huge_values_1e308.csv", {"values_too_large"}),
        ("32_header_only.csv", {"no_rows"}),
        ("35_no_header.csv", {"no_header"}),
        ("36_duplicated_headers.csv", {"headers_repeated", "headers_blank"}),
        ("37_ragged_rows.csv", {"rows_short", "rows_long_left_out"}),
        ("38_unterminated_quote.csv", {"quote_unclosed"}),
        ("40_total_row_and_comments.csv", {"preamble_left_out", "sum_row_left_out", "rows_after_table_left_out"}),
        ("41_wide_5000_columns.csv", {"many_columns"}),
        ("42_very_long_cell_and_header.csv", {"headers_clipped", "long_cells"}),
        ("44_blank_rows_and_columns.csv", {"blank_rows_left_out", "blank_columns_left_out"}),
        ("52_ids_scientific_notation.csv", {"ids_damaged"}),
        ("61_bidi_and_zero_width.csv", {"headers_invisible", "headers_repeated"}),
        ("73_csv_named.xlsx", {"name_does_not_fit"}),
        ("74_html_table_named.xls", {"html_table"}),
        ("80_truncated_mid_row.csv", {"last_row_cut"}),
        ("91_formulas_cached_and_errors.xlsx", {"error_cells"}),
        ("95_ghost_cells_hidden_rows.xlsx", {"hidden_cells_read"}),
        ("A16_churn_all_same_and_future.csv", {"not_dates"}),
    ],
)
def test_the_right_thing_is_said(name: str, codes: set[str]) -> None:
    with nasty(name) as ds:
        assert codes <= {issue.code for issue in ds.issues}


@pytest.mark.parametrize(
    ("name", "column", "expected"),
    [
        ("06_cp1252_smart_quotes.csv", "score", 16),
        ("07_mixed_encodings.csv", "n", 12),
        ("20_negative_numbers.csv", "units", 4),
        ("20_negative_numbers.csv", "revenue", 34.5),
        ("39_quotes_newlines_in_cells.csv", "score", 58),
        ("40_total_row_and_comments.csv", "Sessions", 2400),
        ("40_total_row_and_comments.csv", "Revenue", 5600),
        ("44_blank_rows_and_columns.csv", "amount", 12),
        ("60_headers_uz_hy_ar_he.csv", "Savdo summasi (so‘m)", 3000),
        ("60_headers_uz_hy_ar_he.csv", "Վաճառք (֏)", 12000),
        ("60_headers_uz_hy_ar_he.csv", "הכנסה", 100),
        ("60_headers_uz_hy_ar_he.csv", "الإيرادات", 700),  # 300 in Arabic-Indic digits and 400
        ("63_html_script_cells.csv", "<b>spend</b>", 150),
        ("64_sql_and_path_cells.csv", "v", 10),
        ("74_html_table_named.xls", "amount", 30),
        ("91_formulas_cached_and_errors.xlsx", "spend", 180),
        ("91_formulas_cached_and_errors.xlsx", "clicks", 60),
        ("95_ghost_cells_hidden_rows.xlsx", "amount", 82.5),
        ("98_lying_dimension.xlsx", "x", 4),
        ("98_lying_dimension.xlsx", "y", 6),
        ("A15_zero_spend_and_clicks.csv", "spend", 175),
        ("A12_irr_near_minus_one.csv", "cash_flow", -999.5),
    ],
)
def test_sums_of_the_manifest(name: str, column: str, expected: float) -> None:
    with nasty(name) as ds:
        assert total(ds, column) == expected


def test_currency_strings_value_by_value() -> None:
    expected = BY_NAME["19_currency_strings.csv"]["expect"]["values"]
    with nasty("19_currency_strings.csv") as ds:
        values = ds.table.order_by("order_id").execute()["amount"].tolist()
    for value, wanted in zip(values, expected, strict=True):
        assert (None if pd.isna(value) else float(value)) == (wanted if isinstance(wanted, float) else None)


def test_money_is_exact_to_the_last_digit() -> None:
    with nasty("23_precision_money.csv") as ds:
        assert ds.table.amt.sum().execute() == Decimal(BY_NAME["23_precision_money.csv"]["expect"]["exact_sum"])


@pytest.mark.parametrize(
    ("name", "column", "unique"),
    [
        ("50_ids_leading_zeros.csv", "customer_id", 3),
        ("51_ids_beyond_2_53.csv", "device_id", 6),
        ("53_ids_that_look_like_dates_and_bools.csv", "sku", 4),
        ("95_ghost_cells_hidden_rows.xlsx", "id", 10),
        ("A04_ab_users_in_both_groups.csv", "user", 80),
    ],
)
def test_identifiers_stay_apart(name: str, column: str, unique: int) -> None:
    with nasty(name) as ds:
        assert ds.table[column].nunique().execute() == unique


def test_a_code_that_reads_na_is_kept_in_a_column_of_text() -> None:
    with nasty("53_ids_that_look_like_dates_and_bools.csv") as ds:
        assert ds.column("gene").missing == 0
        assert ds.column("sku").missing == 0


def test_bounce_rate_weighted_by_sessions() -> None:
    with nasty("40_total_row_and_comments.csv") as ds:
        frame = ds.table.execute()
        bounces = sum(float(s) * float(b) for s, b in zip(frame["Sessions"], frame["Bounce Rate"], strict=True))
        assert bounces / 2400 == pytest.approx(0.5270833333333333, rel=1e-12)
        assert ds.column("Bounce Rate").unit == "percent"
        assert ds.column("Revenue").unit == "USD"


def test_duplicated_headers_keep_their_columns() -> None:
    with nasty("36_duplicated_headers.csv") as ds:
        assert [total(ds, column.name) for column in ds.columns] == [3, 11, 22, 33, 44, 55]


def test_ragged_rows_are_named_by_line() -> None:
    with nasty("37_ragged_rows.csv") as ds:
        lines = {issue.code: issue.fields["line_numbers"] for issue in ds.issues}
    assert lines == {"rows_short": (3, 5), "rows_long_left_out": (4,)}


def test_ambiguous_dates_by_month_either_way() -> None:
    expected = BY_NAME["15_ambiguous_dmy_all_le_12.csv"]["expect"]
    for day_first, months in ((True, expected["if_dmy"]["months"]), (False, expected["if_mdy"]["months"])):
        with read(shared_path("nasty", "15_ambiguous_dmy_all_le_12.csv"), day_first=day_first) as ds:
            assert ds.table.date.truncate("month").nunique().execute() == months
            assert ds.issues == ()


def test_1904_dates() -> None:
    with nasty("94_date_system_1904.xlsx") as ds:
        assert [str(ds.table.date.min().execute())[:10], str(ds.table.date.max().execute())[:10]] == [
            "2024-03-01",
            "2024-03-02",
        ]


def test_best_sheet_first_and_all_listed() -> None:
    with nasty("92_several_sheets.xlsx") as ds:
        assert ds.settings["sheet"] == "Data 2024"
        assert ds.sheets[0].name == "Data 2024"
        assert {sheet.name for sheet in ds.sheets if sheet.hidden} == {"hidden"}
    with read(shared_path("nasty", "92_several_sheets.xlsx"), sheet="Data 2023 (old)") as ds:
        assert total(ds, "revenue") == 999_999


def test_error_cells_are_missing_and_counted() -> None:
    with nasty("91_formulas_cached_and_errors.xlsx") as ds:
        counted = next(issue.fields["count"] for issue in ds.issues if issue.code == "error_cells")
        assert counted == BY_NAME["91_formulas_cached_and_errors.xlsx"]["expect"]["error_cells"]
        assert (ds.column("cpc").missing, ds.column("roas").missing) == (1, 3)


def test_nps_answers_out_of_range_stay_and_words_are_missing() -> None:
    with nasty("A08_nps_out_of_range.csv") as ds:
        values = [float(v) for v in ds.table.execute()["score"].dropna()]
    valid = [v for v in values if v == int(v) and 0 <= v <= 10]
    expected = BY_NAME["A08_nps_out_of_range.csv"]["expect"]
    assert (len(valid), ds.rows - len(valid)) == (expected["valid"], expected["invalid"])


@pytest.mark.parametrize(("name", "figures"), [("A02_ab_zero_conversions.csv", "AB"), ("A03_ab_srm.csv", "AB")])
def test_groups_of_the_statistical_files(name: str, figures: str) -> None:
    with nasty(name) as ds:
        found = groups(ds, "group", "converted")
    assert {key: [value["conversions"], value["n"]] for key, value in found.items()} == {
        key: BY_NAME[name]["expect"][key] for key in figures
    }


def test_blank_groups_are_missing_and_spellings_kept() -> None:
    with nasty("A05_ab_four_variants_and_case.csv") as ds:
        assert ds.column("group").missing == 20
        assert ds.table.group.nunique().execute() == 7  # A, "a ", B, b, Control, control, C


def test_decimal_comma_and_multi_select_answers() -> None:
    with nasty("A17_weighted_survey_multiselect.csv") as ds:
        assert [column.type for column in ds.columns] == ["integer", "number", "text", "text", "text"]
        assert total(ds, "weight") == pytest.approx(1.3)  # 0.8 + 1.5 + 0 - 1


def test_wide_table_stays_quick() -> None:
    with nasty(name := "41_wide_5000_columns.csv") as ds:
        begin = time.perf_counter()
        assert ds.preview(5).shape == (5, 100)
        assert SECONDS[name] + time.perf_counter() - begin < 20
