"""What people write into cells, made up here so that the project stands alone."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from lib.data import Dataset, read
from lib.knowledge.catalogue import text


def table(content: str | bytes, name: str = "t.csv", **overrides: Any) -> Dataset:
    return read(content.encode() if isinstance(content, str) else content, name=name, **overrides)


def values(ds: Dataset, column: str) -> list[object]:
    return [None if pd.isna(value) else value for value in ds.table.execute()[column].tolist()]


def codes(ds: Dataset) -> set[str]:
    return {issue.code for issue in ds.issues}


CITIES = "город,сумма\nТашкент,10\nСамарканд,20\nБухара,30\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"],
)
def test_encodings_of_cyrillic_text(encoding: str) -> None:
    with table(CITIES.encode(encoding)) as ds:
        assert [column.name for column in ds.columns] == ["город", "сумма"]
        assert values(ds, "город") == ["Ташкент", "Самарканд", "Бухара"]
        assert ds.table["сумма"].sum().execute() == 60


def test_western_text_with_smart_quotes() -> None:
    with table("name,n\nJosé “Pepe” – café €5,1\n".encode("cp1252")) as ds:
        assert values(ds, "name") == ["José “Pepe” – café €5"]
        assert codes(ds) == {"encoding_guessed"}


def test_two_encodings_in_one_file_line_by_line() -> None:
    content = "city,n\nТашкент,5\n".encode() + "Самарканд,7\n".encode("cp1251")
    with table(content) as ds:
        assert values(ds, "city") == ["Ташкент", "Самарканд"]
        assert next(i.fields["line_numbers"] for i in ds.issues if i.code == "encodings_mixed") == (3,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(end: str, delimiter: str) -> None:
    rows = [
        "id,group,n".replace(",", delimiter),
        *(f"{i},{'AB'[i % 2]},{i}".replace(",", delimiter) for i in range(20)),
    ]
    with table(end.join(rows)) as ds:
        assert (ds.rows, len(ds.columns), ds.settings["delimiter"]) == (20, 3, delimiter)
        assert ds.table.n.sum().execute() == 190


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1 234,50 so'm", "2,5 so‘m"], [Decimal("1234.50"), Decimal("2.50")]),
        (["1\u202f234,50 сўм", "7 сум"], [Decimal("1234.50"), Decimal("7")]),
        (["֏1,234.50", "֏2.00"], [Decimal("1234.50"), Decimal("2.00")]),
        (["(1,234.50)", "12.00"], [Decimal("-1234.50"), Decimal("12.00")]),
        (["1,234.50-", "\u22122.00"], [Decimal("-1234.50"), Decimal("-2.00")]),
        (["1'234.50", "1’000.25"], [Decimal("1234.50"), Decimal("1000.25")]),
        (["1.234.567,8", "0,5"], [Decimal("1234567.8"), Decimal("0.5")]),
        (["1,234,567", "12"], [1234567, 12]),
        (["12,34,567.5", "1.5"], [Decimal("1234567.5"), Decimal("1.5")]),
        (["$.50", "$1.25"], [Decimal("0.50"), Decimal("1.25")]),
        (["Rs.100", "Rs.20"], [100, 20]),
        (["+5", "-3"], [5, -3]),
        (["17850.0", "12.0"], [17850, 12]),
        (["1e3", "2.5e-1"], [1000.0, 0.25]),
        (["٣٠٠", "٤"], [300, 4]),
        (["45.5%", "5%"], [Decimal("0.455"), Decimal("0.05")]),
        (["0.1", "9007199254740993"], [Decimal("0.1"), Decimal("9007199254740993.0")]),
    ],
    ids=lambda value: str(value[0]),
)
def test_numbers_as_they_are_written(written: list[str], expected: list[object]) -> None:
    with table("id;v\n" + "".join(f"{i};{cell}\n" for i, cell in enumerate(written))) as ds:
        found = values(ds, "v")
        assert [Decimal(str(v)).normalize() for v in found] == [Decimal(str(v)).normalize() for v in expected]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (["00123", "123", "000123"], "ids_leading_zeros"),
        (["9007199254740993", "18446744073709551615"], "ids_long"),
        (["+998901234567", "+998907654321"], "ids_phone"),
        ([*(str(n) for n in range(536365, 536395)), "C536379"], "ids_with_letters"),
        (["3.70427E+18", "8.61065E+18"], "ids_damaged"),
    ],
)
def test_identifiers_stay_text_to_the_last_character(written: list[str], code: str) -> None:
    with table("id,n\n" + "".join(f"{cell},1\n" for cell in written)) as ds:
        assert values(ds, "id") == written
        assert code in codes(ds)


def test_a_column_that_turns_decimal_late_keeps_its_decimals() -> None:
    rows = "".join(f"{i},{i}\n" for i in range(150_000)) + "150000,0.5\n"
    with table("id,v\n" + rows) as ds:
        assert ds.column("v").type == "number"
        assert float(ds.table.v.sum().execute()) == 149_999 * 75_000 + 0.5


def test_words_among_numbers_are_missing_and_named() -> None:
    with table("id,price\n" + "".join(f"{i},{i}.5\n" for i in range(20)) + "20,Free\n21,n/a\n") as ds:
        assert ds.column("price").missing == 2
        said = {issue.code: issue.fields for issue in ds.issues}
        assert (said["not_numbers"]["examples"], said["not_numbers"]["line_numbers"]) == ("“Free”", (22,))
        assert said["missing_codes"]["codes"] == "n/a"


def test_both_decimal_marks_leave_the_doubtful_out() -> None:
    with table("id;v\n1;1.234,50\n2;1,234.50\n3;12.345\n") as ds:
        assert [float(v) if v is not None else None for v in values(ds, "v")] == [1234.5, 1234.5, None]  # type: ignore[arg-type]
        assert {"decimals_mixed", "numbers_ambiguous_left_out"} <= codes(ds)


def test_thousands_or_decimals_settled_by_another_column() -> None:
    with table("a;b\n1.234;1,5\n2.345;2,5\n") as ds:
        assert values(ds, "a") == [1234, 2345]
        assert "numbers_ambiguous" not in codes(ds)


def test_thousands_or_decimals_in_doubt_is_said() -> None:
    with table("a;b\n1.234;x\n2.345;y\n") as ds:
        assert "numbers_ambiguous" in codes(ds)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["2024-01-31", "2024-02-01"], date(2024, 1, 31)),
        (["31.01.2024", "01.02.2024"], date(2024, 1, 31)),
        (["1/31/2024", "2/1/2024"], date(2024, 1, 31)),
        (["31-01-24", "01-02-24"], date(2024, 1, 31)),
        (["31 Jan 2024", "1 Feb 2024"], date(2024, 1, 31)),
        (["January 31, 2024", "February 1, 2024"], date(2024, 1, 31)),
        (["31-Jan-24", "1-Sept-24"], date(2024, 1, 31)),
        (["31 января 2024", "1 февраля 2024"], date(2024, 1, 31)),
        (["Wed, 31 Jan 2024", "Thu, 1 Feb 2024"], date(2024, 1, 31)),
        (["2024/01/31", "2024/02/01"], date(2024, 1, 31)),
        (["2024-01", "2024-02"], date(2024, 1, 1)),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_dates_as_they_are_written(written: list[str], expected: date) -> None:
    with table("day;n\n" + "".join(f"{cell};1\n" for cell in written)) as ds:
        assert ds.column("day").type == "date"
        assert ds.table.day.min().execute().date() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-01-31T23:30:00+05:00", datetime(2024, 1, 31, 18, 30)),  # noqa: DTZ001 - naive UTC is what is promised
        ("2024-01-31T23:30:00Z", datetime(2024, 1, 31, 23, 30)),  # noqa: DTZ001
        ("2024/01/31 11:30:00 PM GMT+8", datetime(2024, 1, 31, 15, 30)),  # noqa: DTZ001
        ("31.01.2024 23:30", datetime(2024, 1, 31, 23, 30)),  # noqa: DTZ001
        ("1/31/2024 11:30 pm", datetime(2024, 1, 31, 23, 30)),  # noqa: DTZ001
        ("2024-01-31 23:30:00.5", datetime(2024, 1, 31, 23, 30, 0, 500_000)),  # noqa: DTZ001
    ],
)
def test_times_and_offsets(written: str, expected: datetime) -> None:
    with table(f"id;at\n1;{written}\n") as ds:
        assert ds.column("at").type == "datetime"
        assert ds.table["at"].min().execute() == expected


def test_the_order_of_dates_is_said_and_carries_over_to_columns_in_doubt() -> None:
    with table("a,b,n\n31/01/2024,01/02/2024,1\n15/02/2024,03/04/2024,2\n") as ds:
        assert [column.day_first for column in ds.columns] == [True, True, None]
        assert ds.table.b.min().execute().date() == date(2024, 2, 1)
        assert {"dates_day_first", "dates_ambiguous_day_first"} == codes(ds)


def test_days_that_do_not_exist_are_missing_and_named() -> None:
    with table("d,n\n2024-01-01,1\n2023-02-30,2\n2024-01-03,3\n") as ds:
        assert ds.column("d").missing == 1
        assert next(i.fields["line_numbers"] for i in ds.issues if i.code == "not_dates") == (3,)


def test_eight_digits_are_dates_when_all_are_days() -> None:
    with table("order_date,n\n19970101,1\n19980630,2\n") as ds:
        assert ds.column("order_date").type == "date"
    with table("code,n\n19970101,1\n99999999,2\n") as ds:
        assert ds.column("code").type == "integer"


@pytest.mark.parametrize(
    ("true", "false"), [("TRUE", "FALSE"), ("yes", "No"), ("T", "F"), ("ha", "yo‘q"), ("Да", "нет"), ("այո", "ոչ")]
)
def test_yes_and_no(true: str, false: str) -> None:
    with table(f"id,answer\n1,{true}\n2,{false}\n3,\n") as ds:
        assert ds.column("answer").type == "boolean"
        assert values(ds, "answer") == [True, False, None]


@pytest.mark.parametrize("cells", [("0", "1"), ("F", "F"), ("yes", "no phone"), ("TRUE", "yes")])
def test_what_is_not_quite_yes_and_no(cells: tuple[str, str]) -> None:
    with table(f"id,answer\n1,{cells[0]}\n2,{cells[1]}\n") as ds:
        assert ds.column("answer").type in {"integer", "text"}
        assert ds.column("answer").missing == 0


def test_text_that_reads_na_is_a_value_in_a_column_of_words() -> None:
    with table("gene,n\nBRCA,1\nNA,2\nNone,3\nTP53,4\n") as ds:
        assert values(ds, "gene") == ["BRCA", "NA", "None", "TP53"]


def test_two_header_rows_are_joined() -> None:
    content = "region,Q1,,Q2,\n,orders,revenue,orders,revenue\nnorth,1,10.5,2,20.5\nsouth,3,30.5,4,40.5\n"
    with table(content) as ds:
        assert [c.name for c in ds.columns] == ["region", "Q1 orders", "Q1 revenue", "Q2 orders", "Q2 revenue"]
        assert ds.rows == 2
        assert "two_header_rows" in codes(ds)


def test_years_as_headers_are_headers() -> None:
    with table("region,2021,2022,2023\nnorth,5,6,7\nsouth,8,9,10\n") as ds:
        assert [c.name for c in ds.columns] == ["region", "2021", "2022", "2023"]
        assert ds.rows == 2


def test_titles_totals_footnotes_and_a_header_that_comes_again() -> None:
    content = (
        "Sales report\nPeriod: January\n\nname,orders,revenue\nann,1,10\nbob,2,20\nname,orders,revenue\ncem,3,30\n"
        "Total,6,60\nSource: shop\n"
    )
    with table(content) as ds:
        assert ds.table.orders.sum().execute() == 6
        lines = {issue.code: issue.fields.get("line_numbers") for issue in ds.issues}
    assert lines == {
        "preamble_left_out": (1, 2),
        "header_repeated_left_out": (7,),
        "footer_left_out": (10,),
        "total_left_out": (9,),
    }


def test_rows_are_accounted_for_to_the_last() -> None:
    content = "a,b,c\n1,2,3\n4,5\n6,7,8,9\n\n10,11,12\n,,\n13,14,15\n"
    with table(content) as ds:
        out = sum(int(str(i.fields["count"])) for i in ds.issues if i.code.endswith("left_out"))
        physical = content.count("\n") - 1
        assert ds.rows + out == physical


def test_unclosed_quote_costs_no_row() -> None:
    content = 'id,comment\n1,"fine"\n2,"never closed\n' + "".join(f"{i},ok\n" for i in range(3, 3000))
    with table(content) as ds:
        assert ds.rows == 2999
        assert next(i.fields["line_numbers"] for i in ds.issues if i.code == "quote_unclosed") == (3,)


def test_quotes_after_a_blank_and_with_backslash() -> None:
    with table('a, b\n1, "x, y"\n2, "z, w"\n') as ds:
        assert values(ds, "b") == ["x, y", "z, w"]
    with table('a,b\n1,"he said \\"hi\\", left"\n2,"plain, text"\n') as ds:
        assert values(ds, "b") == ['he said "hi", left', "plain, text"]


def test_aligned_columns_without_a_delimiter() -> None:
    content = " customer  date      value\n" + "".join(f" {i:05d} 199701{i:02d}   {i}.50\n" for i in range(1, 20))
    with table(content, "orders.txt") as ds:
        assert [column.type for column in ds.columns] == ["text", "date", "number"]
        assert ds.rows == 19


def test_one_column_of_words_with_commas_stays_one_column() -> None:
    with table("comment\nGood, but slow\nBad\nFine\nNot my thing, sorry\nOk\n") as ds:
        assert len(ds.columns) == 1
        assert ds.rows == 5


def test_json_lines_keep_every_digit() -> None:
    content = '{"id": 9007199254740993, "n": 1.10, "tags": ["a"]}\n{"id": 9007199254740994, "x": true}\n'
    with table(content, "events.jsonl") as ds:
        assert [column.name for column in ds.columns] == ["id", "n", "tags", "x"]
        assert values(ds, "id") == ["9007199254740993", "9007199254740994"]
        assert values(ds, "tags") == ['["a"]', None]


def test_gzip_is_unpacked() -> None:
    with table(gzip.compress(b"a,b\n1,2\n"), "t.csv.gz") as ds:
        assert (ds.rows, len(ds.columns)) == (1, 2)


def test_every_issue_has_its_sentence() -> None:
    content = "a;b;c\n1.234;01/02/2024;(5)\n2.345;03/04/2024;Free\n00;;\n"
    with table(content) as ds:
        assert ds.issues
        for issue in ds.issues:
            fields: dict[str, Any] = dict(issue.fields)
            assert text(issue.key, **fields)
