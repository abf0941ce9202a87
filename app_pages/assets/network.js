// Draws pyvis's network data with the vis-network library that pyvis brings (it stands above this text).
// Labels are drawn here, after the picture: the same size on the screen at every zoom, hubs first, none over another.
const LABEL = 12.5;

function rootOf(parentElement) {
  let root = parentElement.querySelector(".zeren-network");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren-network";
    root.innerHTML = '<div class="stage"></div><div class="acts"></div><div class="tools"></div><div class="said" aria-live="polite"></div>';
    parentElement.appendChild(root);
  }
  return root;
}

// Draws `data` anew where its revision is another one; gives what ends the drawing.
function show(root, data, send) {
  root.send = send;
  root.note = data.note || [];
  root.querySelector(".stage").style.height = `${data.height}px`;
  if (!root.network) build(root, data);
  else if (root.dataset.revision !== data.revision) change(root, data);
  root.dataset.revision = data.revision;
  pickNode(root, data.picked || null);
  acts(root, data.acts || []);
  return () => {
    root.network?.destroy();
    root.network = null;
    root.observer?.disconnect();
  };
}

function build(root, data) {
  const stage = root.querySelector(".stage");
  const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges.map(faded));
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  Object.assign(root, { network, nodes, edges, picked: null, line: null, moved: false });
  known(root, data);
  network.on("afterDrawing", (context) => labels(root, context));
  network.on("click", ({ nodes: hit, edges: lines }) => clicked(root, hit[0] ?? null, lines));
  network.on("doubleClick", ({ nodes: hit }) => { if (hit.length) root.send("pick", { act: "toggle", node: hit[0] }); });
  network.on("dragEnd", ({ nodes: hit }) => {
    root.moved = true;
    if (!hit.length) return;
    const at = network.getPositions([hit[0]])[hit[0]];
    root.send("pick", { act: "pin", node: hit[0], x: Math.round(at.x), y: Math.round(at.y) });
  });
  network.on("hoverNode", ({ node }) => { root.hovered = node; stage.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { root.hovered = null; stage.style.cursor = "default"; network.redraw(); });
  network.on("zoom", () => { root.moved = true; });
  root.observer = new ResizeObserver(() => { if (!root.moved) fit(root); });
  root.observer.observe(stage);
  tools(root, data.words);
  keys(root);
  fit(root);
  root.dataset.ready = "yes";
}

// A line is as strong as what it stands for.
const faded = (edge) => ({ ...edge, color: { ...edge.color, opacity: edge.strength ?? 0.7 } });

// Points that stay keep the library's own objects, so that a click that adds some does not make the picture jump.
function change(root, data) {
  const stay = new Set(data.nodes.map((node) => node.id)), lines = new Set(data.edges.map((edge) => edge.id));
  const kept = root.nodes.getIds().filter((id) => stay.has(id)).length;
  const outside = data.nodes.some((node) => !root.nodes.get(node.id));
  root.edges.remove(root.edges.getIds().filter((id) => !lines.has(id)));
  root.nodes.remove(root.nodes.getIds().filter((id) => !stay.has(id)));
  root.nodes.update(data.nodes);
  root.edges.update(data.edges.map(faded));
  root.querySelectorAll(".vis-tooltip").forEach((shown) => { shown.style.visibility = "hidden"; });
  root.picked = undefined;
  known(root, data);
  tools(root, data.words);
  if (!kept) root.moved = false;
  if (!root.moved || (outside && beyond(root))) fit(root);
  root.network.redraw();
}

function known(root, data) {
  Object.assign(root, { hubs: byWeight(data.nodes), near: neighbours(data.edges), pinned: new Set(data.pinned || []) });
  if (root.line && !root.edges.get(root.line)) root.line = null;
}

// Whether points stand outside of what is seen.
function beyond(root) {
  const view = bounds(root.network, root.network.getScale());
  return Object.values(root.network.getPositions()).some((at) => !inside(view, at));
}

function clicked(root, id, lines) {
  if (id === null && lines.length) {
    const line = root.edges.get(lines[0]);
    if (line.pick) root.send("pick", { edge: line.pick });
    return;
  }
  if (id === null && root.picked === null) return;
  pickNode(root, id);
  root.send("pick", { node: id });
}

