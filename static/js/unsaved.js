"use strict";

/*
 * What is typed into a long form stays in this browser until it is saved, so that another page, the back button, a crash
 * or a lost session takes nothing.
 *
 *   form[data-unsaved]     "sent" where its words came back from the server unsaved. `seen` tells which state they change.
 *   [data-unsaved-back]    shown where words came back from here; its button takes them away
 */
document.querySelectorAll("form[data-unsaved]").forEach((form) => {
  const key = `unsaved ${document.documentElement.dataset.person} ${location.pathname}${location.search}`;
  const cameBack = form.dataset.unsaved === "sent";
  const line = form.querySelector("[data-unsaved-back]");
  const seen = form.elements.namedItem("seen");
  const seenAtFirst = seen.value;
  const controls = [...form.elements].filter(({ id, name, type }) => id && name && type !== "hidden" && type !== "file");
  const property = ({ type }) => (type === "checkbox" ? "checked" : "value");
  const read = () => Object.fromEntries(controls.map((control) => [control.id, control[property(control)]]));
  const isUntouched = () => JSON.stringify(read()) === atFirst;
  const atFirst = JSON.stringify(read());

  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // full or forbidden
    }
  };
  const forget = () => store((kept) => kept.removeItem(key));
  const keep = () => {
    if (isUntouched() && !cameBack) forget();
    else store((kept) => kept.setItem(key, JSON.stringify({ seen: seen.value, values: read() })));
  };
  const fill = (values) => {
    for (const control of controls) {
      if (!(control.id in values) || control[property(control)] === values[control.id]) continue;
      control[property(control)] = values[control.id];
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const kept = store((there) => JSON.parse(there.getItem(key)));
  if (kept && !cameBack) {
    fill(kept.values);
    line.hidden = isUntouched();
    if (!line.hidden) seen.value = kept.seen; // what somebody else has changed meanwhile is told when this is saved
  }
  keep();
  form.addEventListener("input", keep);
  form.addEventListener("submit", forget);
  form.addEventListener("htmx:afterRequest", () => {
    if (form.isConnected) keep(); // no page came of it
  });
  line.querySelector("button").addEventListener("click", () => {
    fill(JSON.parse(atFirst));
    seen.value = seenAtFirst;
    forget();
    line.hidden = true;
    controls[0].focus();
  });
});
