"use strict";

/* Makes the [data-panel] parts of a page tabs, named by data-panel-name; the one with data-first is shown first. */
(() => {
  const panels = [...document.querySelectorAll("[data-panel]")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");

  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${panel.dataset.panel}`;
    tab.textContent = panel.dataset.panelName;
    tab.setAttribute("role", "tab");
    panel.id ||= `panel-${panel.dataset.panel}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.removeAttribute("aria-label");
    const summary = panel.querySelector(":scope > details > summary"); // what opens it without a script
    if (summary) {
      if (summary.dataset.key) tab.dataset.key = summary.dataset.key;
      summary.hidden = true;
      summary.parentElement.open = true;
    }
    list.append(tab);
    return tab;
  });

  const select = (chosen) => {
    panels.forEach((panel, place) => {
      const isChosen = tabs[place] === chosen;
      panel.hidden = !isChosen;
      tabs[place].setAttribute("aria-selected", String(isChosen));
      tabs[place].tabIndex = isChosen ? 0 : -1;
    });
  };

  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (!tab) return;
    select(tab);
    panels[tabs.indexOf(tab)].querySelector("textarea").focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tab = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    select(tab);
    tab.focus();
  });

  panels[0].before(list);
  select(tabs[Math.max(0, panels.findIndex((panel) => "first" in panel.dataset))]);
})();
