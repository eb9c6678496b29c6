"use strict";

/*
 * The switch of this browser's sound in the header, and the truth about it: a tab in which nobody has clicked yet is
 * silent, and says so. Its words are those of button[data-sound]: data-on, data-off, data-locked, data-zero.
 *
 * <html data-muted> says "yes" or "no" in every tab. deskSound.state() is "on", "off" (by the switch), "zero" (the
 * volume) or "locked" (the browser); deskSound.mute(whether) switches. "desk:sound" on document tells of a change.
 */
(() => {
  const KEY = "desk-muted";
  const root = document.documentElement;
  let muted = false;

  const state = () => {
    if (muted) return "off";
    if (document.querySelector("[data-alerts]")?.dataset.volume === "0") return "zero";
    return root.dataset.audio === "running" ? "on" : "locked";
  };

  const show = () => {
    root.dataset.muted = muted ? "yes" : "no";
    for (const button of document.querySelectorAll("button[data-sound]")) {
      button.hidden = false;
      if (button.dataset.state === state()) continue;
      button.dataset.state = state();
      button.textContent = button.dataset[state()];
    }
    document.dispatchEvent(new CustomEvent("desk:sound"));
  };

  const recall = () => {
    try {
      muted = localStorage.getItem(KEY) === "yes";
    } catch {
      // A browser that keeps nothing: for this tab only, then.
    }
    show();
  };

  const mute = (whether) => {
    muted = whether;
    try {
      localStorage.setItem(KEY, whether ? "yes" : "no");
    } catch {
      // As above.
    }
    show();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sound]");
    if (!button) return;
    if (state() === "zero") document.querySelector("a[data-alerts-page]").click();
    else if (state() !== "locked") mute(!muted); // if it is, this click unlocks it
  });
  addEventListener("storage", ({ key }) => {
    if (key === KEY) recall();
  });
  document.addEventListener("desk:audio", show);
  document.addEventListener("desk:page", show);
  globalThis.deskSound = { state, mute };
  recall();
})();
