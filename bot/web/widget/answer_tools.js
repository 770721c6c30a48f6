/** What can be done with an answer: rate it and say why, copy it, mail it. */

import { element, icon } from "./elements.js";
import { writeAnswer } from "./plain_text.js";
import { TEXTS } from "./texts.js";

const LONGEST_COMMENT = 1000;
const LONGEST_MAIL = 1800; // characters that mail programs take from an address, with room to spare

/**
 * Render the tools of an answer; onRate takes rating and comment and resolves to whether they were saved, addressOf makes
 * an address of a path on the gateway.
 */
export function renderAnswerTools(message, { onRate, addressOf }) {
  const write = () => writeAnswer(message, addressOf);
  return element(
    "div",
    { class: "tools" },
    new Rating(onRate).node,
    element("div", { class: "passing-on" }, renderCopy(write, TEXTS.copyAnswer), renderMail(write())),
  );
}

/** Render a button that copies a text and says so. */
export function renderCopy(write, label) {
  const name = element("span", {}, label);
  const copy = async () => {
    const isCopied = await copyText(write());
    name.textContent = isCopied ? TEXTS.copied : TEXTS.copyFailed;
  };
  return element("button", { type: "button", class: "quiet", onclick: copy }, icon("copy"), name);
}

/** Two thumbs; a thumb is saved at once, a sentence about it may follow. */
class Rating {
  constructor(onRate) {
    this.onRate = onRate;
    this.rating = 0;
    this.thumbs = [this.makeThumb("up", TEXTS.helpfulYes, 1), this.makeThumb("down", TEXTS.helpfulNo, -1)];
    this.thanks = element("span", { class: "thanks" });
    this.node = element(
      "div",
      { class: "rating" },
      element("span", {}, TEXTS.helpful),
      ...this.thumbs,
      this.thanks,
    );
  }

  makeThumb(name, label, rating) {
    const press = () => this.press(rating);
    const attributes = { type: "button", class: "thumb", value: rating, "aria-label": label, "aria-pressed": "false" };
    return element("button", { ...attributes, title: label, onclick: press }, icon(name));
  }

  async press(rating) {
    if (rating === this.rating) return;
    this.show(rating);
    const isSaved = await this.onRate(rating, this.comment?.value.trim() || undefined);
    if (rating !== this.rating) return; // another thumb was pressed meanwhile
    if (!isSaved) this.show(0);
    this.thanks.textContent = isSaved ? TEXTS.thanks : TEXTS.thanksFailed;
    if (isSaved) this.offerComment();
  }

  show(rating) {
    this.rating = rating;
    for (const thumb of this.thumbs) thumb.setAttribute("aria-pressed", String(Number(thumb.value) === rating));
  }

  offerComment() {
    if (!this.form) this.buildForm();
    this.label.textContent = this.rating < 0 ? TEXTS.commentBad : TEXTS.commentGood;
  }

  buildForm() {
    this.comment = element("textarea", { rows: "2", maxlength: LONGEST_COMMENT, dir: "auto" });
    this.label = element("span", {});
    this.form = element(
      "form",
      { class: "comment" },
      element("label", {}, this.label, this.comment),
      element("p", {}, TEXTS.commentHint),
      element("button", { type: "submit", class: "action" }, TEXTS.commentSend),
    );
    this.form.addEventListener("submit", (event) => this.sendComment(event));
    this.node.append(this.form);
  }

  async sendComment(event) {
    event.preventDefault();
    const comment = this.comment.value.trim();
    if (!comment || this.isSending) return;
    this.isSending = true;
    const isSaved = await this.onRate(this.rating, comment);
    this.isSending = false;
    this.thanks.textContent = isSaved ? TEXTS.commentThanks : TEXTS.commentFailed;
    if (!isSaved) return;
    if (this.form.matches(":focus-within")) this.thumbs.find((thumb) => thumb.getAttribute("aria-pressed") === "true").focus();
    this.form.remove();
    this.form = this.comment = null;
  }
}

function renderMail(text) {
  const body = text.length > LONGEST_MAIL ? `${text.slice(0, LONGEST_MAIL)} …` : text;
  const lines = encodeURIComponent(body).replaceAll("%0A", "%0D%0A");
  const address = `mailto:?subject=${encodeURIComponent(TEXTS.mailSubject)}&body=${lines}`;
  return element("a", { class: "quiet", href: address }, icon("mail"), TEXTS.mailAnswer);
}

/** Copy a text; pages without a secure origin have no clipboard but that of the old command. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

function copyByCommand(text) {
  const write = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", write, { once: true });
  const isCopied = document.execCommand("copy");
  document.removeEventListener("copy", write);
  return isCopied;
}
