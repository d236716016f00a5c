"""What visitors come for, from beginning to end: their own file, a wrong guess, a number moved, a link sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import DESKTOP, House, Profiles, watch
from tests.browser.support import (
    IDLE_MS,
    READ_MS,
    Visit,
    axe,
    choose_in,
    drag,
    expect_value,
    field_of,
    go_to,
    interval,
    load_file,
    metric,
    open_expander,
    select,
    selected,
    settled,
    slider_of,
    source_is,
    text,
    type_number,
    unfold_all,
    unsound,
)
from tests.shared import needs_shared, shared_path

TELCO = ("data", "telco_customer_churn.csv")
EVIL = "https://evil.example/x.png"
OpenVisit = Callable[..., Visit]


def payload(name: str, content: str | bytes, encoding: str = "utf-8") -> FilePayload:
    return {
        "name": name,
        "mimeType": "text/csv",
        "buffer": content.encode(encoding) if isinstance(content, str) else content,
    }


def snapshot(gone: int, rows: int, header: str = "customer,plan,churned") -> str:
    """Customers of two plans, the first of whom have left."""
    lines = [f"C{place:03},{'ab'[place % 2]},{'yes' if place < gone else 'no'}" for place in range(rows)]
    return "\n".join([header, *lines, ""])


def messy(rows: int = 40, gone: int = 10) -> bytes:
    """As an office exports it: a title, semicolons, decimal commas, Cyrillic headers in an old encoding, a total."""
    lines = ["Выгрузка клиентов за март", "", "Клиент;Тариф;Ежемесячный платёж;Отток"]
    for place in range(rows):
        fee = f"{1200 + place},50".replace("1", "1 ", 1)
        lines.append(f"К-{place:03};{'Базовый' if place % 2 else 'Полный'};{fee};{'да' if place < gone else 'нет'}")
    lines.append("Итого;;48 800,00;")
    return "\r\n".join(lines).encode("cp1251")


def visible_files(vault: Path) -> list[Path]:
    return [path for path in vault.rglob("*") if path.is_file() and not path.name.startswith(".")]


def sidebar_error(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_test_id("stAlertContentError")


def role_box(page: Page, slug: str, role: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("combobox", name=text(f"{slug}.roles.{role}.label"), exact=True)


def give_role(page: Page, slug: str, role: str, column: str) -> None:
    choose_in(page, role_box(page, slug, role), column, stays=False)


# ---- (a) a real file ---------------------------------------------------------------------------------------------


@needs_shared(*TELCO)
def test_a_real_file_gives_churn_its_interval_and_the_curves(house: House, page: Page) -> None:
    page.goto(f"{house.url}/churn")
    source_is(settled(page), "churn", "sample")
    load_file(page, shared_path(*TELCO))
    source_is(page, "churn", "file")
    # 1869 of 7043 customers by counting the file; 95% Wilson interval 0.2552 to 0.2758 by statsmodels
    expect_value(page, "churn", "26.5%")
    expect(interval(page)).to_contain_text("25.5% to 27.6%")
    assert selected(page, "churn_by__choice").input_value() == "Contract"
    # chi-square of the log-rank test between the three contracts by lifelines: 2352.9 with 2 degrees of freedom
    expect(page.get_by_test_id("stMain").get_by_text("Log-rank test: chi-square 2,353, p < 0.0001")).to_be_visible()
    assert unsound(unfold_all(page)) == []


def test_an_office_export_is_understood_and_everything_assumed_is_said(house: House, page: Page) -> None:
    page.goto(f"{house.url}/churn")
    load_file(settled(page), payload("отток.csv", messy()))
    # 10 of 40 by hand; Wilson interval by hand: (0.25 + 0.0480 -+ 0.1425) / 1.0960
    expect_value(page, "churn", "25.0%")
    expect(interval(page)).to_contain_text("14.2% to 40.2%")
    main = go_to(page, "data").get_by_test_id("stMain")
    expect(main).to_contain_text("отток.csv: 40 rows and 4 columns")
    expect(main).to_contain_text(text("reading.issues.encoding_guessed", encoding="cp1251"))
    expect(main.get_by_text("Total rows were left out", exact=False)).to_be_visible()
    grid = main.get_by_test_id("stDataFrame").first
    expect(grid.locator("th", has_text="Ежемесячный платёж")).to_be_attached()
    expect(grid.locator("td", has_text="К-000")).to_be_attached()
    assert unsound(unfold_all(page)) == []


# ---- (b) a wrong role --------------------------------------------------------------------------------------------


def test_a_role_given_by_hand_changes_the_value_and_is_remembered(house: House, page: Page) -> None:
    rows = [f"{place},{'yes' if place < 8 else 'no'},{'yes' if place < 5 else 'no'}" for place in range(20)]
    page.goto(f"{house.url}/churn")
    load_file(settled(page), payload("meaningless.csv", "\n".join(["x1,x2,x3", *rows, ""])))
    page.locator(".st-key-churn_source__choice").get_by_role("radio", name=text("cells.data.sources.file")).click()
    source_is(page, "churn", "file")
    select(page, "churn_shape__choice", text("churn.shapes.snapshot.label"))
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(text("errors.roles_missing", missing=text("churn.roles.churned.label")))
    give_role(page, "churn", "churned", "x2")
    expect_value(page, "churn", "40.0%")  # 8 of 20
    open_expander(page, "meaningless.csv")
    give_role(page, "churn", "churned", "x3")
    expect_value(page, "churn", "25.0%")  # 5 of 20
    go_to(page, "npv")
    go_to(page, "churn")
    expect_value(page, "churn", "25.0%")
    page.reload()
    expect_value(page, "churn", "25.0%")
    open_expander(settled(page), "meaningless.csv")
    expect(role_box(page, "churn", "churned")).to_have_value("x3")


# ---- (c) a link --------------------------------------------------------------------------------------------------


def shown_link(page: Page) -> str:
    return page.get_by_test_id("stCode").last.inner_text().strip()


def test_a_link_shows_another_visitor_the_same_without_the_data(house: House, visit: OpenVisit) -> None:
    rows = ["day,campaign,cost,clicks"]
    rows += [f"2026-03-{day:02},{'AB'[day % 2]},{10 + day}.5,{20 + day * 3}" for day in range(1, 29)]
    mine = visit().page
    mine.goto(f"{house.url}/cpc")
    load_file(settled(mine), payload("ads.csv", "\n".join([*rows, ""])))
    source_is(mine, "cpc", "file")
    # sum of 10.5 + d is 700, of 20 + 3d is 1778, for d = 1 .. 28
    expect_value(mine, "cpc", "0.39")
    expect(mine).to_have_url(re.compile("cpc_clicks=1778"))
    sent = shown_link(settled(mine))
    assert parse_qs(urlsplit(sent).query) == parse_qs(urlsplit(mine.url).query)
    theirs = visit().page
    theirs.goto(sent)
    settled(theirs)
    expect_value(theirs, "cpc", metric(mine, "cpc").inner_text())
    expect(interval(theirs)).to_have_text(interval(mine).inner_text())
    assert unsound(theirs) == []
    assert "ads.csv" not in theirs.get_by_test_id("stApp").inner_text()


GARBAGE = (
    "churn_lost=abc&churn_customers_at_start=-5&churn_variant=nonsense&churn_source=%00&churn_level=12&churn_by=nothing"
    "&churn_evidence=a:b&churn_focus=group:%F0%9F%92%A9&churn_move=1e99&lang=xx&q[]=1&churn_compare=target&churn_target=NaN&churn_shape=[]"
)


def test_a_damaged_link_falls_back_to_the_defaults(house: House, page: Page) -> None:
    page.goto(f"{house.url}/churn?{GARBAGE}")
    # The month of the sample that counts 36 lost of 1,024, as counted by hand in tests/pages/test_pages.py.
    expect_value(page, "churn", "3.52%")
    assert unsound(settled(page)) == []
    source_is(page, "churn", "sample")


# ---- (d) a phone -------------------------------------------------------------------------------------------------


def test_a_file_can_be_loaded_on_a_phone(house: House, phone: Page) -> None:
    phone.goto(house.url)
    main = settled(phone).get_by_test_id("stMain")
    with phone.expect_file_chooser() as chooser:
        main.locator("[data-testid=stFileUploaderDropzone] button").tap()
    chooser.value.set_files(payload("mine.csv", snapshot(gone=3, rows=20)))
    expect(main).to_contain_text("mine.csv: 20 rows, 3 columns", timeout=READ_MS)
    settled(phone, READ_MS).get_by_role("button", name=text("home.ways.file_open")).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(text("data_page.title"))
    expect(main).to_contain_text("mine.csv: 20 rows and 3 columns", timeout=READ_MS)
    settled(phone, READ_MS).get_by_test_id("stExpandSidebarButton").tap()
    # Until the page has settled, the uploader that took the file stands beside its successor.
    uploader = (
        settled(phone, READ_MS).get_by_test_id("stSidebar").locator("[data-testid=stFileUploaderDropzone] button")
    )
    expect(uploader).to_be_visible(timeout=READ_MS)


# ---- (e) dark ----------------------------------------------------------------------------------------------------


def test_own_data_and_errors_are_legible_in_the_dark(house: House, dark: Page) -> None:
    dark.goto(f"{house.url}/churn")
    load_file(settled(dark), payload("mine.csv", snapshot(gone=6, rows=40)))
    expect_value(dark, "churn", "15.0%")
    type_number(dark, "churn_lost", "99")
    expect(dark.get_by_test_id("stMain").get_by_test_id("stAlertContentError")).to_be_visible()
    load_file(dark, payload("empty.csv", ""), expected=False)
    expect(sidebar_error(dark)).to_be_visible(timeout=READ_MS)
    assert axe(unfold_all(dark)) == []
    go_to(dark, "data")
    assert axe(unfold_all(dark)) == []


# ---- (f) keys only -----------------------------------------------------------------------------------------------


def tab_to(page: Page, target: Locator, most: int) -> None:
    """Presses Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"not reached with {most} presses of Tab")


