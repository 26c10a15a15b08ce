// The run at a glance: the line at the top, and what stands beside the list while no scenario is open.

const verdictOrder = ["failed", "flaky", "passed", "expected_failure", "skipped"];
const ofVerdict = (verdict) => scenarios.filter((scenario) => scenario.verdict === verdict);

function drawTop() {
  const when = new Date(run.time);
  const files = new Set(scenarios.map((scenario) => scenario.file)).size;
  const shard = run.shard ? `, part ${run.shard[0]} of ${run.shard[1]}` : "";
  byId("when").textContent =
    `${when.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}, ${counted(files, "file")}, ` +
    `${secondsInWords(run.seconds)}${shard}`;
  document.title = run.failed > 0 ? `${run.failed} failed - parley` : `${run.passed} passed - parley`;
  const missing = run.planned - scenarios.filter(({ index }) => index !== undefined).length;
  const notes = [run.stopped, run.early, missing > 0 ? `${counted(missing, "scenario")} of ${run.planned} have no result` : ""]
    .filter(Boolean).map((text) => text.trim());
  byId("stopped").textContent = notes.join("; ");
  byId("stopped").hidden = notes.length === 0;
  for (const verdict of verdictOrder) {
    const number = ofVerdict(verdict).length;
    if (number === 0) continue;
    const piece = h(`span.${verdict}`);
    piece.style.flexGrow = number;
    byId("share").append(piece);
  }
}

function card(number, title, kind, filter) {
  return h(`button.card.${kind}`, { type: "button", disabled: number === 0, onclick: () => show(filter) },
    h("strong", {}, number.toLocaleString("en")), h("span", {}, title));
}

function linkTo(scenario, note) {
  return h("li", {}, verdictSign(scenario.verdict),
    h("a", { href: addressOf(scenario), dir: "auto" }, scenario.name),
    h("span.place", {}, h("bdi", {}, `${scenario.file}:${scenario.line}`)),
    h("span.note", { dir: "auto" }, scenario.round > 0 ? `round ${scenario.round}: ${note}` : note));
}

function shortList(title, list, noteOf) {
  if (list.length === 0) return null;
  const most = 10;
  const more = list.length > most ? h("p.more", {}, `and ${list.length - most} more`) : null;
  return part(title, h("ul.links", {}, list.slice(0, most).map((scenario) => linkTo(scenario, noteOf(scenario)))), more);
}

// `lost` is an address that leads to no scenario of this run.
function overview(lost = "") {
  const words = run.failed > 0 ? `${counted(run.failed, "scenario")} failed`
    : run.stopped ? "The run was stopped" : run.passed > 0 ? "All passed" : "Nothing passed";
  const slowest = scenarios.filter((scenario) => scenario.seconds > 0).sort(orders.time);
  return h("article.overview", {},
    lost ? h("p.lost", { role: "status" }, "This run has no ", h("code", {}, lost)) : null,
    h("h2", {}, words),
    h("div.cards", {}, card(run.failed, "failed", "failed", "failed"), card(run.flaky, "flaky", "flaky", "flaky"),
      card(run.passed, "passed", "passed", "passed"), card(run.skipped, "skipped", "skipped", "skipped")),
    shortList("Failed", ofVerdict("failed"), (scenario) => scenario.words ?? ""),
    shortList("Flaky", ofVerdict("flaky"), (scenario) => `passed in attempt ${scenario.attempts}`),
    shortList("Slowest", slowest, (scenario) => secondsInWords(scenario.seconds)),
    keysHelp());
}

function keysHelp() {
  const keys = [["/", "search"], ["j k ↓ ↑", "next, previous scenario"], ["Enter", "open it"], ["Esc", "close it"],
    ["f", "failed ones only, or all"], ["t", "system, light, dark"]];
  return part("Keys", h("dl.keys", {}, keys.flatMap(([key, words]) => [
    h("dt", {}, key.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, words)])));
}
