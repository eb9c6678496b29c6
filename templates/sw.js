"use strict";

/*
 * Shows what is pushed to this browser and answers clicks on notifications. Nothing of a page is kept here: without a
 * connection the desk is not there.
 *
 * A push is JSON: {"title", "body", "tag", "url"}, the address of a page of the desk.
 */
const DESK = "{% url 'desk:queue' %}";
const ICON = "{% static 'icons/desk-192.png' %}";

const tabs = async () => {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((tab) => new URL(tab.url).pathname.startsWith(DESK));
};
const ofTheDesk = (url) => {
  const address = new URL(url || DESK, location.origin);
  return address.origin === location.origin && address.pathname.startsWith(DESK) ? address.pathname : DESK;
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("push", (event) => {
  const show = async ({ title, body, tag, url }) => {
    const silent = (await tabs()).some((tab) => tab.focused);
    await registration.showNotification(title, { body, tag, silent, icon: ICON, renotify: Boolean(tag) && !silent, data: { url } });
  };
  event.waitUntil(show(event.data.json()));
});

addEventListener("notificationclick", (event) => {
  const open = async (path) => {
    const all = await tabs(); // the one used last comes first
    const there = all.find((tab) => new URL(tab.url).pathname === path);
    const tab = there || all[0];
    if (!tab) {
      await clients.openWindow(path);
      return;
    }
    await tab.focus().catch(() => {}); // refused where the click came too long ago
    if (!there) tab.postMessage({ open: path });
  };
  event.notification.close();
  event.waitUntil(open(ofTheDesk(event.notification.data?.url)));
});
