"""The checks before any result: alarms at their thresholds, and only there."""

from __future__ import annotations

import pytest

from lib.experiments import Arm, Experiment, Facts, guess_control, health, trusted


def arms(*sizes: int) -> tuple[Arm, ...]:
    return tuple(Arm(label, size, size, size // 10) for label, size in zip("abcdefghij", sizes, strict=False))


def codes(experiment: Experiment, **more: object) -> dict[str, str]:
    return {one.code.removeprefix("experiment.health."): one.severity for one in health(experiment, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sizes", "code", "severity"),
    [
        # Cookie Cats: chi-square 6.9024, p 0.0086 (scipy 1.16 chisquare, as in many published notebooks): odd, no alarm.
        ((44700, 45489), "split_watch", "warning"),
        # 3,332 and 2,996 visitors of a homepage test: p 2.4e-5.
        ((3332, 2996), "split_alarm", "stop"),
        # Hillstrom's three arms: p 0.904.
        ((21306, 21307, 21387), "split_fine", "info"),
    ],
)
def test_split(sizes: tuple[int, ...], code: str, severity: str) -> None:
    assert codes(Experiment("binary", arms(*sizes)))[code] == severity


def test_a_planned_split_is_no_alarm() -> None:
    assert not trusted(health(Experiment("binary", arms(9000, 1000))))
    assert trusted(health(Experiment("binary", arms(9000, 1000)), expected=(9, 1)))


def test_one_arm_is_no_experiment() -> None:
    assert codes(Experiment("binary", arms(100))) == {"one_arm": "stop"}
    assert codes(Experiment("binary", arms(100, 0)))["one_arm"] == "stop"


def test_facts_of_the_rows_are_said() -> None:
    found = codes(Experiment("binary", arms(100, 100), facts=Facts(200, 3, 5, 7)))
    assert {"several_arms", "repeated", "mismatched"} <= set(found)


def test_unknown_outcomes_that_differ_by_arm_forbid_conclusions() -> None:
    even = (Arm("a", 1000, 900, 90), Arm("b", 1000, 890, 90))
    uneven = (Arm("a", 1000, 900, 90), Arm("b", 1000, 700, 90))
    assert codes(Experiment("binary", even, facts=Facts(2000, unknown=210)))["unknown"] == "warning"
    assert codes(Experiment("binary", uneven, facts=Facts(2000, unknown=400)))["unknown_uneven"] == "stop"


def days(*rates: int) -> dict[str, tuple[Arm, ...]]:
    return {f"2026-03-{day + 1:02}": (Arm("a", 1000, 1000, rate),) for day, rate in enumerate(rates)}


def test_late_conversions_and_short_runs() -> None:
    both = arms(10_000, 10_000)
    assert "late" in codes(Experiment("binary", both, days=days(*[100] * 9, 40)))
    assert "late" not in codes(Experiment("binary", both, days=days(*[100] * 10)))
    # More than before is not late.
    assert "late" not in codes(Experiment("binary", both, days=days(*[100] * 9, 160)))
    assert "short" in codes(Experiment("binary", both, days=days(100, 100)))


def test_looks_are_counted_by_the_published_table() -> None:
    # Armitage, McPherson and Rowe (1969), table 2: 5 looks 0.142, 10 looks 0.193
    found = health(Experiment("binary", arms(100, 100)), looks=5)
    assert [one.fields["chance"] for one in found if one.code.endswith("peeking")] == [0.142]
    found = health(Experiment("binary", arms(100, 100)), looks=12)
    assert [one.fields["chance"] for one in found if one.code.endswith("peeking")] == [0.193]


def test_a_giant_is_named() -> None:
    sane = (Arm("a", 1000, 1000, 5000, largest=40), Arm("b", 1000, 1000, 5000, largest=40))
    one = (Arm("a", 1000, 1000, 5000, largest=900), sane[1])
    assert "giant" not in codes(Experiment("mean", sane))
    assert "giant" in codes(Experiment("mean", one))


@pytest.mark.parametrize(
    ("labels", "control"),
    [
        (("treatment", "control"), "control"),
        (("gate_40", "gate_30"), "gate_30"),
        (("new_page", "old_page"), "old_page"),
        (("Mens E-Mail", "No E-Mail", "Womens E-Mail"), "No E-Mail"),
        (("1", "0"), "0"),
        (("version 10", "version 9"), "version 9"),
        (("B", "A"), "A"),
        (("Вариант", "Контроль"), "Контроль"),
    ],
)
def test_control_is_guessed(labels: tuple[str, ...], control: str) -> None:
    assert guess_control(labels) == control
