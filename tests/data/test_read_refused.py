"""What is refused, at once and with one sentence; and the workbooks that are read, made up here."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lib.core.errors import InputError, ReadError
from lib.data import archives, read
from lib.knowledge.catalogue import text


def workbook(**sheets: Any) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def zipped(**parts: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return sink.getvalue()


def parquet() -> bytes:
    sink = io.BytesIO()
    pd.DataFrame({"a": range(1000)}).to_parquet(sink)
    return sink.getvalue()


SIMPLE = workbook(Data=[["a", "b"], [1, 2]])

REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.csv", b"", "empty"),
    ("blank.csv", b"\r\n \r\n\t\r\n", "blank"),
    ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "foreign"),
    ("report.csv", b"%PDF-1.7\n%\xe2\xe3", "foreign"),
    ("noise.csv", bytes(range(1, 32)) * 40, "binary"),
    ("page.csv", b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
    ("page.xls", b"<html><body>Please log in</body></html>", "html"),
    ("book.xls", b'<?xml version="1.0"?><Workbook/>', "xml"),
    ("data.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", "git_lfs"),
    ("data.csv", b'[{"a": 1}, {"a": 2}]', "json"),
    ("data.json", b'{"a": [1, 2, 3]}', "json_not_table"),
    ("data.xlsx", zipped(data_dot_csv="a,b\n1,2\n"), "zip_not_workbook"),
    ("data.xlsx", SIMPLE[: len(SIMPLE) // 2], "workbook_broken"),
    ("data.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("data.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook_broken"),
    ("data.parquet", parquet()[:-20], "parquet_broken"),
    ("data.parquet", b"PAR1" + bytes(8) + b"PAR1", "parquet_broken"),
    ("data.csv.gz", gzip.compress(b"a,b\n1,2\n" * 1000)[:-20], "gzip_broken"),
    ("data.csv.gz", gzip.compress(b""), "empty"),
    ("data.csv.gz", gzip.compress(gzip.compress(b"a,b\n1,2\n")), "nested_archive"),
    ("empty.xlsx", workbook(Nothing=[]), "blank"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[f"{n}-{c}" for n, _, c in REFUSED])
def test_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refused:
        read(content, name=name, workspace=tmp_path)
    assert refused.value.code == code
    fields: dict[str, Any] = dict(refused.value.fields)
    assert fields["file"] == name
    assert text(f"reading.errors.{code}", **fields)
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_gzip_bomb_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SMALL_BYTES", 1 << 20)
    bomb = gzip.compress(bytes(1 << 25))  # 32 MB of zeros in 32 kB
    with pytest.raises(ReadError, match="unpacks to more than") as refused:
        read(bomb, name="bomb.csv.gz", workspace=tmp_path)
    assert refused.value.code == "bomb"
    assert int(str(refused.value.fields["bytes"])) < 1 << 23


def test_zip_bomb_by_its_declared_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SMALL_BYTES", 1 << 20)
    parts = {
        "[Content_Types]_dot_xml": "",
        "xl__workbook_dot_xml": "",
        "xl__worksheets__sheet1_dot_xml": " " * (1 << 24),
    }
    with pytest.raises(ReadError, match="unpacks to"):
        read(zipped(**parts), name="bomb.xlsx")


def with_part(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a text in one of its parts replaced."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old.encode(), new.encode()) if name == part else data)
    return sink.getvalue()


def test_entities_in_a_workbook_are_refused() -> None:
    evil = with_part(SIMPLE, "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')
    with pytest.raises(ReadError) as refused:
        read(evil, name="evil.xlsx")
    assert refused.value.code == "xml_doctype"


def test_a_cell_in_the_far_corner_does_not_fill_the_memory() -> None:
    far = with_part(SIMPLE, "xl/worksheets/sheet1.xml", "</sheetData>", (
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'))  # fmt: skip
    with pytest.raises(ReadError) as refused:
        read(far, name="far.xlsx")
    assert refused.value.code == "sheet_too_large"


def test_a_cell_in_the_last_row_costs_nothing() -> None:
    ghost = with_part(SIMPLE, "xl/worksheets/sheet1.xml", "</sheetData>", (
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData>'))  # fmt: skip
    with read(ghost, name="ghost.xlsx") as ds:
        assert ds.rows == 1


def test_the_best_sheet_is_read_and_any_other_on_demand() -> None:
    content = workbook(
        ReadMe=[["See the sheet Data"]],
        Data=[["id", "day", "amount"], *([f"{i:03d}", date(2024, 1, 1 + i), i + 0.5] for i in range(20))],
        Old=[["id", "amount"], ["007", 1]],
    )
    with read(content, name="book.xlsx") as ds:
        assert ds.settings["sheet"] == "Data"
        assert [column.type for column in ds.columns] == ["text", "date", "number"]
        assert [sheet.name for sheet in ds.sheets] == ["Data", "ReadMe", "Old"]
        assert float(ds.table.amount.sum().execute()) == 200.0  # 0 + ... + 19 and twenty halves
    with read(content, name="book.xlsx", sheet="Old") as ds:
        assert (ds.rows, ds.settings["sheet"]) == (1, "Old")
    with pytest.raises(InputError, match="must be one of ReadMe, Data, Old"):
        read(content, name="book.xlsx", sheet="Missing")


@pytest.mark.parametrize("engine", ["odf", "xlwt"])
def test_other_workbooks(engine: str, tmp_path: Path) -> None:
    if engine == "xlwt":
        import xlwt

        path = tmp_path / "book.xls"
        book = xlwt.Workbook()
        sheet = book.add_sheet("Data")
        rows: list[list[Any]] = [["id", "amount"], ["007", 1.5], ["008", 2]]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
        book.save(str(path))
    else:
        path = tmp_path / "book.ods"
        frame: Any = pd.DataFrame({"id": ["007", "008"], "amount": [1.5, 2]})
        frame.to_excel(path, index=False, engine="odf")
    with read(path) as ds:
        assert ds.table.id.collect().execute() == ["007", "008"]
        assert float(ds.table.amount.sum().execute()) == 3.5


def test_table_that_does_not_start_in_a1_with_totals_below() -> None:
    rows = [[None] * 4, [None, "name", "n", "share"], [None, "a", 1, 0.25], [None, "b", 3, 0.75], [None, "Total", 4, 1]]
    with read(workbook(Data=rows), name="book.xlsx") as ds:
        assert [column.name for column in ds.columns] == ["name", "n", "share"]
        assert ds.table.n.sum().execute() == 4
        assert next(i.fields["line_numbers"] for i in ds.issues if i.code == "total_left_out") == (5,)


def test_parquet_keeps_its_types_and_large_identifiers(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": [2**53 + 1, 2**53 + 2],
            "kind": pd.Categorical(["a", "b"]),
            "n": pd.array([1, None], dtype="Int32"),
            "at": pd.to_datetime(["2024-01-01T10:00:00+05:00", "2024-01-02T10:00:00+05:00"]),
            "ok": [True, False],
            "x": [0.5, float("inf")],
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    with read(tmp_path / "t.parquet") as ds:
        assert [column.type for column in ds.columns] == ["text", "text", "integer", "datetime", "boolean", "number"]
        assert [column.missing for column in ds.columns] == [0, 0, 1, 0, 0, 1]
        assert str(ds.table["at"].min().execute()) == "2024-01-01 05:00:00"
        assert ds.table.id.max().execute() == "9007199254740994"
