"""The planner in a real browser: pages, typing, undo, locks, solving and stopping."""

from typing import Any

import pytest

from tests.browser.served import SIZE, settled

PAGES = (
    "",
    "today",
    "roster",
    "demand",
    "leave",
    "mine",
    "backup",
    "what-if",
    "events",
    "figures",
    "registers",
    "rules",
    "publish",
    "center",
)
GRID = ".rg"


def cell(page: Any, row: int, column: int) -> Any:
    return page.locator(f'{GRID} td.c[data-r="{row}"][data-c="{column}"]')


def open_grid(page: Any, address: str, center: str) -> None:
    page.goto(f"{address}/roster?center={center}&lang=zh")
    page.locator(f"{GRID} td.c").first.wait_for(timeout=60_000)
    settled(page)


def saved(page: Any, rev: int) -> None:
    """Wait until the server has applied so many changes and nothing is on its way."""
    page.locator(f'{GRID}[data-rev="{rev}"][data-pending="0"]').wait_for(timeout=20_000)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("center", ["hall", "hotline"])
def test_every_page_is_drawn_without_a_fault(page: Any, address: str, center: str, lang: str) -> None:
    for name in PAGES:
        page.goto(f"{address}/{name}?center={center}&lang={lang}")
        page.get_by_test_id("stMainBlockContainer").wait_for(timeout=60_000)
        settled(page)
        page.get_by_text("必须" if lang == "zh" else "must").first.wait_for(timeout=30_000)
        assert page.get_by_test_id("stException").count() == 0, name
        assert page.get_by_test_id("stAlertContentError").count() == 0, name
        if name == "roster":
            assert page.locator(f"{GRID} td.c").count() > 400
        if name == "demand":
            page.locator("canvas, svg.marks").first.wait_for(timeout=20_000)


