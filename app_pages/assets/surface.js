// Shows HTML that Python made and sends clicks back: [data-pick] and [data-go] on any element.
// The page's text is redrawn only when its revision changes, so a click never makes it jump.
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".zeren");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren";
    parentElement.appendChild(root);
    listen(root);
  }
  root.send = setTriggerValue;
  root.lang = data.lang === "en" ? "en" : "zh-CN";
  if (root.dataset.revision !== data.revision) {
    root.dataset.revision = data.revision;
    root.innerHTML = data.html;
    root.querySelectorAll("table[data-sortable]").forEach(sortable);
  }
  choose(root, data.picked);
  if (data.at && root.dataset.shown !== data.at) {
    root.dataset.shown = data.at;
    requestAnimationFrame(() => reveal(root, data.at));
  }
}

function listen(root) {
  root.addEventListener("click", (event) => {
    const hit = (name) => event.target.closest(`[data-${name}]`);
    const saved = hit("save");
    if (saved) { saveFigure(saved.closest("[data-figure]"), saved.dataset.save); return; }
    const scroll = hit("scroll");
    if (scroll) {
      event.preventDefault();
      reveal(root, scroll.dataset.scroll);
      if (!scroll.dataset.pick) return;
    }
    const go = hit("go");
    if (go) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      go.classList.add("going");
      root.send("go", go.dataset.go);
      return;
    }
    const more = hit("more");
    if (more) {
      more.closest("[data-folded]").removeAttribute("data-folded");
      return;
    }
    const picked = hit("pick");
    if (picked) {
      choose(root, picked.dataset.pick);
      root.send("pick", picked.dataset.pick);
    }
  });
  root.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("[role=button], [data-pick]")) {
      event.preventDefault();
      event.target.click();
    }
  });
  root.addEventListener("input", (event) => {
    if (!event.target.matches("[data-filter]")) return;
    const wanted = event.target.value.trim().toLowerCase();
    const rows = root.querySelectorAll(event.target.dataset.filter);
    rows.forEach((row) => { row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted); });
  });
}

function choose(root, pick) {
  root.querySelectorAll(".picked").forEach((element) => element.classList.remove("picked"));
  if (!pick) return;
  root.querySelectorAll("[data-pick]").forEach((element) => {
    if (element.dataset.pick === pick) element.classList.add("picked");
  });
}

// Scrolls only the nearest pane that scrolls, so the page around it keeps still.
function reveal(root, at) {
  const target = root.querySelector(`[data-place="${CSS.escape(at)}"]`) || nearest(root, Number(at));
  if (!target) return;
  const pane = target.closest("[data-pane]");
  if (pane) {
    const off = target.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + off - pane.clientHeight / 4, behavior: "auto" });
  } else {
    target.scrollIntoView({ block: "center" });
  }
  target.classList.remove("flash");
  void target.offsetWidth;
  target.classList.add("flash");
}

function nearest(root, at) {
  if (Number.isNaN(at)) return null;
  let best = null;
  root.querySelectorAll("[data-at]").forEach((element) => {
    if (Number(element.dataset.at) <= at) best = element;
  });
  return best;
}

function sortable(table) {
  table.querySelectorAll("th[data-sort]").forEach((head) => {
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    head.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") !== "descending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const column = head.cellIndex, numeric = head.dataset.sort === "number";
      const value = (row) => {
        const cell = row.cells[column];
        const raw = cell.dataset.value ?? cell.textContent;
        return numeric ? (raw === "" ? -Infinity : Number(raw)) : raw;
      };
      const compare = (a, b) => (numeric ? a - b : String(a).localeCompare(String(b), "zh-CN"));
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => (falling === numeric ? -1 : 1) * compare(value(a), value(b)));
      table.tBodies[0].append(...rows);
    });
  });
}
