// Texts of several lines: differences, excerpts, transcripts, output, source.

// A difference as engine/report/comparison.hpp writes it: a `?` line marks by ^ what changed in the line above.
function differenceView(text) {
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.length === 2 && lines[0].startsWith("expected: ") && lines[1].startsWith("  actual: ")) return shortDifference(lines);
  const pre = scrollable("pre.difference", "Difference");
  lines.forEach((line, i) => {
    const sign = line[0];
    if (sign === "?" && /^\?[ ^]*$/.test(line)) return;
    const kind = { "-": "gone", "+": "came", "@": "gap", "\\": "gap" }[sign] ?? "same";
    const carets = /^\? *\^+$/.test(lines[i + 1] ?? "") && kind !== "same" ? lines[i + 1] : "";
    pre.append(h(`span.line.${kind}`, {}, ...marked(line, carets), "\n"));
  });
  return pre;
}

// Two short values stand one below the other: what is not the same in both is marked.
function shortDifference([expected, actual]) {
  const [a, b] = [expected, actual].map((line) => Array.from(line.slice(10)));
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) ++from;
  let same = 0;
  while (same < Math.min(a.length, b.length) - from && a.at(-1 - same) === b.at(-1 - same)) ++same;
  const lineOf = (kind, head, letters) => h(`span.line.${kind}`, {}, h("span.gutter", {}, head), letters.slice(0, from).join(""),
    h("mark", {}, letters.slice(from, letters.length - same).join("")), letters.slice(letters.length - same).join(""), "\n");
  return scrollable("pre.difference", "Difference",
    lineOf("gone", expected.slice(0, 10), a), lineOf("came", actual.slice(0, 10), b));
}

function marked(line, carets) {
  if (!carets) return [line];
  const letters = Array.from(line);
  const from = carets.indexOf("^");
  const to = carets.lastIndexOf("^") + 1;
  return [letters.slice(0, from).join(""), h("mark", {}, letters.slice(from, to).join("")), letters.slice(to).join("")];
}

function excerptOf(text) {
  return scrollable("pre.source", "Source", ...text.replace(/\n$/, "").split("\n").map((line) =>
    h(line.startsWith(">") ? "span.line.blamed" : "span.line", {}, line, "\n")));
}

function sourcePart(source, failures) {
  const blamed = new Set(failures.map(({ line }) => line));
  const lines = source.text.replace(/\n$/, "").split("\n");
  const width = String(source.line + lines.length).length;
  const pre = scrollable("pre.source", "Source of the scenario", ...lines.map((line, i) => {
    const number = source.line + i;
    return h(blamed.has(number) ? "span.line.blamed" : "span.line", {},
      h("span.gutter", {}, `${String(number).padStart(width)}  `), line, "\n");
  }));
  return part("Source", pre);
}

// Conversations begin at the margin; below them stand what went there, what came back, and notes.
function transcriptPart(text) {
  const kindOf = (line) => {
    if (/^\S/.test(line)) return "conversation";
    const sign = line.trimStart()[0];
    return { ">": "there", "<": "back", "!": "wrong" }[sign] ?? "note";
  };
  return part("Transcript", scrollable("pre.transcript", "Transcript",
    ...text.replace(/\n$/, "").split("\n").map((line) => h(`span.line.${kindOf(line)}`, {}, line, "\n"))));
}

// What was printed, by time: of the result where it has some, else of the events.
function outputPart(attempt, story) {
  const printed = attempt.outputs
    ?? (story?.marks ?? []).filter(({ kind }) => kind === "output").map(({ role, at, text }) => [role, at / 1e6, text]);
  if (printed.length === 0) return null;
  const roles = story?.roles ?? [...new Set(printed.map(([role]) => role))];
  const rows = printed.flatMap(([role, seconds, text]) => text.replace(/\n$/, "").split("\n").map((line) =>
    h("tr", {}, h("td.number", {}, secondsInWords(seconds)), h(`td.who.${roleClass(role, roles)}`, {}, role),
      h("td.text", { dir: "auto" }, line))));
  return part("Output", scrollable("div.wide", "Output by time", h("table.output", {},
    h("thead", {}, h("tr", {}, ["Time", "Who", "What it printed"].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, rows))));
}

function callsPart(story) {
  const titles = ["Began", "Took", "Role", "Call", "What came of it", "Waited"];
  const rowOfCall = (call) => h("tr", { class: call.error || call.open ? "wrong" : null },
    h("td.number", {}, inWords(call.begin)), h("td.number", {}, inWords(call.end - call.begin)),
    h(`td.who.${roleClass(call.role, story.roles)}`, {}, call.role),
    h("td.text", {}, `${call.name}(${call.given})${call.socket ? ` on socket ${call.socket}` : ""}`),
    h("td.text", { dir: "auto" }, call.open ? "never ended" : call.error || call.results),
    h("td.text", {}, waitInWords(call)));
  const box = h("details", {}, h("summary", {}, `All ${counted(story.calls.length, "call")} as a table`));
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    box.append(scrollable("div.wide", "Calls", h("table.calls", {},
      h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, story.calls.map(rowOfCall)))));
  });
  return part("Calls", box);
}

// The diagram is an SVG that parley made. Should it be no SVG after all, it is shown as the text that it is.
function diagramPart(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const is_svg = parsed.documentElement.localName === "svg" && !parsed.querySelector("parsererror");
  return part("Sequence", scrollable("div.diagram", "Sequence diagram",
    is_svg ? document.importNode(parsed.documentElement, true) : h("pre", {}, text)));
}
