"use strict";

/*
 * What the FAQ says to this ticket comes after the page, so that the page need not wait for the search.
 *
 *   [data-suggested]   the address of the list, which takes the place of the link in it
 */
document.querySelectorAll("[data-suggested]").forEach(async (place) => {
  const answer = await fetch(place.dataset.suggested);
  if (!answer.ok || answer.redirected) return;
  place.innerHTML = await answer.text(); // rendered by our server, as on the page that the link leads to
  for (const button of place.querySelectorAll("[data-insert]")) button.hidden = false;
  window.htmx?.process(place);
});
