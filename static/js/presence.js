"use strict";

/*
 * Who else is with a ticket. Pushed frames and answers hold ids only; the names stand in the page.
 *
 *   [data-presence="482-913-053"]   its text says who is with that ticket
 *   [data-report]                   ... and there we tell that we are, too: while the page is open, every 10 seconds
 */
(() => {
  const EVERY = 10_000;
  const FADES = 25_000;
  const places = [...document.querySelectorAll("[data-presence]")];
  const words = document.querySelector("[data-presence-words]");
  if (!places.length || !words) return;
  const names = JSON.parse(document.getElementById("colleagues").textContent);
  const own = places.find((place) => place.dataset.report);
  const fading = new Map();

  const show = (ticket, people) => {
    const said = people
      .filter((person) => names[person.id])
      .map((person) => words.dataset[person.state].replace("{name}", names[person.id]))
      .join(", ");
    for (const place of places.filter((one) => one.dataset.presence === ticket)) {
      if (place.textContent !== said) place.textContent = said;
    }
    clearTimeout(fading.get(ticket));
    if (said && !own) fading.set(ticket, setTimeout(ask, FADES));
  };

  const showAll = (found) => {
    for (const place of places) show(place.dataset.presence, found[place.dataset.presence] || []);
  };

  const report = async (state) => {
    const body = new FormData();
    body.set("state", state);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    if (state === "gone") {
      navigator.sendBeacon(own.dataset.report, body);
      return;
    }
    try {
      const answer = await fetch(own.dataset.report, { method: "POST", body });
      if (answer.ok) showAll(await answer.json());
    } catch {
      // The next report may come through.
    }
  };

  const ask = async () => {
    const query = new URLSearchParams(places.map((place) => ["ticket", place.dataset.presence]));
    try {
      const answer = await fetch(`/desk/presence/?${query}`);
      if (answer.ok) showAll(await answer.json());
    } catch {
      // What is pushed next is shown.
    }
  };

  document.addEventListener("desk:presence", (event) => show(event.detail.ticket, event.detail.people));
  if (!own) {
    ask();
    return;
  }
  let state = "viewing";
  document.addEventListener("input", (event) => {
    if (state === "replying" || !event.target.matches("#reply-body")) return;
    state = "replying";
    report(state);
  });
  addEventListener("pagehide", () => report("gone"));
  addEventListener("pageshow", () => report(state));
  setInterval(() => {
    if (!document.hidden) report(state);
  }, EVERY);
})();
