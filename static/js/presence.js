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
  let places = [];
  let own = null;
  let names = {};
  let words = {};
  let state = "viewing";
  let fading = null;
  let token = "";

  const show = (ticket, people) => {
    const said = people
      .filter((person) => names[person.id])
      .map((person) => words[person.state].replace("{name}", names[person.id]))
      .join(", ");
    for (const place of places.filter((one) => one.dataset.presence === ticket)) {
      if (place.textContent !== said) place.textContent = said;
    }
    if (!said || own) return;
    clearTimeout(fading);
    fading = setTimeout(ask, FADES);
  };

  const showAll = (found) => {
    for (const place of places) show(place.dataset.presence, found[place.dataset.presence] || []);
  };

  const report = async () => {
    const body = new FormData();
    body.set("state", state);
    body.set("csrfmiddlewaretoken", token);
    try {
      const answer = await fetch(own.dataset.report, { method: "POST", body });
      if (answer.ok) showAll(await answer.json());
    } catch {
      // The next report may come through.
    }
  };

  const leave = () => {
    if (!own) return;
    const body = new FormData();
    body.set("state", "gone");
    body.set("csrfmiddlewaretoken", token);
    navigator.sendBeacon(own.dataset.report, body);
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

  const arrive = () => {
    const found = document.querySelector("[data-presence-words]");
    const target = document.querySelector("[data-report]");
    if (own && own.dataset.report !== target?.dataset.report) leave();
    places = found ? [...document.querySelectorAll("[data-presence]")] : [];
    own = found && target;
    token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || token;
    state = "viewing";
    if (!places.length) return;
    words = found.dataset;
    names = JSON.parse(document.getElementById("colleagues").textContent);
    if (own) report();
    else ask();
  };

  document.addEventListener("desk:presence", (event) => show(event.detail.ticket, event.detail.people));
  document.addEventListener("desk:page", arrive);
  document.addEventListener("input", (event) => {
    if (!own || state === "replying" || !event.target.matches("#reply-body")) return;
    state = "replying";
    report();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) arrive();
  });
  setInterval(() => {
    if (own && !document.hidden) report();
  }, EVERY);
  arrive();
})();
