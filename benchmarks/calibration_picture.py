"""The picture of the calibration for the documentation, drawn from the committed table; written by ``make calibrate``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Final

from lib.knowledge.calibration import Row

PICTURE: Final = Path(__file__).resolve().parents[1] / "docs/img/calibration.svg"
_LEFT, _WIDTH, _STEP, _TOP = 250, 560, 24, 64
_COLOURS: Final = {"within": "#2a7f9e", "safe": "#5b9a5b", "short": "#c4572f"}
_MARKS: Final = {
    "within": '<circle cx="{x:.1f}" cy="{y}" r="4.5" fill="{fill}"><title>{tip}</title></circle>',
    "safe": '<path d="M{x:.1f} {y}m-5 4.5h10l-5 -9z" fill="{fill}"><title>{tip}</title></path>',
    "short": '<path d="M{x:.1f} {y}m0 -6l6 6l-6 6l-6 -6z" fill="{fill}"><title>{tip}</title></path>',
}


def draw(rows: Iterable[Row]) -> None:
    """Coverage for one share of twenty, and false alarms of the tests, each against what it claims."""
    known = list(rows)
    shares = [row for row in known if (row.family, row.n, row.measure) == ("share", 20, "coverage")]
    tests = [row for row in known if row.measure == "false_positive" and (row.family, row.n) in _TESTS]
    first, height = _panel(shares, "How often a 95% interval for a share contains it, 20 trials", (0.75, 1.0), _TOP)
    second, end = _panel(tests, "How often a test at 5% raises a false alarm", (0.0, 0.25), height + 46)
    body = "\n".join(first + second)
    PICTURE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 40} {end + 10}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#333">\n'
        "<title>Coverage and false alarms, simulated</title>\n"
        f'<rect width="100%" height="100%" fill="#fff"/>\n{_legend()}\n{body}\n</svg>\n',
        encoding="utf-8",
    )


# Families of tests, and the size, that are drawn.
_TESTS: Final = {
    ("arms", 500),
    ("shares", 100),
    ("ratios", 500),
    ("looks", 1000),
    ("pairs", 100),
    ("lifetimes", 100),
    ("ranks", 40),
    ("rates", 20),
    ("groups", 40),
}


def _legend() -> str:
    names = {"within": "keeps its claim", "safe": "on the safe side", "short": "promises more than it keeps"}
    parts = []
    for place, (outcome, name) in enumerate(names.items()):
        x = _LEFT + 160 * place
        parts.append(_MARKS[outcome].format(x=x, y=20, fill=_COLOURS[outcome], tip=name))
        parts.append(f'<text x="{x + 12}" y="24.5">{name}</text>')
    return "\n".join(parts)


def _panel(rows: list[Row], title: str, domain: tuple[float, float], top: int) -> tuple[list[str], int]:
    low, high = domain

    def place(value: float) -> float:
        return _LEFT + _WIDTH * (min(high, max(low, value)) - low) / (high - low)

    names = list(dict.fromkeys((row.family, row.method) for row in rows))
    bottom = top + 14 + _STEP * len(names)
    parts = [f'<text x="10" y="{top - 6}" font-weight="bold">{escape(title)}</text>', *_frame(rows, place, top, bottom)]
    for index, name in enumerate(names):
        y = top + 22 + _STEP * index
        parts.append(f'<text x="{_LEFT - 14}" y="{y + 4.5}" text-anchor="end">{escape(_label(name))}</text>')
        for row in (one for one in rows if (one.family, one.method) == name and one.value is not None):
            tip = f"{row.value:.1%}, {row.population}, n = {row.n}, {row.a:g}"
            mark = _MARKS[row.outcome].format(
                x=place(row.value or 0.0), y=y, fill=_COLOURS[row.outcome], tip=escape(tip)
            )
            parts.append(mark)
    ticks = [low + (high - low) * i / 5 for i in range(6)]
    parts += [f'<text x="{place(t):.1f}" y="{bottom + 22}" text-anchor="middle">{t:.0%}</text>' for t in ticks]
    return parts, bottom + 30


def _frame(rows: list[Row], place: Callable[[float], float], top: int, bottom: int) -> list[str]:
    band, nominal = rows[0].band or (0.0, 0.0), rows[0].nominal or 0.0
    x, wide = place(band[0]), place(band[1]) - place(band[0])
    return [
        f'<rect x="{x:.1f}" y="{top + 4}" width="{wide:.1f}" height="{bottom - top}" fill="#7a8589" opacity="0.22"/>',
        f'<path d="M{place(nominal):.1f} {top + 4}V{bottom + 4}" stroke="#555" stroke-width="1.5"/>',
    ]


def _label(name: tuple[str, str]) -> str:
    family, method = name
    before, _, after = method.rpartition(":")
    shown = f"{before} {after}" if before else after
    return shown.replace("_", " ") + ("" if family == "share" else f" ({family})")
