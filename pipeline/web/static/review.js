// The review by keyboard: the key that stands on a button presses it, unless the reader is writing or has turned the keys off.
"use strict";
const OFF = "sagsspor-taster-fra";
const form = document.querySelector("form[data-review]");
if (form) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = localStorage.getItem(OFF) === null;
  label.className = "check";
  label.append(box, " Svar med tasterne, der står på knapperne");
  form.append(label);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (writing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !box.checked) return;
    const button = form.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}
