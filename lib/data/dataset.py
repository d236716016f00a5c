"""What a file became: clean typed columns in one Parquet file, and everything that was assumed or left out."""

from __future__ import annotations

import json
import shutil
import weakref
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Self

from lib.data.answers import as_columns
from lib.data.engine import VIEW, identifier, open_table

if TYPE_CHECKING:
    import ibis
    import pandas as pd

ColumnType = Literal["text", "integer", "number", "date", "datetime", "boolean"]
COLUMN_TYPES: tuple[ColumnType, ...] = ("text", "integer", "number", "date", "datetime", "boolean")
PREVIEW_COLUMNS = 100
PREVIEW_CHARACTERS = 300
META_NAME = "dataset.json"
META_VERSION = 1


def _nothing() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that was assumed, changed or left out while reading.

    Attributes:
        code: the catalogue key is ``reading.issues.<code>``.
        severity: ``info`` for what needs no thought, ``warning`` for what the visitor should check.
        fields: column, lines, count, examples, by name.
    """

    code: str
    severity: Literal["info", "warning"] = "warning"
    fields: Mapping[str, object] = field(default_factory=_nothing)

    @property
    def key(self) -> str:
        """Catalogue key without its language."""
        return f"reading.issues.{self.code}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the data set offers it.

    Attributes:
        name: clean and unique, also when case is ignored.
        original: header as written in the file, empty where there was none.
        type: what every value of the column is, or missing.
        missing: number of rows without a value.
        samples: up to five different values as text.
        unit: ``percent`` (values were divided by 100), or the ISO code of a currency, or nothing.
        day_first: whether dates were read day first; nothing where the order is not in question.
        clean: whether no text has blanks at either end; nothing where that is not known.
    """

    name: str
    original: str
    type: ColumnType
    missing: int = 0
    samples: tuple[str, ...] = ()
    unit: str | None = None
    day_first: bool | None = None
    clean: bool | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, its number of rows, and whether the workbook hides it."""

    name: str
    rows: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """All that is known of a data set besides its rows; it can be written as JSON and read back."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    content_hash: str
    issues: tuple[Issue, ...] = ()
    settings: Mapping[str, object] = field(default_factory=_nothing)
    sheets: tuple[Sheet, ...] = ()

    def to_meta(self) -> dict[str, Any]:
        """The same as plain lists, dicts, texts and numbers."""
        return {
            "version": META_VERSION,
            "name": self.name,
            "rows": self.rows,
            "content_hash": self.content_hash,
            "columns": [asdict(column) for column in self.columns],
            "issues": [
                {"code": issue.code, "severity": issue.severity, "fields": _plain(issue.fields)}
                for issue in self.issues
            ],
            "settings": _plain(self.settings),
            "sheets": [asdict(sheet) for sheet in self.sheets],
        }

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Self:
        """The description that ``to_meta`` wrote."""
        return cls(
            name=meta["name"],
            rows=meta["rows"],
            content_hash=meta["content_hash"],
            columns=tuple(Column(**{**column, "samples": tuple(column["samples"])}) for column in meta["columns"]),
            issues=tuple(Issue(i["code"], i["severity"], _frozen(i["fields"])) for i in meta["issues"]),
            settings=_frozen(meta["settings"]),
            sheets=tuple(Sheet(**sheet) for sheet in meta["sheets"]),
        )


def _plain(fields: Mapping[str, object]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}


def _frozen(fields: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()})


class Dataset:
    """A table on an engine of its own; ``table`` is an Ibis expression that later steps build on.

    Args:
        description: columns, issues, settings.
        path: the Parquet file with the rows.
        owned: folder that ``close`` removes; nothing where the files stay in any case.
        keep: whether the folder outlives an object that is forgotten without being closed.
    """

    def __init__(self, description: Description, path: Path, *, owned: Path | None = None, keep: bool = False) -> None:
        self.description = description
        self.path = path
        self._backend, self._connection, self._table = open_table(path, path.parent)
        # Ibis has one connection, and that refuses a second caller instead of waiting: threads take turns.
        self.turn = RLock()
        # Answers about the rows that never change: filled by ``lib.data.text_facts.remembered``.
        self.memo: dict[Hashable, Any] = {}
        self._owned = owned
        self._finalizer = weakref.finalize(self, _release, self._connection, None if keep else owned)

    @property
    def name(self) -> str:
        """Name for the screen."""
        return self.description.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns in the order of the file."""
        return self.description.columns

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.description.rows

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was assumed, changed or left out, in the order in which it was found."""
        return self.description.issues

    @property
    def settings(self) -> Mapping[str, object]:
        """What was decided, by the name of the override that changes it."""
        return self.description.settings

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Sheets of the workbook, empty for other files."""
        return self.description.sheets

    @property
    def content_hash(self) -> str:
        """SHA-256 of the source and the overrides; equal hashes mean equal tables."""
        return self.description.content_hash

    @property
    def table(self) -> ibis.Table:
        """The rows as an Ibis table."""
        return self._table

    def run(self, query: str, schema: Any) -> dict[str, Any]:
        """The columns that a query of this table gives, with the types of an Ibis schema, as ``execute`` of its expression would."""
        # Plainly executed: a relation is bound before it runs, and Ibis converts frames; each takes a tenth of a short query.
        done = self._connection.cursor().execute(query)
        names, rows = [one[0] for one in done.description], done.fetchall()
        cells = zip(*rows, strict=True) if rows else ((),) * len(names)
        return as_columns(dict(zip(names, cells, strict=True)), schema)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def preview(self, rows: int = 20, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The first rows for the eye: at most 100 columns unless named, long texts clipped.

        Args:
            rows: how many, at least 1.
            columns: names to show; without them the first hundred.
        """
        names = [column.name for column in self.columns][:PREVIEW_COLUMNS] if columns is None else list(columns)
        shown = ", ".join(self._shown(self.column(name)) for name in names)
        query = f"SELECT {shown} FROM {VIEW} LIMIT {int(rows)}"  # noqa: S608 - quoted identifiers only
        frame: pd.DataFrame = self._connection.cursor().execute(query).df()
        return frame

    @staticmethod
    def _shown(column: Column) -> str:
        name = identifier(column.name)
        if column.type != "text":
            return name
        clipped = f"left({name}, {PREVIEW_CHARACTERS}) || '…'"
        return f"CASE WHEN length({name}) > {PREVIEW_CHARACTERS} THEN {clipped} ELSE {name} END AS {name}"

    def to_meta(self) -> dict[str, Any]:
        """All but the rows, as JSON-able values; with ``path`` it restores the data set without the source."""
        return self.description.to_meta()

    def save_meta(self) -> Path:
        """Writes the meta beside the Parquet file and returns its path."""
        target = self.path.with_name(META_NAME)
        target.write_text(json.dumps(self.to_meta(), ensure_ascii=False), encoding="utf-8")
        return target

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any], path: str | Path) -> Self:
        """Restores a data set from its meta and its Parquet file; the files stay when it is closed."""
        return cls(Description.from_meta(meta), Path(path))

    def close(self) -> None:
        """Closes the engine and removes the temporary files that belong to this data set."""
        self._finalizer()
        if self._owned is not None:
            shutil.rmtree(self._owned, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, rows={self.rows}, columns={len(self.columns)}, issues={len(self.issues)})"


def _release(connection: Any, owned: Path | None) -> None:
    connection.close()
    if owned is not None:
        shutil.rmtree(owned, ignore_errors=True)
