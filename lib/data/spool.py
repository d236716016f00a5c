"""From whatever the source is to a file on disk, hashed on the way, with flat memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lib.core.errors import ReadError

Source = str | Path | bytes | BinaryIO
Progress = Callable[[float], None]
CHUNK = 1 << 22
MAX_BYTES = 8 << 30


@dataclass(frozen=True, slots=True)
class Spooled:
    """A source on disk: where, how large, its SHA-256 so far, and what it is called."""

    path: Path
    size: int
    digest: str
    name: str


def source_name(source: Source, name: str | None) -> str:
    """The name for the screen: what the caller says, or the last part of the path, without control characters.

    >>> source_name("exports/orders.csv", None)
    'orders.csv'
    """
    if name is None:
        name = str(source) if isinstance(source, str | Path) else str(getattr(source, "name", "") or "")
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:200] or "data"


def spool(source: Source, folder: Path, name: str) -> Spooled:
    """Puts the source under a name of ours into the folder; a path is linked, not copied.

    Raises:
        ReadError: the path is not a file, or the source is empty or larger than the limit.
    """
    target = folder / "source"
    if isinstance(source, str | Path):
        path = Path(source)
        if not path.is_file():
            raise ReadError("file_missing", f"there is no file {path.name}", file=name)
        target.symlink_to(path.resolve())
        with path.open("rb") as stream:
            size, digest = _hash(_chunks(stream), None, name)
    else:
        given = io.BytesIO(source) if isinstance(source, bytes) else source
        if given.seekable():
            given.seek(0)
        with target.open("wb") as sink:
            size, digest = _hash(_chunks(given), sink, name)
    if size == 0:
        raise ReadError("empty", "the file is empty: it has no bytes", file=name)
    return Spooled(target, size, digest, name)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _hash(chunks: Iterator[bytes], sink: BinaryIO | None, name: str) -> tuple[int, str]:
    sha, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise ReadError("too_large", f"the file has more than {MAX_BYTES} bytes", file=name, limit=MAX_BYTES)
        sha.update(chunk)
        if sink is not None:
            sink.write(chunk)
    return size, sha.hexdigest()
