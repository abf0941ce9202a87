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
  root.observer = new ResizeObserver(() => { if (!root.moved) network.fit({ animation: false, maxZoomLevel: 1.4 }); });
  root.observer.observe(stage);
  network.on("zoom", () => { root.moved = true; });
  network.on("dragEnd", () => { root.moved = true; });
  root.moved = false;
  tools(root, data.words);
  network.fit({ animation: false, maxZoomLevel: 1.4 });
  root.dataset.ready = "yes";
}

const byWeight = (nodes) => [...nodes].sort((a, b) => b.value - a.value).map((node) => node.id);

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
  const size = LABEL / scale, taken = [];
  const positions = network.getPositions();
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
    const top = at.y + node.size + 2 / scale;
    const box = [at.x - width / 2 - 2 / scale, top, at.x + width / 2 + 2 / scale, top + size * 1.25];
    if (id !== root.hovered && id !== root.picked && taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = paper;
    context.strokeText(text, at.x, top);
    context.fillStyle = ink;
    context.fillText(text, at.x, top);
  }
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
    tool(words.all, words.fit, () => { root.moved = false; root.network.fit({ animation: false, maxZoomLevel: 1.4 }); }),
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
