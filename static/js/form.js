"use strict";

/*
 * Files go up as soon as they are chosen, dropped or pasted: [data-files] is the address they go to, one by one, and the
 * answer is the list of what is kept, which takes the place of [data-kept]. What cannot be sent stays in the control and
 * comes along with the form, as it does without this script. A form that is sent meanwhile waits.
 */
for (const box of document.querySelectorAll("[data-files]")) {
  const input = box.querySelector("input[type=file]");
  const form = input.form;
  const line = box.querySelector("[data-progress]");
  const words = box.dataset;
  let busy = false;
  let held = null; // what the form was sent with while files were on their way

  const say = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };

  const post = (fill, onProgress) =>
    new Promise((resolve) => {
      const body = new FormData();
      for (const name of ["csrfmiddlewaretoken", "form_key"]) body.append(name, form.elements[name].value);
      body.append("question", words.question);
      fill(body);
      const request = new XMLHttpRequest();
      request.open("POST", words.files);
      request.upload.onprogress = onProgress;
      request.onload = () => {
        const answered = request.status === 200 || request.status === 422;
        if (answered) {
          const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-kept]");
          box.querySelector("[data-kept]").replaceWith(fresh);
        }
        resolve(answered);
      };
      request.onerror = request.onabort = () => resolve(false);
      request.send(body);
    });

  const put = (files) => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
  };

  const sendChosen = async () => {
    if (busy) return;
    busy = true;
    let lost = false;
    while (input.files.length && !lost) {
      const [file, ...others] = input.files;
      const name = file.name;
      if (file.size > Number(words.most)) {
        say(words.tooLarge.replace("{name}", name));
        put(others);
        continue;
      }
      lost = !(await post(
        (body) => body.append("attachments", file),
        (event) => {
          const percent = Math.floor((100 * event.loaded) / event.total);
          say(words.sending.replace("{name}", name).replace("{percent}", percent));
        },
      ));
      if (lost) {
        say(words.lost);
      } else {
        put([...input.files].filter((other) => other !== file));
        say("");
      }
    }
    busy = false;
    if (held) {
      const submitter = held.submitter;
      held = null;
      form.requestSubmit(submitter);
    }
  };

  const add = (files) => {
    if (!files.length) return false;
    put([...input.files, ...files]);
    sendChosen();
    return true;
  };

  input.addEventListener("change", sendChosen);
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    held = { submitter: event.submitter };
    say(words.busy);
  });
  box.addEventListener("change", (event) => {
    if (event.target.name === "remove_file") post((body) => body.append("remove_file", event.target.value));
  });

  // What is pasted or dropped somewhere in the form belongs to no question.
  const target = words.question ? box : form;
  target.addEventListener("paste", (event) => {
    if (event.clipboardData && add(event.clipboardData.files)) event.preventDefault();
  });
  target.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  target.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      event.preventDefault();
      event.stopPropagation();
      add(event.dataTransfer.files);
    }
  });
  if (input.files.length) sendChosen(); // after a reload or the back button
}

/*
 * Of a form that is filled in: what belongs to an answer appears with it ([data-when] names the control, its value stands
 * beside it), and in a form[data-keep] what is typed stays in this tab until it is sent, should the page be left.
 */
for (const form of document.querySelectorAll("form[novalidate]")) {
  const groups = [...form.querySelectorAll("[data-when]")];

  // A group is disabled while it is hidden, so that a browser does not send it. In the order of the page: what depends
  // on a hidden group is hidden as well.
  const arrange = () => {
    for (const group of groups) {
      const chosen = [...form.querySelectorAll(`[name="${group.dataset.when}"]`)].some(
        (control) =>
          !control.matches(":disabled") &&
          control.value === group.dataset.whenValue &&
          (control.checked || control.tagName === "SELECT"),
      );
      group.hidden = group.disabled = !chosen;
    }
  };
  form.addEventListener("change", arrange);
  addEventListener("pageshow", () => form.isConnected && arrange()); // the back button brings the answers of before
  arrange();
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const place = `typed ${form.dataset.keep}`;
  const typed = () => [...form.querySelectorAll("input[type=text], input[type=email], input[type=tel], textarea")];
  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(place)) || {};
    } catch {
      return {}; // a browser that keeps nothing still sends
    }
  };
  form.addEventListener("input", () => {
    try {
      sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(typed().map(({ name, value }) => [name, value]))));
    } catch {
      // As above.
    }
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
  for (const words of form.querySelectorAll("[data-with-script]")) words.hidden = false;
  // A form that comes back with errors, or from the check page, knows better what was typed.
  if (document.querySelector("[data-error-summary]") || new URLSearchParams(location.search).has("key")) continue;
  const words = read();
  for (const control of typed()) {
    if (!control.value && control.name !== "website" && words[control.name]) control.value = words[control.name];
  }
}
