// Draws pyvis's network data with the vis-network library that pyvis brings (it stands above this text).
// Labels are drawn here, after the picture: the same size on the screen at every zoom, hubs first, none over another.
const LABEL = 12.5;

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".zeren-network");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren-network";
    root.innerHTML = '<div class="stage"></div><div class="tools"></div>';
    parentElement.appendChild(root);
  }
  root.send = setTriggerValue;
  root.querySelector(".stage").style.height = `${data.height}px`;
  if (root.dataset.revision !== data.revision || !root.network) {
    root.dataset.revision = data.revision;
    build(root, data);
  }
  pickNode(root, data.picked || null);
  return () => {
    root.network?.destroy();
    root.network = null;
    root.observer?.disconnect();
  };
}

function build(root, data) {
  root.network?.destroy();
  root.observer?.disconnect();
  const stage = root.querySelector(".stage");
  const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges);
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  Object.assign(root, { network, nodes, edges, hubs: byWeight(data.nodes), near: neighbours(data.edges), picked: null });
  network.on("afterDrawing", (context) => labels(root, context));
  network.on("click", ({ nodes: hit, edges: lines }) => {
    const id = hit[0] ?? null;
    if (id === null && lines.length) {
      const line = edges.get(lines[0]);
      if (line.pick) root.send("pick", { edge: line.pick });
      return;
    }
    pickNode(root, id);
    root.send("pick", { node: id });
  });
  network.on("hoverNode", ({ node }) => { root.hovered = node; stage.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { root.hovered = null; stage.style.cursor = "default"; network.redraw(); });
  root.observer = new ResizeObserver(() => { if (!root.moved) fit(root); });
  root.observer.observe(stage);
  network.on("zoom", () => { root.moved = true; });
  network.on("dragEnd", () => { root.moved = true; });
  root.moved = false;
  tools(root, data.words);
  fit(root);
  root.dataset.ready = "yes";
}

// The library's own fit forgets the labels, which stand out over the outermost points.
function fit(root) {
  const points = Object.values(root.network.getPositions()), stage = root.querySelector(".stage");
  if (!points.length || !stage.clientWidth) return;
  const xs = points.map((p) => p.x), ys = points.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = (size, pad) => Math.max(60, size - pad);
  const scale = Math.min(room(stage.clientWidth, 150) / Math.max(1, right - left), room(stage.clientHeight, 90) / Math.max(1, bottom - top), 1.6);
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

function labels(root, context) {
  const { network } = root, scale = network.getScale(), style = getComputedStyle(root);
  const ink = style.getPropertyValue("--st-text-color") || "#222", paper = style.getPropertyValue("--st-background-color") || "#fff";
  const near = root.picked === null ? null : new Set([root.picked, ...(root.near.get(root.picked) || [])]);
  const size = LABEL / scale, positions = network.getPositions();
  const taken = [], points = root.nodes.map((node) => [node, positions[node.id].x, positions[node.id].y]);
  const first = [root.hovered, root.picked, ...(near || [])].filter((id) => id !== null && id !== undefined);
  context.font = `${size}px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const view = bounds(network, scale);
  for (const id of new Set([...first, ...root.hubs])) {
    const node = root.nodes.get(id), at = positions[id];
    if (!node || !at || !inside(view, at) || (near && !near.has(id) && id !== root.hovered)) continue;
    const text = shortened(node.caption, id === root.hovered || id === root.picked), width = context.measureText(text).width;
    const places = around(at, node.size, width, size, scale), must = id === root.hovered || id === root.picked;
    const free = (place) => within(view, place) && !taken.some((other) => overlap(place, other)) && !covers(points, place, node, must);
    const box = places.find(free) ?? (must ? places[0] : null);
    if (!box) continue;
    taken.push(box);
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = paper;
    context.strokeText(text, (box[0] + box[2]) / 2, box[1]);
    context.fillStyle = ink;
    context.fillText(text, (box[0] + box[2]) / 2, box[1]);
  }
}

const within = (view, box) => box[0] > view[0] && box[2] < view[2] && box[1] > view[1] && box[3] < view[3];
// A name may stand over lesser points, never over one that weighs as much as its own; an item's name over items alone.
const lesser = (node, own) => (own.kind === "Task" && node.kind !== "Task" ? false : node.value <= own.value / 2);
const covers = (points, box, own, must) => !must && points.some(([node, x, y]) =>
  node !== own && !lesser(node, own) && x > box[0] && x < box[2] && y > box[1] && y < box[3]);

// Where a label may stand, best place first: under its point, above it, to the right, to the left.
function around(at, radius, width, size, scale) {
  const pad = 2 / scale, high = size * 1.2, half = width / 2 + pad, off = radius + pad;
  return [
    [at.x - half, at.y + off, at.x + half, at.y + off + high],
    [at.x - half, at.y - off - high, at.x + half, at.y - off],
    [at.x + off, at.y - high / 2, at.x + off + 2 * half, at.y + high / 2],
    [at.x - off - 2 * half, at.y - high / 2, at.x - off, at.y + high / 2],
  ];
}

const shortened = (text, whole) => (whole || text.length <= 16 ? text : `${text.slice(0, 15)}…`);
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const inside = (view, at) => at.x > view[0] && at.x < view[2] && at.y > view[1] && at.y < view[3];

function bounds(network, scale) {
  const middle = network.getViewPosition(), canvas = network.canvas.frame.canvas;
  const wide = canvas.clientWidth / 2 / scale, high = canvas.clientHeight / 2 / scale;
  return [middle.x - wide, middle.y - high, middle.x + wide, middle.y + high];
}

function tools(root, words) {
  const bar = root.querySelector(".tools"), zoom = (by) => {
    root.moved = true;
    root.network.moveTo({ scale: root.network.getScale() * by, animation: false });
  };
  bar.replaceChildren(
    tool("+", words.closer, () => zoom(1.35)),
    tool("−", words.farther, () => zoom(1 / 1.35)),
    tool(words.all, words.fit, () => { root.moved = false; fit(root); }),
    tool("PNG", words.picture, () => picture(root)),
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

function picture(root) {
  const from = root.network.canvas.frame.canvas, onto = document.createElement("canvas");
  onto.width = from.width;
  onto.height = from.height;
  const context = onto.getContext("2d");
  context.fillStyle = getComputedStyle(root).getPropertyValue("--st-background-color") || "#fff";
  context.fillRect(0, 0, onto.width, onto.height);
  context.drawImage(from, 0, 0);
  const link = document.createElement("a");
  link.download = "zeren-graph.png";
  link.href = onto.toDataURL("image/png");
  link.click();
}
