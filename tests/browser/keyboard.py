"""Go through a page with the keyboard alone, as people do who have no mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_STEPS = 120

# what a screen reader calls the element that has the focus
FOCUSED = """() => {
  const node = document.activeElement;
  const label = [...(node.labels ?? [])].map((one) => one.textContent.trim().replace(/\\s+/g, " ")).join(" ");
  return node.getAttribute("aria-label") || label || node.textContent.trim().replace(/\\s+/g, " ");
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus."""
    for _ in range(MOST_STEPS):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"„{name}“ is not reached with the Tab key")


def press_button(page: Page, name: str) -> None:
    """Go to a button or link and press it; it has to be in view then."""
    tab_to(page, name)
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