def test_the_browser_language_is_followed(browser: Any, address: str) -> None:
    context = browser.new_context(viewport=SIZE, locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/rules?center=hall")
    page.get_by_placeholder("Find a rule").wait_for(timeout=60_000)
    assert "lang=en" in page.url
    context.close()


def test_typing_undo_and_locks(page: Any, address: str) -> None:
    open_grid(page, address, "hotline")
    before = [cell(page, 0, c).inner_text() for c in range(4)]
    cell(page, 0, 0).click()
    page.keyboard.type("dexn")
    saved(page, 4)
    assert [cell(page, 0, c).inner_text() for c in range(4)] == ["早", "中", "休", "夜"]
    for _ in range(4):
        page.keyboard.press("Control+z")
    saved(page, 8)
    assert [cell(page, 0, c).inner_text() for c in range(4)] == before
    page.keyboard.press("Control+y")
    saved(page, 9)
    assert cell(page, 0, 0).inner_text() == "早"
    cell(page, 0, 0).click()
    page.keyboard.press("l")
    saved(page, 10)
    assert cell(page, 0, 0).locator("u.lock").count() == 1
    page.keyboard.press("e")
    page.get_by_text("这一格已锁定").wait_for(timeout=15_000)
    assert cell(page, 0, 0).inner_text() == "早"


def test_fast_typing_loses_nothing(page: Any, address: str) -> None:
    open_grid(page, address, "hotline")
    keys = "dmenx" * 6
    letters = {"d": "早", "m": "行", "e": "中", "n": "夜", "x": "休"}
    cell(page, 2, 0).click()
    page.keyboard.type(keys, delay=5)
    saved(page, len(keys))
    # Cells under leave refuse: they are the only ones that may differ.
    shown = [cell(page, 2, c).inner_text() for c in range(len(keys))]
    refused = [c for c in range(len(keys)) if shown[c] != letters[keys[c]]]
    assert refused == []


def test_painting_choosing_copying_and_swapping(page: Any, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_grid(page, address, "hotline")
    page.locator(f"{GRID} .bar button.code").nth(1).click()
    cell(page, 2, 1).hover()
    page.mouse.down()
    cell(page, 3, 3).hover()
    page.mouse.up()
    saved(page, 1)
    assert {cell(page, r, c).inner_text() for r in (2, 3) for c in (1, 2, 3)} == {"行"}
    page.keyboard.press("Escape")
    cell(page, 2, 1).dblclick()
    page.locator(f"{GRID} .menu button", has_text="夜班").click()
    saved(page, 2)
    assert cell(page, 2, 1).inner_text() == "夜"
    cell(page, 2, 1).click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    cell(page, 3, 1).click()
    page.keyboard.press("Control+v")
    saved(page, 3)
    assert [cell(page, 3, c).inner_text() for c in (1, 2, 3)] == ["夜", "行", "行"]
    before = cell(page, 2, 1).inner_text(), cell(page, 2, 2).inner_text()
    page.keyboard.down("Alt")
    cell(page, 2, 1).hover()
    page.mouse.down()
    cell(page, 2, 2).hover()
    page.mouse.up()
    page.keyboard.up("Alt")
    saved(page, 4)
    assert (cell(page, 2, 2).inner_text(), cell(page, 2, 1).inner_text()) == before


def test_a_window_can_be_given_for_half_a_day_and_doubled(page: Any, address: str) -> None:
    open_grid(page, address, "hall")
    row = page.locator(f"{GRID} tbody tr", has_text="曾丽君")
    spot = row.locator('td.c[data-c="1"]')
    spot.click()
    page.keyboard.type("[3")
    saved(page, 1)
    assert spot.inner_text().split() == ["W3", "后台"]
    page.keyboard.press("\\")
    double = page.locator(f"{GRID} tbody tr", has_text="林静怡").locator('td.c[data-c="1"]')
    double.click()
    page.keyboard.type("+2")
    saved(page, 2)
    assert double.inner_text() == "兼W2"


def test_somebody_is_missing_this_morning(page: Any, address: str) -> None:
    """From the choice to the notices and the hand-back note; the board for clients opens."""
    page.goto(f"{address}/?center=hall&lang=zh")
    settled(page)
    page.get_by_label("谁没有到岗").first.click()
    page.get_by_role("option", name="罗佩珊").click()
    settled(page)
    page.get_by_role("button", name="确认顶岗并登记").click()
    page.get_by_text("通知文本：罗佩珊缺岗").wait_for(timeout=30_000)
    settled(page)
    page.locator("pre code").nth(3).wait_for(timeout=20_000)
    texts = page.locator("pre code").all_inner_texts()
    assert len(texts) == 4 and any("苏永康" in text and "7号窗口" in text for text in texts)
    page.get_by_text("罗佩珊返岗：收回岗位并交接").click()
    page.get_by_role("textbox", name="顶岗期间已办结").fill("收费 3 笔")
    page.get_by_role("button", name="结束顶岗，生成交还单").click()
    page.get_by_text("顶岗交还单：罗佩珊").wait_for(timeout=30_000)
    settled(page)
    page.get_by_role("button", name="看公示板").click()
    page.frame_locator("iframe").get_by_text("办公时间").wait_for(timeout=20_000)
    assert page.get_by_test_id("stException").count() == 0


def test_a_conflict_leads_to_its_day(page: Any, address: str) -> None:
    page.goto(f"{address}/backup?center=hall&lang=zh")
    settled(page)
    page.get_by_role("button", name="看那天").nth(3).click()
    page.get_by_role("columnheader", name="岗位").wait_for(timeout=20_000)
    settled(page)
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_text("余量图", exact=True).first.click()
    page.locator("canvas, svg.marks").first.wait_for(timeout=20_000)


def test_a_reload_brings_the_draft_back(page: Any, address: str) -> None:
    open_grid(page, address, "hotline")
    cell(page, 1, 0).click()
    page.keyboard.type("e")
    saved(page, 1)
    page.reload()
    page.locator(f'{GRID}[data-rev="1"]').wait_for(timeout=60_000)
    assert cell(page, 1, 0).inner_text() == "中"


def test_a_solve_is_watched_found_again_and_stopped(page: Any, address: str) -> None:
    open_grid(page, address, "hotline")
    page.get_by_role("button", name="自动排班").click()
    page.get_by_text("180 秒").click()
    page.get_by_role("button", name="开始", exact=True).click()
    stop = page.get_by_role("button", name="停止并采用当前最好结果")
    stop.wait_for(timeout=30_000)
    page.get_by_text("目标层次").wait_for(timeout=60_000)
    assert "job=" in page.url
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_text("求解中").wait_for(timeout=60_000)
    other.close()
    stop.click()
    page.get_by_text("已停止，采用当前最好结果").wait_for(timeout=60_000)
    settled(page)
    assert page.locator(f"{GRID} td.c").count() > 400
    assert page.get_by_text("停止并采用当前最好结果").count() == 0


def test_names_are_never_markup(page: Any, address: str) -> None:
    open_grid(page, address, "hostile")
    page.locator(f"{GRID} td.name", has_text="<img").first.wait_for(timeout=20_000)
    assert page.locator('img[src="x"]').count() == 0
    for name in ("", "leave", "backup", "center"):
        page.goto(f"{address}/{name}?center=hostile&lang=zh")
        settled(page)
        page.get_by_text("必须").first.wait_for(timeout=30_000)
        assert page.locator('img[src="x"]').count() == 0
        assert page.get_by_test_id("stException").count() == 0
