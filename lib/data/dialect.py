"""How a text file separates its cells: delimiter, quotes, escapes, or aligned by spaces."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f", "\x01")
_SEP_LINE = re.compile(r'^\ufeff?"?sep=(.)"?\s*$', re.I)
_NUMBER = re.compile(r"^[-+]?\d[\d.,]*$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Separators of a text file.

    Attributes:
        delimiter: one character; a space stands for any run of blanks.
        quote: character around cells.
        backslash: whether quotes inside a cell are written after a backslash instead of twice.
        space_after: whether a blank after the delimiter is not part of the cell.
        sep_line: whether the first line says only which delimiter there is.
    """

    delimiter: str = ","
    quote: str = '"'
    backslash: bool = False
    space_after: bool = False
    sep_line: bool = False

    @property
    def aligned(self) -> bool:
        """Whether runs of blanks separate the cells."""
        return self.delimiter == " "


def decide(sample: str, delimiter: str | None = None) -> Dialect:
    """The dialect that makes most lines of the sample equally wide.

    Args:
        sample: whole lines from the beginning of the file.
        delimiter: what the caller says, or nothing.

    >>> decide("a;b\\n1,5;2\\n2,5;3\\n").delimiter
    ';'
    """
    lines = sample.splitlines(keepends=True)
    found = _SEP_LINE.match(lines[0].rstrip("\r\n")) if lines else None
    if found:
        sample = "".join(lines[1:])
    quote = "'" if '"' not in sample and len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n])", sample)) > 3 else '"'
    dialect = Dialect(quote=quote, backslash=_escapes_by_backslash(sample), sep_line=found is not None)
    if delimiter or found:
        dialect = replace(dialect, delimiter=delimiter or (found.group(1) if found else ","))
    else:
        dialect = replace(dialect, delimiter=_delimiter(sample, dialect))
    return replace(dialect, space_after=not dialect.aligned and _blank_before_quotes(sample, dialect))


def _blank_before_quotes(sample: str, dialect: Dialect) -> bool:
    """Whether quotes come after a blank, outside other quotes: a, "b, c"."""
    if f"{dialect.delimiter} {dialect.quote}" not in sample:
        return False
    cells = [cell for row in lenient_rows(sample, dialect) for cell in row[1:]]
    return sum(cell.startswith(f" {dialect.quote}") for cell in cells) > 0.01 * len(cells)


def _escapes_by_backslash(sample: str) -> bool:
    inner = len(re.findall(r'[^\\]\\"[^,;\t|\r\n"]', sample))
    doubled = len(re.findall(r'[^,;\t|\r\n"]""[^,;\t|\r\n"]', sample))
    return inner > 0 and inner > doubled


def _delimiter(sample: str, dialect: Dialect) -> str:
    scores = {candidate: _score(sample, replace(dialect, delimiter=candidate)) for candidate in DELIMITERS}
    best = max(DELIMITERS, key=lambda candidate: scores[candidate])
    if best == "," and _commas_are_decimal(sample):
        rivals = [candidate for candidate in DELIMITERS[1:] if scores[candidate] > 0.4]
        best = max(rivals, key=lambda candidate: scores[candidate], default=",")
    if scores[best] > 0:
        return best
    if _is_aligned(sample):
        return " "
    # One column: any delimiter does that its text does not contain.
    return next((candidate for candidate in DELIMITERS if candidate not in sample), "\x01")


def _commas_are_decimal(sample: str) -> bool:
    commas = len(re.findall(",", sample))
    return commas > 0 and len(re.findall(r"\d,\d", sample)) > commas * 0.9


def _score(sample: str, dialect: Dialect) -> float:
    """Share of the lines that have the most frequent width, more for wider tables; 0 where it does not separate."""
    if dialect.delimiter not in sample:
        return 0.0
    widths = [len(row) for row in lenient_rows(sample, dialect) if row]
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    inside = widths[widths.index(width) :]
    share = count / len(widths)
    # Free text in a single column has commas too, here and there, between lines without any.
    without = inside.count(1) / len(inside)
    if (without > 0.2 and widths[0] == 1) or (share < 0.6 and without > 0.2) or (count < 2 and len(widths) > 3):
        return 0.0
    return share * (1 - 1 / (width + 1))


def lenient_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """Rows of a sample that may be cut anywhere, read without complaint."""
    reader = csv.reader(
        io.StringIO(sample, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        doublequote=not dialect.backslash,
        escapechar="\\" if dialect.backslash else None,
        skipinitialspace=dialect.space_after,
    )
    rows = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error:
        pass
    return rows


def _is_aligned(sample: str) -> bool:
    """Blank-separated columns of which at least one is a number on every line below the first."""
    rows = [line.split() for line in sample.splitlines() if line.strip()]
    if len(rows) < 3 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows[:-1]):
        return False
    numeric = sum(all(_NUMBER.match(row[i]) for row in rows[1:-1]) for i in range(len(rows[0])))
    wide = sum("  " in line.strip() or line.startswith(" ") for line in sample.splitlines())
    return numeric >= 2 or (numeric >= 1 and wide > len(rows) / 2)