def test_a_page_works_without_a_mouse(house: House, page: Page) -> None:
    page.goto(f"{house.url}/churn?churn_source=typed&churn_lost=30&churn_customers_at_start=400")
    expect_value(settled(page), "churn", "7.50%")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text(re.compile("skip", re.IGNORECASE))
    page.keyboard.press("Enter")
    tab_to(page, field_of(page, "churn_lost"), most=15)
    page.keyboard.press("Control+A")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect_value(page, "churn", "12.5%")  # 50 of 400
    steps = page.get_by_test_id("stMain").locator("summary", has_text=text("cells.result.steps"))
    tab_to(page, steps, most=15)
    page.keyboard.press("Enter")
    expect(page.get_by_text(text("churn.steps.base"))).to_be_visible()


# ---- (g) bad files -----------------------------------------------------------------------------------------------

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000") + bytes(200)


def test_a_bad_file_gets_a_sentence_and_what_was_there_stays(house: House, page: Page) -> None:
    page.goto(f"{house.url}/churn")
    load_file(settled(page), payload("good.csv", snapshot(gone=5, rows=50)))
    expect_value(page, "churn", "10.0%")
    for bad, sentence in (
        (payload("picture.csv", PNG), re.compile("not a table")),
        (payload("empty.csv", ""), re.compile("empty")),
    ):
        load_file(page, bad, expected=False)
        expect(sidebar_error(page)).to_have_text(sentence, timeout=READ_MS)
        expect(page.get_by_test_id("stSidebar")).to_contain_text(text("frame.still_there", name="good.csv"))
        expect_value(page, "churn", "10.0%")
    load_file(page, payload("next.csv", snapshot(gone=10, rows=50)))
    expect(sidebar_error(page)).to_have_count(0)
    expect_value(page, "churn", "20.0%")


