// Saves what is typed into a form after a pause, in the background, and says so. Without it the button saves, as ever.
// The form names the status line that tells of it (data-autosave="its id") and carries the version that was seen.
"use strict";
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const PAUSE = 2000, AGAIN = 15000; // milliseconds
  const status = document.getElementById(form.dataset.autosave);
  let timer = 0, sending = null, typed = false, overtaken = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  const save = () => {
    clearTimeout(timer);
    if (!typed || overtaken || sending) return;
    typed = false;
    const data = new FormData(form);
    data.append("autosave", "on");
    const request = { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" };
    sending = fetch(form.getAttribute("action"), request)
      .then(async (answer) => heard(answer, await answer.json()))
      .catch(() => {
        typed = true;
        say("Not saved: there is no connection. It is tried again; what you wrote stays here.");
        later(AGAIN);
      })
      .finally(() => {
        sending = null;
        if (typed && !overtaken) later(PAUSE);
      });
  };

  const heard = (answer, told) => {
    if (!answer.ok) {
      overtaken = answer.status === 409;
      const why = overtaken ? "Somebody saved this part while you wrote. Press Save to see both texts." : told.error;
      say(`Not saved. ${why} What you wrote stays here.`);
      return;
    }
    form.elements.seen.value = told.seen;
    if (told.href) { // a new row has a place of its own now
      form.setAttribute("action", told.href);
      history.replaceState(null, "", told.href);
    }
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    say(told.left.length ? `Saved ${time}, but not yet: ${told.left.join(", ")}` : `Saved ${time}`);
  };

  const changed = () => {
    typed = true;
    later(PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    typed = false;
    if (!sending) return;
    event.preventDefault(); // the version that it brings is sent with the form
    sending.finally(() => form.requestSubmit(event.submitter));
  });
}
