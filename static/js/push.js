"use strict";

/*
 * The line that says whether this browser is told while the desk is closed (Web Push), and its button.
 *
 *   [data-push="our public key"]   data-known, data-failing: SHA-256 of the endpoints that the server tells, and of those
 *                                  which it could not reach; data-add, data-remove: where they are sent
 */
(() => {
  const PATIENCE = 10_000; // milliseconds until the service worker is there
  const line = document.querySelector("[data-push]");
  if (!line) return;
  const button = line.querySelector("button");
  const known = new Set(line.dataset.known.split(" "));
  const failing = new Set(line.dataset.failing.split(" "));
  let isOn = false;

  const show = (state) => {
    for (const text of line.querySelectorAll("[data-push-state]")) text.hidden = text.dataset.pushState !== state;
    isOn = state === "on" || state === "failing";
    button.hidden = state === "blocked" || state === "unable";
    button.textContent = isOn ? button.dataset.turnOff : button.dataset.turnOn;
    button.removeAttribute("aria-disabled");
  };

  const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const hash = async (text) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const send = async (address, fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(address, { method: "POST", body });
    if (answer.status !== 204) throw new Error(`answered ${answer.status}`);
  };

  // The subscription is on only if it is for our key and the server knows it.
  const look = async () => {
    if (Notification.permission === "denied") return "blocked";
    const registration = await navigator.serviceWorker.getRegistration();
    const subscription = await registration?.pushManager.getSubscription();
    if (!subscription || encode(subscription.options.applicationServerKey) !== line.dataset.push) return "off";
    const name = await hash(subscription.endpoint);
    if (!known.has(name)) return "off";
    return failing.has(name) ? "failing" : "on";
  };

  const worker = () =>
    Promise.race([
      navigator.serviceWorker.ready,
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error("no service worker")), PATIENCE)),
    ]);

  const turnOn = async () => {
    // Asked first: some browsers ask only at once after the click.
    if ((await Notification.requestPermission()) !== "granted") return;
    const { pushManager } = await worker();
    await (await pushManager.getSubscription())?.unsubscribe(); // for another key, or forgotten by the server
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: decode(line.dataset.push) });
    const { endpoint, keys } = subscription.toJSON();
    await send(line.dataset.add, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    const name = await hash(endpoint);
    known.add(name);
    failing.delete(name);
  };

  const turnOff = async () => {
    const subscription = await (await worker()).pushManager.getSubscription();
    if (!subscription) return;
    const { endpoint } = subscription;
    await subscription.unsubscribe(); // from here on nothing can arrive, even if the server does not hear of it
    known.delete(await hash(endpoint));
    await send(line.dataset.remove, { endpoint });
  };

  button.addEventListener("click", async () => {
    if (button.hasAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.wait;
    const wasOn = isOn;
    try {
      await (wasOn ? turnOff() : turnOn());
      show(await look());
    } catch {
      show(wasOn ? await look() : "failed");
    }
  });

  if (!isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    show("unable");
    return;
  }
  look().then(show, () => show("unable"));
})();