# ---- (h) what stays, what goes, and whose it is ------------------------------------------------------------------


def test_data_survive_navigation_and_a_reload_until_they_are_removed(house: House, page: Page) -> None:
    before = set(visible_files(house.vault))
    page.goto(f"{house.url}/churn")
    load_file(settled(page), payload("kept.csv", snapshot(gone=9, rows=60)))
    expect_value(page, "churn", "15.0%")
    assert set(visible_files(house.vault)) - before
    go_to(page, "irr")
    go_to(page, "churn")
    expect_value(page, "churn", "15.0%")
    page.reload()
    expect_value(page, "churn", "15.0%")
    sidebar = settled(page).get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("kept.csv", exact=True)).to_be_visible()
    page.locator(".st-key-unload").get_by_role("button").click()
    expect(sidebar.get_by_text("kept.csv", exact=True)).to_have_count(0, timeout=IDLE_MS)
    settled(page)
    assert set(visible_files(house.vault)) - before == set()
    page.reload()
    expect(settled(page).locator(".st-key-unload")).to_have_count(0)


def test_nobody_else_sees_a_visitors_data(house: House, visit: OpenVisit) -> None:
    mine, theirs = visit().page, visit().page
    mine.goto(f"{house.url}/churn")
    load_file(settled(mine), payload("private.csv", snapshot(gone=9, rows=60)))
    expect_value(mine, "churn", "15.0%")
    theirs.goto(f"{house.url}/churn?churn_source=file")
    expect(theirs.get_by_test_id("stMain")).to_contain_text(text("cells.data.no_file"))
    go_to(settled(theirs), "data")
    expect(theirs.get_by_test_id("stMain")).to_contain_text(text("data_page.lead"))
    assert "private.csv" not in theirs.get_by_test_id("stApp").inner_text()