// By keys: arrows go from point to point, the space bar from line to line of a point; Enter opens the printed words of
// the one or the other, Escape lets it go. Where one is, is said.
function keys(root) {
  const pane = root.querySelector(".vis-network");
  pane.addEventListener("focus", () => { root.shows = null; });
  pane.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (step || event.key === " ") event.preventDefault();
    if (step && root.hubs.length) goTo(root, (here(root) === null ? null : toward(root.network.getPositions(), here(root), step)) ?? here(root));
    else if (event.key === " " && root.hubs.length) goAlong(root, event.shiftKey ? -1 : 1);
    else if (event.key === "Enter") openWords(root);
    else if (event.key === "Escape") letGo(root);
  });
}

const here = (root) => [root.hovered, root.picked].find((id) => id && root.nodes.get(id)) ?? null;

function goTo(root, id) {
  Object.assign(root, { hovered: id ?? root.hubs[0], line: null });
  root.querySelector(".said").textContent = root.nodes.get(root.hovered)?.caption ?? "";
  seen(root, root.hovered);
  root.network.selectNodes([root.hovered], false);
  root.network.redraw();
}

// The next line of the point, clockwise from the top; the point stays where one is.
function goAlong(root, by) {
  if (here(root) === null) goTo(root, null);
  root.hovered = here(root);
  const at = root.network.getPositions(), from = at[root.hovered], name = (id) => root.nodes.get(id)?.caption ?? "";
  const turn = (line) => { const to = at[otherEnd(line, root.hovered)]; return (Math.atan2(to.x - from.x, from.y - to.y) + 2 * Math.PI) % (2 * Math.PI); };
  const lines = root.edges.get({ filter: (line) => line.from === root.hovered || line.to === root.hovered }).sort((a, b) => turn(a) - turn(b));
  if (!lines.length) return;
  const now = lines.findIndex((line) => line.id === root.line), next = now < 0 && by < 0 ? lines.length - 1 : (now + by + lines.length) % lines.length;
  const line = lines[next];
  root.line = line.id;
  root.querySelector(".said").textContent = `${next + 1}/${lines.length} ${name(line.from)} — ${name(line.to)}: ${line.title.replace(/\n/g, ", ")}`;
  seen(root, otherEnd(line, root.hovered));
  root.network.redraw();
}

const otherEnd = (line, id) => (line.from === id ? line.to : line.from);

// Moves the picture where a point stands outside of what is seen.
function seen(root, id) {
  if (inside(bounds(root.network, root.network.getScale()), root.network.getPositions()[id])) return;
  root.moved = true;
  root.network.focus(id, { animation: false, scale: root.network.getScale() });
}

// What a key opens takes the focus, and gives it back when it is closed (surface.js).
function openWords(root) {
  const line = root.line && root.edges.get(root.line);
  if (!line && !here(root)) return;
  document.dispatchEvent(new CustomEvent("zeren-asked", { detail: root.querySelector(".vis-network") }));
  root.shows = root.line;
  if (line) root.send("pick", { edge: line.pick }); else clicked(root, here(root), []);
}

// The first Escape closes the words of a line, the second one lets go of the line, the third of the point.
function letGo(root) {
  if (root.line && root.shows !== root.line) root.line = null;
  else if (!root.line) clicked(root, null, []);
  root.shows = null;
  root.network.redraw();
}

// The nearest point in a direction: one in line counts before one that is near.
function toward(positions, here, [dx, dy]) {
  const from = positions[here];
  let best = null, least = Infinity;
  for (const [id, at] of Object.entries(positions)) {
    const along = (at.x - from.x) * dx + (at.y - from.y) * dy, off = Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx);
    if (id !== here && along > 1 && along + 2 * off < least) [best, least] = [id, along + 2 * off];
  }
  return best;
}

// The buttons of the picked point; what they do is Python's.
function acts(root, offered) {
  root.querySelector(".acts").replaceChildren(...offered.map(({ act, words }) => {
    const button = tool(words, words, () => root.send("pick", { act, node: root.picked, ...place(root) }));
    button.dataset.act = act;
    return button;
  }));
}

function place(root) {
  const at = root.picked ? root.network.getPositions([root.picked])[root.picked] : null;
  return at ? { x: Math.round(at.x), y: Math.round(at.y) } : {};
}

