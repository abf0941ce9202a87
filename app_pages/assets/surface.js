// Shows HTML that Python made and sends clicks back: [data-pick] and [data-go] on any element.
// The page's text is redrawn only when its revision changes, so a click never makes it jump.
export default async function ({ data, parentElement, setTriggerValue }) {
  styled(parentElement);
  let root = parentElement.querySelector(".zeren");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren";
    parentElement.appendChild(root);
    listen(root);
  }
  const [head, body] = apart(data), turn = (root.turn = (root.turn ?? 0) + 1);
  root.send = setTriggerValue;
  root.lang = head.lang === "en" ? "en" : "zh-CN";
  if (root.dataset.revision !== head.revision) {
    const html = await unpacked(body);
    if (root.turn !== turn) return; // something newer has come meanwhile
    root.dataset.revision = head.revision;
    root.innerHTML = html;
    root.querySelectorAll("table[data-sortable]").forEach(sortable);
    root.querySelectorAll(GROUPS).forEach(oneStop);
    if (root.querySelector(".panel .close")) opened(root);
    if (returning?.root === root) goBack(root);
  }
  choose(root, head.picked);
  if (head.at && root.dataset.shown !== head.at) {
    root.dataset.shown = head.at;
    requestAnimationFrame(() => reveal(root, head.at));
  }
}

// The panel of printed words; whether a figure has just asked for it; the figure that did so by a key; and the one that
// the focus goes back to as soon as it is drawn again, where the words stood in its own place.
let panel = null, awaited = false, asker = null, returning = null;

// A panel that was asked for is brought into sight; one that was asked for by a key takes the focus.
function opened(root) {
  panel = root;
  if (awaited) root.querySelector(".panel").scrollIntoView({ block: "nearest" });
  if (awaited && asker) root.querySelector(".panel .body").focus({ preventScroll: true });
  awaited = false;
}

// The escape key closes the panel; the focus goes back to the figure.
document.addEventListener("keydown", (event) => {
  const close = panel?.isConnected && panel.querySelector(".panel .close"), from = event.composedPath()[0];
  if (event.key !== "Escape" || !close || !(from instanceof Element) || !(from === document.body || from.closest(".zeren, .zeren-network")) || from.matches("input")) return;
  close.click();
  if (asker?.figure.isConnected) asker.figure.focus();
  else if (asker) { returning = asker; goBack(asker.root); }
  asker = null;
});

// The figure of before, where it stands on the page: its pick tells it.
function goBack(root) {
  const same = [...root.querySelectorAll("[data-pick]")].find((e) => e.dataset.pick === returning.pick);
  if (!same) return;
  stopAt(same);
  returning = null;
}

// The graph's picture is a figure too: there a key asks for the words of a point or a line.
document.addEventListener("zeren-asked", ({ detail }) => {
  asker = { figure: detail };
  awaited = true;
  if (panel?.isConnected && panel.querySelector(".panel .close")) panel.querySelector(".panel .body").focus({ preventScroll: true });
});

// Rows and cells of a table, points of a picture, lines of a list are one stop of the tab key; arrows move among them.
const GROUPS = "table, svg, .outline, .text", STOPS = "a[href], button, [tabindex]";

function oneStop(group) {
  const inside = [...group.querySelectorAll(STOPS)].filter((e) => !e.closest("thead, [hidden]"));
  inside.forEach((element, at) => { element.tabIndex = at ? -1 : 0; });
}

function moved(event) {
  const group = event.target.closest?.(GROUPS), step = ARROWS[event.key];
  if (!group || !step || event.target.closest("thead") || !event.target.matches(STOPS)) return;
  const inside = [...group.querySelectorAll(STOPS)].filter((e) => !e.closest("thead") && e.checkVisibility());
  const next = step === "first" ? inside[0] : step === "last" ? inside.at(-1) : nearby(event.target, inside, step);
  event.preventDefault();
  if (next) stopAt(next);
}

// The stop of a group is where one was last.
function stopAt(element) {
  element.closest(GROUPS)?.querySelectorAll("[tabindex='0']").forEach((other) => { if (!other.closest("thead")) other.tabIndex = -1; });
  element.tabIndex = 0;
  element.focus();
}

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: "first", End: "last" };

// The nearest one in a direction: what stands in line counts before what is near.
function nearby(from, all, [dx, dy]) {
  const middle = (e) => { const box = e.getBoundingClientRect(); return [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2]; };
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const other of all) {
    if (other === from || other.contains(from) || from.contains(other)) continue;
    const [ox, oy] = middle(other), along = (ox - x) * dx + (oy - y) * dy, off = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (along > 3 && along + 4 * off < least) [best, least] = [other, along + 4 * off];
  }
  return best;
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
      document.dispatchEvent(new CustomEvent("zeren-going", { detail: go.getAttribute("href") ?? location.href }));
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
      if (event.isTrusted) asker = returning = null;
      awaited = Boolean(picked.dataset.pick);
      choose(root, picked.dataset.pick);
      root.send("pick", picked.dataset.pick);
    }
  });
  root.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("[role=button], [data-pick]")) {
      event.preventDefault();
      const { pick } = event.target.dataset;
      if (pick && !event.target.closest(".panel[role=region]")) asker = { root, pick, figure: event.target };
      event.target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      return;
    }
    moved(event);
  });
  root.addEventListener("input", (event) => {
    if (!event.target.matches("[data-filter]")) return;
    const wanted = event.target.value.trim().toLowerCase();
    const rows = root.querySelectorAll(event.target.dataset.filter);
    rows.forEach((row) => { row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted); });
    root.querySelectorAll(GROUPS).forEach(oneStop);
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