# ---- (i) text that would like to be more -------------------------------------------------------------------------


def test_text_from_data_stays_text(house: House, page: Page) -> None:
    labels = (f"![]({EVIL})", "<script>alert(1)</script>", "$a$ :red[x] `y` **z**", f"<img src={EVIL}>")
    rows = [f'{place},{("yes" if place % 5 == 0 else "no")},"{labels[place % 4]}"' for place in range(80)]
    page.goto(f"{house.url}/churn")
    name = "![](evil).csv"
    load_file(settled(page), payload(name, "\n".join([f'customer,churned,"![x]({EVIL})"', *rows, ""])))
    source_is(page, "churn", "file")
    expect_value(page, "churn", "20.0%")
    main = page.get_by_test_id("stMain")
    shown_names = main.get_by_test_id("stMetric").get_by_test_id("stMetricLabel").all_inner_texts()
    assert any(label in shown_names for label in labels), shown_names
    unfold_all(page)
    assert page.locator("img[src*=evil], script:not([src]):text('alert')").count() == 0
    go_to(page, "data")
    unfold_all(page)
    expect(main).to_contain_text(name)
    assert page.locator("img[src*=evil]").count() == 0
    assert unsound(page) == []  # and the fixture: no request to another server


# ---- (j) templates -----------------------------------------------------------------------------------------------


def test_a_template_can_be_taken_filled_and_loaded(house: House, page: Page, tmp_path: Path) -> None:
    page.goto(f"{house.url}/churn")
    unfold_all(settled(page))
    title = text("cells.data.template", shape=text("churn.shapes.snapshot.label"))
    with page.expect_download() as taken:
        page.get_by_role("button", name=title).click()
    assert taken.value.suggested_filename == "churn_snapshot.csv"
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)
    assert path.read_text(encoding="utf-8").startswith("churned,customer,tenure,revenue")
    load_file(page, path)
    source_is(page, "churn", "file")
    expect_value(page, "churn", "33.3%")  # the example rows: one of three has left


# ---- (k) read otherwise ------------------------------------------------------------------------------------------


def read_again(page: Page) -> None:
    page.get_by_role("button", name=text("data_page.read_again")).click()


def test_an_assumption_can_be_overridden_and_a_wrong_one_changes_nothing(house: House, page: Page) -> None:
    page.goto(f"{house.url}/data")
    rows = [f"{place};{place % 4}00,5;{'yes' if place % 4 == 0 else 'no'}" for place in range(20)]
    load_file(settled(page), payload("read.csv", "\n".join(["id;fee;churned", *rows, ""])))
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("read.csv: 20 rows and 3 columns")
    open_expander(page, text("data_page.assumptions"))
    select(page, "set_column", "fee")
    select(page, "set_type", text("data_page.types.text"))
    read_again(page)
    expect_type(page, "fee", text("data_page.types.text"))
    open_expander(settled(page), text("data_page.assumptions"))
    main.get_by_role("textbox", name=text("data_page.settings.header_row")).fill("999")
    read_again(page)
    expect(main).to_contain_text(text("data_page.unchanged"), timeout=READ_MS)
    expect(main).to_contain_text("read.csv: 20 rows and 3 columns")
    go_to(page, "churn")
    expect_value(page, "churn", "25.0%")  # 5 of 20


