// What of the schema fits where one writes Cypher: labels and types behind a colon, properties behind a dot. The list
// stands under the text; what is chosen is written as if typed, so that it can be undone.
const MOST = 9;

export default function ({ data, parentElement }) {
  styled(parentElement);
  let root = parentElement.querySelector(".zeren-completion");
  if (!root) {
    root = document.createElement("div");
    root.className = "zeren-completion";
    root.innerHTML = '<ul role="listbox" hidden></ul>';
    parentElement.appendChild(root);
    listen(root);
  }
  root.kinds = data.kinds;
  root.field = data.field;
  root.querySelector("ul").setAttribute("aria-label", data.label);
}

// The text belongs to the framework, which makes it anew as it likes: what is heard is heard by the document.
function listen(root) {
  const gone = new AbortController();
  const heard = (name, act) => document.addEventListener(name, (event) => {
    if (!root.isConnected) gone.abort();
    else if (event.target.matches?.("textarea") && event.target.ariaLabel === root.field) act(event.target, event);
  }, { capture: true, signal: gone.signal });
  heard("input", (field) => offer(root, field));
  heard("focusout", () => close(root));
  heard("click", () => close(root));
  heard("keydown", (field, event) => keyed(root, field, event));
}

function keyed(root, field, event) {
  const options = [...root.querySelectorAll("[role=option]")], here = options.findIndex((o) => o.ariaSelected === "true");
  if (!options.length || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (down) select(options, (here + down + options.length) % options.length);
  else if (event.key === "Enter" || event.key === "Tab") write(root, field, options[here].dataset.name);
  else if (event.key === "Escape") close(root);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function offer(root, field) {
  const { typed, names } = fitting(root.kinds, field.value.slice(0, field.selectionStart), field.value);
  const key = typed.toLowerCase();
  const begun = names.filter(({ name }) => name.toLowerCase().startsWith(key));
  const meant = names.filter(({ name, words }) => !begun.some((one) => one.name === name) && (name + words).toLowerCase().includes(key));
  const found = [...begun, ...meant].slice(0, MOST);
  root.typed = typed.length;
  list(root, field, found.length === 1 && found[0].name === typed ? [] : found);
}

// What may stand before the caret, and what of it is written.
function fitting(kinds, before, text) {
  const behind = /([([])[^()[\]]*[:|]\s*([\p{L}\w]*)$/u.exec(before);
  if (behind) return { typed: behind[2], names: kinds.filter(({ node }) => node === (behind[1] === "(")) };
  const dotted = /(?:^|[^\w.])([A-Za-z_]\w*)\.(\w*)$/.exec(before);
  if (!dotted) return { typed: "", names: [] };
  const named = [...text.matchAll(/[([]\s*(\w+)\s*:\s*(\w+)/g)].filter(([, variable]) => variable === dotted[1]).map(([, , name]) => name);
  const own = kinds.filter(({ name }) => named.includes(name));
  const names = new Map((own.length ? own : kinds).flatMap(({ properties }) => properties).map((each) => [each.name, each]));
  return { typed: dotted[2], names: [...names.values()] };
}

function list(root, field, found) {
  const box = root.querySelector("ul");
  box.replaceChildren(...found.map(({ name, words }) => {
    const option = choice({ name, words }, () => write(root, field, name));
    option.dataset.name = name;
    return option;
  }));
  box.hidden = !found.length;
  if (found.length) select([...box.children], 0);
}

function write(root, field, name) {
  const caret = field.selectionStart;
  field.focus();
  field.setSelectionRange(caret - root.typed, caret);
  document.execCommand("insertText", false, name);
  close(root);
}

function close(root) {
  root.querySelector("ul").replaceChildren();
  root.querySelector("ul").hidden = true;
}
