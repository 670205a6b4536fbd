// Files may be dropped on the form, and what is too much is told before it is sent.
"use strict";
const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const chosen = form.querySelector("[data-chosen]");
const tell = () => {
  const files = [...input.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const tooMuch = size > Number(form.dataset.most) || files.length > Number(form.dataset.files);
  input.setCustomValidity(tooMuch ? "Det er for meget på én gang." : "");
  const names = files.slice(0, 5).map((file) => file.name).join(", ");
  const more = files.length > 5 ? ` og ${files.length - 5} mere` : "";
  chosen.textContent = files.length ? `${files.length} valgt: ${names}${more}` : "";
};
input.addEventListener("change", tell);
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
  });
}
form.addEventListener("drop", (event) => {
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    tell();
  }
});
form.addEventListener("submit", () => {
  chosen.textContent = "Sender …";
});
