"""What the tests of pages share: a page of every component, and a browser that opens it under our policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import services
from tests.web.gallery import Gallery


@pytest.fixture(scope="session")
def gallery() -> Iterator[Gallery]:
    """Every component in every direction, served as the service serves its pages."""
    with Gallery().serving() as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
