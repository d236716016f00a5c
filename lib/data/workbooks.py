"""Workbooks: checked before they are opened, the best sheet first, cells as text that says exactly what they hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lib.core.errors import InputError, ReadError
from lib.data.archives import SheetScan, WorkbookScan, scan_workbook
from lib.data.container import suffix
from lib.data.dataset import Sheet
from lib.data.loaded import Loaded, Task
from lib.data.record_tables import find_layout, split_head, stage_body
from lib.data.text_records import Record

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0"
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".json", ".parquet"))


def load_workbook(path: Path, task: Task) -> Loaded:
    """Reads one sheet of an Excel or OpenDocument workbook."""
    content = path.read_bytes()
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise ReadError("password", "this workbook is protected by a password", file=task.name)
        scan = WorkbookScan("xls")
    else:
        scan = scan_workbook(path, task.name)
    workbook = _open(path, task.name)
    if suffix(task.name) in _TEXT_SUFFIXES:
        task.findings.warn("name_does_not_fit", suffix=suffix(task.name))
    charts = [meta.name for meta in workbook.sheets_metadata if not _is_worksheet(meta)]
    if charts:
        task.findings.info("chart_sheets", count=len(charts), sheets=", ".join(charts))
    parts = _parts(path) if scan.kind == "xlsx" else {}
    sheets = _sheets(workbook, scan, parts)
    chosen = _choose(sheets, task)
    _report(sheets, chosen, scan.sheets.get(parts.get(chosen.name, ""), SheetScan()), task)
    task.tick(0.4)
    head, everything = split_head(_records(workbook.get_sheet_by_name(chosen.name)))
    if not head:
        raise ReadError("blank", "there is nothing in this sheet", file=task.name, sheet=chosen.name)
    layout = find_layout(head, task, grid=True)
    staged = stage_body(everything, layout, task, grid=True)
    ordered = (chosen, *(sheet for sheet in sheets if sheet.name != chosen.name))
    return Loaded(staged, layout.headers, ".", sheets=ordered)


def _open(path: Path, name: str) -> Any:
    import python_calamine

    try:
        with path.open("rb") as stream:
            return python_calamine.CalamineWorkbook.from_filelike(stream)
    except python_calamine.PasswordError as error:
        raise ReadError("password", "this workbook is protected by a password", file=name) from error
    except Exception as error:
        code = "password" if "password" in str(error).lower() else "workbook_broken"
        raise ReadError(code, f"this workbook cannot be opened: {error}", file=name) from error


def _parts(path: Path) -> dict[str, str]:
    """Name of the part that holds each sheet, by the name of the sheet."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(names):
            return {}
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = attributes.get("Target", "").lstrip("/")
        targets[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    found = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        found[_unescaped(attributes.get("name", ""))] = targets.get(link, "")
    return found


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def _sheets(workbook: Any, scan: WorkbookScan, parts: dict[str, str]) -> tuple[Sheet, ...]:
    """Worksheets with the number of rows they use; chart sheets are no tables."""
    found = []
    for meta in workbook.sheets_metadata:
        if not _is_worksheet(meta):
            continue
        known = scan.sheets.get(parts.get(meta.name, ""))
        rows = known.rows if known is not None else int(workbook.get_sheet_by_name(meta.name).total_height)
        found.append(Sheet(meta.name, rows, not str(meta.visible).endswith(".Visible")))
    return tuple(found)


def _is_worksheet(meta: Any) -> bool:
    return str(meta.typ).endswith(".WorkSheet")


def _choose(sheets: tuple[Sheet, ...], task: Task) -> Sheet:
    """The caller's sheet, or the first visible one that is about as long as the longest."""
    wanted = task.choices.sheet
    if wanted is not None:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet
        raise InputError.unknown_choice("sheet", wanted, tuple(sheet.name for sheet in sheets))
    filled = [sheet for sheet in sheets if sheet.rows > 0]
    visible = [sheet for sheet in filled if not sheet.hidden] or filled
    if not visible:
        raise ReadError("blank", "no sheet of this workbook has anything in it", file=task.name)
    longest = max(min(sheet.rows, 1000) for sheet in visible)
    return next(sheet for sheet in visible if min(sheet.rows, 1000) >= longest / 2)


def _report(sheets: tuple[Sheet, ...], chosen: Sheet, scan: SheetScan, task: Task) -> None:
    findings = task.findings
    findings.settings["sheet"] = chosen.name
    if len(sheets) > 1:
        others = ", ".join(sheet.name for sheet in sheets if sheet is not chosen)
        findings.info("sheet_chosen", sheet=chosen.name, count=len(sheets) - 1, others=others)
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if hidden:
        findings.info("sheets_hidden", count=len(hidden), sheets=", ".join(hidden))
    if scan.errors:
        findings.warn("error_cells", count=scan.errors)
    if scan.hidden_rows or scan.hidden_columns:
        findings.warn("hidden_cells_read", rows=scan.hidden_rows, columns=scan.hidden_columns)


def _records(sheet: Any) -> Iterator[Record]:
    """Rows with the numbers that the spreadsheet shows beside them."""
    if sheet.start is None:
        return
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [cell_text(cell) for cell in row]


def cell_text(value: object) -> str:
    """A cell as text: whole floats without their point, dates in ISO order, TRUE and FALSE.

    >>> cell_text(12.0), cell_text(0.5), cell_text(date(2024, 3, 1)), cell_text(True), cell_text("00123")
    ('12', '0.5', '2024-03-01', 'TRUE', '00123')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
