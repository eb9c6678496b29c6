"use strict";

/*
 * The command menu, Ctrl+K or ⌘K or [data-commands-open]: what can be pressed on this page ([data-key], [data-command]),
 * the pages, views and categories that it links to, and, of what is typed, the ticket of that number or a search.
 * All of it comes from the page; the server is asked only when somebody chooses.
 */
(() => {
  let here = 0;
  let found = [];
  const parts = () => {
    const dialog = document.querySelector("[data-commands]");
    return dialog && { dialog, box: dialog.querySelector("input"), list: dialog.querySelector("[role=listbox]") };
  };
  // İ, I, ı and i are one letter, accents none.
  const fold = (text) =>
    text.replace(/[İIı]/g, "i").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
  const nameOf = (element) =>
    (element.dataset.commandName || element.getAttribute("aria-label") || element.textContent || "").replace(/\s+/g, " ").trim();

  const ofThePage = () => {
    const seen = new Set();
    const elements = document.querySelectorAll("[data-key], [data-command], .top nav a[href], .views a[href]");
    return [...elements].flatMap((element) => {
      const name = element.matches("input, textarea") ? element.dataset.commandName || element.labels?.[0]?.textContent || "" : nameOf(element);
      const inClosedMenu = element.closest("details[data-menu]");
      const shown = inClosedMenu || (element.checkVisibility?.() ?? element.offsetParent !== null);
      if (!name || seen.has(name) || !shown || element.matches(":disabled") || element.closest("td, [data-row]")) return [];
      seen.add(name);
      return [{ name: name.trim(), key: element.dataset.key, element }];
    });
  };

  const ofTheText = (dialog, text) => {
    const { ticket, search } = dialog.dataset;
    const digits = text.replace(/[\s.-]/g, "");
    const items = [];
    if (/^\d{9}$/.test(digits)) {
      const shown = digits.replace(/(\d{3})(?=\d)/g, "$1-");
      items.push({ name: ticket.replace("{number}", shown), query: shown });
    }
    if (text.trim()) items.push({ name: search.replace("{text}", text.trim()), query: text.trim() });
    return items;
  };

  const point = (n) => {
    const { box, list } = parts();
    here = found.length ? (n + found.length) % found.length : 0;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === here)));
    const option = list.children[here];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };

  const fill = () => {
    const { dialog, box, list } = parts();
    const words = fold(box.value).split(" ").filter(Boolean);
    const text = ofTheText(dialog, box.value);
    const commands = ofThePage().filter(({ name }) => words.every((word) => fold(name).includes(word)));
    found = text.length > 1 ? [...text, ...commands] : [...commands, ...text];
    list.replaceChildren(
      ...found.map(({ name, key }, i) => {
        const option = document.createElement("li");
        option.id = `command-${i}`;
        option.setAttribute("role", "option");
        option.append(name);
        if (key && "singleKeys" in document.documentElement.dataset) {
          const shown = document.createElement("kbd");
          shown.textContent = key;
          option.append(" ", shown);
        }
        return option;
      }),
    );
    point(0);
  };

  const open = () => {
    const { dialog, box } = parts();
    box.value = "";
    fill();
    dialog.showModal();
    box.focus();
  };

  const run = (item) => {
    const { dialog } = parts();
    dialog.close();
    if (!item) return;
    if (item.query) {
      const form = document.querySelector("form[role=search]");
      form.elements.q.value = item.query;
      form.requestSubmit();
    } else if (item.element.matches("input, textarea, select")) {
      item.element.focus();
    } else if (item.element.localName === "summary") {
      item.element.parentElement.open = true;
      (item.element.parentElement.querySelector("textarea, button, a[href]") || item.element).focus();
    } else {
      item.element.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    const { dialog, box } = parts() || {};
    if (!dialog) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else if (!document.querySelector("dialog[open]")) open();
      return;
    }
    if (!dialog.open || event.target !== box || event.isComposing) return;
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1 };
    if (event.key in steps) point(steps[event.key]);
    else if (event.key === "Enter") run(found[here]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-commands]")) fill();
  });
  document.addEventListener("click", (event) => {
    const { dialog, list } = parts() || {};
    if (!dialog) return;
    const option = event.target.closest("[data-commands] [role=option]");
    if (event.target.closest("[data-commands-open]")) open();
    else if (option) run(found[[...list.children].indexOf(option)]);
    else if (event.target === dialog || event.target.closest("[data-commands-close]")) dialog.close();
  });
  // A page that is swapped in brings its button along, hidden as without script.
  const ready = () => {
    for (const button of document.querySelectorAll("[data-commands-open]")) button.hidden = false;
  };
  document.addEventListener("htmx:load", ready);
  addEventListener("DOMContentLoaded", ready);
  ready();
})();
