// What makes the page quicker to use; everything works without it.
"use strict";
document.documentElement.classList.add("js");
