// Coding by keyboard, mouse or finger. The script chooses words and fills in the page's own form, which is sent in the
// ordinary way: nothing is kept here, and without it the form does the same. Characters are counted as the house counts
// them: by code points, where JavaScript counts two for an emoji.
"use strict";
(() => {
  const list = document.querySelector("ol[data-coding]"), form = document.getElementById("code-form");
  const palette = document.getElementById("palette");
  if (!list || !form || !palette?.showModal) return;
  const part = (id) => document.getElementById(id);
  const typed = part("palette-typed"), options = [...part("palette-list").children], memo = part("palette-memo-text");
  const bar = part("coding-bar"), paragraphs = [...list.querySelectorAll("p.coded")];
  const by = (granularity) => new Intl.Segmenter(document.documentElement.lang, { granularity });
  const words = by("word"), sentences = by("sentence");
  const points = (text) => [...text].length;
  const short = (text) => text.length > 160 ? `${text.slice(0, 80)} … ${text.slice(-70)}` : text;
  let here = null, anchor = 0, caret = 0, chosen = null, wanted = null, sent = false;

  for (const one of document.querySelectorAll("[data-with-script]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;

  // The text of a paragraph, without the letters of codes that stand in it.
  const nodes = (paragraph) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => node.nodeType === Node.TEXT_NODE ? NodeFilter.FILTER_ACCEPT
        : "aside" in node.dataset ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  const text = (paragraph) => nodes(paragraph).map((node) => node.data).join("");
  const at = (paragraph, offset) => { // where an offset into the text (in UTF-16 units) is in the page
    let left = offset, last = null;
    for (const node of nodes(paragraph)) {
      if (left <= node.length) return [node, left];
      left -= node.length;
      last = node;
    }
    return last ? [last, last.length] : [paragraph, 0];
  };
  const offset = (paragraph, node, inside) => { // the other way round; what ends in the letters ends before them
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, inside);
    let sum = 0;
    for (const each of nodes(paragraph)) {
      if (range.comparePoint(each, each.length) <= 0) sum += each.length;
      else if (range.comparePoint(each, 0) <= 0) return sum + (each === node ? inside : 0);
    }
    return sum;
  };
  const say = (sentence) => { part("coding-said").textContent = sentence; };
  const stretch = () => { // without the spaces at its ends; of nothing chosen, the whole paragraph
    const whole = text(here);
    let [first, last] = [Math.min(anchor, caret), Math.max(anchor, caret)];
    while (first < last && !whole[first].trim()) first += 1;
    while (last > first && !whole[last - 1].trim()) last -= 1;
    return first === last ? [0, whole.length] : [first, last];
  };
  const offer = () => {
    bar.hidden = !here || anchor === caret;
    part("coding-bar-words").textContent = bar.hidden ? "" : short(text(here).slice(...stretch()));
  };
  const show = () => {
    document.getSelection().setBaseAndExtent(...at(here, anchor), ...at(here, caret));
    say(anchor === caret ? "" : `Chosen: ${text(here).slice(...stretch())}`);
    offer();
  };
  const enter = (paragraph) => {
    if (!paragraph) return;
    for (const each of paragraphs) each.tabIndex = each === paragraph ? 0 : -1;
    [here, anchor, caret] = [paragraph, 0, 0];
    document.getSelection().removeAllRanges();
    paragraph.focus();
    offer();
  };
  const taken = () => { // what was chosen by mouse, by finger, or by the browser's own caret
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const [from, to] = [selection.anchorNode, selection.focusNode].map((node) =>
      (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("p.coded"));
    if (!from || from !== to) return;
    here = from;
    anchor = offset(here, selection.anchorNode, selection.anchorOffset);
    caret = offset(here, selection.focusNode, selection.focusOffset);
    offer();
  };
  const step = (back, letter) => {
    const whole = text(here);
    const borders = letter ? [...whole].reduce((all, one) => [...all, all.at(-1) + one.length], [0])
      : [0, ...[...words.segment(whole)].filter((one) => one.isWordLike).flatMap((one) => back ? [one.index] : [one.index + one.segment.length]), whole.length];
    const found = back ? borders.filter((one) => one < caret).at(-1) : borders.find((one) => one > caret);
    return found ?? caret;
  };
  const sentence = () => {
    const all = [...sentences.segment(text(here))], whole = anchor !== caret && all.findIndex((one) => one.index === Math.min(anchor, caret));
    const now = whole === false ? all.findIndex((one) => caret < one.index + one.segment.length) : whole + 1;
    const found = all[now] ?? all[0];
    if (!found) return;
    [anchor, caret] = [found.index, found.index + found.segment.trimEnd().length];
    show();
  };

  // The palette: what is typed leaves the codes that have it in their name or are called by these letters.
  const visible = () => options.filter((one) => !one.hidden);
  const point = (option) => {
    for (const one of options) one.setAttribute("aria-selected", String(one === option));
    chosen = option || null;
    if (option) typed.setAttribute("aria-activedescendant", option.id);
    else typed.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const asked = typed.value.trim().toLowerCase();
    for (const one of options) one.hidden = !one.dataset.name.toLowerCase().includes(asked) && one.dataset.letters.toLowerCase() !== asked;
    point(visible().find((one) => one.dataset.letters.toLowerCase() === asked) || visible()[0]);
    part("palette-none").textContent = visible().length ? "" : "No code is called so.";
  };
  const mark = () => {
    const [first, last] = stretch(), whole = text(here);
    wanted = { place: here.dataset.place, first: points(whole.slice(0, first)), last: points(whole.slice(0, last)) };
    return whole.slice(first, last);
  };
  const ask = (withMemo) => {
    if (!here) return;
    part("palette-words").textContent = short(mark());
    part("palette-memo").hidden = !withMemo;
    typed.value = memo.value = "";
    filter();
    palette.showModal();
    typed.focus();
  };
  const once = (send) => { // a key that is held down sends once
    if (sent) return;
    sent = true;
    send();
  };
  const give = (code) => {
    if (!code || !wanted) return;
    form.elements.place.value = wanted.place;
    form.elements.first.value = wanted.first;
    form.elements.last.value = wanted.last;
    form.elements.words.value = "";
    form.elements.code.value = code;
    form.elements.memo.value = memo.value;
    once(() => form.submit());
  };
  const straight = (code) => {
    if (!here) return say("Choose a paragraph first.");
    mark();
    memo.value = "";
    give(code);
  };
  typed.addEventListener("input", filter);
  typed.addEventListener("keydown", (event) => {
    const shown = visible(), place = shown.indexOf(chosen);
    if (event.key === "ArrowDown") point(shown[Math.min(place + 1, shown.length - 1)]);
    else if (event.key === "ArrowUp") point(shown[Math.max(place - 1, 0)]);
    else if (event.key === "Enter" && part("palette-memo").hidden) give(chosen?.dataset.code);
    else if (event.key === "Enter") memo.focus();
    else return;
    event.preventDefault();
  });
  for (const option of options) option.addEventListener("click", () => {
    point(option);
    if (part("palette-memo").hidden) give(option.dataset.code);
  });
  part("palette-give").addEventListener("click", () => give(chosen?.dataset.code));
  part("coding-bar-code").addEventListener("click", () => ask(false));
  part("coding-bar-memo").addEventListener("click", () => ask(true));
  palette.addEventListener("close", () => here?.focus());
  for (const button of document.querySelectorAll("button[data-give]")) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // what is chosen stays chosen
    button.addEventListener("click", () => straight(button.dataset.give));
  }

  const mine = () => [...list.querySelectorAll("li[data-mine]:not([data-mine=''])")].sort((a, b) => a.dataset.mine - b.dataset.mine).at(-1);
  const follow = (where) => document.querySelector(`.round-pages a[rel=${where}]`)?.click();
  const keys = {
    ArrowDown: () => enter(paragraphs[paragraphs.indexOf(here) + 1]),
    ArrowUp: () => enter(paragraphs[paragraphs.indexOf(here) - 1]),
    Enter: () => ask(false),
    ".": () => mine() && straight(mine().dataset.code),
    c: () => ask(false),
    m: () => ask(true),
    n: () => follow("next"),
    p: () => follow("prev"),
    q: () => [...here.closest("li").querySelectorAll("a[data-card]")].at(-1)?.click(),
    r: () => { const one = here.closest("li").querySelector("form[data-read]"); if (one) once(() => one.submit()); },
    R: () => { const all = part("read-all"); if (all) once(() => all.submit()); },
    s: sentence,
    u: () => { const one = mine()?.querySelector("form"); if (one) once(() => one.submit()); },
  };
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || !event.target.matches("p.coded")) return;
    if (here !== event.target) enter(event.target);
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      caret = step(event.key === "ArrowLeft", event.altKey);
      if (!event.shiftKey) anchor = caret;
      show();
    } else if (event.key === "Escape") enter(here);
    else if (Object.hasOwn(keys, event.key) && !event.altKey) keys[event.key]();
    else return;
    event.preventDefault();
  });
  document.addEventListener("selectionchange", taken);
  addEventListener("pageshow", () => { sent = false; });
  list.addEventListener("mouseup", (event) => {
    if (event.target.closest("a, button, form")) return;
    if (document.getSelection().isCollapsed) {
      const paragraph = event.target.closest("p.coded"), { anchorNode, anchorOffset } = document.getSelection();
      if (!paragraph || !anchorNode || !paragraph.contains(anchorNode)) return;
      const place = offset(paragraph, anchorNode, anchorOffset);
      enter(paragraph);
      anchor = caret = place;
      show();
    } else if (here && anchor !== caret) here.focus({ preventScroll: true });
  });
  for (const paragraph of paragraphs) {
    paragraph.tabIndex = paragraph === paragraphs[0] ? 0 : -1;
    paragraph.addEventListener("focus", () => { if (here !== paragraph) [here, anchor, caret] = [paragraph, 0, 0]; });
  }
  const back = document.querySelector(`${location.hash.match(/^#place-\d+$/)?.[0] ?? "#none"} p.coded`);
  const done = document.querySelector("main > .usa-alert[role=status]");
  const begin = () => setTimeout(() => { // after the browser went to the address's place, which takes the focus away
    if (back) enter(back);
    if (done) say(done.textContent.trim());
  });
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
