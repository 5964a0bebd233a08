"""The built site in a real browser: every page, two widths, two colours; and the search.

``HOP_SCREENSHOTS=FOLDER`` also keeps a picture of each page there.
"""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

SITE = Path(__file__).parents[2] / "build/docs"
PAGES = sorted(
    str(path.relative_to(SITE)) for path in SITE.rglob("*.html") if "_static" not in path.parts
)
WIDTHS = (1300, 400)
COLOURS = ("light", "dark")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PICTURES = os.environ.get("HOP_SCREENSHOTS", "")
# What a reader has to push sideways. Code, tables and the navigation may be pushed by themselves.
_PUSHED = """() => {
    const may = ".highlight, pre, .table-wrapper, .sidebar-scroll, .toc-scroll, .math-wrapper";
    const found = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > window.innerWidth) found.push(`page: ${root.scrollWidth} px`);
    for (const each of document.querySelectorAll("body *"))
        if (each.scrollWidth > each.clientWidth + 1 && !each.closest(may)
            && ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
            found.push(`${each.tagName}.${each.className}: ${each.scrollWidth} px`);
    if (found.length)
        for (const each of document.querySelectorAll("article *"))
            if (each.getBoundingClientRect().right > window.innerWidth && !each.closest(may))
                found.push(`${each.tagName}: ${each.textContent.slice(0, 60)}`);
    return found.slice(0, 8);
}"""
_CONTRAST = """() => {
    const light = (text) => {
        const part = text.match(/[\\d.]+/g).map(Number).slice(0, 3).map((value) => {
            const each = value / 255;
            return each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
    };
    const style = getComputedStyle(document.body);
    const [a, b] = [light(style.color), light(style.backgroundColor)];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), b];
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the site."""
    handler = partial(_Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """The system's Chromium, without a window. It keeps what all pages have in common."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert path, "no browser; run .ci/chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path)
        yield running.new_context()
        running.close()


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A new page."""
    page = browser.new_page()
    yield page
    page.close()


def test_there_is_a_site() -> None:
    assert "index.html" in PAGES
    assert len(PAGES) > 40


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_and_has_no_errors(name: str, site: str, page: Page) -> None:
    wrong: list[str] = []
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda asked: wrong.append(f"{asked.url}: {asked.failure}"))
    page.goto(f"{site}/{name}", wait_until="load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for colour in COLOURS:
            page.emulate_media(color_scheme=colour)
            if _PICTURES:
                file = f"{name.removesuffix('.html').replace('/', '-')}-{width}-{colour}.png"
                page.screenshot(path=Path(_PICTURES, file))
            assert page.evaluate(_PUSHED) == [], (width, colour)
            contrast, ground = page.evaluate(_CONTRAST)
            assert contrast > 7
            assert (ground > 0.5) == (colour == "light")
    assert wrong == []


@pytest.mark.parametrize(
    ("body", "is_pushed"),
    [
        ("<p>short</p>", False),
        ("<p style='width: 900px'>wide</p>", True),
        ("<div style='overflow-x: auto'><p style='width: 900px'>wide</p></div>", True),
        ("<pre style='overflow-x: auto'><p style='width: 900px'>wide</p></pre>", False),
    ],
)
def test_wide_text_is_found_and_wide_code_is_not(body: str, is_pushed: bool, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.set_content(f"<!doctype html><body>{body}</body>")
    assert (page.evaluate(_PUSHED) != []) == is_pushed


def test_outline_of_a_page_is_beside_it(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1300, "height": 900})
    page.goto(f"{site}/howto/publish.html")
    outline, text = page.locator(".toc-drawer"), page.locator("article")
    entry = outline.get_by_text("Outlive a crash")
    place = entry.bounding_box()
    of_text = text.bounding_box()
    assert place and of_text
    assert of_text["x"] + of_text["width"] <= place["x"]
    assert place["x"] + place["width"] <= 1300


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jupyter", "howto/jupyter.html"),
        ("windows", "install.html"),
        ("sky map", "howto/sky.html"),
        ("kubernetes", "howto/kubernetes.html"),
    ],
)
def test_search_finds_the_page(words: str, found: str, site: str, page: Page) -> None:
    page.goto(f"{site}/index.html")
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    # The results come one by one.
    page.get_by_text("Search finished").wait_for(timeout=30_000)
    links = page.locator("#search-results ul.search li > a")
    targets = links.evaluate_all("all => all.map((each) => new URL(each.href).pathname.slice(1))")
    assert found in targets


@pytest.mark.parametrize(
    "name", ["reference/api.html", "reference/commands.html", "reference/models.html"]
)
def test_reference_reads_as_it_was_written(name: str, site: str, page: Page) -> None:
    page.goto(f"{site}/{name}")
    text = page.locator("article").inner_text()
    # A colon in a docstring makes a type of what stands before it; two hyphens become a dash.
    assert "Type:" not in text
    assert "\N{EN DASH}help" not in text
    assert text.count("Print errors only.") == 0
