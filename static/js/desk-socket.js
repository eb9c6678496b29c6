"use strict";

/*
 * The connection of the tab that leads (desk-tabs.js): a socket, and where it fails three times asking every 30 seconds
 * while it is tried again. Told that it is signed out it asks a moment later: it may be signed in anew. After every
 * interruption the state itself is fetched ("hello"); what was missed shows in it as `grown`, by how much more is waiting
 * than was known.
 */
(() => {
  const PING = 25_000;
  const DEAD = 60_000; // of silence
  const DELAYS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
  const FAILURES = 3; // until we ask
  const ASK_EVERY = 30_000;
  const SLOW = 300_000;
  const SIGNED_OUT = 4401;
  const SETTLED = 2_000; // after a new password the old session ends a moment before the new one's cookie is here
  // Too many desks of one person, or too many messages of this one: it comes back later, so that desks do not push each
  // other out, and one that went wild does not do so again at once.
  const LATER = [4429, 4420];
  const timers = globalThis.deskTimers;

  let leading = false;
  let socket = null;
  let isLive = false;
  let failures = 0;
  let retry = 0;
  let heartbeat = 0;
  let asking = 0;
  let pinged = 0; // when the ping that is not answered yet was sent; 0: none
  let etag = "";
  let waiting = 0;

  const share = (detail) => document.dispatchEvent(new CustomEvent("desk:share", { detail }));
  const printed = () => Number((document.title.match(/^\((\d+)\) /) || [0, 0])[1]);

  const count = (frame) => {
    if (frame.event === "hello") frame.grown = Math.max(0, frame.waiting - waiting);
    share({ frame });
  };

  const hear = ({ data }) => {
    pinged = 0;
    failures = 0;
    isLive = true;
    timers.clear(asking);
    share({ state: "live" });
    const frame = JSON.parse(data);
    if (frame.type === "counts") count(frame);
    else share({ frame });
  };

  // Silence is counted from an unanswered ping, not from the last frame: this page may have slept.
  const beat = () => {
    if (pinged && Date.now() - pinged >= DEAD - PING) {
      lose();
      return;
    }
    if (!pinged && socket?.readyState === WebSocket.OPEN) {
      pinged = Date.now();
      socket.send('{"type":"ping"}');
    }
    heartbeat = timers.set(beat, PING);
  };

  const lose = (event) => {
    timers.clear(heartbeat);
    const old = socket;
    socket = null;
    isLive = false;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      old.close();
    }
    const longest = DELAYS[Math.min(failures, DELAYS.length - 1)];
    failures += 1;
    if (event?.code === SIGNED_OUT) {
      asking = timers.set(returnIfSignedIn, SETTLED);
      share({ state: "offline" });
      return;
    }
    const isLater = LATER.includes(event?.code);
    retry = timers.set(connect, isLater ? SLOW : Math.random() * longest);
    if (failures === FAILURES || isLater) ask();
    else if (failures < FAILURES) share({ state: "offline" });
  };

  const signOut = () => {
    timers.clear(retry);
    timers.clear(asking);
    retry = timers.set(connect, SLOW);
    share({ state: "signed-out" });
  };

  // Resolves with whether this browser may still be signed in.
  const ask = async () => {
    try {
      const answer = await fetch("/desk/counts/", { redirect: "manual", cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
      if (isLive) return true;
      if (answer.status === 401 || answer.type === "opaqueredirect") {
        signOut();
        return false;
      }
      if (answer.ok) {
        etag = answer.headers.get("ETag");
        count({ ...(await answer.json()), event: "hello", id: null, ticket: null });
      }
      share({ state: answer.ok || answer.status === 304 ? "polling" : "offline" });
    } catch {
      if (!isLive) share({ state: "offline" });
    }
    if (!isLive) asking = timers.set(ask, ASK_EVERY);
    return true;
  };

  const returnIfSignedIn = async () => {
    if (await ask()) connect();
  };

  const connect = () => {
    if (!leading || socket) return;
    timers.clear(retry);
    pinged = 0;
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk/`);
    socket.onopen = () => {
      heartbeat = timers.set(beat, PING);
    };
    socket.onmessage = hear;
    socket.onclose = lose;
  };

  const wake = () => {
    if (socket?.readyState === WebSocket.OPEN) {
      timers.clear(heartbeat);
      beat();
    } else {
      connect();
    }
  };

  document.addEventListener("desk:lead", () => {
    leading = true;
    connect();
  });
  document.addEventListener("desk:ask", connect);
  document.addEventListener("desk:frame", ({ detail }) => {
    waiting = detail.waiting;
  });
  document.addEventListener("desk:page", () => {
    waiting = printed();
  });
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake();
  });
  waiting = printed();
})();