// The library's own fit forgets the labels, which stand out over the outermost points.
function fit(root) {
  const points = Object.values(root.network.getPositions()), stage = root.querySelector(".stage");
  if (!points.length || !stage.clientWidth) return;
  const xs = points.map((p) => p.x), ys = points.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = (size, pad) => Math.max(60, size - pad);
  const scale = Math.min(room(stage.clientWidth, 150) / Math.max(1, right - left), room(stage.clientHeight, 90) / Math.max(1, bottom - top), 1.25);
  root.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, scale, animation: false });
}

// Agencies are named before items: their names are short, and items are told by who they hang on.
const rank = (node) => node.value + (node.kind === "Task" ? 0 : 1000);
const byWeight = (nodes) => [...nodes].sort((a, b) => rank(b) - rank(a)).map((node) => node.id);

function neighbours(edges) {
  const near = new Map();
  const add = (a, b) => { if (!near.has(a)) near.set(a, new Set()); near.get(a).add(b); };
  edges.forEach((edge) => { add(edge.from, edge.to); add(edge.to, edge.from); });
  return near;
}

function pickNode(root, id) {
  if (root.picked === id) return;
  root.picked = id;
  const near = id === null ? null : new Set([id, ...(root.near.get(id) || [])]);
  const dim = (on) => (on ? 1 : 0.12);
  root.nodes.update(root.nodes.map((node) => ({ id: node.id, opacity: dim(!near || near.has(node.id)) })));
  root.edges.update(root.edges.map((edge) => ({
    id: edge.id,
    color: { ...edge.color, opacity: near && edge.from !== id && edge.to !== id ? 0.06 : edge.strength ?? 0.7 },
  })));
  if (id !== null && root.nodes.get(id)) root.network.selectNodes([id], false); else root.network.unselectAll();
}

// The line that was come to by keys, strong between its two points.
function chosenLine(root, context, scale, colour) {
  const line = root.line && root.edges.get(root.line), at = root.network.getPositions();
  if (!line) return;
  const [from, to] = [at[line.from], at[line.to]], far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const end = (point, other, id) => { const part = Math.min(root.nodes.get(id).size / far, 0.5); return [point.x + (other.x - point.x) * part, point.y + (other.y - point.y) * part]; };
  context.setLineDash([]);
  context.strokeStyle = colour;
  context.lineWidth = 5 / scale;
  context.beginPath();
  context.moveTo(...end(from, to, line.from));
  context.lineTo(...end(to, from, line.to));
  context.stroke();
}

