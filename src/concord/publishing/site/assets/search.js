// Searches all texts in the browser. The indexes are files; nothing that is typed leaves the reader's machine.
(async () => {
  const form = document.querySelector("[data-search]");
  const box = form.querySelector("input");
  const where = form.querySelector("select");
  const status = document.querySelector("[data-search-status]");
  const list = document.querySelector("[data-search-results]");
  const root = form.dataset.root;
  const most = Number(form.dataset.most);
  const asked = new URLSearchParams(location.search);
  box.value = asked.get("q") ?? "";
  if ([...where.options].some((option) => option.value === asked.get("site"))) where.value = asked.get("site");
  form.hidden = false;

  const engines = new Map();
  const engine = async (site) => {
    if (engines.has(site)) return engines.get(site);
    const pagefind = await import(`${root}search/index/pagefind.js?${encodeURIComponent(site)}`);
    await pagefind.options({ baseUrl: root, excerptLength: 26 });
    const slugs = site ? [site] : [...where.options].map((option) => option.value).filter(Boolean).slice(0, most);
    await Promise.all(
      slugs.map((slug) => pagefind.mergeIndex(`${root}sites/${slug}/search/index`, { baseUrl: `${root}sites/${slug}/`, mergeFilter: { site: slug } })),
    );
    engines.set(site, pagefind);
    return pagefind;
  };

  const words = (marked) => {
    const holder = document.createElement("p");
    const read = new DOMParser().parseFromString(marked, "text/html").body;
    for (const node of read.childNodes) {
      const part = node.nodeName === "MARK" ? document.createElement("mark") : document.createTextNode("");
      part.textContent = node.textContent;
      holder.append(part);
    }
    return holder;
  };

  const names = new Map([...where.options].map((option) => [option.value, option.textContent]));
  const row = (data) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = data.url;
    link.textContent = data.meta.title;
    const heading = document.createElement("h2");
    heading.className = "plain-head";
    heading.append(link);
    item.append(heading);
    const slug = /\/sites\/([^/]+)\//.exec(data.url)?.[1];
    if (slug && names.has(slug) && !data.meta.title.startsWith(names.get(slug))) {
      const site = document.createElement("p");
      site.className = "small quiet";
      site.textContent = names.get(slug);
      item.append(site);
    }
    item.append(words(data.excerpt));
    return item;
  };

  let turn = 0;
  const search = async () => {
    const mine = ++turn;
    const wanted = box.value.trim();
    history.replaceState(null, "", wanted || where.value ? `?${new URLSearchParams({ q: wanted, site: where.value })}` : location.pathname);
    if (!wanted) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    const found = await (await engine(where.value)).search(wanted, where.value ? { filters: { site: where.value } } : {});
    const seen = new Set();
    const first = (await Promise.all(found.results.slice(0, 40).map((result) => result.data()))).filter((data) => !seen.has(data.url) && seen.add(data.url));
    if (mine !== turn) return;
    list.replaceChildren(...first.slice(0, 30).map(row));
    const count = found.results.length;
    status.textContent = count ? form.dataset[count === 1 ? "one" : "many"].replace("#", count) : form.dataset.none;
  };
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  };
  box.addEventListener("input", soon);
  where.addEventListener("change", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  if (box.value) search();
})();
