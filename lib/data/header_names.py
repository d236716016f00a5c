"""Headers as written, and the clean unique names that columns go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lib.data.findings import Findings, example_fields

MAX_CHARACTERS = 120
MANY_COLUMNS = 300


def clean(header: str) -> str:
    """A header without invisible characters and line breaks, in composed form, clipped.

    >>> clean(" na\\u200bme\\n(EUR) ")
    'name (EUR)'
    """
    text = unicodedata.normalize("NFC", header)
    text = "".join(
        character for character in text if unicodedata.category(character) not in {"Cf", "Cc"} or character in "\n\r\t"
    )
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"


def unique_names(headers: Sequence[str]) -> tuple[str, ...]:
    """Clean names that differ even when case is ignored; blanks become column_<position>.

    >>> unique_names(["id", "spend", "spend", "Spend", "spend.1", ""])
    ('id', 'spend', 'spend_2', 'Spend_3', 'spend.1', 'column_6')
    """
    cleaned = [clean(header) for header in headers]
    taken = {name.casefold() for name in cleaned if name}
    seen: set[str] = set()
    names = []
    for position, name in enumerate(cleaned, start=1):
        candidate = name or f"column_{position}"
        number = 1
        while candidate.casefold() in seen or (number > 1 and candidate.casefold() in taken):
            number += 1
            candidate = f"{name or f'column_{position}'}_{number}"
        seen.add(candidate.casefold())
        names.append(candidate)
    return tuple(names)


def report(headers: Sequence[str], names: Sequence[str], findings: Findings) -> None:
    """Says which headers were blank, repeated, hard to see or too long."""
    cleaned = [clean(header) for header in headers]
    blank = [name for name, text in zip(names, cleaned, strict=True) if not text]
    twice = [name for name, text in zip(names, cleaned, strict=True) if text and name != text]
    long = [
        name for name, text in zip(names, cleaned, strict=True) if text.endswith("…") and len(text) == MAX_CHARACTERS
    ]
    altered = [name for name, text in zip(names, headers, strict=True) if _has_invisible(text)]
    if twice:
        findings.warn("headers_repeated", count=len(twice), **example_fields(twice))
    if blank:
        findings.info("headers_blank", count=len(blank), **example_fields(blank))
    if altered:
        findings.warn("headers_invisible", count=len(altered), **example_fields(altered))
    if long:
        findings.warn("headers_clipped", count=len(long), limit=MAX_CHARACTERS)
    if len(names) > MANY_COLUMNS:
        findings.warn("many_columns", count=len(names))


def _has_invisible(header: str) -> bool:
    return any(unicodedata.category(character) == "Cf" for character in header.removeprefix("\ufeff"))
