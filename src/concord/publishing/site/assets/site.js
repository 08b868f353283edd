// Narrows the list of recommendations while the reader types. The list is whole without it.
(() => {
  const box = document.querySelector("[data-filter]");
  if (!box) return;
  const input = box.querySelector("input");
  const count = box.querySelector("[data-filter-count]");
  const groups = [...document.querySelectorAll(".group")];
  const rows = [...document.querySelectorAll(".recs > li")].map((row) => [row, row.textContent.toLowerCase()]);
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !text.includes(wanted);
      shown += !row.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector(".recs > li:not([hidden])");
    count.textContent = wanted ? count.dataset.said.replace("#", shown).replace("#", rows.length) : "";
  };
  input.addEventListener("input", narrow);
  box.hidden = false;
  if (input.value) narrow();
})();
