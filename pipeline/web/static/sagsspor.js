// What makes the page quicker to use; everything works without it.
"use strict";
document.documentElement.classList.add("js");
// While something is being found behind the page, look whether it is there; then show it, or offer to, as the link says.
const again = document.querySelector("a[data-again]");
if (again) {
  const look = setInterval(async () => {
    const answer = await fetch(again.href).catch(() => null);
    if (!answer || (await answer.text()).includes("data-again")) return;
    clearInterval(look);
    if (again.dataset.again) again.textContent = again.dataset.again;
    else location.reload();
  }, 3000);
}
