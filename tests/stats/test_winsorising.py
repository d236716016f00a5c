"""Values drawn in at both ends, as a sensitivity beside the answer."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats.mstats import winsorize

from lib.core import InputError
from lib.stats import compare_means, winsorised_means


def test_one_giant_by_hand() -> None:
    # Both groups sorted: 1 2 2 3 3 4 4 5 5 100. One at either end: limits 2 and 5. Means 3.2 and 3.8 instead of 3 and 22.8.
    found = winsorised_means([1, 2, 3, 4, 5], [2, 3, 4, 5, 100], share=0.1)
    assert (found.limits, found.changed) == ((2.0, 5.0), (1, 1))
    assert found.untouched.estimate == pytest.approx(19.8)
    assert found.winsorised.estimate == pytest.approx(0.6)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.25])
def test_as_scipy_does_for_both_groups_together(share: float) -> None:
    rng = np.random.default_rng(15)
    a, b = rng.lognormal(2, 1, 400), rng.lognormal(2.1, 1, 300)
    together = np.asarray(winsorize(np.concatenate([a, b]), limits=(share, share)))
    found = winsorised_means(a, b, share=share)
    expected = compare_means(together[:400], together[400:])
    assert found.winsorised.estimate == pytest.approx(expected.estimate, rel=1e-12)
    assert found.winsorised.p_value == pytest.approx(expected.p_value, rel=1e-9)
    assert found.untouched == compare_means(a, b)


def test_nothing_drawn_in_changes_nothing() -> None:
    found = winsorised_means([1, 2, 3], [2, 3, 4], share=0)
    assert found.winsorised == found.untouched
    assert found.changed == (0, 0)


def test_swapped_groups_swap_the_sign() -> None:
    a, b = [1.0, 5.0, 9.0, 80.0], [2.0, 4.0, 8.0, 10.0]
    one, other = winsorised_means(a, b, share=0.2), winsorised_means(b, a, share=0.2)
    assert one.winsorised.estimate == pytest.approx(-(other.winsorised.estimate or 0))
    assert one.changed == other.changed[::-1]


def test_too_little_is_said() -> None:
    found = winsorised_means([1.0], [], share=0.1)
    assert found.winsorised.p_value is None
    assert found.winsorised.notes
    with pytest.raises(InputError, match="at least 1"):
        winsorised_means([], [])
    with pytest.raises(InputError, match=r"0\.25"):
        winsorised_means([1, 2], [1, 2], share=0.3)
