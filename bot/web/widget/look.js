/** The stylesheets of a chat: walls against the page around it, the look, and an accent colour of the page's own. */

import { writeAccent } from "./colours.js";
import { PANEL_CSS } from "./panel_styles.js";
import { CSS, WALLS } from "./styles.js";

export class Look {
  /** Dress the shadow root of a chat; host is the element in the page. */
  constructor(root, host) {
    this.root = root;
    this.accent = new CSSStyleSheet();
    root.adoptedStyleSheets = [makeSheet(WALLS)];
    this.fontSize = ownFontSize(host);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.makeSheet(CSS), this.accent];
  }

  /** Dress what is behind the launcher as well. */
  dressPanel() {
    if (this.hasPanel) return;
    this.hasPanel = true;
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.makeSheet(PANEL_CSS)];
  }

  makeSheet(css) {
    return makeSheet(inPixels(css, this.fontSize));
  }

  /** Use a colour such as #0b5566, or the usual one for anything that is no colour. */
  useAccent(text) {
    this.accent.replaceSync(writeAccent(text));
  }
}

/** Behind the walls the font size is the one that the visitor has set in the browser, whatever the page makes of it. */
function ownFontSize(host) {
  return parseFloat(getComputedStyle(host).fontSize) || 16;
}

/** Write sizes in rem, which count from the page's own font size, as pixels that count from the visitor's. */
function inPixels(css, fontSize) {
  return css.replace(/([\d.]+)rem\b/g, (_, number) => `${Number(number) * fontSize}px`);
}

function makeSheet(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
