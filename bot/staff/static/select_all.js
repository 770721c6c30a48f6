// A checkbox with data-all="name" ticks all checkboxes of that name in its form; without scripts it stays hidden.
for (const all of document.querySelectorAll("input[data-all]")) {
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.all}"]`)];
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  for (const box of boxes) box.addEventListener("change", () => (all.checked = boxes.every((one) => one.checked)));
}
