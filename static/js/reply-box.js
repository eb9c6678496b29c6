"use strict";

/*
 * The reply box: canned responses are found and inserted, the preview is shown in place, keys send.
 *
 *   form[data-reply]        the box
 *   [data-canned]           the list of responses; [data-filter] finds by the data-words of its items
 *   [data-insert]           puts its text where the cursor is, without asking the server
 *   [data-preview-button]   shows [data-preview] instead of the text, and back
 */
document.querySelectorAll("[data-reply]").forEach((form) => {
  const box = form.querySelector("textarea");
  const list = form.querySelector("[data-canned]");

  // On what is around the form: answers from the FAQ come later, and below it.
  form.parentElement.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    event.preventDefault();
    box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (list) list.open = false;
    box.focus();
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(`[name="then"][value="${event.shiftKey ? "open" : "complete"}"]`));
    }
  });

  if (list) {
    const filter = list.querySelector("[data-filter]");
    const items = [...list.querySelectorAll("[data-words]")];
    filter.hidden = false;
    if (list.open) filter.focus(); // somebody was faster than this script
    list.addEventListener("toggle", () => {
      if (list.open) filter.focus();
    });
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLocaleLowerCase().trim();
      for (const item of items) item.hidden = !item.dataset.words.includes(wanted);
    });
    list.addEventListener("keydown", (event) => {
      const shown = items.filter((item) => !item.hidden);
      if (event.key === "Enter" && event.target === filter) {
        event.preventDefault(); // the form's own button would send what is in the box
        shown[0]?.querySelector("button").focus();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const place = shown.indexOf(event.target.closest("[data-words]"));
        const next = shown[place + (event.key === "ArrowDown" ? 1 : -1)];
        (next ? next.querySelector("button") : filter).focus();
      } else if (event.key === "Escape") {
        list.open = false;
        list.querySelector("summary").focus();
      }
    });
  }

  const button = form.querySelector("[data-preview-button]");
  const preview = form.querySelector("[data-preview]");
  const words = button.textContent;
  const showPreview = (isShown) => {
    preview.hidden = !isShown;
    box.hidden = isShown;
    button.textContent = isShown ? button.dataset.write : words;
  };
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!preview.hidden) {
      showPreview(false);
      box.focus();
      return;
    }
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.set("body", box.value);
    body.set("part", "on");
    const answer = await fetch(button.formAction, { method: "POST", body });
    if (!answer.ok) return;
    preview.innerHTML = await answer.text(); // rendered and cleaned by the server, as on the page itself
    showPreview(true);
  });
  if (!preview.hidden) showPreview(true);
});
