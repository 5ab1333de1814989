"""From one page to the next in a real browser: nothing is read before the next page has come whole.

A press that leads elsewhere returns before the browser has left. What is read at once may then be the page before,
or half of the page that comes.
"""

from playwright.sync_api import Locator, Page


def press(control: Locator) -> None:
    """Press what leads to another page, and wait for that page."""
    with control.page.expect_navigation():
        control.click()


def press_enter(page: Page) -> None:
    """Press Enter where it leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_continue(page: Page) -> None:
    """Press the visible button that goes on, and wait for the page it leads to."""
    press(page.locator("main [data-continue]").first)
