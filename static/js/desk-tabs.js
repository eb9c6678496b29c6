"use strict";

/*
 * One tab of a browser leads: it holds the connection, and what it hears all tabs hear. Who leads is decided by a lock;
 * where there are no locks (a page that is not on https), every tab leads itself.
 *
 * Dispatched on document, in every tab:
 *   desk:frame        detail: the counts, as they are pushed
 *   desk:presence     detail: who is with a ticket
 *   desk:connection   detail: {state: "live", "polling", "offline" or "signed-out"}; html[data-desk-state] holds it
 * and in the one that leads:
 *   desk:lead         it leads from now on; html[data-leading] is "yes"
 *   desk:ask          a tab came: it wants to know how things stand
 * The leader's desk-socket.js dispatches desk:share, detail: {frame} or {state}.
 */
(() => {
  const root = document.documentElement;
  const name = `desk ${root.dataset.person}`; // another person who signs in here has tabs of their own
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  let state = "";
  let counts = null;

  const tell = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));
  const leads = () => root.dataset.leading === "yes";

  const take = (message) => {
    if (message.frame?.type === "presence") tell("desk:presence", message.frame);
    if (message.frame?.type === "counts") {
      counts = message.frame;
      tell("desk:frame", counts);
    }
    if (message.state && message.state !== state) {
      state = root.dataset.deskState = message.state;
      tell("desk:connection", { state });
    }
  };

  const lead = () => {
    root.dataset.leading = "yes";
    tell("desk:lead");
    return new Promise(() => {}); // until the tab is closed
  };

  document.addEventListener("desk:share", ({ detail }) => {
    take(detail);
    channel?.postMessage(detail);
  });
  channel?.addEventListener("message", ({ data }) => {
    if (!data.asks) {
      if (!leads()) take(data);
    } else if (leads()) {
      const frame = counts && { ...counts, event: "hello", id: null, ticket: null, grown: 0 };
      channel.postMessage({ state, frame });
      tell("desk:ask");
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) channel?.postMessage({ asks: true });
  });

  root.dataset.leading = "no";
  addEventListener("DOMContentLoaded", () => { // the others listen by then
    if (navigator.locks && channel) {
      navigator.locks.request(name, lead);
      channel.postMessage({ asks: true });
    } else {
      lead();
    }
  });
})();