function labels(root, context) {
  const { network } = root, scale = network.getScale(), style = getComputedStyle(root);
  chosenLine(root, context, scale, style.getPropertyValue("--st-primary-color") || "#0b64a8");
  const ink = style.getPropertyValue("--st-text-color") || "#222", paper = style.getPropertyValue("--st-background-color") || "#fff";
  const size = LABEL / scale;
  context.font = `${size}px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const { text, box } of named(root, context, size, bounds(network, scale), 2 / scale)) {
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = paper;
    context.strokeText(text, (box[0] + box[2]) / 2, box[1]);
    context.fillStyle = ink;
    context.fillText(text, (box[0] + box[2]) / 2, box[1]);
  }
  const positions = network.getPositions();
  context.strokeStyle = ink;
  context.lineWidth = 1.6 / scale;
  for (const id of root.pinned) {
    const at = positions[id], node = at && root.nodes.get(id);
    if (!node) continue;
    context.beginPath();
    context.arc(at.x, at.y, node.size + 3 / scale, 0, 2 * Math.PI);
    context.stroke();
  }
}

// The names that have room, hubs first, none over another: each with its text and the box that it stands in.
function named(root, context, size, view, pad, chosen = true) {
  const positions = root.network.getPositions(), taken = [], placed = [];
  const near = chosen && root.picked ? new Set([root.picked, ...(root.near.get(root.picked) || [])]) : null;
  const line = chosen && root.line ? root.edges.get(root.line) : null, firm = new Set(chosen ? [root.hovered, root.picked, line?.from, line?.to] : []);
  const points = root.nodes.map((node) => [node, positions[node.id].x, positions[node.id].y]);
  const first = [...firm, ...(near || [])].filter((id) => id !== null && id !== undefined);
  for (const id of new Set([...first, ...root.hubs])) {
    const node = root.nodes.get(id), at = positions[id];
    if (!node || !at || !inside(view, at) || (near && !near.has(id) && !firm.has(id))) continue;
    const must = firm.has(id);
    const free = (place) => within(view, place) && !taken.some((other) => overlap(place, other)) && !covers(points, place, node, must);
    const places = (text) => around(at, node.size, context.measureText(text).width, size, pad).map((box) => ({ text, box, size }));
    const tried = [shortened(node.caption, must), ...(node.short && !must ? [node.short] : [])].flatMap(places);
    const found = tried.find(({ box }) => free(box)) ?? (must ? tried[0] : null);
    if (!found) continue;
    taken.push(found.box);
    placed.push(found);
  }
  return placed;
}

const within = (view, box) => box[0] > view[0] && box[2] < view[2] && box[1] > view[1] && box[3] < view[3];
// A name may stand over lesser points, never over one that weighs as much as its own; an item's name over items alone.
const lesser = (node, own) => (own.kind === "Task" && node.kind !== "Task" ? false : node.value <= own.value / 2);
const covers = (points, box, own, must) => !must && points.some(([node, x, y]) =>
  node !== own && !lesser(node, own) && x > box[0] && x < box[2] && y > box[1] && y < box[3]);

// Where a label may stand, best place first: under its point, above it, to the right, to the left.
function around(at, radius, width, size, pad) {
  const high = size * 1.2, half = width / 2 + pad, off = radius + pad;
  return [
    [at.x - half, at.y + off, at.x + half, at.y + off + high],
    [at.x - half, at.y - off - high, at.x + half, at.y - off],
    [at.x + off, at.y - high / 2, at.x + off + 2 * half, at.y + high / 2],
    [at.x - off - 2 * half, at.y - high / 2, at.x - off, at.y + high / 2],
  ];
}

// Names of more than sixteen Chinese signs are cut; a Latin letter takes little more than half of such a sign's room.
function shortened(text, whole) {
  let wide = 0;
  const end = [...text].findIndex((sign) => (wide += sign < "\u2e80" ? 0.6 : 1) > 16.5);
  return whole || end < 0 ? text : `${[...text].slice(0, end - 1).join("").trimEnd()}…`;
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const inside = (view, at) => at.x > view[0] && at.x < view[2] && at.y > view[1] && at.y < view[3];

function bounds(network, scale) {
  const middle = network.getViewPosition(), canvas = network.canvas.frame.canvas;
  const wide = canvas.clientWidth / 2 / scale, high = canvas.clientHeight / 2 / scale;
  return [middle.x - wide, middle.y - high, middle.x + wide, middle.y + high];
}

function tools(root, words) {
  const pane = root.querySelector(".vis-network");
  pane.setAttribute("role", "application");
  pane.setAttribute("aria-label", words.keys);
  const bar = root.querySelector(".tools"), zoom = (by) => {
    root.moved = true;
    root.network.moveTo({ scale: root.network.getScale() * by, animation: false });
  };
  bar.replaceChildren(
    tool("+", words.closer, () => zoom(1.35)),
    tool("−", words.farther, () => zoom(1 / 1.35)),
    tool(words.all, words.fit, () => { root.moved = false; fit(root); }),
    tool("PNG", words.picture, () => savePicture("zeren-graph", "png", vector(root))),
    tool("SVG", words.vector, () => savePicture("zeren-graph", "svg", vector(root))),
    tool(words.screen, words.whole, () => whole(root)),
  );
}

function tool(text, title, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.title = title;
  button.setAttribute("aria-label", title);
  button.addEventListener("click", act);
  return button;
}

// The whole picture as it stands now, with as many names as there is room for.
function vector(root) {
  const points = Object.values(root.network.getPositions()), xs = points.map((p) => p.x), ys = points.map((p) => p.y);
  const wide = Math.max(200, Math.max(...xs) - Math.min(...xs)), far = wide;
  const size = Math.max(LABEL, wide / 95), context = document.createElement("canvas").getContext("2d");
  context.font = `${size}px ${getComputedStyle(root).fontFamily}`;
  const view = [Math.min(...xs) - far, Math.min(...ys) - far, Math.max(...xs) + far, Math.max(...ys) + far];
  return drawing(root, named(root, context, size, view, size / 6, false), root.note);
}

function whole(root) {
  if (document.fullscreenElement) { document.exitFullscreen(); return; }
  const stage = root.querySelector(".stage"), high = stage.style.height;
  root.requestFullscreen?.().then(() => {
    stage.style.height = "100vh";
    fit(root);
    root.addEventListener("fullscreenchange", function left() {
      if (document.fullscreenElement) return;
      stage.style.height = high;
      fit(root);
      root.removeEventListener("fullscreenchange", left);
    });
  });
}
