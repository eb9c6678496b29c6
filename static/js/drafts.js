"use strict";

/*
 * Keeps what is typed on the server, every 5 seconds of typing and when the box is left. Until the server has it, it is
 * kept in this browser, where a crash or a lost session leaves it.
 *
 *   form[data-draft]      where to; data-kind says what it is. Its `draft` field follows the draft's id.
 *   [data-draft-said]     its text tells when it was saved, or why not
 */
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const EVERY = 5_000;
  const box = form.querySelector("textarea");
  const field = form.elements.namedItem("draft");
  const said = form.querySelector("[data-draft-said]") || form.parentElement.querySelector("[data-draft-said]");
  const key = `draft ${form.dataset.draft} ${form.dataset.kind}`;
  let saved = box.value;
  let timer = null;
  let busy = false;
  let stopped = false;

  const remember = () => {
    try {
      if (box.value.trim()) localStorage.setItem(key, box.value);
      else localStorage.removeItem(key);
    } catch {
      // A full or forbidden store: the server keeps it.
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // As above.
    }
  };

  const save = async () => {
    clearTimeout(timer);
    timer = null;
    if (busy || stopped || box.value === saved) return;
    busy = true;
    const text = box.value;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "form_key", "last_event", "draft"]) body.set(name, form.elements.namedItem(name).value);
    body.set("kind", form.dataset.kind);
    body.set("body", text);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "error" });
      const told = await answer.json();
      if (answer.ok) {
        saved = text;
        field.value = told.draft;
        if (box.value === text) forget();
        if (told.said) said.textContent = told.said;
        if (told.taken) document.dispatchEvent(new CustomEvent("desk:taken"));
      } else {
        stopped = true;
        said.textContent = told.error;
      }
    } catch {
      // Offline or signed out: this browser has it, and the next key tries again.
    }
    busy = false;
    if (!stopped && box.value !== saved) later();
  };

  const later = () => {
    timer ||= setTimeout(save, EVERY);
  };

  let first = true;
  box.addEventListener("input", () => {
    remember();
    if (first && box.value.trim()) {
      first = false;
      save(); // at once: whoever begins to reply takes the ticket
    } else {
      later();
    }
  });
  box.addEventListener("blur", save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    forget();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful || !form.isConnected) return;
    stopped = false; // it did not arrive, and still stands in the box
    remember();
  });

  try {
    const kept = localStorage.getItem(key);
    if (kept && kept !== box.value && !box.value.includes(kept)) {
      box.value = box.value ? `${box.value}\n\n${kept}` : kept;
      later();
    }
  } catch {
    // No store, nothing kept.
  }
});
