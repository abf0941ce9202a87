// What Python packed (packed.py): a line of JSON, then a compressed text that is opened only where it is new.
function apart(data) {
  const end = data.indexOf(10);
  return [JSON.parse(new TextDecoder().decode(data.subarray(0, end))), data.subarray(end + 1)];
}

const unpacked = (body) => new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate"))).text();

// One sheet for all pieces of a kind: the browser reads it once.
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

function styled(parent) {
  if (!parent.adoptedStyleSheets.includes(SHEET)) parent.adoptedStyleSheets = [...parent.adoptedStyleSheets, SHEET];
}
