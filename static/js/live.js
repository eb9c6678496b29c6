"use strict";

/*
 * Keeps the page of a ticket up to date while somebody looks at it: the page is fetched again, and each [data-live] part
 * that changed takes the place of the one shown. What is being written or focused is left alone.
 *
 *   [data-live][data-from]   the address the page is fetched from
 *   [data-news]              a status line; says its words when an answer of ours came, which also stand above it
 */
(() => {
  const EVERY = 30_000;
  const BACK = 5_000; // a tab that is shown again has something newer to show, but not at every switch
  const { from } = document.querySelector("[data-from]").dataset;
  const news = document.querySelector("[data-news]");
  const shown = new Map([...document.querySelectorAll("[data-live]")].map((part) => [part.dataset.live, part.innerHTML]));
  const answers = () => document.querySelectorAll("[data-live] .us");
  let known = answers().length;
  let asked = Date.now();

  const mark = () => {
    const fresh = [...answers()].slice(known);
    if (!fresh.length) return;
    known += fresh.length;
    const line = document.createElement("p");
    line.className = "new";
    line.textContent = news.textContent = news.dataset.news;
    fresh[0].before(line);
  };

  const take = (page) => {
    for (const part of document.querySelectorAll("[data-live]")) {
      const name = part.dataset.live;
      const newer = page.querySelector(`[data-live="${name}"]`);
      if (!newer || newer.innerHTML === shown.get(name) || part.contains(document.activeElement)) continue;
      shown.set(name, newer.innerHTML);
      part.replaceWith(document.adoptNode(newer));
    }
    mark();
  };

  const look = async () => {
    if (document.hidden) return;
    asked = Date.now();
    try {
      const answer = await fetch(from);
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // Offline: the next look may come through.
    }
  };

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (Date.now() - asked > BACK) look();
  });
})();
