"use strict";

/*
 * Shows what desk-tabs.js tells: the one number wherever it stands, and how we know it. The server sends numbers and ids
 * only; every word comes from the page:
 *
 *   [data-waiting]                    its text becomes data-template-one or data-template-other, {n} replaced
 *   [data-count-waiting]              its text becomes the same number alone
 *   [data-count-overdue]              its text becomes how many of them wait too long
 *   [data-count-category="<slug>"]    its text becomes that category's count
 *   [data-connection]                 its text becomes data-live, data-polling, data-offline or data-signed-out
 *   [data-when-signed-out]            shown while that is so
 *   a[hidden][data-new-tickets]       shown when tickets arrive, with its templates as above; it leads to the queue
 *
 * The title's leading "(3) ", the icon of the tab and that of the installed desk follow the number.
 */
(() => {
  const ANNOUNCE = 30_000; // a live region that speaks more often is a nuisance
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const icon = document.querySelector("link[rel=icon]");
  const plain = icon.href;
  const picture = new Image();
  let announced = 0;
  let known = null; // the newest counts
  let drawn = 0; // the number that the page was drawn with
  let arrived = new Set(); // the events since
  let grown = 0; // by how much more waits, where we could not hear of the events

  const fill = (element, n) => {
    const { templateOne, templateOther } = element.dataset;
    const template = (plural.select(n) === "one" && templateOne) || templateOther || "{n}";
    return template.replace("{n}", n);
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const writeAll = (selector, text) => {
    for (const element of document.querySelectorAll(selector)) write(element, text(element));
  };

  const showNumber = (waiting) => {
    const line = document.querySelector("[data-waiting]");
    const quiet = Date.now() - announced < ANNOUNCE;
    if (line && !quiet && line.textContent !== fill(line, waiting)) announced = Date.now();
    line?.setAttribute("aria-live", quiet ? "off" : "polite");
    writeAll("[data-waiting]", (element) => fill(element, waiting));
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = waiting ? `(${waiting}) ${title}` : title;
  };

  const showIcon = (waiting) => {
    if (waiting) navigator.setAppBadge?.(waiting).catch(() => {}); // not installed
    else navigator.clearAppBadge?.().catch(() => {});
    if (!waiting || !picture.complete || !picture.naturalWidth) {
      icon.href = plain;
      return;
    }
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, 64, 64);
    pen.fillStyle = "#B3261E";
    pen.beginPath();
    pen.roundRect(waiting > 9 ? 12 : 28, 24, waiting > 9 ? 52 : 36, 40, 18);
    pen.fill();
    pen.fillStyle = "#FFFFFF";
    pen.font = "bold 34px sans-serif";
    pen.textAlign = "center";
    pen.fillText(waiting > 99 ? "99" : waiting, waiting > 9 ? 38 : 46, 56);
    icon.href = canvas.toDataURL();
  };

  const showArrivals = () => {
    const n = Math.max(arrived.size, grown);
    if (!n) return;
    for (const bar of document.querySelectorAll("[data-new-tickets]")) {
      write(bar, fill(bar, n));
      bar.hidden = false;
    }
  };

  const showConnection = (state) => {
    const word = { live: "live", polling: "polling", offline: "offline", "signed-out": "signedOut" }[state];
    if (!word) return;
    for (const element of document.querySelectorAll("[data-connection]")) {
      element.dataset.state = state;
      write(element, element.dataset[word] || "");
    }
    for (const element of document.querySelectorAll("[data-when-signed-out]")) element.hidden = state !== "signed-out";
  };

  document.addEventListener("desk:frame", ({ detail: frame }) => {
    const before = known ? known.waiting : drawn;
    known = frame;
    if (frame.event === "hello") grown = Math.max(grown, frame.waiting - drawn);
    if (["ticket.opened", "ticket.customer_replied"].includes(frame.event)) arrived.add(frame.id);
    showArrivals();
    showNumber(frame.waiting);
    writeAll("[data-count-waiting]", () => String(frame.waiting));
    writeAll("[data-count-overdue]", () => String(frame.overdue));
    writeAll("[data-count-category]", (element) => String(frame.categories[element.dataset.countCategory] || 0));
    if (frame.waiting !== before) showIcon(frame.waiting);
  });
  document.addEventListener("desk:connection", ({ detail }) => showConnection(detail.state));

  // A page that was swapped in shows the newest numbers and says nothing of the connection.
  const arrive = () => {
    drawn = Number((document.title.match(/^\((\d+)\) /) || [0, 0])[1]);
    known = null;
    arrived = new Set();
    grown = 0;
    showIcon(drawn);
    showConnection(document.documentElement.dataset.deskState);
  };
  document.addEventListener("desk:page", arrive);
  picture.onload = () => showIcon(known ? known.waiting : drawn);
  picture.src = plain;
  arrive();
})();
