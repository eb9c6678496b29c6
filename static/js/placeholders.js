"use strict";

/* A button with data-placeholder writes it into the [data-placeholders] text that was used last, where the cursor is. */
document.querySelectorAll("main form").forEach((form) => {
  let box = form.querySelector("[data-placeholders]");
  if (!box) return;
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-placeholders]")) box = event.target;
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-placeholder]");
    if (!button) return;
    box.setRangeText(button.dataset.placeholder, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
});
