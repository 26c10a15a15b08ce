// The data of the run. The index is read at once; the details of scenarios lie in blocks, each of some fifty, packed by
// zlib and written in base64, and are unpacked when somebody looks.

const run = JSON.parse(byId("index").textContent);
const scenarios = run.scenarios;
scenarios.forEach((scenario) => {
  scenario.haystack = [scenario.name, `${scenario.file}:${scenario.line}`, ...(scenario.tags ?? []), scenario.words ?? ""]
    .join("\n").toLowerCase();
});

const packed = document.getElementsByClassName("block");
const unpacked = new Map();

async function unpack(number) {
  const bytes = Uint8Array.from(atob(packed[number].textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

// A promise of what the page shows of a scenario beside its row. The blocks that were used last are kept.
async function detailsOf(scenario) {
  const [block, place] = scenario.block;
  const known = unpacked.get(block) ?? unpack(block);
  unpacked.delete(block);
  unpacked.set(block, known);
  if (unpacked.size > 8) unpacked.delete(unpacked.keys().next().value);
  return (await known)[place];
}

// The address of a scenario in this page: #/file::name, and the round where there are several.
function addressOf(scenario) {
  const words = (text) => encodeURIComponent(text).replaceAll("%2F", "/");
  const round = scenario.round > 1 ? `::${scenario.round}` : "";
  return `#/${words(scenario.file)}::${words(scenario.name)}${round}`;
}

// What the address names, whether it is there or not; empty for none.
function nameAt(hash) {
  const name = hash.replace(/^#\/?/, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // An address that somebody mistyped.
  }
}

const byName = new Map(scenarios.map((scenario) => [nameAt(addressOf(scenario)), scenario]));
const scenarioAt = (hash) => byName.get(nameAt(hash));

const isFailed = (scenario) => scenario.verdict === "failed";
const isSlow = (scenario) => scenario.seconds >= 1;
const passes = (scenario) => scenario.verdict === "passed" || scenario.verdict === "expected_failure";
