"""Which encoding a text file is in, and the same text in UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lib.core.errors import InputError
from lib.data.container import HEAD, utf16_without_mark
from lib.data.findings import Findings, line_fields

CHUNK = 1 << 18  # fits the processor's cache: faster than megabytes
SAMPLE = 1 << 18
_FEED, _RETURN = 10, 13
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A line with a letter of two or more bytes in valid UTF-8 is UTF-8: other encodings form such pairs only by chance.
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UNSEEN = re.compile(rb"\xe2\x80[\x8b\x8e\x8f\xaa\xab\xad\xae]|\xe2\x81[\xa6-\xa8]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_FREQUENT = "оеаинтсрвлкмОЕАИНТСРВЛКМ"


@dataclass(frozen=True, slots=True)
class Utf8Text:
    """A text file in UTF-8 and what a look at all its bytes showed.

    Attributes:
        path: the file itself where it was UTF-8, else a copy.
        mark: whether it begins with a byte order mark.
        carriage_returns: number of CR that stand alone.
        zeros: number of NUL characters.
        blank_lines: whether two line ends follow each other before the end.
        final_newline: whether the last line is ended.
        invisible: number of zero-width and direction characters near the beginning.
    """

    path: Path
    mark: bool
    carriage_returns: int
    zeros: int
    blank_lines: bool
    final_newline: bool
    invisible: int


def to_utf8(path: Path, folder: Path, encoding: object, findings: Findings, tick: Callable[[float], None]) -> Utf8Text:
    """Decides the encoding over the whole file and returns the text in UTF-8.

    Args:
        path: the file.
        folder: where a copy may be written.
        encoding: what the caller says, or nothing.
        findings: takes the issues and the setting ``encoding``.
        tick: told the share of the work done.

    Raises:
        InputError: the caller's encoding is not known.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    chosen = _known(encoding) if encoding is not None else _marked(head) or utf16_without_mark(head)
    target = folder / "text"
    if chosen in {None, "utf-8", "utf-8-sig"}:
        found = _scan(path, tick)
        if found is not None:
            findings.settings["encoding"] = chosen or "utf-8"
            return found
        _copy_by_line(path, target, findings)
    else:
        _copy_whole(path, target, str(chosen), findings, told=encoding is not None)
    copied = _scan(target, tick)
    assert copied is not None, "what we wrote is UTF-8"
    return copied


def _known(encoding: object) -> str:
    try:
        return codecs.lookup(str(encoding)).name
    except LookupError as error:
        raise InputError("input_unknown_choice", f"{encoding!r} is not an encoding", name="encoding", value=str(encoding),
                         known=("utf-8", "utf-16", "cp1251", "cp1252")) from error  # fmt: skip


