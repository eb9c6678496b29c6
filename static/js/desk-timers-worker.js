"use strict";

/* Timers for a page, see desk-timers.js: {id, after} starts one of so many milliseconds, {id} stops it; when it is due, its id comes back. */
const running = new Map();

onmessage = ({ data: { id, after } }) => {
  clearTimeout(running.get(id));
  running.delete(id);
  if (after === undefined) return;
  const ring = () => {
    running.delete(id);
    postMessage(id);
  };
  running.set(id, setTimeout(ring, after));
};
