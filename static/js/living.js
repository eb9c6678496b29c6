"use strict";

/*
 * The desk is one living page: links and forms between its pages fetch the next page and swap the body, so that sounds,
 * permissions and the socket survive. Without this script they are what they look like. Scripts at the end of a page run
 * after each swap, as after each load; those in the head stay.
 */
(() => {
  const TOO_MUCH = 413; // its page says to go back, but here that would ask for a form without what was typed
  const places = new Map(); // how far down each address was left, in pixels
  let here = location.pathname + location.search;
  const isOfTheDesk = (url) => url.origin === location.origin && url.pathname.startsWith("/desk/") && !url.pathname.includes("/files/");

  const trouble = (status) => {
    const line = document.querySelector("[data-trouble]");
    if (!line) return;
    line.textContent = { 0: line.dataset.unreachable, [TOO_MUCH]: line.dataset.tooMuch }[status] || line.dataset.failed;
    line.hidden = false;
  };

  // Of the new page's head: its language and looks, and the styles of a page that is not drawn as the others are.
  const dress = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const root = document.documentElement;
    for (const name of ["lang", "dir", "data-theme", "data-density", "data-single-keys"]) {
      const value = fresh.documentElement.getAttribute(name);
      if (value === null) root.removeAttribute(name);
      else root.setAttribute(name, value);
    }
    const sheets = (page) => [...page.head.querySelectorAll("link[rel=stylesheet]")];
    const wanted = sheets(fresh).map((sheet) => sheet.getAttribute("href"));
    for (const sheet of sheets(document)) {
      if (wanted.includes(sheet.getAttribute("href"))) wanted.splice(wanted.indexOf(sheet.getAttribute("href")), 1);
      else sheet.remove();
    }
    for (const href of wanted) {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = href;
      document.head.append(sheet);
    }
    document.body.className = fresh.body.className;
  };

  const arrive = () => {
    here = location.pathname + location.search;
    document.dispatchEvent(new CustomEvent("desk:page"));
    if (document.activeElement !== document.body) return; // kept by its id, or somebody was faster
    const errors = document.querySelector("[data-error-summary]");
    const heading = document.querySelector("main h1");
    if (errors) {
      errors.focus();
    } else if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  };

  document.addEventListener("htmx:beforeProcessNode", ({ target }) => {
    if (target.localName === "a" && target.href) {
      if (!isOfTheDesk(new URL(target.href)) || target.hasAttribute("download")) target.setAttribute("hx-boost", "false");
    } else if (target.localName === "form" && !isOfTheDesk(new URL(target.getAttribute("action") || "", location.href))) {
      target.setAttribute("hx-boost", "false");
    }
  });

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const submitter = detail.triggeringEvent?.submitter; // a form may be sent by a script on behalf of a button
    if (submitter?.name) detail.formData.set(submitter.name, submitter.value);
    const line = document.querySelector("[data-trouble]");
    if (line) line.hidden = true;
    places.set(here, scrollY);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const address = new URL(xhr.responseURL || location.href);
    const isPage = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/html");
    if (xhr.status >= 500 || xhr.status === TOO_MUCH || !isPage) {
      event.detail.shouldSwap = false;
      trouble(xhr.status);
    } else if (!isOfTheDesk(address)) {
      event.preventDefault();
      location.assign(address); // to sign in, for example
    } else {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      dress(xhr.response);
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => trouble(0));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target === document.body) arrive();
  });

  // Back and forward ask the server again: what it shows may have changed, and nothing of a customer is stored here.
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    places.set(here, scrollY);
    const signedOut = detail.xhr;
    signedOut.addEventListener("load", (event) => {
      if (isOfTheDesk(new URL(signedOut.responseURL || location.href))) return;
      event.stopImmediatePropagation();
      location.reload();
    });
  });
  document.addEventListener("htmx:historyCacheMissLoad", ({ detail }) => dress(detail.response));
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  document.addEventListener("htmx:historyRestore", () => {
    arrive();
    scrollTo(0, places.get(here) || 0);
  });
})();
