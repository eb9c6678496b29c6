"use strict";

/* A helper below the search field is written into the field, to be completed there; without this script its link shows
   the page with it written in. */
(() => {
  const field = document.querySelector("#desk-search");
  for (const link of document.querySelectorAll("[data-search-helper]")) {
    link.addEventListener("click", (event) => {
      if (!field || event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      const typed = field.value.trimEnd();
      field.value = `${typed}${typed ? " " : ""}${link.dataset.searchHelper}`;
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    });
  }
})();
