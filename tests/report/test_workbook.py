"""Every definition as a spreadsheet: worked out by another engine, it comes to what ``compute`` gives, also for changed inputs."""

from __future__ import annotations

import random
import zlib
from datetime import date
from typing import Any

import pytest

from lib.core import InputError
from lib.core.indicator import Indicator
from lib.indicators import INDICATORS
from lib.report import has_model, workbook
from lib.whatif import Scenario, ends
from tests.report.spreadsheet import ErrorValueError, Spreadsheet

VARIANTS = [(ind.slug, variant.name) for ind in INDICATORS.values() for variant in ind.variants]


def opening(ind: Indicator, variant: str) -> dict[str, Any]:
    """The numbers that the page opens on."""
    chosen = ind.variant(variant)
    names = [*chosen.inputs, *(name for name in chosen.optional if not ind.input(name).evidence)]
    return {name: ind.defaults[name] for name in names if name in ind.defaults}


def worth(ind: Indicator, variant: str, inputs: dict[str, Any]) -> float | None:
    """What ``compute`` gives, None for no answer."""
    return ind.compute(variant=variant, **inputs).value


def shown(sheet: Spreadsheet, name: str = "result") -> float | None:
    """What the spreadsheet gives, None for an error value."""
    try:
        return sheet.at(name)
    except (ErrorValueError, IndexError, OverflowError):
        return None


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def changed(ind: Indicator, inputs: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Every number moved by up to a fifth; days stay."""

    def moved(name: str, number: float) -> float:
        by = number * rng.uniform(0.8, 1.2)
        return float(round(by)) if ind.input(name).whole else by

    found = dict(inputs)
    for name, given in inputs.items():
        if ind.input(name).kind == "number":
            found[name] = moved(name, given)
        elif ind.input(name).kind == "series":
            found[name] = tuple(moved(name, one) for one in given)
    return found


def with_noughts(ind: Indicator, inputs: dict[str, Any]) -> list[dict[str, Any]]:
    """Each single number at nought in turn, where the definitions know special cases."""
    return [{**inputs, name: 0.0} for name in inputs if ind.input(name).kind == "number"]


@pytest.mark.parametrize(("slug", "variant"), VARIANTS)
def test_a_spreadsheet_comes_to_what_compute_gives_and_follows_its_inputs(slug, variant):
    ind = INDICATORS[slug]
    assert has_model(ind, variant), "a definition with `many` needs a sheet in lib/report/flow_models.py"
    inputs = opening(ind, variant)
    sheet = Spreadsheet(workbook(ind, variant, inputs))
    assert shown(sheet) == near(worth(ind, variant, inputs))
    rng = random.Random(zlib.crc32(f"{slug}.{variant}".encode()))
    tried = 0
    for other in [changed(ind, inputs, rng) for _ in range(4)] + with_noughts(ind, inputs):
        try:
            expected = worth(ind, variant, other)
        except InputError:
            continue
        typed = {name: number for name, number in other.items() if name in sheet.book.defined_names}
        for name, number in typed.items():
            sheet.put(name, tuple(sorted(number)) if name == "dates" else number)
        assert shown(sheet) == near(expected), other
        tried += 1
    assert tried


@pytest.mark.parametrize(("slug", "variant"), VARIANTS)
def test_every_formula_is_stored_with_what_it_comes_to(slug, variant):
    """Whoever looks at the file on a phone sees the numbers too; and scenarios stand beside those of the page."""
    ind = INDICATORS[slug]
    inputs = opening(ind, variant)
    cases = [
        Scenario(name, case, variant)
        for name, case in zip(("worst", "best"), ends(ind, inputs, variant=variant), strict=True)
    ]
    sheet = Spreadsheet(workbook(ind, variant, inputs, scenarios=cases, baseline="worst"))
    formulas = 0
    for page in sheet.book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    kept = sheet.stored[page.title][cell.coordinate].value
                    try:
                        # What hundreds of thousands are worth at their own rate is nought but for their fifteenth digit.
                        assert kept == pytest.approx(sheet.cell(page.title, cell.coordinate), rel=1e-9, abs=1e-8)
                    except (ErrorValueError, IndexError):
                        assert isinstance(kept, str)
                        assert kept.startswith("#")
    assert formulas > 3
    values = [worth(ind, variant, inputs), *(worth(ind, variant, dict(case.inputs)) for case in cases)]
    for row, value in enumerate(values, start=4):
        assert sheet.stored["Scenarios"].cell(row, 3).value == ("#N/A" if value is None else near(value))
        if value is not None and values[1] is not None:
            assert sheet.stored["Scenarios"].cell(row, 4).value == near(value - values[1])


def test_several_rates_are_all_there_and_none_of_them_is_the_result():
    """-100, 230, -132: 100 (1+i)^2 - 230 (1+i) + 132 = 0 gives 1+i = (230 +- sqrt(52900 - 52800)) / 200 = 1.1 and 1.2."""
    sheet = Spreadsheet(workbook(INDICATORS["irr"], "periodic", {"cash_flows": (-100, 230, -132)}))
    assert shown(sheet) is None
    assert [sheet.at("rate_1"), sheet.at("rate_2")] == pytest.approx([0.1, 0.2], abs=1e-9)
    assert sheet.at("sign_changes") == 2


def test_a_second_outlay_typed_into_the_sheet_takes_the_rate_away():
    sheet = Spreadsheet(workbook(INDICATORS["irr"], "periodic", {"cash_flows": (-100, 60, 60)}))
    assert sheet.at("worth_at_rate") == pytest.approx(0, abs=1e-9)
    sheet.put("cash_flows", (-100, 230, -132))
    assert shown(sheet) is None


def test_the_functions_of_the_spreadsheet_agree_with_the_published_examples():
    """Microsoft, Excel function reference: XNPV 2,086.65 and XIRR 37.34 %; NPV example 1 1,188.44; MIRR 12.61 %."""
    days = (date(2008, 1, 1), date(2008, 3, 1), date(2008, 10, 30), date(2009, 2, 15), date(2009, 4, 1))
    flows = (-10000, 2750, 4250, 3250, 2750)
    npv, irr = INDICATORS["npv"], INDICATORS["irr"]
    dated = {"cash_flows": flows, "dates": days}
    assert Spreadsheet(workbook(npv, "dated", {**dated, "discount_rate": 0.09})).at("by_function") == pytest.approx(
        2086.65, abs=0.005
    )
    assert Spreadsheet(workbook(irr, "dated", dated)).at("result") == pytest.approx(0.373362535, abs=1e-8)
    excel = {"cash_flows": (-10000, 3000, 4200, 6800), "discount_rate": 0.1}
    assert Spreadsheet(workbook(npv, "excel", excel)).at("by_function") == pytest.approx(1188.44, abs=0.005)
    given = {"cash_flows": (-120000, 39000, 30000, 21000, 37000, 46000), "finance_rate": 0.1, "reinvest_rate": 0.12}
    assert Spreadsheet(workbook(irr, "modified", given)).at("result") == pytest.approx(0.126094, abs=5e-7)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://x","y")', "a\x01b"])
def test_a_name_of_the_visitor_is_a_text_whatever_it_begins_with(name):
    given = {"lost": 30, "customers_at_start": 400}
    data = workbook(INDICATORS["churn"], "start_base", given, scenarios=[Scenario(name, given, "start_base")])
    cell = Spreadsheet(data).book["Scenarios"].cell(5, 1)
    assert cell.data_type == "s"
    assert str(cell.value)[:1] == name[:1]
    assert cell.quotePrefix or name[0] not in "=+-@"


def test_what_compute_refuses_is_refused_and_shows_as_an_error_among_scenarios():
    churn = INDICATORS["churn"]
    with pytest.raises(InputError, match="customers_at_start"):
        workbook(churn, "start_base", {"lost": 500, "customers_at_start": 400})
    given = {"lost": 30, "customers_at_start": 400}
    data = workbook(churn, "start_base", given, scenarios=[Scenario("odd", {"lost": 500.0, **given} | {"lost": 500.0})])
    sheet = Spreadsheet(data).book["Scenarios"]
    assert [sheet.cell(5, 1).value, sheet.cell(5, 3).value] == ["odd", None]


def test_a_plan_of_twenty_years_of_months_is_written():
    """A running total is made of the one before it, 241 deep."""
    flows = (-10000.0, *(100.0,) * 240)
    sheet = Spreadsheet(workbook(INDICATORS["payback"], "simple", {"cash_flows": flows}))
    assert sheet.at("result") == pytest.approx(100)  # 10,000 / 100 a month
