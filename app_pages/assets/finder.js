// A box that asks as one types and lists what was found; what is chosen goes back to Python.
const PAUSE = 180;

export default function ({ data, parentElement, setTriggerValue }) {
  styled(parentElement);
  let root = parentElement.querySelector(".zeren-finder");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren-finder";
    root.innerHTML = '<label></label><input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" autocomplete="off" spellcheck="false" maxlength="60"><ul role="listbox" hidden></ul>';
    parentElement.appendChild(root);
    listen(root);
  }
  root.send = setTriggerValue;
  root.every = data.every;
  const input = root.querySelector("input");
  root.querySelector("label").textContent = data.label;
  input.placeholder = data.placeholder;
  input.setAttribute("aria-label", data.label);
  if (data.asked === input.value.trim()) list(root, data.hits, data.nothing);
}

function listen(root) {
  const input = root.querySelector("input"), hits = root.querySelector("ul");
  input.addEventListener("input", () => {
    clearTimeout(root.waiting);
    const words = input.value.trim();
    if (!words) { list(root, [], ""); return; }
    root.waiting = setTimeout(() => root.send("ask", words), PAUSE);
  });
  input.addEventListener("focus", () => { if (hits.children.length) open(root, true); });
  input.addEventListener("blur", () => setTimeout(() => open(root, false), 150));
  input.addEventListener("keydown", (event) => {
    const options = [...hits.querySelectorAll("[role=option]")], here = options.findIndex((o) => o.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (options.length) select(options, (here + (event.key === "ArrowDown" ? 1 : options.length - (here < 0 ? 0 : 1))) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options[here < 0 ? 0 : here];
      if (here < 0 && root.every) everything(root);
      else if (option) choose(root, option);
    } else if (event.key === "Escape") open(root, false);
  });
}

function choose(root, option) {
  root.querySelector("input").value = "";
  list(root, [], "");
  root.send("chosen", option.dataset.id);
}

// All hits as a page, not as a list under the box.
function everything(root) {
  const words = root.querySelector("input").value.trim();
  clearTimeout(root.waiting);
  open(root, false);
  if (words) root.send("every", words);
}

function list(root, hits, nothing) {
  const box = root.querySelector("ul");
  box.replaceChildren(...hits.map(({ id, kind, name, more }) => {
    const option = choice({ kind, name, more }, (one) => choose(root, one));
    option.dataset.id = id;
    return option;
  }));
  if (!hits.length && nothing) {
    const line = document.createElement("li");
    line.className = "nothing";
    line.textContent = nothing;
    box.append(line);
  }
  if (hits.length && root.every) {
    const line = document.createElement("li");
    line.className = "every";
    line.textContent = root.every;
    line.addEventListener("mousedown", (event) => { event.preventDefault(); everything(root); });
    box.append(line);
  }
  open(root, box.children.length > 0 && root.contains(root.getRootNode().activeElement ?? document.activeElement));
}

function open(root, yes) {
  root.querySelector("ul").hidden = !yes;
  root.querySelector("input").setAttribute("aria-expanded", String(yes));
}
