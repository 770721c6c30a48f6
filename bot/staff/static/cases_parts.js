/** Exchange the parts of a page for those of a newer copy: what is being typed, the focus and open details stay. */

/** Put the parts of a newer page into this one, and return what is worth a sound: text "" where nothing is. */
export function swapParts(page, kept) {
  const before = countNews(document);
  for (const old of document.querySelectorAll("[data-part], .sections")) {
    if (kept.includes(old.dataset.part)) continue;
    const selector = old.dataset.part ? `[data-part="${old.dataset.part}"]` : ".sections";
    const fresh = page.querySelector(selector);
    if (!fresh || fresh.innerHTML === old.innerHTML || losesText(old, fresh) || keepsMode(old, fresh)) continue;
    if (!appendMessages(old, fresh)) exchange(old, fresh);
  }
  const after = countNews(document);
  const isFromVisitor = after.written > before.written;
  if (isFromVisitor || after.unread > before.unread) return { text: "Eine neue Nachricht ist da.", isFromVisitor };
  return { text: after.waiting > before.waiting ? "Ein neues Anliegen wartet." : "", isFromVisitor };
}

/** Leave a form as it is while nothing has changed about who may write; it only learns what is on the screen by now. */
function keepsMode(old, fresh) {
  if (!old.dataset.mode || old.dataset.mode !== fresh.dataset.mode) return false;
  const [stamp, newer] = [old, fresh].map((part) => part.querySelector("[name=stand]"));
  if (stamp && newer) stamp.value = newer.value;
  return true;
}

/** Tell whether something typed would have no field any more. */
function losesText(old, fresh) {
  return [...old.querySelectorAll("textarea")].some((one) => one.value.trim() && !fresh.querySelector(`#${one.id}`));
}

function countNews(page) {
  return {
    written: page.querySelectorAll(".thread .visitor").length,
    unread: page.querySelectorAll("[data-unread]").length,
    waiting: Number(page.querySelector("[data-waiting]")?.dataset.waiting ?? 0),
  };
}

/** Add new messages behind the old ones, so that they alone are read aloud; false where that is not all. */
function appendMessages(old, fresh) {
  const [log, newer] = [old, fresh].map((part) => part.querySelector(".thread"));
  if (!log || !newer) return false;
  const known = [...log.children];
  const items = [...newer.children];
  if (!known.every((item, number) => items[number]?.isEqualNode(item))) return false;
  log.append(...items.slice(known.length));
  log.lastElementChild.scrollIntoView({ block: "nearest" });
  return true;
}

function exchange(old, fresh) {
  const fields = [...old.querySelectorAll("[id]")].filter((one) => "value" in one);
  const values = new Map(fields.map((one) => [one.id, one.value]));
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  const caret = [document.activeElement.selectionStart, document.activeElement.selectionEnd];
  old.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.mode) old.dataset.mode = fresh.dataset.mode;
  for (const [id, value] of values) {
    const field = old.querySelector(`#${CSS.escape(id)}`);
    if (field) field.value = value;
  }
  old.querySelectorAll("details").forEach((one, number) => (one.open = open[number] ?? one.open));
  if (!focused) return;
  const next = [...old.querySelectorAll("a, button, input, select, textarea, summary")].find((one) => nameOf(one) === focused);
  next?.focus({ preventScroll: true });
  if (next?.matches("textarea, [type=search]")) next.setSelectionRange(...caret);
}

/** What an element is known by in every copy of the page. */
function nameOf(element) {
  return element.id || element.getAttribute("formaction") || element.getAttribute("href") || element.textContent;
}
