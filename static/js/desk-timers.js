"use strict";

/*
 * Timers that are on time in a hidden tab as well: after five minutes a browser runs those of a hidden page once a
 * minute only, but those of a worker as ever.
 *
 *   deskTimers.set(call, after) -> id     after: milliseconds
 *   deskTimers.clear(id)
 */
globalThis.deskTimers = (() => {
  const due = new Map();
  let newest = 0;
  const worker = new Worker(document.currentScript.dataset.worker);
  worker.onmessage = ({ data: id }) => {
    const call = due.get(id);
    due.delete(id);
    call?.();
  };
  return {
    set(call, after) {
      newest += 1;
      due.set(newest, call);
      worker.postMessage({ id: newest, after });
      return newest;
    },
    clear(id) {
      if (due.delete(id)) worker.postMessage({ id });
    },
  };
})();
