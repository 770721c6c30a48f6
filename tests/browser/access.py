"""What keeps people out of a page, as scripts that return each place where something is wrong."""

from __future__ import annotations

from playwright.sync_api import Page

# every visible control of page and widget that has neither text, nor label, nor aria-label
NAMELESS = """() => {
  const roots = [document, document.querySelector("tregks-chat")?.shadowRoot].filter(Boolean);
  const name = (node) => node.getAttribute("aria-label") || node.textContent.trim()
    || [...(node.labels ?? [])].map((label) => label.textContent.trim()).join("");
  return roots.flatMap((root) => [...root.querySelectorAll("a, button, input, textarea, select, [tabindex='0']")])
    .filter((node) => node.checkVisibility() && !name(node)).map((node) => node.outerHTML);
}"""

# every id that a control refers to and that is not there, in the widget or, without one, in the page
DANGLING = """() => {
  const root = document.querySelector("tregks-chat")?.shadowRoot ?? document;
  const named = ["for", "aria-labelledby", "aria-describedby", "aria-controls"];
  return named.flatMap((attribute) => [...root.querySelectorAll(`[${attribute}]`)]
    .flatMap((node) => node.getAttribute(attribute).split(" ")).filter((id) => !root.getElementById(id)));
}"""

# every visible text with less contrast than WCAG AA asks for: 4.5, or 3 for large type
PALE = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  const roots = [document.body, document.querySelector("tregks-chat")?.shadowRoot].filter(Boolean);
  return roots.flatMap((root) => [...root.querySelectorAll("*")])
    .filter((node) => node.checkVisibility() && !node.disabled)
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .map((node) => {
      const style = getComputedStyle(node);
      const [a, b] = [light(parse(style.color)), light(ground(node))].sort((x, y) => y - x);
      return { text: node.textContent.slice(0, 40), ratio: (a + 0.05) / (b + 0.05), size: parseFloat(style.fontSize) };
    })
    .filter(({ ratio, size }) => ratio < (size >= 24 ? 3 : 4.5));
}"""

# whether one has to scroll sideways to read the page
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"

# the spacing of WCAG 1.4.12, which readers may set themselves, for page and widget
SPACE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  const roots = [document, document.querySelector("tregks-chat")?.shadowRoot].filter(Boolean);
  for (const root of roots) root.adoptedStyleSheets.push(sheet);
}"""

# every visible box that cuts off what is in it, with no way to scroll there; what is only spoken is so on purpose
CLIPPED = """() => {
  const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
  const roots = [document.body, document.querySelector("tregks-chat")?.shadowRoot].filter(Boolean);
  return roots.flatMap((root) => [...root.querySelectorAll("*")])
    .filter((node) => node.checkVisibility() && getComputedStyle(node).clipPath === "none")
    .filter((node) => {
      const { overflowX, overflowY } = getComputedStyle(node);
      return (cuts(overflowX) && node.scrollWidth > node.clientWidth + 1)
        || (cuts(overflowY) && node.scrollHeight > node.clientHeight + 1);
    })
    .map((node) => node.outerHTML.slice(0, 160));
}"""

# every visible control of the widget that is smaller than a finger; links inside a sentence may be
SMALL = """() => {
  const controls = document.querySelector("tregks-chat").shadowRoot.querySelectorAll("a, button, textarea");
  return [...controls].filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
    .map((node) => ({ text: node.ariaLabel ?? node.textContent, box: node.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 44 || box.height < 44)
    .map(({ text, box }) => `${text}: ${box.width} x ${box.height}`);
}"""


def double_text(page: Page) -> None:
    """Set the font size of the browser to 200 %, as people do who see badly, and load the page with it."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.reload()
