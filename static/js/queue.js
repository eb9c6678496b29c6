"use strict";

/*
 * The queue's rows: what is selected is counted, and the menus of a row open in place.
 *
 *   [data-rows]                        the table; its checkboxes are input[name=ticket]
 *   [data-pick-all]                    selects every row of the page
 *   [data-all]                         means all of the view, more than the page shows
 *   [data-picked]                      its text becomes data-template-one or data-template-other, {n} replaced
 *   [data-answer], [data-snooze]       links of a row to its ticket; here they open the dialogs
 *   [data-answer-menu], [data-snooze-menu]
 */
(() => {
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const table = document.querySelector("[data-rows]");

  const countPicked = () => {
    const form = table.closest("form");
    const boxes = [...form.querySelectorAll("input[name=ticket]")];
    const picked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("on", box.checked);
    const all = form.querySelector("[data-pick-all]");
    all.checked = picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    const words = form.querySelector("[data-picked]");
    const { templateOne, templateOther } = words.dataset;
    const template = plural.select(picked) === "one" ? templateOne : templateOther;
    words.textContent = picked ? template.replace("{n}", picked) : "";
  };

  const openMenu = (menu, row) => {
    const form = menu.querySelector("form");
    const offers = [...menu.querySelectorAll("[data-categories]")];
    for (const offer of offers) {
      offer.hidden = !offer.dataset.categories.split(" ").includes(row.dataset.category);
    }
    const none = menu.querySelector("[data-none]");
    if (none) none.hidden = offers.some((offer) => !offer.hidden);
    const address = row.dataset.href + (menu.matches("[data-answer-menu]") ? "reply/" : "snooze/");
    for (const button of form.querySelectorAll("button")) button.setAttribute("formaction", address);
    menu.showModal();
  };

  if (table) {
    table.querySelector("[data-pick-all]").hidden = false;
    table.closest("form").addEventListener("change", (event) => {
      if (event.target.matches("[data-pick-all]")) {
        for (const box of table.querySelectorAll("input[name=ticket]")) box.checked = event.target.checked;
      }
      if (event.target.matches("[data-pick-all], input[name=ticket]")) countPicked();
    });
    table.addEventListener("click", (event) => {
      const link = event.target.closest("[data-answer], [data-snooze]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const menu = link.matches("[data-answer]") ? "[data-answer-menu]" : "[data-snooze-menu]";
      openMenu(document.querySelector(menu), link.closest("tr"));
    });
    countPicked(); // the back button brings the boxes back as they were
  }
})();
