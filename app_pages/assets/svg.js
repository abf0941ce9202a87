// The picture of a network as SVG: the same points, lines and names as on the screen, in the colours of paper.
const INK = "#1d2733", PAPER = "#ffffff", FACES = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const round = (value) => Math.round(value * 10) / 10;

function shape(node, x, y) {
  const r = node.size, paint = `fill="${escaped(node.color)}" stroke="${PAPER}" stroke-width="0.8"`;
  const corners = (count, turn, far = r) => Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    return `${round(x + far * Math.cos(angle))},${round(y + far * Math.sin(angle))}`;
  }).join(" ");
  if (node.shape === "square") return `<rect x="${round(x - r)}" y="${round(y - r)}" width="${round(2 * r)}" height="${round(2 * r)}" ${paint}/>`;
  if (node.shape === "diamond") return `<polygon points="${corners(4, 0)}" ${paint}/>`;
  if (node.shape === "hexagon") return `<polygon points="${corners(6, 0)}" ${paint}/>`;
  if (node.shape === "triangle") return `<polygon points="${corners(3, -Math.PI / 2, r * 1.2)}" ${paint}/>`;
  if (node.shape === "triangleDown") return `<polygon points="${corners(3, Math.PI / 2, r * 1.2)}" ${paint}/>`;
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" ${paint}/>`;
}

function drawing(root, placed, note) {
  const positions = root.network.getPositions(), nodes = root.nodes.get();
  const xs = [], ys = [];
  nodes.forEach((node) => { const at = positions[node.id]; xs.push(at.x - node.size, at.x + node.size); ys.push(at.y - node.size, at.y + node.size); });
  placed.forEach(({ box }) => { xs.push(box[0], box[2]); ys.push(box[1], box[3]); });
  const size = placed.length ? placed[0].size : 13, line = size * 1.7, pad = size * 1.5;
  const across = Math.max(...xs) - Math.min(...xs) + 2 * pad, wide = Math.max(across, size * 44);
  const left = Math.min(...xs) - pad - (wide - across) / 2, top = Math.min(...ys) - pad;
  const wrapped = note.flatMap((text) => wrap(text, Math.max(20, Math.floor(wide / size) - 2)));
  const high = Math.max(...ys) + pad - top + wrapped.length * line + (wrapped.length ? pad : 0);
  const lines = root.edges.get().map((edge) => {
    const a = positions[edge.from], b = positions[edge.to];
    const dashes = edge.dashes ? ` stroke-dasharray="${edge.dashes.join(" ")}"` : "";
    return `<line x1="${round(a.x)}" y1="${round(a.y)}" x2="${round(b.x)}" y2="${round(b.y)}" stroke="${escaped(edge.color.color)}" stroke-width="${edge.width}" stroke-opacity="${edge.strength ?? 0.7}"${dashes}/>`;
  });
  const points = nodes.map((node) => `<g>${shape(node, positions[node.id].x, positions[node.id].y)}<title>${escaped(node.title)}</title></g>`);
  const names = placed.map(({ text, box, size }) => `<text x="${round((box[0] + box[2]) / 2)}" y="${round(box[1] + size * 0.92)}" font-size="${round(size)}" text-anchor="middle">${escaped(text)}</text>`);
  const bottom = top + high - pad - (wrapped.length - 1) * line;
  const words = wrapped.map((text, i) => `<text x="${round(left + pad)}" y="${round(bottom + i * line)}" font-size="${round(size)}" fill="#5d6874" stroke="none">${escaped(text)}</text>`);
  const zoom = Math.min(1.6, 1000 / wide);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, wide, high].map(round).join(" ")}" width="${round(wide * zoom)}" height="${round(high * zoom)}" font-family="${FACES}">`
    + `<rect x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}" fill="${PAPER}"/>`
    + `${lines.join("")}${points.join("")}<g fill="${INK}" stroke="${PAPER}" stroke-width="${round(size / 4)}" stroke-linejoin="round" paint-order="stroke">${names.join("")}</g>${words.join("")}</svg>`;
}

function wrap(text, room) {
  const lines = [];
  let line = "", width = 0;
  for (const sign of text) {
    const wide = sign.charCodeAt(0) > 255 ? 1 : 0.55;
    if (width + wide > room) { lines.push(line); line = ""; width = 0; }
    line += sign;
    width += wide;
  }
  return line ? [...lines, line] : lines;
}

function save(name, blob) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The picture with its own signs as a font, so that it shows them on a machine without a Chinese font, too.
// Programs that know no fonts in pictures, and machines that had none to take the signs from, use one of FACES.
async function withFont(source) {
  const signs = [...new Set(source)].filter((sign) => sign >= " ").sort().join("");
  if (!location.protocol.startsWith("http")) return { source, font: false };
  const answer = await fetch(`/picture-font.woff?text=${encodeURIComponent(signs)}`).catch(() => null);
  if (!answer || answer.status !== 200) return { source, font: false };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const face = `<style>@font-face{font-family:"Zeren signs";src:url(data:font/woff;base64,${data}) format("woff")}</style>`;
  const named = source.replace(`font-family="${FACES}"`, `font-family="'Zeren signs',${FACES}"`);
  return { source: named.replace(/^(<svg[^>]*>)/, `$1${face}`), font: true };
}

// Saves a picture in one of the two forms; gives whether it has its font with it.
async function savePicture(name, form, drawn) {
  const { source, font } = await withFont(drawn), file = `${name}.${form}`;
  if (form === "svg") save(file, new Blob([source], { type: "image/svg+xml" }));
  else await saveAsPng(file, source);
  return font;
}

// A picture of an SVG, twice as fine as it is large.
async function saveAsPng(name, source) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(name, blob), "image/png");
}
