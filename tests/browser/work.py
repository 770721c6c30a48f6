"""What the widget makes the browser do, counted: unlike milliseconds, it is the same on a busy machine."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

COUNT = """() => {
  const root = document.querySelector("tregks-chat").shadowRoot;
  const work = (window.work = { reads: 0, portions: [] });
  const count = (node) => 1 + (node.querySelectorAll?.("*").length ?? 0);
  new MutationObserver((records) => {
    const nodes = records.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes]);
    work.portions.push(nodes.reduce((sum, node) => sum + count(node), 0));
  }).observe(root, { childList: true, subtree: true });
  const watch = (owner, name) => {
    const { get, set } = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { set, get() { work.reads += 1; return get.call(this); }, configurable: true });
  };
  for (const name of ["scrollHeight", "scrollTop", "clientHeight"]) watch(Element.prototype, name);
  for (const name of ["offsetTop", "offsetHeight"]) watch(HTMLElement.prototype, name);
}"""
TAKE = """() => {
  const { reads, portions } = work;
  Object.assign(work, { reads: 0, portions: [] });
  return [reads, portions];
}"""


@dataclass(frozen=True)
class Work:
    """``reads`` may each make the browser lay out the page; ``portions`` are the nodes added or removed in one go."""

    reads: int
    portions: list[int]

    @property
    def nodes(self) -> int:
        """All nodes that were added or removed."""
        return sum(self.portions)


def count_work(page: Page) -> None:
    """Count from now on."""
    page.evaluate(COUNT)


def take_work(page: Page) -> Work:
    """Return what was done since the last time."""
    return Work(*page.evaluate(TAKE))
