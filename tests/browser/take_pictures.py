"""Take the pictures of the manual anew: ``python -m tests.browser.take_pictures [seconds [page…]]``."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.served import ARGS, ROOT, SIZE, chromium, planner, settled

FOLDER = ROOT / "docs" / "pictures"
WORDS = {
    "zh": {
        "ready": "现成情景",
        "go": "开始比较",
        "running": "正在计算",
        "scenarios": ("增加一名代值长（1+4+6）", "中班增至3人", "话务量增加20%"),
    },
    "en": {
        "ready": "Ready-made scenarios",
        "go": "Compare",
        "running": "Computing",
        "scenarios": ("One more shift leader (1+4+6)", "Three people on the evening shift", "20 % more calls"),
    },
}


def main() -> int:
    """Serve, look, save; the solving effort decides how good the rosters in the pictures are."""
    from playwright.sync_api import sync_playwright

    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        planner(Path(place), PAIBAN_SOLVE_SECONDS=seconds) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        for lang, locale in (("zh", "zh-CN"), ("en", "en-US")):
            page = browser.new_context(viewport=SIZE, locale=locale).new_page()
            for name, (center, take) in TAKEN.items():
                if not sys.argv[2:] or name in sys.argv[2:]:
                    take(page, f"{address}/{name}?center={center}&lang={lang}", lang)
        browser.close()
    return 0


def _save(page: Any, name: str) -> None:
    page.wait_for_timeout(1500)
    page.screenshot(path=FOLDER / f"{name}.png")


def _roster(page: Any, url: str, lang: str) -> None:
    page.goto(url)
    settled(page, 600)
    page.locator(".rg td.c").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1000)
    # The B of window 3 stands in on 21 September: what one sees when pointing at a cell.
    page.locator(".rg tbody tr").nth(11).locator("td.c").nth(14).hover()
    _save(page, f"roster-{lang}")


def _demand(page: Any, url: str, lang: str) -> None:
    page.goto(url)
    settled(page, 900)
    page.locator("canvas, svg.marks").first.wait_for(timeout=60_000)
    _save(page, f"demand-{lang}")


def _what_if(page: Any, url: str, lang: str) -> None:
    words: dict[str, Any] = WORDS[lang]
    page.goto(url)
    settled(page, 600)
    page.get_by_label(words["ready"]).click()
    for name in words["scenarios"]:
        page.get_by_role("option", name=name).click()
        page.wait_for_timeout(700)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=words["go"], exact=True).click()
    # The second language finds the results of the first: then nothing is being computed.
    page.wait_for_timeout(5_000)
    page.get_by_text(words["running"]).wait_for(state="detached", timeout=1_800_000)
    settled(page)
    page.mouse.move(5, 5)
    _save(page, f"what-if-{lang}")


TAKEN = {"roster": ("hall", _roster), "demand": ("hotline", _demand), "what-if": ("hotline", _what_if)}


if __name__ == "__main__":
    raise SystemExit(main())
