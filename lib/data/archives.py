"""Looks into gzip and zip files before anything parses them: bombs, broken ends, document types, ghost cells."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lib.core.errors import ReadError

CHUNK = 1 << 20
MAX_GZIP_BYTES = 4 << 30
MAX_ZIP_BYTES = 1 << 30
SMALL_BYTES = 64 << 20
MAX_RATIO = 150  # sheets of real exports shrink 5 to 40 times
MAX_CELLS = 30_000_000  # calamine lays a sheet out as a full rectangle, about 32 bytes a cell
_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def gunzip(path: Path, target: Path, name: str) -> Path:
    """Unpacks a gzip file with bounded output.

    Raises:
        ReadError: it unpacks to far more than its size, ends early, or is damaged.
    """
    packed, size = path.stat().st_size, 0
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as sink:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > MAX_GZIP_BYTES or (size > SMALL_BYTES and size > packed * MAX_RATIO):
                    raise ReadError("bomb", f"unpacks to more than {size} bytes", file=name, packed=packed, bytes=size)
                sink.write(chunk)
    except (EOFError, OSError, zlib.error) as error:
        raise ReadError("gzip_broken", "this compressed file is damaged or incomplete", file=name) from error
    return target


@dataclass(slots=True)
class SheetScan:
    """What the XML of a sheet says before it is laid out: its far corner, error cells, hidden rows and columns."""

    rows: int = 0
    columns: int = 0
    errors: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0

    def cells(self) -> int:
        """Cells of the full rectangle."""
        return self.rows * self.columns


@dataclass(slots=True)
class WorkbookScan:
    """Scans by the name of the part, for example ``xl/worksheets/sheet1.xml``."""

    kind: str
    sheets: dict[str, SheetScan] = field(default_factory=dict)


def scan_workbook(path: Path, name: str) -> WorkbookScan:
    """Checks a zip file that may be a workbook.

    Raises:
        ReadError: it is broken, no workbook, a bomb by its declared sizes, or contains a document type.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _workbook_kind(archive, name)
            _refuse_bomb(archive, path, name)
            scan = WorkbookScan(kind)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _scan_part(archive, part, scan, name)
            return scan
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ReadError("workbook_broken", "this workbook is damaged or incomplete", file=name) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted part
        raise ReadError("password", "this file is protected by a password", file=name) from error


def _workbook_kind(archive: zipfile.ZipFile, name: str) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    parts = ", ".join(sorted(names)[:3])
    raise ReadError("zip_not_workbook", "this is a ZIP archive, not a workbook", file=name, parts=parts)


def _refuse_bomb(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    declared, packed = sum(part.file_size for part in archive.infolist()), path.stat().st_size
    if declared > MAX_ZIP_BYTES or (declared > SMALL_BYTES and declared > packed * MAX_RATIO):
        raise ReadError("bomb", f"unpacks to {declared} bytes", file=name, packed=packed, bytes=declared)


def _scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, scan: WorkbookScan, name: str) -> None:
    is_sheet = part.filename.startswith("xl/worksheets/sheet")
    sheet = scan.sheets.setdefault(part.filename, SheetScan()) if is_sheet else SheetScan()
    for chunk in _windows(archive, part):
        if any(mark in chunk for mark in _DOCTYPES):
            raise ReadError("xml_doctype", "this workbook contains XML entities", file=name, part=part.filename)
        if is_sheet:
            _scan_sheet(chunk, sheet)
    if scan.kind == "ods" and part.filename == "content.xml":
        _scan_ods(archive, part, name)
    if sheet.cells() > MAX_CELLS:
        raise ReadError(
            "sheet_too_large", f"a sheet spans {sheet.cells()} cells", file=name, cells=sheet.cells(), limit=MAX_CELLS
        )


def _windows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Chunks that never cut a tag in two."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            chunk = rest + chunk
            cut = chunk.rfind(b"<") if len(chunk) > CHUNK // 2 else -1
            rest = chunk[cut:] if cut > 0 else b""
            yield chunk[:cut] if cut > 0 else chunk
    if rest:
        yield rest


_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d+)"')


def _scan_sheet(chunk: bytes, sheet: SheetScan) -> None:
    letters = set(_REFERENCE.findall(chunk))
    sheet.columns = max([sheet.columns, *(_column_number(name) for name in letters)])
    rows = _ROW.findall(chunk)
    sheet.rows = max([sheet.rows, *map(int, rows)]) if rows else sheet.rows
    sheet.errors += len(re.findall(rb'<(?:\w+:)?c [^>]*?t="e"', chunk))
    sheet.hidden_rows += len(re.findall(rb'<(?:\w+:)?row [^>]*?hidden="(?:1|true)"', chunk))
    sheet.hidden_columns += len(re.findall(rb'<(?:\w+:)?col [^>]*?hidden="(?:1|true)"', chunk))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


_REPEATED = re.compile(rb'table:number-(rows|columns)-repeated="(\d+)"')


def _scan_ods(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuses a sheet whose repeat counts, on cells with a value, multiply to a flood."""
    cells = 0
    with archive.open(part) as stream:
        content = stream.read()
    for row in re.finditer(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", content, re.S):
        times = _repeat(row.group(1), b"rows")
        filled = re.findall(rb"<table:table-cell\b([^>]*office:value-type[^>]*)>", row.group(2))
        cells += times * sum(_repeat(cell, b"columns") for cell in filled)
    if cells > MAX_CELLS:
        raise ReadError("sheet_too_large", f"a sheet has {cells} cells", file=name, cells=cells, limit=MAX_CELLS)


def _repeat(attributes: bytes, what: bytes) -> int:
    return next((int(count) for kind, count in _REPEATED.findall(attributes) if kind == what), 1)
