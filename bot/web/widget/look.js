/** The stylesheets of a chat: walls against the page around it, the look, and an accent colour of the page's own. */

import { writeAccent } from "./colours.js";
import { CSS, WALLS } from "./styles.js";

export class Look {
  /** Dress the shadow root of a chat; host is the element in the page. */
  constructor(root, host) {
    this.accent = new CSSStyleSheet();
    const walls = makeSheet(WALLS);
    root.adoptedStyleSheets = [walls];
    root.adoptedStyleSheets = [walls, makeSheet(inPixels(CSS, ownFontSize(host))), this.accent];
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
