"use strict";

/*
 * A customer's form: what belongs to an answer appears with it, and what is typed stays in this tab until it is sent,
 * should the page be left or loaded again.
 */
for (const form of document.querySelectorAll("form[novalidate]")) {
  const groups = [...form.querySelectorAll("[data-when]")];

  // A group is disabled while it is hidden, so that a browser does not send it. In the order of the page: what depends
  // on a hidden group is hidden as well.
  const arrange = () => {
    for (const group of groups) {
      const chosen = [...form.querySelectorAll(`[name="${group.dataset.when}"]`)].some(
        (control) =>
          !control.matches(":disabled") &&
          control.value === group.dataset.whenValue &&
          (control.checked || control.tagName === "SELECT"),
      );
      group.hidden = group.disabled = !chosen;
    }
  };
  form.addEventListener("change", arrange);
  addEventListener("pageshow", arrange); // the back button brings the answers of before

  const place = `typed ${location.pathname.replace("reply/", "")}`;
  const typed = () => [...form.querySelectorAll("input[type=text], input[type=email], input[type=tel], textarea")];
  const isFresh = !document.querySelector("[data-error-summary]") && !location.search;
  form.addEventListener("input", () => {
    const words = Object.fromEntries(typed().map((control) => [control.name, control.value]));
    try {
      sessionStorage.setItem(place, JSON.stringify(words));
    } catch {
      // A browser that keeps nothing still sends.
    }
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
  const words = isFresh && JSON.parse(sessionStorage.getItem(place) || "{}");
  for (const control of words ? typed() : []) {
    if (!control.value && control.name !== "website" && words[control.name]) control.value = words[control.name];
  }
  arrange();
}
