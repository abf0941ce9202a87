// The lines of a list to choose from as one types: each of some named parts, one of them the chosen one.
function choice(parts, take) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.ariaSelected = "false";
  for (const [part, text] of Object.entries(parts)) {
    const span = document.createElement("span");
    span.className = part;
    span.textContent = text;
    option.append(span);
  }
  option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
  return option;
}

function select(options, place) {
  options.forEach((option, at) => { option.ariaSelected = at === place ? "true" : "false"; });
  options[place].scrollIntoView({ block: "nearest" });
}
