/**
 * A safe subset of Markdown as DOM nodes: paragraphs, line breaks, lists, tables, bold, italics, links.
 * Everything else, raw HTML included, stays the text it is.
 */

import { element, spoken } from "./elements.js";
import { TEXTS } from "./texts.js";

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:"]);

const BULLET = /^\s*[-*•]\s+(.*)$/;
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.*)$/;

const INLINE = new RegExp(
  [
    String.raw`\\(?<escaped>[\\*_[\]()])`,
    String.raw`\*\*(?<bold>[^\s*](?:(?:[^*]|\*(?!\*))*[^\s*])?)\*\*`,
    // not inside words: "Mitarbeiter*innen und Kolleg*innen" is German, not italics
    String.raw`(?<![\p{L}\p{N}])(?<mark>[*_])(?<italic>[^\s*_](?:[^*_]*[^\s*_])?)\k<mark>(?![\p{L}\p{N}])`,
    String.raw`\[(?<label>[^\[\]]+)\]\((?<target>[^\s()]+)\)`,
    String.raw`(?<address>https?:\/\/[^\s<>"'„“”()[\]]+)`,
    String.raw`(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)`,
    String.raw`(?<phone>\+49[\d\s()\/–-]{5,24}\d)`,
  ].join("|"),
  "gu",
);

/** Render Markdown text as block elements. */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  const lines = String(text ?? "").split(/\r?\n/);
  let block = null;
  for (let at = 0; at < lines.length; at += 1) {
    const rows = takeRows(lines, at);
    if (rows.length) fragment.append(renderTable(rows));
    block = rows.length ? null : placeLine(lines[at], block, fragment);
    at += Math.max(rows.length - 1, 0);
  }
  return fragment;
}

/** Render one line of Markdown as inline nodes. */
export function renderInline(text) {
  const fragment = document.createDocumentFragment();
  let rest = 0;
  for (const match of text.matchAll(INLINE)) {
    const node = renderMatch(match);
    fragment.append(text.slice(rest, match.index), node);
    rest = match.index + (node.sourceLength ?? match[0].length);
  }
  fragment.append(text.slice(rest));
  return fragment;
}

/** Create a link, or plain text where the address is not an allowed one. */
export function renderLink(target, label) {
  if (!isSafeAddress(target)) return document.createTextNode(label);
  const link = element("a", { href: target }, label);
  if (/^https?:/i.test(target)) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.append(spoken(TEXTS.newWindow));
  }
  return link;
}

/** Tell whether an address is absolute and of an allowed kind. */
export function isSafeAddress(target) {
  try {
    return SAFE_PROTOCOLS.has(new URL(target).protocol);
  } catch {
    return false;
  }
}

/** Return the lines of the table that begins here, none where no table does. */
function takeRows(lines, at) {
  if (!ROW.test(lines[at]) || !RULE.test(lines[at + 1] ?? "")) return [];
  const end = lines.findIndex((line, position) => position > at && !ROW.test(line));
  return lines.slice(at, end < 0 ? undefined : end);
}

/** Render a table; it scrolls by itself where it is too wide, with the keyboard as well. */
function renderTable([head, , ...rows]) {
  const columns = splitRow(head);
  const caption = TEXTS.tableCaption(columns.slice(1));
  const table = element(
    "table",
    {},
    element("caption", { class: "spoken" }, caption),
    element("thead", {}, renderRow(columns.map((cell) => element("th", { scope: "col" }, renderInline(cell))))),
    element("tbody", {}, ...rows.map((row) => renderRow(splitRow(row).map(renderCell)))),
  );
  return element("div", { class: "table", role: "group", tabindex: "0", "aria-label": caption }, table);
}

function renderRow(cells) {
  return element("tr", {}, ...cells);
}

function renderCell(cell, column) {
  return column === 0 ? element("th", { scope: "row" }, renderInline(cell)) : element("td", {}, renderInline(cell));
}

function splitRow(row) {
  return row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());
}

function placeLine(line, block, fragment) {
  if (line.trim() === "") return null;
  const bullet = BULLET.exec(line);
  const number = NUMBER.exec(line);
  if (bullet) return placeItem("ul", bullet[1], block, fragment);
  if (number) return placeItem("ol", number[2], block, fragment, number[1]);
  if (block && block.tagName !== "P" && /^\s/.test(line)) {
    block.lastElementChild.append(" ", renderInline(line.trim()));
    return block;
  }
  if (block?.tagName === "P") {
    block.append(element("br"), renderInline(line.trim()));
    return block;
  }
  return startBlock("p", renderInline(line.trim()), fragment);
}

function placeItem(tag, text, block, fragment, start = "1") {
  const item = element("li", {}, renderInline(text));
  if (block?.tagName !== tag.toUpperCase()) {
    const list = startBlock(tag, item, fragment);
    if (start !== "1") list.setAttribute("start", start);
    return list;
  }
  block.append(item);
  return block;
}

function startBlock(tag, content, fragment) {
  const block = element(tag, { dir: "auto" }, content);
  fragment.append(block);
  return block;
}

function renderMatch(match) {
  const { escaped, bold, italic, label, target, address, mail, phone } = match.groups;
  if (escaped) return document.createTextNode(escaped);
  if (bold) return element("strong", {}, renderInline(bold));
  if (italic) return element("em", {}, renderInline(italic));
  if (label) return isSafeAddress(target) ? renderLink(target, label) : document.createTextNode(match[0]);
  if (address) return renderBareAddress(address);
  if (mail) return renderLink(`mailto:${mail}`, mail);
  return renderLink(`tel:${phone.replace("(0)", "").replace(/[^+\d]/g, "")}`, phone);
}

function renderBareAddress(address) {
  const target = address.replace(/[.,;:!?]+$/, "");
  const link = renderLink(target, target.replace(/^https?:\/\//, "").replace(/\/$/, ""));
  link.sourceLength = target.length;
  return link;
}
