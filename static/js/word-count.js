"use strict";

/* [data-count-words] holds a text and a [data-counted] line, which says how many words it has while it is typed. */
for (const part of document.querySelectorAll("[data-count-words]")) {
  const box = part.querySelector("textarea");
  const line = part.querySelector("[data-counted]");
  box.addEventListener("input", () => {
    const words = box.value.split(/\s+/).filter(Boolean).length;
    line.textContent = part.dataset.said.replace("{n}", words).replace("{most}", part.dataset.countWords);
    line.classList.toggle("warned", words > Number(part.dataset.countWords));
  });
}
