/** Puts <tregks-chat> into the page for the one line: finds the script's element, passes on what it was told. */

import { LIVE, SERVER } from "./attributes.js";

const TAG = "tregks-chat";
const FOLDER = new URL(".", import.meta.url);

place();

/** The page's own chat is kept, and what it was told itself counts more; without one a new one is added. */
function place() {
  const found = document.querySelector(TAG);
  if (!found && !document.body) return document.addEventListener("DOMContentLoaded", place, { once: true });
  const chat = found ?? document.createElement(TAG);
  passOn(findScript(), chat);
  if (!found) document.body.append(chat);
}

/** Only the path counts: a redirect may have changed the rest of the address. */
function findScript() {
  const isOurs = ({ pathname }) => pathname.startsWith(FOLDER.pathname) && /\/lotse(-\w+)?\.js$/.test(pathname);
  return [...document.querySelectorAll("script[type=module][src]")].find(({ src }) => isOurs(new URL(src)));
}

function passOn(script, chat) {
  for (const name of [...SERVER, ...LIVE]) {
    const value = script?.getAttribute(`data-${name}`) ?? null;
    if (value !== null && !chat.hasAttribute(name)) chat.setAttribute(name, value);
  }
  if (!SERVER.some((name) => chat.hasAttribute(name))) chat.setAttribute("server", new URL("..", FOLDER).href);
}
