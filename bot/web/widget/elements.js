/** Building blocks of the page: everything visible is made of DOM nodes, never of markup in strings. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  chat: "M4 5h16v11H10l-4.5 4v-4H4z M8 9h8 M8 12.5h5",
  close: "M6 6l12 12 M18 6L6 18",
  menu: "M12 5.5v.01 M12 12v.01 M12 18.5v.01",
  send: "M4.5 12h14 M12.5 6l6 6-6 6",
  up: "M7.5 11l3.6-7c1.5 0 2.4 1 2.4 2.5V9.5H18a2 2 0 0 1 2 2.3l-1 6.2a2 2 0 0 1-2 1.7H7.5z M4 11h3.5v8.7H4z",
  down: "M16.5 13l-3.6 7c-1.5 0-2.4-1-2.4-2.5v-3H6a2 2 0 0 1-2-2.3L5 6a2 2 0 0 1 2-1.7h9.5z M20 13h-3.5V4.3H20z",
  copy: "M9 8h10v12H9z M15 8V4H5v12h4",
  mail: "M3.5 6h17v12h-17z M4 6.5l8 6.5 8-6.5",
  person: "M12 4a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z M5 20c.5-4 3-6 7-6s6.5 2 7 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
};

/** Create an element; attributes named on… take a listener, children are nodes or plain text. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Create one of the line icons; it is decoration, the name comes from the control around it. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  for (const [attribute, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) {
    drawing.setAttribute(attribute, value);
  }
  drawing.append(path);
  return drawing;
}

/** Create text for screen readers only. */
export function spoken(text) {
  return element("span", { class: "spoken" }, text);
}
