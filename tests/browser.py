"""A real browser for pages: Chromium, from the system's packages, without a network.

Every page that is opened here is held to what all pages promise: it asks for nothing but its own
file, and the browser has nothing to complain of.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

DESKTOP, PHONE = 1280, 390
"""Widths in pixels."""
WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")

Scheme = Literal["light", "dark"]


class PageOpener:
    """Opens files of this machine in a browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def opened(
        self, path: Path, scheme: Scheme = "light", width: int = DESKTOP, *, printed: bool = False
    ) -> Iterator[Page]:
        """The page, loaded. Fails at the end if it has asked for anything or made the browser
        complain."""
        with self._browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            is_mobile=width < 600,
            offline=True,
        ) as context:
            page = context.new_page()
            if printed:
                page.emulate_media(media="print")
            requests, complaints = list[str](), list[str]()
            page.on("request", lambda request: requests.append(request.url))
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("dialog", lambda dialog: complaints.append(dialog.message))
            page.goto(path.absolute().as_uri())
            yield page
            assert requests == [path.absolute().as_uri()]
            assert not complaints

    def screenshot(
        self, path: Path, picture: Path, scheme: Scheme = "light", width: int = DESKTOP
    ) -> None:
        """A picture of the whole page, to be looked at."""
        with self.opened(path, scheme, width) as page:
            page.screenshot(path=picture, full_page=True)


def violations(page: Page) -> list[str]:
    """What an accessibility checker (axe) finds against WCAG 2.2 AA: rule and place of each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_AA}})
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the screen: a reader would have to scroll sideways."""
    assert page.viewport_size is not None
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    return max(0, wide - page.viewport_size["width"])


@contextmanager
def running() -> Iterator[PageOpener]:
    """A browser for a while. Its driver has an event loop, and no other can run beside it."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.fail("no Chromium found, which pages are tested in: apt-get install chromium")
    # root needs --no-sandbox; the pages are ours
    with (
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=found, args=["--no-sandbox"]) as browser,
    ):
        yield PageOpener(browser)
