"use strict";

/*
 * The page of alerts: of each [data-line] the one [data-when] that is true just now, and what its button does.
 * Loaded anew with the page; what it listens to ends with the page.
 */
(() => {
  const list = document.querySelector("[data-self-test]");
  const form = document.querySelector("[data-alerts-form]");
  if (!list) return;
  const root = document.documentElement;
  const gone = new AbortController();
  let permission = null;

  const notifications = () => {
    if (!isSecureContext) return "insecure";
    return "Notification" in globalThis && navigator.serviceWorker ? Notification.permission : "missing";
  };
  const badge = () => {
    if (!("setAppBadge" in navigator)) return "missing";
    if (matchMedia("(display-mode: standalone)").matches) return "on";
    return globalThis.deskInstall ? "installable" : "by-menu";
  };
  const connection = () => root.dataset.deskState || "offline";
  const browser = () => (/firefox/i.test(navigator.userAgent) ? "firefox" : /chrom|edg/i.test(navigator.userAgent) ? "chrome" : "safari");

  const show = (name, state) => {
    const line = list.querySelector(`[data-line="${name}"]`);
    const hadFocus = line.contains(document.activeElement);
    for (const part of line.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    line.dataset.state = state;
    if (hadFocus && !document.activeElement.checkVisibility?.()) line.querySelector("[data-when]:not([hidden]) :is(button, a)")?.focus();
  };
  const look = () => {
    show("secure", isSecureContext ? "yes" : "no");
    show("notifications", notifications());
    show("sound", globalThis.deskSound.state());
    show("badge", badge());
    show("connection", connection());
  };

  const act = {
    look,
    ask: async () => {
      await Notification.requestPermission();
      look();
    },
    test: async ({ dataset: { title, body } }) => {
      const registration = await navigator.serviceWorker.ready;
      const { icon, desk } = document.querySelector("[data-alerts]").dataset;
      await registration.showNotification(title, { body, icon, tag: "test", silent: false, data: { url: desk } });
      list.querySelector("[data-untested]").hidden = true;
      list.querySelector("[data-tested]").hidden = false;
    },
    play: ({ dataset: { melody } }) => globalThis.deskChime.play(melody, form.elements.chime.value, Number(form.elements.volume.value)),
    unlock: () => {}, // any click does
    unmute: () => globalThis.deskSound.mute(false),
    install: async () => {
      await globalThis.deskInstall.prompt();
      globalThis.deskInstall = null; // it can be asked once
      look();
    },
    connect: () => dispatchEvent(new Event("online")),
  };

  const hear = (target, name, does) => target.addEventListener(name, does, { signal: gone.signal });
  hear(document, "click", ({ target }) => {
    const button = target.closest("main [data-do]");
    if (button) act[button.dataset.do](button);
  });
  for (const name of ["desk:sound", "desk:connection", "desk:frame", "desk:install", "visibilitychange"]) hear(document, name, look);
  hear(document, "desk:page", () => {
    if (list.isConnected) return;
    gone.abort();
    if (permission) permission.onchange = null;
  });
  navigator.permissions?.query({ name: "notifications" }).then(
    (found) => {
      permission = found;
      found.onchange = look;
    },
    () => {}, // a browser that does not tell: it is looked at when the tab is shown again
  );

  for (const hint of list.querySelectorAll("[data-browser]")) hint.hidden = hint.dataset.browser !== browser();
  document.querySelector("[data-without-script]").hidden = true;
  document.querySelector("[data-listen]").hidden = false;
  list.hidden = false;
  look();
})();
