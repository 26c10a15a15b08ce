// What a load came to: its figures, and its latencies as a drawn histogram.

// `load` is the one at `i` of `all` that the scenario put on servers; two may have one name.
function loadPart(load, i, all) {
  const title = all.length > 1 ? `Load ${i + 1}` : "Load";
  return part(`${title}: ${load.name}`, h("p.facts.load-facts", {}, loadWords(load)), latencyTable(load.latency),
    load.bars.length ? histogramOf(load) : null);
}

function loadWords(load) {
  const words = [counted(load.connections, "connection"),
    load.model === "open" ? `${load.rate.toLocaleString("en")} requests due a second` : "as fast as they are answered"];
  if (load.processes > 1) words.push(counted(load.processes, "process").replace(/processs$/, "processes"));
  words.push(`${counted(load.requests, "request")} answered in ${secondsInWords(load.seconds)}`,
    `${Math.round(load.throughput).toLocaleString("en")} a second`);
  for (const [name, count] of Object.entries(load.errors)) words.push(`${counted(count, "request")} failed: ${name}`);
  if (load.dropped) words.push(`${counted(load.dropped, "request")} fell due and found no connection free`);
  return words.map((word) => h("bdi", {}, word));
}

const shortSeconds = (seconds) => seconds < 1e-4 ? `${(seconds * 1e6).toFixed(1)} µs` : secondsInWords(seconds);

function latencyTable(latency) {
  const names = Object.keys(latency);
  return h("div.wide", {}, h("table.latency", {},
    h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, h("tr", {}, names.map((name) => h("td.number", {}, shortSeconds(latency[name])))))));
}

// A row a bar: up to which latency, how many.
function histogramOf(load) {
  const height = 20, left = 90, width = 520, room = 80;
  const most = Math.max(...load.bars.map(([, count]) => count));
  const rows = load.bars.flatMap(([upto, count], i) => {
    const length = count ? Math.max(1, width * count / most) : 0, middle = i * height + 14;
    return [
      shape("text", { x: left - 8, y: middle, "text-anchor": "end" }, shortSeconds(upto)),
      shape("rect", { x: left, y: i * height + 3, width: length, height: height - 6, rx: 2 }),
      shape("text", { x: left + length + 6, y: middle }, count.toLocaleString("en")),
    ];
  });
  const size = { width: left + width + room, height: load.bars.length * height };
  return h("div.histogram", { tabindex: "0", role: "group", "aria-label": "How many requests took how long" },
    shape("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}`, role: "img",
      "aria-label": "Latencies: each row counts those up to the one it names" }, ...rows));
}
