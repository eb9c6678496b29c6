"use strict";

/*
 * Keeps the counts of the desk live. The server sends numbers and ids only; every word comes from the page:
 *
 *   [data-waiting]                    its text becomes data-template-one or data-template-other, {n} replaced
 *   [data-count-waiting]              its text becomes the same number alone
 *   [data-connection]                 its text becomes data-live or data-offline
 *   [data-count-category="<slug>"]    its text becomes that category's count
 *   a[hidden][data-new-tickets]       shown when a ticket arrives, with its templates as above; it leads to the queue
 *
 * The title's leading "(3) " follows the count. Each frame is dispatched on document for others: counts as "desk:frame",
 * who is with a ticket as "desk:presence".
 */
(() => {
  const PING = 25_000;
  const DEAD = 60_000; // of silence
  const ANNOUNCE = 30_000; // a live region that speaks more often is a nuisance
  const DELAYS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
  const PATIENT_TRIES = 20;
  const SLOW = 300_000;
  const SIGNED_OUT = 4401;

  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const seen = new Set();
  let socket = null;
  let failures = 0;
  let retry = null;
  let heartbeat = null;
  let asked = 0; // when the ping that is not answered yet was sent; 0: none
  let announced = 0;
  let fresh = 0;
  let known = ""; // the state of the connection, once there is one
  let waiting = Number((document.title.match(/^\((\d+)\) /) || [0, 0])[1]);

  const fill = (element, n) => {
    const { templateOne, templateOther } = element.dataset;
    const template = (plural.select(n) === "one" && templateOne) || templateOther || "{n}";
    return template.replace("{n}", n);
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const showCounts = (frame) => {
    const quiet = Date.now() - announced < ANNOUNCE;
    if (!quiet && frame.waiting !== waiting) announced = Date.now();
    for (const element of document.querySelectorAll("[data-waiting]")) {
      element.setAttribute("aria-live", quiet ? "off" : "polite");
      write(element, fill(element, frame.waiting));
    }
    for (const element of document.querySelectorAll("[data-count-waiting]")) {
      write(element, String(frame.waiting));
    }
    for (const element of document.querySelectorAll("[data-count-category]")) {
      write(element, String(frame.categories[element.dataset.countCategory] || 0));
    }
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = frame.waiting ? `(${frame.waiting}) ${title}` : title;
  };

  const showArrivals = (frame) => {
    if (frame.event === "hello") {
      // What happened while we were not connected was never sent.
      fresh += Math.max(0, frame.waiting - waiting);
    } else if (["ticket.opened", "ticket.customer_replied"].includes(frame.event) && !seen.has(frame.id)) {
      seen.add(frame.id);
      fresh += 1;
    }
    if (!fresh) return;
    for (const bar of document.querySelectorAll("[data-new-tickets]")) {
      write(bar, fill(bar, fresh));
      bar.hidden = false;
    }
  };

  const showConnection = (state) => {
    known = state;
    for (const element of document.querySelectorAll("[data-connection]")) {
      element.dataset.state = state;
      write(element, element.dataset[state] || "");
    }
  };

  const hear = (message) => {
    asked = 0;
    const frame = JSON.parse(message.data);
    if (frame.type === "presence") document.dispatchEvent(new CustomEvent("desk:presence", { detail: frame }));
    if (frame.type !== "counts") return;
    showArrivals(frame);
    showCounts(frame);
    waiting = frame.waiting;
    document.dispatchEvent(new CustomEvent("desk:frame", { detail: frame }));
  };

  // Hidden tabs run timers once a minute, so silence is counted from an unanswered ping, not from the last frame.
  const beat = () => {
    if (asked && Date.now() - asked >= DEAD - PING) {
      lose();
    } else if (!asked) {
      asked = Date.now();
      socket.send('{"type":"ping"}');
    }
  };

  const lose = (event) => {
    clearInterval(heartbeat);
    const old = socket;
    socket = null;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      old.close();
    }
    showConnection("offline");
    const longest = DELAYS[Math.min(failures, DELAYS.length - 1)];
    const slow = (event && event.code === SIGNED_OUT) || failures >= PATIENT_TRIES;
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(connect, slow ? SLOW : Math.random() * longest);
  };

  const connect = () => {
    clearTimeout(retry);
    if (socket) return;
    asked = 0;
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk/`);
    socket.onopen = () => {
      failures = 0;
      showConnection("live");
      heartbeat = setInterval(beat, PING);
    };
    socket.onmessage = hear;
    socket.onclose = lose;
  };

  // A page that was swapped in shows the newest numbers and says nothing of the connection.
  document.addEventListener("desk:page", () => {
    fresh = 0;
    waiting = Number((document.title.match(/^\((\d+)\) /) || [0, 0])[1]);
    if (known) showConnection(known);
  });
  addEventListener("online", connect);
  addEventListener("pageshow", connect);
  addEventListener("pagehide", () => clearTimeout(retry));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connect();
  });
  connect();
})();
