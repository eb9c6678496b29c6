"use strict";

/*
 * Single letters and digits press what carries them: [data-key="a"] is clicked, or focused when it is a field. In a list,
 * j and k go from one row to the next (of table.queue to its link, of [data-row] to its [data-row-focus]), a key acts
 * within the row that has the focus, and x ticks its [name=ticket]. They act only while
 * <html data-single-keys> is there, no field has the focus and no modifier is down; event.key says which letter was
 * meant, whatever the layout of the keyboard.
 */
(() => {
  const FIELD = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
  const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const links = () => [...document.querySelectorAll("table.queue tbody .what a, [data-row-focus]")].filter(isShown);
  const rowOf = (element) => element?.closest("table.queue tbody tr, [data-row]");

  const move = (step) => {
    const all = links();
    const row = rowOf(document.activeElement);
    const here = all.findIndex((link) => rowOf(link) === row);
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (!next) return false;
    next.focus({ focusVisible: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const select = () => {
    const box = rowOf(document.activeElement)?.querySelector("input[name=ticket]");
    box?.click();
    return Boolean(box);
  };

  const press = (key) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === key);
    const within = all.filter((element) => rowOf(element) && rowOf(element) === rowOf(document.activeElement));
    const element = [...within, ...all.filter((other) => !rowOf(other))].find(isShown);
    if (!element || element.matches(":disabled, [aria-disabled=true]")) return false;
    if (element.matches(FIELD)) {
      element.focus();
      element.scrollIntoView({ block: "nearest" });
    } else if (element.localName === "summary") {
      const details = element.parentElement;
      details.open = !details.open;
      const first = details.querySelector("textarea, input:not([type=hidden]), button, a[href]");
      (details.open && first ? first : element).focus();
    } else {
      element.click();
    }
    return true;
  };

  const close = (target) => {
    const menu = target.closest("details[data-menu][open], details.canned[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (target.matches("input, textarea, select")) {
      target.blur();
    }
  };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (key === "Escape") {
      close(target);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) {
      if (!event.repeat || !["j", "k"].includes(key)) return;
    }
    if (!("singleKeys" in document.documentElement.dataset) || target.closest(FIELD) || !/^[a-z1-9]$/.test(key)) return;
    const acted = key === "j" ? move(1) : key === "k" ? move(-1) : (key === "x" && select()) || press(key);
    if (acted) event.preventDefault();
  });

  // A menu closes when somebody goes on elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})();
