"use strict";

/*
 * [data-tags] is the address of the tags a person knows. They are asked for when its field is first used, and offered for
 * the word behind the last comma.
 */
for (const list of document.querySelectorAll("[data-tags]")) {
  const input = document.querySelector(`[list="${list.id}"]`);
  let names = null;

  const offer = () => {
    const before = input.value.match(/^.*[,;]\s*/)?.[0] || "";
    list.replaceChildren(
      ...names.map((name) => {
        const option = document.createElement("option");
        option.value = before + name;
        return option;
      }),
    );
  };

  input.addEventListener("focus", async () => {
    if (names) return;
    names = [];
    try {
      const answer = await fetch(list.dataset.tags);
      if (answer.ok) names = (await answer.json()).tags;
    } catch {
      names = null; // asked again with the next focus
      return;
    }
    offer();
  });
  input.addEventListener("input", () => {
    if (names) offer();
  });
}
