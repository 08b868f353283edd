// Keeps a sheet on the phone, encrypted, from the first word until the house has it; then it is erased there. The key
// never leaves the browser and cannot be read out of it (WebCrypto, not extractable). Without this script, or without
// what it needs, the form is sent in the ordinary way.
"use strict";
(() => {
  const form = document.querySelector("form[data-observe]");
  if (!form || !window.isSecureContext || !window.indexedDB || !window.crypto?.subtle || !navigator.locks) return;
  const { owner } = form.dataset, place = form.getAttribute("action");
  const STORE = "concord-sheets", PAUSE = 300, AGAIN = 15000; // milliseconds
  const NOT_KEPT = new Set(["csrfmiddlewaretoken"]), OURS = new Set(["key", "filled", "no_name"]);
  const part = (id) => document.getElementById(id);
  const refused = new Map(); // why a sheet was not taken; in memory alone, since it may repeat a word of it
  let opened = null, secret = null, id = crypto.randomUUID(), timer = 0, retry = 0, sending = false, told = "";
  let keeps = true; // whether this device can keep anything

  // The store: sheets as {id, owner, place, state, iv, data}, and the one key. What touches it waits its turn, in every
  // window of this browser: the store is taken away when it is empty, and must not take with it what comes just then.
  const inTurn = (work) => navigator.locks.request(STORE, work);
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const close = async () => {
    const open = opened;
    opened = secret = null;
    (await open)?.close();
  };
  const database = () => {
    if (!opened) {
      const request = indexedDB.open(STORE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("sheets", { keyPath: "id" });
        request.result.createObjectStore("keys");
      };
      opened = asked(request).then((found) => Object.assign(found, { onversionchange: close }));
    }
    return opened;
  };
  const store = async (name, mode = "readonly") => (await database()).transaction(name, mode).objectStore(name);
  const isThere = async () => opened || (await indexedDB.databases()).some((one) => one.name === STORE);
  const ours = () => inTurn(async () => { // asking opens no store where there is none
    if (!(await isThere())) return [];
    return (await asked((await store("sheets")).getAll())).filter((one) => one.owner === owner);
  });
  const key = () => (secret ||= (async () => {
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const keys = await store("keys", "readwrite"), known = await asked(keys.get(1));
    if (!known) await asked(keys.put(fresh, 1));
    return known || fresh;
  })());
  const bound = (sheet, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${sheet.id} ${sheet.place}`) });
  const put = (sheet, values) => inTurn(async () => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(bound(sheet, iv), await key(), new TextEncoder().encode(JSON.stringify(values)));
    await asked((await store("sheets", "readwrite")).put({ ...sheet, owner, iv, data }));
  });
  const read = (sheet) => inTurn(async () =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(bound(sheet, sheet.iv), await key(), sheet.data))));
  const erase = (which) => inTurn(async () => {
    await asked((await store("sheets", "readwrite")).delete(which));
    refused.delete(which);
    if ((await asked((await store("sheets")).count())) > 0) return;
    await close();
    await asked(indexedDB.deleteDatabase(STORE)); // the key goes too
  });

  // The form.
  const values = () => [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && value !== "");
  const isEmpty = (all) => all.every(([name]) => OURS.has(name));
  const fill = (all) => {
    form.reset();
    for (const [name, value] of all) {
      const field = form.elements[name];
      if (!OURS.has(name) && field) field.value = value; // of radio buttons this chooses the one
    }
  };
  const keep = async () => {
    const all = values(), mine = id;
    if (isEmpty(all)) return;
    await put({ id: mine, place, state: "draft" }, all);
    if (mine === id) await show();
  };
  const inputs = [...form.elements].filter((field) => field.matches("textarea, input[type=text]"));
  const word = "[A-ZÀ-ÖØ-Þ][\\p{L}\\p{N}_’'-]+", start = "(?<![\\p{L}\\p{N}_])", end = "(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])";
  const titled = new RegExp(`${start}(?:${form.dataset.titles})\\.?\\s+(${word})${end}`, "giu");
  const pair = new RegExp(`${start}(${word})\\s+(?:[A-Z]\\.\\s+)?(${word})${end}`, "gu");
  const ordinary = new Set(form.dataset.ordinary.split(" "));
  const isOrdinary = (text) => ordinary.has(text.toLowerCase());
  const isCapital = (text) => text[0] !== text[0].toLowerCase();
  const nameIn = (text) => { // as evidence/naming.py does
    for (const found of text.matchAll(titled)) if (isCapital(found[1]) && !isOrdinary(found[1])) return found[0];
    for (const found of text.matchAll(pair)) if (!isOrdinary(found[1]) && !isOrdinary(found[2])) return found[0];
    return "";
  };

  // What is kept, in words.
  const button = (text, action) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "usa-button usa-button--unstyled", textContent: text });
    made.addEventListener("click", () => action(made));
    return made;
  };
  const called = (name) => {
    const field = form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];
    const label = field?.closest("fieldset")?.querySelector("legend") || field?.labels?.[0];
    return label ? label.textContent.replace("(optional)", "").trim() : name;
  };
  const says = (sheet) => { // what was not taken can be read here, and written down elsewhere
    const made = document.createElement("details"), text = document.createElement("p");
    made.append(Object.assign(document.createElement("summary"), { textContent: "What it says" }), text);
    text.className = "marked";
    read(sheet).then((all) => {
      text.textContent = all.filter(([name]) => !OURS.has(name)).map(([name, value]) => `${called(name)}: ${value}`).join("\n");
    });
    return made;
  };
  const line = (sheet) => {
    const made = document.createElement("li"), why = refused.get(sheet.id);
    made.append(why ? `Not taken: ${why} ` : "A sheet that waits to be sent. ");
    if (why && sheet.place === place) made.append(says(sheet));
    made.append(button("Open it again", () => reopen(sheet)), " ", button("Erase it", (pressed) => {
      if (pressed.dataset.sure) erase(sheet.id).then(show);
      pressed.dataset.sure = "yes";
      pressed.textContent = "Press again to erase it for good";
    }));
    return made;
  };
  const show = async () => {
    const waiting = (await ours()).filter((one) => one.state === "ready"), count = waiting.length;
    const some = `${count} ${count === 1 ? "sheet waits" : "sheets wait"} here, encrypted, to be sent.`;
    const text = [told, count ? some : "", told || count ? "" : "What you write is kept on this device, encrypted, until it is sent."];
    const said = text.filter(Boolean).join(" ");
    if (part("kept-state").textContent !== said) part("kept-state").textContent = said;
    part("kept-sheets").replaceChildren(...waiting.map(line));
    part("kept").hidden = false;
  };
  const reopen = async (sheet) => {
    if (sheet.place !== place) return void (location.href = sheet.place);
    if (!isEmpty(values())) return void (told = "Send or empty the form first.", await show());
    fill(await read(sheet));
    id = sheet.id;
    refused.delete(id);
    await put({ id, place, state: "draft" }, values());
    told = "";
    await show();
  };

  // Sending.
  class SignedOut extends Error {}
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  const deliver = async (sheet) => {
    const body = new FormData();
    for (const [name, value] of await read(sheet)) if (name !== "key") body.append(name, value);
    body.append("key", sheet.id);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(sheet.place, { method: "POST", body, headers, redirect: "error" });
    const heard = await answer.json();
    if (answer.ok && heard.taken === sheet.id) return await erase(sheet.id), true;
    if (heard.signed_out) throw new SignedOut();
    if (answer.status >= 500) throw new Error("later");
    refused.set(sheet.id, heard.error || "The house did not say why.");
    return false;
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(retry);
    let taken = 0;
    part("kept-sign-in").hidden = true;
    try {
      for (const sheet of await ours()) {
        if (sheet.state === "ready" && !refused.has(sheet.id) && (await deliver(sheet))) taken += 1;
      }
      if (taken) told = `Sent, and erased here: ${taken}.`;
    } catch (error) {
      const signedOut = error instanceof SignedOut;
      part("kept-sign-in").hidden = !signedOut;
      told = signedOut
        ? "You are signed out. Nothing is lost: sign in again on this device, and it is sent by itself."
        : "There is no connection now. It is tried again by itself.";
      retry = setTimeout(send, AGAIN);
    }
    sending = false;
    await show();
  };
  const finish = async () => {
    const all = values();
    part("kept").scrollIntoView(); // at once: later, the next sheet may have been begun
    if (isEmpty(all)) return void (told = "Nothing is filled in yet.", await show());
    clearTimeout(timer);
    const mine = id;
    id = crypto.randomUUID();
    const filled = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace("T", " ");
    form.reset();
    const whole = [...all.filter(([name]) => name !== "filled"), ["filled", filled]];
    try {
      await put({ id: mine, place, state: "ready" }, whole);
    } catch { // it goes back into the form, and leaves it in the ordinary way
      if (isEmpty(values())) fill(all);
      return cannotKeep();
    }
    told = "";
    await show();
    await send();
  };

  const cannotKeep = () => {
    keeps = false;
    told = "This device cannot keep anything. Send while there is a network.";
    part("kept-state").textContent = told;
    part("kept").hidden = false;
  };
  form.addEventListener("input", () => {
    part("no-name").hidden = true;
    clearTimeout(timer);
    if (keeps) timer = setTimeout(() => keep().catch(cannotKeep), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (!keeps) return void (form.elements.key.value = id); // it is sent in the ordinary way
    event.preventDefault();
    const sure = form.elements.no_name, field = inputs.find((one) => nameIn(one.value));
    if (field && !(sure.checked || sure.value === "on" && sure.type === "hidden")) {
      part("no-name-text").textContent = `“${nameIn(field.value)}” looks like a name. Reword it, or say that it is none.`;
      part("no-name").hidden = false;
      return;
    }
    part("no-name").hidden = true;
    finish();
  });
  part("no-name-sure").addEventListener("click", () => {
    const sure = form.elements.no_name;
    sure.type === "checkbox" ? (sure.checked = true) : (sure.value = "on");
    form.requestSubmit();
  });
  form.addEventListener("reset", () => { if (form.elements.no_name.type === "hidden") form.elements.no_name.value = "False"; });
  addEventListener("online", () => { refused.clear(); send(); });

  // The page itself for when there is no network: copies of it, of its script and its looks, none with an answer in it.
  const copy = async () => {
    const copies = await caches.open(STORE);
    const beside = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href || one.src);
    for (const address of [...form.dataset.pages.split(" "), ...beside]) {
      const answer = await fetch(address, { redirect: "error" });
      if (answer.ok) await copies.put(address, answer);
    }
    await navigator.serviceWorker.register(form.dataset.worker);
    form.dataset.ready = "yes";
  };
  const begin = async () => {
    const draft = (await ours()).find((one) => one.state === "draft" && one.place === place);
    if (draft) {
      fill(await read(draft));
      id = draft.id;
    }
    await show();
    await send();
  };
  begin().catch(cannotKeep);
  if (navigator.serviceWorker) copy().catch(() => {}); // without network they are there already, or this page would not be
})();
