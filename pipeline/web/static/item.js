// One item, quicker: a mention or selected text is corrected in place, pills step through the text, keys do what buttons do.
"use strict";
const sheet = document.getElementById("omtale");
const form = sheet.querySelector("form");
const mentions = [...document.querySelectorAll(".mention")];
const kept = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* not kept */ } },
};

// The sheet: what is done to one mention, or to words that are selected

function open(words, what, values, decided) {
  sheet.hidden = false;
  sheet.querySelector("[data-words]").textContent = `»${words}«`;
  sheet.querySelector("[data-what]").textContent = what;
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  const fresh = values.handling === "add";
  sheet.querySelector("[data-existing]").hidden = fresh;
  sheet.querySelector("[data-steps]")?.remove();
  form.elements.alle.checked = false;
  for (const button of form.querySelectorAll("button[name=slags]")) button.disabled = button.value === values.kind;
  const undo = sheet.querySelector("[data-undo]");
  undo.hidden = !decided;
  if (decided) undo.querySelector("[name=numre]").value = decided;
}

function openMention(mention) {
  const { kind, norm, sted, entry, tip } = mention.dataset;
  form.elements.tilbage.value = `${location.pathname}#${mention.id}`;
  open(mention.textContent, tip, { tekst: mention.textContent, sted, norm, handling: "relabel" }, entry);
  for (const button of form.querySelectorAll("button[name=slags]")) button.disabled = button.value === kind;
}

function close() {
  sheet.hidden = true;
  if (location.search.includes("omtale=")) history.replaceState(null, "", location.pathname + location.hash);
}

document.addEventListener("click", (event) => {
  const mention = event.target.closest(".mention");
  if (mention && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openMention(mention);
  } else if (event.target.closest("[data-close]")) {
    event.preventDefault();
    close();
  }
});

const word = /[\p{L}\p{N}_]/u;

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const paragraph = range.startContainer.parentElement?.closest(".printed");
  if (!paragraph || !paragraph.contains(range.endContainer)) return null;
  const text = paragraph.textContent;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(range.startContainer, range.startOffset);
  let start = before.toString().length;
  let end = start + range.toString().length;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (start < end && /\s/.test(text[end - 1])) end -= 1;
  while (start > 0 && word.test(text[start]) && word.test(text[start - 1])) start -= 1;
  while (end < text.length && word.test(text[end - 1]) && word.test(text[end])) end += 1;
  if (start >= end) return null;
  // Python counts characters, the browser counts halves of some.
  return { text: text.slice(start, end), at: Number(paragraph.dataset.at) + [...text.slice(0, start)].length };
}

function offer() {
  const found = selected();
  if (!found) return;
  form.elements.tilbage.value = `${location.pathname}#tekst`;
  open(found.text, "markeres som:", { tekst: found.text, sted: found.at, norm: "", handling: "add" });
}

document.addEventListener("mouseup", (event) => { if (!event.target.closest(".sheet")) setTimeout(offer); });
document.addEventListener("keyup", (event) => { if (event.shiftKey && event.key.startsWith("Arrow")) offer(); });

// Pills and kinds

for (const pill of document.querySelectorAll("[data-mentions]")) {
  const numbers = pill.dataset.mentions.split(" ");
  let next = 0;
  pill.addEventListener("click", (event) => {
    event.preventDefault();
    const mention = document.getElementById(`m${numbers[next % numbers.length]}`);
    next += 1;
    history.replaceState(null, "", `#${mention.id}`);
    mention.focus();
    mention.scrollIntoView({ block: "center" });
  });
}

for (const box of document.querySelectorAll("input[id^='k-']")) {
  box.checked = kept.get(box.id) !== "fra";
  box.addEventListener("change", () => kept.set(box.id, box.checked ? "til" : "fra"));
}

// Keys

const keys = document.getElementById("genveje");
keys.checked = kept.get("genveje") !== "fra";
keys.addEventListener("change", () => kept.set("genveje", keys.checked ? "til" : "fra"));

function step(list, back) {
  const at = list.indexOf(list.find((one) => one.contains(document.activeElement)));
  const next = list[at < 0 ? (back ? list.length - 1 : 0) : (at + (back ? -1 : 1) + list.length) % list.length];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

function answer(value) {
  document.activeElement.closest("[data-row]")?.querySelector(`button[name=svar][value=${value}]`)?.click();
}

function remove() {
  const mention = document.activeElement.closest(".mention");
  if (mention) {
    openMention(mention);
    form.querySelector("[name=fjern]").click();
  }
}

const rows = (place) => [...document.querySelectorAll(`section[aria-labelledby=${place}] [data-row]`)]
  .filter((row) => row.checkVisibility());
const actions = {
  m: () => step(mentions), M: () => step(mentions, true),
  t: () => step(rows("temaer")), T: () => step(rows("temaer"), true),
  r: () => step(rows("tidligere")), R: () => step(rows("tidligere"), true),
  j: () => answer("ja"), n: () => answer("nej"), v: () => answer("ved-ikke"), x: remove,
  f: () => document.querySelector(".done form button")?.click(),
  "?": () => { const help = keys.closest("details"); help.open = true; help.querySelector("summary").focus(); },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    close();
    document.documentElement.classList.add("quiet-tips");
    return;
  }
  document.documentElement.classList.remove("quiet-tips");
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing || !keys.checked || event.ctrlKey || event.metaKey || event.altKey || !(event.key in actions)) return;
  event.preventDefault();
  actions[event.key]();
});

for (const row of document.querySelectorAll("[data-row]")) row.tabIndex = -1;
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