def expect_type(page: Page, column: str, kind: str) -> None:
    box = open_expander(page, "All 3 columns")
    # Cells are drawn on a canvas; behind it stands the same table for screen readers.
    row = box.locator("tr").filter(has=page.locator("td", has_text=re.compile(f"^{column}$"))).first
    expect(row.locator("td", has_text=re.compile(f"^{kind}$"))).to_be_attached(timeout=READ_MS)


# ---- (l) numbers typed by hand: one visit, last in the file, in which each test sets its own numbers first ----------


@pytest.fixture(scope="module")
def typed(house: House, profiles: Profiles) -> Iterator[Page]:
    one = Visit(profiles.open(**DESKTOP))
    watch(one)
    one.page.goto(f"{house.url}/churn?churn_source=typed&churn_lost=100&churn_customers_at_start=1000")
    expect_value(one.page, "churn", "10.0%")
    yield one.page
    profiles.leave(one.page)
    assert one.problems == []


def start_from(page: Page, *, lost: int, customers: int, shown: str) -> Page:
    type_number(settled(page), "churn_customers_at_start", str(customers))
    type_number(page, "churn_lost", str(lost))
    expect_value(page, "churn", shown)
    return page


def test_a_slider_moved_with_the_mouse_and_with_keys_changes_value_and_address(typed: Page) -> None:
    page = start_from(typed, lost=100, customers=1000, shown="10.0%")
    drag(settled(page), "churn_lost", share=1.2)
    # the slider ends at twice the value: 200 of 1000
    expect_value(page, "churn", "20.0%")
    expect(field_of(page, "churn_lost")).to_have_value("200")
    expect(page).to_have_url(re.compile(r"churn_lost=200\b"))
    slider_of(page, "churn_lost").focus()
    page.keyboard.press("ArrowLeft")
    expect_value(page, "churn", "19.9%")
    expect(field_of(page, "churn_lost")).to_have_value("199")
    page.keyboard.press("Home")
    expect_value(page, "churn", "0.00%")
    expect(page).to_have_url(re.compile(r"churn_lost=0\b"))


def test_nought_and_a_million_millions_get_an_answer(typed: Page) -> None:
    page = start_from(typed, lost=30, customers=400, shown="7.50%")
    type_number(page, "churn_lost", "0")
    expect_value(page, "churn", "0.00%")
    type_number(page, "churn_customers_at_start", "1e12")
    expect(page).to_have_url(re.compile("churn_customers_at_start=1000000000000"))
    assert unsound(settled(page)) == []
    type_number(page, "churn_lost", "500000000000")
    expect_value(page, "churn", "50.0%")
    type_number(page, "churn_customers_at_start", "0")
    # more lost than there were: a sentence, no number
    main = page.get_by_test_id("stMain")
    expect(main.get_by_test_id("stAlertContentError")).to_contain_text(text("churn.inputs.lost.label"))
    assert unsound(settled(page)) == []
    type_number(page, "churn_lost", "0")
    expect(main).to_contain_text(text("churn.no_answer.empty_base"))
    assert unsound(settled(page)) == []


def test_an_emptied_field_is_named_or_filled_again(typed: Page) -> None:
    page = start_from(typed, lost=30, customers=400, shown="7.50%")
    type_number(page, "churn_lost", "")
    told = page.get_by_test_id("stMain").get_by_test_id("stAlertContentError")
    expect(told.or_(metric(page, "churn"))).to_be_visible()
    assert unsound(settled(page)) == []
    type_number(page, "churn_lost", "40")
    expect_value(page, "churn", "10.0%")


def test_a_link_carries_the_definition(typed: Page, visit: OpenVisit) -> None:
    mine = start_from(typed, lost=30, customers=400, shown="7.50%")
    select(mine, "churn_variant__choice", text("churn.variants.average_base.label"))
    type_number(mine, "churn_customers_at_end", "600")
    # 30 / ((400 + 600) / 2)
    expect_value(mine, "churn", "6.00%")
    expect(mine).to_have_url(re.compile("churn_customers_at_end=600"))
    theirs = visit().page
    theirs.goto(shown_link(settled(mine)))
    expect_value(theirs, "churn", "6.00%")
    expect(selected(theirs, "churn_variant__choice")).to_have_value(text("churn.variants.average_base.label"))
    expect(interval(theirs)).to_have_text(interval(mine).inner_text())
