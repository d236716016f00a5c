"""Numbers as they stand in a LaTeX formula: enough digits to check by hand, thin spaces between thousands."""

from __future__ import annotations


def number(value: float, digits: int = 6) -> str:
    r"""A number in LaTeX with up to ``digits`` significant digits; whole numbers in full.

    Args:
        value: any finite number.
        digits: significant digits kept, 1 to 15.

    Returns:
        For example ``1\,234.5``; a power of ten for the very large and the very small.

    Example:
        >>> number(1234567), number(0.0749999999), number(-1e-9)
        ('1\\,234\\,567', '0.075', '-1 \\times 10^{-9}')
    """
    value = float(value)  # a number that a what-if traces is only written here
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", r"\,")
    if 1e-4 <= abs(value) < 1e15:
        # A number with a long whole part still keeps two decimals, or money would lose its cents.
        whole = len(str(int(abs(value))))
        decimals = max(2, digits - whole) if abs(value) >= 1 else digits
        text = f"{value:,.{decimals}f}" if abs(value) >= 1 else f"{value:.{digits}g}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(",", r"\,")
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}"


def percent(value: float, digits: int = 4) -> str:
    r"""A decimal share as per cent in LaTeX.

    Example:
        >>> percent(0.075)
        '7.5\\,\\%'
    """
    if abs(value) > 1e300:
        return number(value, digits) + r" \times 100\,\%"
    return number(float(f"{value * 100:.{digits + 2}g}"), digits) + r"\,\%"


def bracketed(value: float, digits: int = 6) -> str:
    """A number for use after an operator: negative ones in brackets.

    Example:
        >>> bracketed(-3), bracketed(3)
        ('(-3)', '3')
    """
    text = number(value, digits)
    return f"({text})" if value < 0 else text


def fraction(above: str, below: str) -> str:
    r"""A fraction of two LaTeX parts.

    Example:
        >>> fraction("a", "b")
        '\\frac{a}{b}'
    """
    return rf"\frac{{{above}}}{{{below}}}"
