"""Every decision of the reader can be overridden; a data set lives and dies tidily."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lib.core.errors import InputError, ReadError
from lib.data import Dataset, read

TABLE = b"id;day;amount;flag\n1;01/02/2024;1.234;1\n2;03/04/2024;2.345;0\n"


def one(content: bytes = TABLE, **overrides: Any) -> Dataset:
    return read(content, name="t.csv", **overrides)


def test_decimal() -> None:
    with one(decimal=".") as ds:
        assert float(ds.table.amount.sum().execute()) == 3.579
    with one(decimal=",") as ds:
        assert ds.table.amount.sum().execute() == 3579
    with one(thousands=".") as ds:
        assert ds.table.amount.sum().execute() == 3579


def test_day_first() -> None:
    with one(day_first=True) as ds:
        assert str(ds.table.day.max().execute())[:10] == "2024-04-03"
    with one(day_first=False) as ds:
        assert str(ds.table.day.max().execute())[:10] == "2024-03-04"


def test_delimiter_and_encoding() -> None:
    with one("имя|n;m\nа|1;2\n".encode("cp1251"), delimiter="|", encoding="cp1251") as ds:
        assert [column.name for column in ds.columns] == ["имя", "n;m"]


def test_header_row() -> None:
    content = b"first,second\nname,n\na,1\nb,2\n"
    with one(content, header_row=2) as ds:
        assert ([column.name for column in ds.columns], ds.rows) == (["name", "n"], 2)
    with one(content, header_row="none") as ds:
        assert ([column.name for column in ds.columns], ds.rows) == (["column_1", "column_2"], 4)


@pytest.mark.parametrize(
    ("kind", "expected", "missing"), [("text", "text", 0), ("number", "integer", 1), ("boolean", "boolean", 3)]
)
def test_types(kind: str, expected: str, missing: int) -> None:
    content = b"code,x\n001,1\n002,1\nabc,1\n"
    with one(content, types={"code": kind}) as ds:
        assert (ds.column("code").type, ds.column("code").missing) == (expected, missing)
    with one(b"code,x\n001,1\n002,1\n", types={"code": "number"}) as ds:
        assert ds.table.code.sum().execute() == 3


def test_type_of_a_date_and_of_nothing_of_the_kind() -> None:
    with one(b"d,x\n20240131,1\n", types={"d": "date"}) as ds:
        assert str(ds.table.d.min().execute())[:10] == "2024-01-31"
    with one(b"d,x\nabc,1\n", types={"d": "date"}) as ds:
        assert (ds.column("d").type, ds.column("d").missing) == ("date", 1)
        assert "not_dates" in {issue.code for issue in ds.issues}


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"seperator": ";"}, "seperator is not an input; known are delimiter"),
        ({"decimal": ";"}, "decimal must be one of"),
        ({"delimiter": "::"}, "delimiter must be one of"),
        ({"encoding": "klingon"}, "is not an encoding"),
        ({"header_row": 99}, "header_row must be at most 3"),
        ({"header_row": "first"}, "header_row must be one of"),
        ({"types": {"id": "money"}}, "types must be one of"),
        ({"types": {"nobody": "text"}}, "types must be one of id, day"),
        ({"types": "text"}, "types must be one of"),
    ],
)
def test_impossible_overrides(overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        one(**overrides)


def test_the_hash_is_of_content_and_overrides() -> None:
    with one() as a, read(io.BytesIO(TABLE), name="other.csv") as b, one(decimal=",") as c:
        assert a.content_hash == b.content_hash != c.content_hash
        assert len(a.content_hash) == 64


def test_path_bytes_and_upload_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd [name] *.csv"
    path.write_bytes(TABLE)
    upload = io.BytesIO(TABLE)
    upload.name = "up/load.csv"
    upload.read()  # the position does not matter
    with read(path) as a, read(str(path)) as b, read(upload) as c:
        assert a.content_hash == b.content_hash == c.content_hash
        assert (a.name, c.name) == ("odd [name] *.csv", "load.csv")
    assert path.read_bytes() == TABLE


@pytest.mark.parametrize("name", ["../../x.csv", "con.csv", "a\nb.csv", "n" * 300 + ".csv", "C:\\data\\x.csv", ""])
def test_names_are_only_for_the_screen(name: str, tmp_path: Path) -> None:
    with read(TABLE, name=name, workspace=tmp_path) as ds:
        assert ds.path.is_relative_to(tmp_path)
        assert "/" not in ds.name
        assert "\n" not in ds.name
        assert 0 < len(ds.name) <= 200


def test_missing_file() -> None:
    with pytest.raises(ReadError, match="there is no file") as refused:
        read("nowhere/at_all.csv")
    assert refused.value.code == "file_missing"


def test_progress_rises_from_start_to_end() -> None:
    told: list[float] = []
    with read(TABLE, name="t.csv", progress=told.append):
        assert told == sorted(told)
        assert told[-1] == 1.0


def test_an_interruption_by_the_caller_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    class StopError(BaseException):
        """What a framework throws to stop a script."""

    def stop(_: float) -> None:
        raise StopError

    with pytest.raises(StopError):
        read(TABLE, name="t.csv", workspace=tmp_path, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_closing_removes_the_files() -> None:
    ds = one()
    folder = ds.path.parent
    assert {entry.name for entry in folder.iterdir()} == {"data.parquet", "dataset.json"}
    ds.close()
    assert not folder.exists()
    ds.close()


def test_forgetting_removes_private_files_and_keeps_those_of_a_workspace(tmp_path: Path) -> None:
    private, kept = one().path, one(workspace=tmp_path).path
    assert not private.exists()
    assert kept.exists()


def test_a_data_set_comes_back_from_its_files(tmp_path: Path) -> None:
    ds = one(workspace=tmp_path)
    meta = json.loads((ds.path.parent / "dataset.json").read_text(encoding="utf-8"))
    assert meta == json.loads(json.dumps(ds.to_meta()))
    again = Dataset.from_meta(meta, ds.path)
    assert (again.columns, again.rows, again.issues, again.sheets) == (ds.columns, ds.rows, ds.issues, ds.sheets)
    assert dict(again.settings) == dict(ds.settings)
    assert again.content_hash == ds.content_hash
    assert again.table.count().execute() == 2


def test_the_engine_reaches_nothing_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with one() as ds:
        connection = ds.table.get_backend().con
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"SELECT * FROM '{secret}'")
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'")
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("SET enable_external_access = true")


def test_the_preview_is_clipped() -> None:
    with one(b"a,b\n1," + b"x" * 5000 + b"\n") as ds:
        assert len(ds.preview(1)["b"][0]) == 301
        assert ds.table.b.length().max().execute() == 5000
