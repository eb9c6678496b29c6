"use strict";

/*
 * Answers while somebody types: an input[data-suggest] becomes a combobox (the "list" pattern of WAI-ARIA) whose options
 * come from the fragment at that address; [data-none] is where "None of these" is noted. Enter does what it does without
 * this script unless an option is chosen. In a form answers open beside it. The list lies over the page and moves nothing.
 */
(() => {
  const PAUSE = 150; // milliseconds without a key

  const make = (name, attributes, text) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };

  const combine = (input) => {
    const inForm = new URL(input.dataset.suggest, location.href).searchParams.get("from") === "form";
    const list = make("div", { role: "listbox", id: `${input.id}-answers`, class: "answers", hidden: "" });
    const note = make("p", { class: "answers-note", "aria-hidden": "true" });
    const said = make("span", { "aria-live": "polite", class: "vh" });
    let timer = 0;
    let asked = 0; // what comes for an earlier question is too late
    let options = [];
    let active = -1;
    let refused = false; // told once that nothing fits, a form offers nothing more

    const isOpen = () => !list.hidden;

    const choose = (index) => {
      active = index;
      for (const [place, option] of options.entries()) option.setAttribute("aria-selected", String(place === index));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options[index].id);
        options[index].scrollIntoView({ block: "nearest" });
      }
    };

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };

    const forget = () => {
      clearTimeout(timer);
      asked += 1;
      close();
    };

    const show = () => {
      list.style.top = `${input.offsetTop + input.offsetHeight}px`;
      list.style.left = `${input.offsetLeft}px`;
      list.style.width = `${input.offsetWidth}px`;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    const refuse = (thanks) => {
      const words = new URLSearchParams({
        q: input.value,
        category: new URL(input.dataset.suggest, location.href).searchParams.get("category") || "",
      });
      if (inForm) {
        refused = true;
        fetch(input.dataset.none, { method: "POST", body: words, keepalive: true }).catch(() => {});
        said.textContent = thanks;
        return;
      }
      const form = make("form", { method: "post", action: input.dataset.none, hidden: "" });
      for (const [name, value] of words) form.append(make("input", { type: "hidden", name, value }));
      document.body.append(form);
      form.submit();
    };

    const go = (option) => {
      forget();
      if (!option.dataset.href) refuse(option.dataset.thanks);
      else if (inForm) window.open(option.dataset.href, "_blank", "noopener");
      else location.assign(option.dataset.href);
    };

    const fill = (html) => {
      const fragment = new DOMParser().parseFromString(html, "text/html");
      const links = [...fragment.querySelectorAll("a")];
      if (!links.length) {
        close();
        said.textContent = "";
        return;
      }
      const none = fragment.querySelector("[data-refuse]");
      const count = fragment.querySelector("[data-count]").textContent.trim();
      const words = fragment.querySelector("[data-note]")?.textContent || "";
      options = links.map((link) =>
        make("div", { "data-href": link.getAttribute("href"), lang: link.lang }, link.textContent),
      );
      options.push(make("div", { class: "refuse", "data-thanks": none.dataset.thanks }, none.textContent));
      for (const [place, option] of options.entries()) {
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
      }
      note.textContent = words;
      list.setAttribute("aria-label", [count, words].filter(Boolean).join(". "));
      list.replaceChildren(...options);
      if (words) list.append(note);
      choose(-1);
      show();
      said.textContent = [count, words].filter(Boolean).join(". ");
    };

    const ask = async () => {
      const question = (asked += 1);
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", input.value);
      try {
        const answer = await fetch(address);
        const html = answer.ok ? await answer.text() : "";
        if (question === asked && document.activeElement === input) fill(html);
      } catch {
        // Offline: the page works without.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      asked += 1;
      choose(-1);
      if (!isOpen()) options = []; // of another question
      if (refused || input.value.trim().length < 2) {
        close();
        said.textContent = "";
      } else {
        timer = setTimeout(ask, PAUSE);
      }
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const last = options.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!options.length) return;
        event.preventDefault();
        if (!isOpen()) show();
        const next = event.key === "ArrowDown" ? active + 1 : active < 0 ? last : active - 1;
        choose(next > last ? -1 : next);
      } else if (event.key === "Escape" && isOpen()) {
        event.preventDefault(); // a search field would lose its text
        forget();
      } else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        go(options[active]);
      } else if (event.key === "Home" || event.key === "End") {
        choose(-1); // the caret moves in the text
      } else if (event.key === "Enter") {
        forget();
      }
    });

    input.addEventListener("blur", forget);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });

    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.parentElement.classList.add("answered");
    input.after(list, said);
  };

  for (const input of document.querySelectorAll("input[data-suggest]")) combine(input);
})();
