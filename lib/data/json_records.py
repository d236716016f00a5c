"""JSON lines, and a list of flat objects where the name says JSON; numbers keep every digit that was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lib.core.errors import ReadError
from lib.data.container import suffix
from lib.data.findings import line_fields
from lib.data.loaded import Loaded, Task
from lib.data.staging import stage
from lib.data.text_encoding import to_utf8
from lib.data.text_records import Record

MAX_LIST_BYTES = 64 << 20
MAX_KEYS = 5000
_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
Row = tuple[int, dict[str, object]]


def load_json(path: Path, task: Task) -> Loaded:
    """Reads one object per line, or one list of objects, as rows; the keys are the columns.

    Raises:
        ReadError: it is other JSON, or JSON where a table of text was expected.
    """
    text = to_utf8(path, task.folder, task.choices.encoding, task.findings, lambda share: task.tick(0.2 + 0.1 * share))
    broken: list[int] = []
    objects = _whole(text.path, task) if _is_whole(text.path) else None
    keys: dict[str, None] = {}
    for _, row in _rows(text.path, objects, broken):
        keys.update(dict.fromkeys(row))
        if len(keys) > MAX_KEYS:
            raise ReadError("json_not_table", "the objects have too many different keys", file=task.name)
    if not keys:
        raise ReadError("json_not_table", "there are no objects with values in it", file=task.name)
    task.tick(0.4)
    if broken:
        task.findings.warn("lines_not_json_left_out", count=len(broken), **line_fields(broken))
    names = tuple(keys)
    records = _records(_rows(text.path, objects, []), names)
    return Loaded(stage(records, len(names), task.folder / "staged.parquet"), names)


def _is_whole(path: Path) -> bool:
    """Whether the file is one JSON value rather than one per line."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        lines = (line for line in stream if line.strip())
        first, second = next(lines, ""), next(lines, None)
    if second is None:
        return True
    try:
        return not isinstance(json.loads(first), dict)
    except ValueError:
        return True


def _whole(path: Path, task: Task) -> list[dict[str, object]]:
    if path.stat().st_size > MAX_LIST_BYTES:
        raise ReadError("json", "this is JSON, not a delimited table", file=task.name)
    try:
        value = _parsed(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError("json_not_table", f"this JSON cannot be read: {error}", file=task.name) from error
    if isinstance(value, dict):
        value = _list_inside(value)
    elif suffix(task.name) not in _SUFFIXES:
        raise ReadError("json", "this is JSON, not a delimited table", file=task.name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ReadError("json_not_table", "this JSON is not a list of objects", file=task.name)
    return value


def _list_inside(value: dict[str, object]) -> object:
    """The one list of objects that an interface wraps in an object, or the object as a single row."""
    lists = [item for item in value.values() if isinstance(item, list)]
    return lists[0] if len(lists) == 1 else None if lists else [value]


def _parsed(text: str) -> object:
    return json.loads(text, parse_int=str, parse_float=str)


def _rows(path: Path, objects: list[dict[str, object]] | None, broken: list[int]) -> Iterator[Row]:
    if objects is not None:
        yield from enumerate(objects, start=1)
        return
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = _parsed(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield number, row
            else:
                broken.append(number)


def _records(rows: Iterator[Row], names: tuple[str, ...]) -> Iterator[Record]:
    for line, row in rows:
        yield line, [_text(row.get(name)) for name in names]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else json.dumps(value, ensure_ascii=False)
