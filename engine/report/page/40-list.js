// The list: which scenarios are shown and in what order, and of these only the rows that can be seen, so that
// thousands cost no more than twenty. The list has the focus, one row is marked as the current one.

const rowHeight = 60;
const shown = { rows: scenarios, current: -1, open: null };

const verdictFilters = [
  ["all", "All", () => true],
  ["failed", "Failed", isFailed],
  ["flaky", "Flaky", (scenario) => scenario.verdict === "flaky"],
  ["skipped", "Skipped", (scenario) => scenario.verdict === "skipped"],
  ["passed", "Passed", passes],
  ["slow", "Slow", isSlow],
];
const wanted = { verdict: "all", words: [] };

const rank = { failed: 0, flaky: 1, expected_failure: 2, passed: 3, skipped: 4 };
const orders = {
  file: (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.index ?? 0) - (b.index ?? 0) || (a.round ?? 0) - (b.round ?? 0)),
  time: (a, b) => (b.seconds ?? 0) - (a.seconds ?? 0) || orders.file(a, b),
  verdict: (a, b) => rank[a.verdict] - rank[b.verdict] || orders.file(a, b),
};

function choose() {
  const fits = verdictFilters.find(([name]) => name === wanted.verdict)[2];
  const before = shown.rows[shown.current];
  shown.rows = scenarios
    .filter((scenario) => fits(scenario) && wanted.words.every((word) => scenario.haystack.includes(word)))
    .sort(orders[byId("sort").value]);
  shown.current = shown.rows.indexOf(shown.open ?? before);
  byId("count").textContent = shown.rows.length === scenarios.length
    ? counted(scenarios.length, "scenario")
    : `${shown.rows.length.toLocaleString("en")} of ${counted(scenarios.length, "scenario")}`;
  byId("nothing").hidden = shown.rows.length > 0;
  byId("list").hidden = shown.rows.length === 0;
  byId("list").scrollTop = 0;
  if (shown.current >= 0) keepInSight(shown.current);
  drawRows();
}

function rowOf(scenario, place) {
  const extra = [];
  if (scenario.round > 0) extra.push(h("span.chip", {}, `round ${scenario.round}`));
  if (scenario.attempts > 1) extra.push(h("span.chip", {}, `${scenario.attempts} attempts`));
  for (const tag of scenario.tags ?? []) extra.push(h("span.chip", {}, tag));
  const row = h("div.row", {
    role: "option", id: `row-${place}`, "aria-selected": String(scenario === shown.open), "aria-posinset": place + 1,
    "aria-setsize": shown.rows.length, onclick: () => open(scenario),
  }, verdictSign(scenario.verdict),
  h("span.name", { dir: "auto", title: scenario.name }, scenario.name),
  h("span.time", {}, !scenario.seconds ? "" : secondsInWords(scenario.seconds)),
  h("span.place", {}, h("bdi", {}, `${scenario.file}:${scenario.line}`), ...extra));
  row.classList.toggle("current", place === shown.current);
  row.style.top = `${place * rowHeight}px`;
  return row;
}

function drawRows() {
  const list = byId("list");
  const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - 4);
  const last = Math.min(shown.rows.length, Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + 4);
  const room = h("div.room", { role: "presentation" });
  room.style.height = `${shown.rows.length * rowHeight}px`;
  for (let place = first; place < last; ++place) room.append(rowOf(shown.rows[place], place));
  list.replaceChildren(room);
  if (shown.current >= first && shown.current < last) list.setAttribute("aria-activedescendant", `row-${shown.current}`);
  else list.removeAttribute("aria-activedescendant");
}

function keepInSight(place) {
  const list = byId("list");
  const top = place * rowHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
}

// Makes the row `by` places further the current one. Where a scenario is open, that row's is opened in its place.
function move(by) {
  if (shown.rows.length === 0) return;
  shown.current = Math.max(0, Math.min(shown.rows.length - 1, shown.current + by));
  keepInSight(shown.current);
  if (shown.open) open(shown.rows[shown.current], true);
  else drawRows();
}

function drawFilters() {
  byId("verdicts").replaceChildren(...verdictFilters.map(([name, title, fits]) => {
    const number = scenarios.filter(fits).length;
    const label = name === "slow" ? "Slow (1 s or more)" : title;
    return h(`button.filter.${name}`, {
      type: "button", "aria-pressed": String(wanted.verdict === name), disabled: number === 0 && name !== "all", title: label,
      onclick: () => show(name),
    }, title, " ", h("span.number", {}, number.toLocaleString("en")));
  }));
}

function show(verdict) {
  wanted.verdict = verdict;
  drawFilters();
  choose();
}

function search(text) {
  wanted.words = text.toLowerCase().split(/\s+/).filter(Boolean);
  choose();
}
