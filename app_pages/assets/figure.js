// Saves a picture of the page as it would be printed: light, with its title above and the line to cite it by below.
const COPIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-opacity", "opacity", "font-size", "font-weight", "text-anchor", "paint-order", "dominant-baseline"];
const LIGHT = { "--st-text-color": INK, "--st-background-color": PAPER, "--st-secondary-background-color": "#f4f6f8", "--st-border-color": "#dde3e9", "--st-primary-color": "#0b64a8", "--st-link-color": "#0b64a8" };

function saveFigure(figure, form) {
  const { figure: name, title, cite, csv } = figure.dataset, file = `zeren-${name}.${form}`;
  if (form === "csv") { save(file, new Blob(["\ufeff", csv], { type: "text/csv" })); return; }
  savePicture(`zeren-${name}`, form, printed(figure.querySelector("svg"), title, cite)).then((font) => {
    figure.querySelector(".fontless").hidden = font;
  });
}

function printed(svg, title, cite) {
  const [x, y, wide, high] = svg.getAttribute("viewBox").split(" ").map(Number), side = 24, head = 46;
  const lines = wrap(cite, Math.floor((wide - 8) / 12)), foot = lines.length * 18 + 22;
  const inner = plain(svg);
  inner.setAttribute("x", side);
  inner.setAttribute("y", head);
  inner.setAttribute("width", wide);
  inner.setAttribute("height", high);
  const text = (words, at, size, paint, weight) => `<text x="${side}" y="${at}" font-size="${size}" fill="${paint}" font-weight="${weight}">${escaped(words)}</text>`;
  const whole = [wide + 2 * side, head + high + foot];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.join(" ")}" width="${whole[0]}" height="${whole[1]}" font-family="${FACES}">`
    + `<rect width="100%" height="100%" fill="${PAPER}"/>${text(title, 28, 17, INK, 600)}`
    + new XMLSerializer().serializeToString(inner)
    + lines.map((line, i) => text(line, head + high + 22 + i * 18, 12, "#5d6874", 400)).join("") + "</svg>";
}

// Mixed colours in the form that every drawing program reads.
const common = (value) => value.replace(/color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)/g, (_, ...parts) => `rgb(${parts.slice(0, 3).map((part) => Math.round(part * 255)).join(", ")})`);

// A copy that stands by itself: every colour and size written at its element, as a light page would show it.
function plain(svg) {
  const home = document.createElement("div"), copy = svg.cloneNode(true);
  home.className = svg.closest(".lineage") ? "zeren lineage" : "zeren";
  for (const [name, value] of Object.entries(LIGHT)) home.style.setProperty(name, value);
  home.style.cssText += ";position:absolute;left:-100000px;top:0;width:2000px";
  home.append(copy);
  svg.closest(".zeren").parentNode.append(home);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    const shown = getComputedStyle(element);
    for (const name of COPIED) element.style.setProperty(name, common(shown.getPropertyValue(name)));
    for (const { name } of [...element.attributes]) if (name.startsWith("data-") || ["class", "tabindex", "role", "href"].includes(name)) element.removeAttribute(name);
  }
  home.remove();
  return copy;
}
