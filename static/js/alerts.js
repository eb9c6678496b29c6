"use strict";

/*
 * Alerts the person: for each thing once over all tabs of this browser, a notification first, then a chime in the one
 * tab that does it best. Where no tab can sound, the notification does.
 *
 * What the person prefers, and every word, stands in [data-alerts]; the names of categories in #category-names.
 * Hears "desk:frame", "desk:lead", "desk:connection". Only the leading tab acts; where every tab leads itself (a page that
 * is not on https) the marks in localStorage keep them from saying the same thing twice:
 *
 *   told       {what: when}, for an hour
 *   sounded    when anything sounded last
 *   checked    when what waits too long was brought up last
 *   wishes     what the newest page says of them, for tabs that were opened earlier
 */
(() => {
  const SPACING = 5_000; // from one sound to the next
  const KEPT = 3_600_000;
  const ANSWERS_WITHIN = 50;
  const SHOWN_WITHIN = 1_000; // a service worker that is slow to start must not keep the chime
  const SOON = 200;
  const MINUTE = 60_000;
  const ALL = ":all"; // tags of notifications, beside the addresses of categories, which hold no colon
  const LATE = ":late";
  const MELODIES = { "ticket.opened": "new", "ticket.customer_replied": "reply" };
  const root = document.documentElement;
  const person = root.dataset.person;
  const plural = new Intl.PluralRules(root.lang || "en");
  const timers = globalThis.deskTimers;
  const channel = new BroadcastChannel(`desk-alerts-${person}`);
  const tab = Math.random().toString(36).slice(2);
  const asked = new Map(); // the answers so far, by question
  const opened = Date.now();
  const unkept = new Map(); // what the browser would not keep
  let words = {};
  let names = {};
  let counts = null;
  let input = 0; // when a person did something here last
  let next = null;

  const leads = () => root.dataset.leading === "yes";
  const read = (name) => {
    try {
      return unkept.has(name) ? unkept.get(name) : JSON.parse(localStorage.getItem(`desk-${name}-${person}`));
    } catch {
      return null;
    }
  };
  const keep = (name, value) => {
    try {
      localStorage.setItem(`desk-${name}-${person}`, JSON.stringify(value));
    } catch {
      unkept.set(name, value);
    }
  };
  const last = (name) => Math.min(read(name) ?? opened, Date.now()); // a clock that was wrong must not silence anything
  const exclusively = (act) => (navigator.locks ? navigator.locks.request(`desk-alerts-${person}`, act) : act());
  const fill = (template, n) => template.replace("{n}", n);
  const waiting = (n) => fill(plural.select(n) === "one" ? words.saysWaitingOne : words.saysWaitingOther, n);

  const wishes = () => {
    const { checkEvery, onlyAtCheck, chime, volume, ringAgain, away } = read("wishes") || words;
    return {
      checkEvery: Number(checkEvery) * MINUTE,
      onlyAtCheck: onlyAtCheck === "yes",
      chime,
      volume: Number(volume),
      ringAgain: Number(ringAgain) * MINUTE,
      away: away === "yes",
    };
  };

  // Each returns whether it was the first.
  const claim = (what) =>
    exclusively(() => {
      const told = Object.entries(read("told") || {}).filter(([, when]) => Date.now() - when < KEPT);
      if (told.some(([one]) => one === String(what))) return false;
      keep("told", Object.fromEntries([...told, [what, Date.now()]]));
      return true;
    });
  const forget = (what) =>
    exclusively(() => {
      const { [what]: _, ...told } = read("told") || {};
      keep("told", told);
    });
  const claimSound = () =>
    exclusively(() => {
      if (root.dataset.muted === "yes" || wishes().volume === 0 || Date.now() - Math.min(read("sounded") || 0, Date.now() - 1) < SPACING) return false;
      keep("sounded", Date.now());
      return true;
    });
  const claimCheck = () =>
    exclusively(() => {
      if (Date.now() < checkDue()) return false;
      keep("checked", Date.now());
      return true;
    });

  // Who can ring?

  const myself = () => ({
    tab,
    sounds: root.dataset.audio === "running",
    focused: document.hasFocus(),
    visible: !document.hidden,
    input,
    ticket: document.querySelector("[data-report]")?.dataset.presence,
  });
  const better = (one, other) =>
    other.focused - one.focused || other.visible - one.visible || other.input - one.input || (one.tab < other.tab ? -1 : 1);
  const tabs = () =>
    new Promise((resolve) => {
      const question = Math.random().toString(36);
      const answers = [myself()];
      asked.set(question, answers);
      channel.postMessage({ question });
      timers.set(() => {
        asked.delete(question);
        resolve(answers);
      }, ANSWERS_WITHIN);
    });
  const ring = (melody) => globalThis.deskChime.play(melody, wishes().chime, wishes().volume);

  channel.addEventListener("message", ({ data }) => {
    if (data.question) channel.postMessage({ answers: data.question, ...myself() });
    else if (data.answers) asked.get(data.answers)?.push(data);
    else if (data.rings === tab) ring(data.melody);
  });

  // Notifications

  const worker = (async () => {
    try {
      const { serviceWorker } = document.querySelector("[data-alerts]").dataset;
      await navigator.serviceWorker.register(serviceWorker, { scope: "/desk/" });
      return await navigator.serviceWorker.ready;
    } catch {
      return null; // not a secure address, or the server is gone just now
    }
  })();
  const show = async ({ title, body, tag, url }, silent) => {
    if (globalThis.Notification?.permission !== "granted") return;
    try {
      const options = { body, tag, silent, renotify: !silent, icon: words.icon, lang: root.lang, data: { url } };
      await (await worker)?.showNotification(title, options);
    } catch {
      // The permission went away in this moment.
    }
  };
  const withdraw = async (frame) => {
    if (globalThis.Notification?.permission !== "granted") return;
    const shown = (await (await worker)?.getNotifications()) || [];
    const over = (tag) =>
      (tag === ALL && !frame.waiting) || (tag === LATE && !frame.overdue) || (names[tag] && !frame.categories[tag]);
    for (const notification of shown) {
      if (over(notification.tag)) notification.close();
    }
  };

  const tell = async (melody, message, ticket = null) => {
    const all = await tabs();
    if (ticket && all.some((one) => one.focused && one.ticket === ticket)) return;
    const sounds = await claimSound();
    const best = all.filter((one) => one.sounds).sort(better)[0];
    await Promise.race([show(message, !sounds || Boolean(best)), new Promise((go) => timers.set(go, SHOWN_WITHIN))]);
    if (sounds && best?.tab === tab) ring(melody);
    else if (sounds && best) channel.postMessage({ rings: best.tab, melody });
    plan();
  };

  // What happened

  const hear = async (frame) => {
    const before = counts;
    counts = frame;
    if (!leads()) return;
    plan();
    withdraw(frame);
    const melody = frame.event === "hello" && frame.grown > 0 ? "new" : MELODIES[frame.event];
    const { away, onlyAtCheck } = wishes();
    if (!melody || away || onlyAtCheck || (frame.id && !(await claim(frame.id)))) return;
    const slug = before && Object.keys(frame.categories).find((one) => frame.categories[one] > (before.categories[one] || 0));
    const known = slug && frame.id && names[slug];
    const says = { new: ["saysNewIn", "saysNew"], reply: ["saysReplyIn", "saysReply"] }[melody][known ? 0 : 1];
    const title = words[says].replace("{category}", names[slug]);
    const body = waiting(known ? frame.categories[slug] : frame.waiting);
    const url = frame.ticket ? `${words.desk}tickets/${frame.ticket}/` : words.desk;
    await tell(melody, { title, body, tag: known ? slug : ALL, url }, frame.ticket);
  };

  // Checks, and ringing again

  const checkDue = () => last("checked") + wishes().checkEvery;
  const ringDue = () => {
    const { ringAgain, onlyAtCheck, away, volume } = wishes();
    const quiet = !ringAgain || onlyAtCheck || away || !volume || root.dataset.muted === "yes" || !counts?.waiting;
    return quiet ? Infinity : last("sounded") + ringAgain;
  };

  const plan = () => {
    timers.clear(next);
    next = leads() ? timers.set(act, Math.max(SOON, Math.min(checkDue(), ringDue()) - Date.now())) : null;
  };

  const act = async () => {
    if (Date.now() >= checkDue()) await check();
    else if (Date.now() >= ringDue()) await remind();
    plan();
  };

  const remind = () => tell("new", { title: words.saysAgain, body: waiting(counts.waiting), tag: ALL, url: words.desk });

  const ask = async () => {
    try {
      const answer = await fetch(words.counts, { headers: { Accept: "application/json" } });
      return answer.ok && !answer.redirected ? await answer.json() : counts;
    } catch {
      return counts;
    }
  };

  const check = async () => {
    if (!(await claimCheck())) return;
    const now = await ask();
    const { away, onlyAtCheck } = wishes();
    if (!now || away || !(now.overdue || (onlyAtCheck && now.waiting))) return;
    const late = plural.select(now.overdue) === "one" ? words.saysLateOne : words.saysLateOther;
    const message = { body: waiting(now.waiting), url: words.desk };
    if (now.overdue) await tell("overdue", { ...message, title: fill(late, now.overdue), tag: LATE });
    else await tell("new", { ...message, title: words.saysCheck, tag: ALL });
  };

  const connection = async ({ detail }) => {
    if (!leads() || wishes().away) return;
    if (detail.state === "live") {
      await forget("signed-out");
    } else if (detail.state === "signed-out" && (await claim("signed-out"))) {
      await tell("overdue", { title: words.saysSignedOut, body: "", tag: ":signed-out", url: words.desk });
    }
  };

  const settle = () => {
    const place = document.querySelector("[data-alerts]");
    if (!place) return;
    words = { ...place.dataset };
    names = JSON.parse(document.getElementById("category-names").textContent);
    const { checkEvery, onlyAtCheck, chime, volume, ringAgain, away } = words;
    keep("wishes", { checkEvery, onlyAtCheck, chime, volume, ringAgain, away });
    if (!read("checked")) keep("checked", opened);
    plan();
  };

  document.addEventListener("desk:frame", ({ detail }) => hear(detail));
  document.addEventListener("desk:connection", connection);
  document.addEventListener("desk:lead", plan);
  document.addEventListener("desk:page", settle);
  document.addEventListener("visibilitychange", plan);
  addEventListener("storage", ({ key }) => {
    if (key?.startsWith("desk-")) plan();
  });
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => (input = Date.now()), { capture: true, passive: true });
  }
  // A click on a notification, told by the service worker: followed like a link of the page.
  const follow = ({ data }) => {
    if (!data.open) return;
    const link = document.createElement("a");
    link.href = data.open;
    document.body.append(link);
    globalThis.htmx?.process(link);
    link.click();
  };
  if (navigator.serviceWorker) navigator.serviceWorker.onmessage = follow;
  // Told once, early; the page of alerts offers it.
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    globalThis.deskInstall = event;
    document.dispatchEvent(new CustomEvent("desk:install"));
  });
  settle();
})();
