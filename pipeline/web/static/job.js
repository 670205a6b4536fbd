// Shows the lines of a job as it tells them; when it is over, the page is loaded anew with what came of it.
"use strict";
const head = document.querySelector("[data-job]");
if (head && head.dataset.after !== undefined) {
  const source = new EventSource(`/job/${head.dataset.job}/events?after=${head.dataset.after}`);
  const list = document.querySelector("[data-lines]");
  source.onmessage = (event) => {
    const line = JSON.parse(event.data);
    const place = document.querySelector(`[data-subject="${CSS.escape(line.subject)}"]`);
    if (place) {
      place.textContent = line.text;
    } else if (list) {
      list.appendChild(document.createElement("li")).textContent = line.text;
    }
    const state = head.querySelector("[data-state]");
    if (state.textContent.startsWith("venter")) state.textContent = "i gang";
  };
  source.addEventListener("over", () => {
    source.close();
    location.reload();
  });
}