def _marked(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _scan(path: Path, tick: Callable[[float], None]) -> Utf8Text | None:
    """One look at every byte; nothing where the file is not UTF-8. A letter cut off by its end does not count."""
    decoder, size = codecs.getincrementaldecoder("utf-8")("strict"), max(path.stat().st_size, 1)
    returns = zeros = done = 0
    blank, last, head = False, b"", bytearray()
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            try:
                # After whole letters nothing is pending in the decoder, and ASCII needs no decoding.
                if decoder.getstate()[0] or not chunk.isascii():
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                return None
            if len(head) < SAMPLE:
                head += chunk
            done += len(chunk)
            alone, empty = _line_ends(last + chunk, at_end=done >= size)
            returns, blank = returns + alone, blank or empty
            zeros += chunk.count(0) if 0 in chunk else 0
            last = chunk[-1:]
            tick(done / size)
    marked = head.startswith(codecs.BOM_UTF8)
    return Utf8Text(path, marked, returns, zeros, blank, last in {b"\n", b"\r"}, _invisible(bytes(head)))


def _line_ends(window: bytes, *, at_end: bool) -> tuple[int, bool]:
    """Number of CR that no LF follows, and whether a line end follows a line end before the last line.

    Args:
        window: bytes, the first of which is the last of the window before.
        at_end: whether line ends at the end of the window end the file.
    """
    codes = np.frombuffer(window, np.uint8)
    feeds = codes == _FEED
    blank = bool(np.any(feeds[:-1] & feeds[1:]))
    if b"\r" not in window:
        return 0, blank and (not at_end or b"\n\n" in window.rstrip(b"\n"))
    carriages = codes == _RETURN
    # A CR at the end of a window is judged with the next one, unless there is none.
    alone = int(np.count_nonzero(carriages[:-1] & ~feeds[1:])) + int(at_end and carriages[-1])
    blank = blank or bool(np.any((feeds | carriages)[:-1] & carriages[1:]))
    if blank and at_end:
        rest = window.rstrip(b"\r\n")
        blank = any(pair in rest for pair in (b"\n\n", b"\n\r", b"\r\r"))
    return alone, blank


def _invisible(head: bytes) -> int:
    """Zero-width and direction characters in the first few megabytes: enough to say that there are any."""
    if b"\xe2\x80" not in head and b"\xe2\x81" not in head:
        return 0
    return len(_UNSEEN.findall(head))


def _copy_whole(path: Path, target: Path, encoding: str, findings: Findings, *, told: bool) -> None:
    """Decodes with one encoding; what it cannot decode becomes the replacement character, counted and said."""
    decoder, replaced = codecs.getincrementaldecoder(encoding)("replace"), 0
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        while chunk := source.read(CHUNK):
            text = decoder.decode(chunk)
            replaced += text.count("\ufffd")
            sink.write(text)
        rest = decoder.decode(b"", final=True)
        replaced += rest.count("\ufffd")
    findings.settings["encoding"] = encoding
    if replaced:
        findings.warn("characters_replaced", count=replaced, encoding=encoding)
    if not told and not encoding.startswith("utf"):
        findings.info("encoding_guessed", encoding=encoding)


def _copy_by_line(path: Path, target: Path, findings: Findings) -> None:
    """Decodes each line as UTF-8 where that is valid and as the likeliest older encoding where it is not."""
    fallback, older, newer, number = likeliest(_lines_that_are_not_utf8(path)), [], 0, 0
    example = ""
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        for raw in source:
            for line in _LINE.findall(raw)[:-1] if b"\r" in raw else [raw]:
                number += 1
                try:
                    text = line.decode("utf-8")
                    newer += bool(_MULTIBYTE.search(line))
                except UnicodeDecodeError:
                    text = line.decode(fallback, "replace")
                    example = example or text.strip()
                    older.append(number)
                sink.write(text)
    findings.settings["encoding"] = fallback
    if newer:
        findings.warn("encodings_mixed", encoding=fallback, count=len(older), **line_fields(older))
    else:
        findings.info("encoding_guessed", encoding=fallback)


def _lines_that_are_not_utf8(path: Path) -> bytes:
    sample = bytearray()
    with path.open("rb") as stream:
        for line in stream:
            if _HIGH.search(line):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    sample += line
            if len(sample) > SAMPLE:
                break
    return bytes(sample)


def likeliest(sample: bytes) -> str:
    """The older one-byte or Asian encoding that a text most likely is in.

    Cyrillic letters stand next to each other, accented Latin letters stand alone between ASCII letters; among the
    Cyrillic encodings the one that yields most of the frequent letters wins.

    >>> likeliest("Привет, Самарканд".encode("cp1251"))
    'cp1251'
    >>> likeliest("Très bien – café €5".encode("cp1252"))
    'cp1252'
    """
    runs = _HIGH.findall(sample)
    high = sum(len(run) for run in runs)
    together = sum(len(run) for run in runs if len(run) > 1)
    if high and together < high * 0.5:
        return _latin(sample)
    scores = {name: _cyrillic_score(sample.decode(name, "replace")) for name in _CYRILLIC}
    best = max(_CYRILLIC, key=lambda name: scores[name])
    return best if scores[best] > 0.35 else _other(sample)


def _cyrillic_score(text: str) -> float:
    letters = [character for character in text if ord(character) > 127]
    frequent = sum(character in _FREQUENT for character in letters)
    # Text is mostly lower case: koi8-r read as cp1251 turns the cases round.
    lower = sum(character.islower() for character in letters)
    return (frequent + 0.3 * lower) / max(len(letters), 1)


def _latin(sample: bytes) -> str:
    central = sum(sample.count(code) for code in (0x9C, 0x9F, 0xB9, 0xBF, 0xB3, 0xEA, 0xE6, 0xF3, 0xF1))
    polish = sum(sample.count(code) for code in (0xB9, 0xBF, 0xB3, 0x9C, 0x9F))
    turkish = sum(sample.count(code) for code in (0xFE, 0xFD, 0xF0, 0xDD))
    high = sum(len(run) for run in _HIGH.findall(sample))
    if polish > high * 0.3 and central > high * 0.5:
        return "cp1250"
    return "cp1254" if turkish > high * 0.3 else "cp1252"


def _other(sample: bytes) -> str:
    import charset_normalizer

    match = charset_normalizer.from_bytes(sample).best()
    return match.encoding if match is not None else "cp1252"
