"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Literal

from lib.core.errors import ReadError

Kind = Literal["text", "gzip", "zip", "ole", "parquet", "html", "json_lines", "json"]
HEAD = 8192

_CONTAINERS: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x1f\x8b", "gzip"),
)
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"BM\x00", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"ID3", "MP3"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\xfd7zXZ", "xz"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"SQLite format 3", "SQLite"),
    (b"ARROW1", "Arrow"),
    (b"FEA1", "Feather"),
    (b"Obj\x01", "Avro"),
    (b"ORC", "ORC"),
    (b"\x89HDF", "HDF5"),
    (b"$FL2", "SPSS"),
    (b"$FL3", "SPSS"),
    (b"<stata_dta>", "Stata"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"\x80\x04\x95", "pickle"),
)
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta|div|script)\b", re.I | re.S)
_XML = re.compile(r"\s*<\?xml\b", re.I)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def recognise(path: Path, name: str) -> Kind:
    """The kind of a file.

    Raises:
        ReadError: it is certainly not a table: an image, an archive we do not open, a pointer, unknown binary data.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for magic, kind in _CONTAINERS:
        if head.startswith(magic):
            return kind
    _refuse_foreign(head, name)
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        raise ReadError("git_lfs", "this is a Git LFS pointer, the data itself was never downloaded", file=name)
    return _kind_of_text(_peek(head), name)


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise ReadError("foreign", f"this is a {what} file, not a table", file=name, kind=what)
    if head[4:8] == b"ftyp":
        raise ReadError("foreign", "this is a video or image, not a table", file=name, kind="MP4")
    if not looks_like_text(head):
        raise ReadError("binary", "this is binary data, not a table", file=name)


def looks_like_text(head: bytes) -> bool:
    """Few control bytes, not counting the zero bytes of UTF-16 and stray ones of a broken export."""
    if head.startswith(_UTF16) or utf16_without_mark(head):
        return True
    control = sum(head.count(bytes([code])) for code in (*range(1, 7), *range(14, 27), 28, 29, 30))
    return control <= len(head) * 0.05 and head.count(b"\0") <= len(head) * 0.2


def utf16_without_mark(head: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark, told from where its zero bytes stand."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    even, odd = head[0 : 2 * pairs : 2], head[1 : 2 * pairs : 2]
    for order, low, high in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        # Delimiters, digits and line ends have a zero; the letters of one script share their upper byte.
        few_scripts = sum(count for _, count in Counter(high).most_common(3)) > 0.95 * pairs
        if high.count(0) > 0.04 * pairs and low.count(0) == 0 and few_scripts and (b"\n" in low or b"\r" in low):
            return order
    return None


def _peek(head: bytes) -> str:
    if head.startswith(_UTF16):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    order = utf16_without_mark(head)
    return head.decode(order or "utf-8-sig", "replace")


def _kind_of_text(text: str, name: str) -> Kind:
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        raise ReadError("xml", "this is an XML document, not a table", file=name)
    if re.match(r'\s*\[\s*\{\s*"', text):
        return "json"
    if re.match(r'\s*\{\s*"', text):
        return "json_lines" if re.match(r"\s*\{.*\}\s*(\n|$)", text) else "json"
    return "text"


def suffix(name: str) -> str:
    """The last extension in lower case, without ``.gz``.

    >>> suffix("Orders.CSV.gz")
    '.csv'
    """
    return Path(name.lower().removesuffix(".gz")).suffix
