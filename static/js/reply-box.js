// "Insert" puts a canned response into the box where the cursor is, without asking the server.
document.querySelectorAll("[data-reply]").forEach((form) => {
  const box = form.querySelector("textarea");
  form.querySelectorAll("[data-insert]").forEach((button) => {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
      button.closest("details").open = false;
      box.focus();
    });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(`[name="then"][value="${event.shiftKey ? "open" : "complete"}"]`));
    }
  });
});
