"use strict";

/* Counts the hold of an answer down in its toast; the server decides alone whether an undo still comes in time. */
for (const toast of document.querySelectorAll("[data-undo]")) {
  const text = toast.querySelector("[data-undo-text]");
  const button = toast.querySelector("button");
  const end = Date.now() + Number(toast.dataset.seconds) * 1000;
  let timer;

  const tick = () => {
    if (!toast.isConnected) {
      clearInterval(timer);
      return;
    }
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0) {
      text.textContent = toast.dataset.template.replace("{seconds}", left);
      return;
    }
    clearInterval(timer);
    if (!toast.contains(document.activeElement)) {
      toast.hidden = true;
      return;
    }
    text.textContent = toast.dataset.over;
    button.setAttribute("aria-disabled", "true");
    toast.addEventListener("focusout", () => {
      toast.hidden = true;
    });
  };

  timer = setInterval(tick, 1000);
  tick();
}
