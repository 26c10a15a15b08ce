// One scenario: what it is, what went wrong in each attempt, and what happened, in several views.

function verdictBadge(verdict) {
  return h(`span.badge.${verdict}`, {}, h("span", { "aria-hidden": "true" }, `${verdictSigns[verdict]} `), verdictWords[verdict]);
}

function copyButton(text) {
  const button = h("button.quiet", { type: "button", "aria-live": "polite", onclick: () => copied() }, "Copy");
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy it by hand";
    }
  };
  return button;
}

function detailHead(scenario, details) {
  const facts = [`${scenario.file}:${scenario.line}`];
  if (scenario.seconds) facts.push(secondsInWords(scenario.seconds));
  const cpu = details.attempts.at(-1).cpu;
  if (cpu) facts.push(`${secondsInWords(cpu)} of CPU`);
  if (scenario.round > 0) facts.push(`round ${scenario.round}`);
  return h("header.head", {},
    h("div.bar", {}, verdictBadge(scenario.verdict),
      h("div.steps", {},
        h("button.quiet", { type: "button", onclick: () => move(-1), "aria-label": "Previous scenario" }, "↑"),
        h("button.quiet", { type: "button", onclick: () => move(1), "aria-label": "Next scenario" }, "↓"),
        h("button.quiet", { type: "button", onclick: close }, "Close"))),
    h("h2", { dir: "auto" }, scenario.name),
    h("p.facts", {}, facts.map((fact) => h("bdi", {}, fact)), (scenario.tags ?? []).map((tag) => h("span.chip", {}, tag))),
    h("div.command", {}, scrollable("code", "The command that runs it again", details.command), copyButton(details.command)));
}

// A row of buttons of which one is chosen; `draw(i)` says what is shown then.
function choice(label, titles, first, draw) {
  const place = h("div");
  const buttons = titles.map((title, i) => h("button.tab", { type: "button", onclick: () => pick(i) }, title));
  const pick = (chosen) => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === chosen)));
    place.replaceChildren(...[draw(chosen)].flat().filter(Boolean));
  };
  pick(first);
  return [h("div.tabs", { role: "group", "aria-label": label }, buttons), place];
}

function failureCard(failure) {
  const [first, ...more] = failure.message.split("\n");
  const where = failure.line > 0 ? `${failure.file}:${failure.line}` : failure.file;
  const role = failure.role ? `in ${failure.role}, ` : "";
  return h("div.failure", {},
    h("p.words", { dir: "auto" }, first),
    more.join("").trim() ? scrollable("pre", "More of the message", more.join("\n")) : null,
    h("p.facts", {}, `${failure.kind.replaceAll("_", " ")}, `, role, h("bdi", {}, where)),
    failure.difference ? differenceOf(failure) : null,
    failure.excerpt ? excerptOf(failure.excerpt) : null);
}

function differenceOf(failure) {
  const views = [
    ["Difference", () => differenceView(failure.difference)],
    ["Expected", () => scrollable("pre", "Expected", failure.expected)],
    ["Actual", () => scrollable("pre", "Actual", failure.actual)],
  ];
  return choice("What was compared", views.map(([title]) => title), 0, (i) => views[i][1]());
}

function waitingPart(waiting) {
  return part("Who waited where", h("ul.plain", {}, waiting.map(({ role, call, place }) =>
    h("li", {}, h("strong", {}, role), ` in ${call} at `, h("bdi", {}, place)))));
}

function goldenPart(goldens) {
  return part("Goldens", h("ul.plain", {}, goldens.map(([name, state]) =>
    h("li", {}, `${name || "The exchange"}: `, h(state === "matches" ? "span" : "strong", {}, state)))));
}

// The parts of one attempt, with the runs that belong to it.
function attemptParts(details, attempt, logs) {
  const parts = [];
  if (attempt.reason) parts.push(h("p.reason", { dir: "auto" }, attempt.reason));
  if (attempt.failures) parts.push(part(attempt.failures.length > 1 ? "Failures" : "Failure", attempt.failures.map(failureCard)));
  if (attempt.waiting) parts.push(waitingPart(attempt.waiting));
  if (attempt.pcap) parts.push(h("p.facts", {}, "Its packets are in ", h("code", {}, attempt.pcap)));
  if (attempt.kept) parts.push(h("p.facts", {}, "Its files were kept in ", h("code", {}, attempt.kept)));
  if (attempt.goldens) parts.push(goldenPart(attempt.goldens));
  if (attempt.loads) parts.push(...attempt.loads.map(loadPart));
  if (logs.length > 1)
    parts.push(...choice("Ways to cut the streams", logs.map(segmentWords), 0, (i) => runParts(attempt, logs[i])));
  else parts.push(...runParts(attempt, logs[0]));
  if (details.source) parts.push(sourcePart(details.source, attempt.failures ?? []));
  return parts;
}

function segmentWords(log) {
  if (log.segment === undefined) return "whole";
  return log.segment === 1 ? "byte by byte" : `seed ${log.segment}`;
}

function runParts(attempt, log) {
  const parts = [];
  const story = log ? reading(log) : null;
  if (log?.left_out)
    parts.push(h("p.facts", {}, `Of this run ${counted(log.left_out.count, "event")} in the middle are left out here; the sequence ends before them. "parley show" draws all of it.`));
  if (log?.diagram) parts.push(diagramPart(log.diagram));
  if (story?.calls.length) parts.push(timelinePart(story));
  if (attempt.transcript) parts.push(transcriptPart(attempt.transcript));
  parts.push(outputPart(attempt, story));
  if (story?.calls.length) parts.push(callsPart(story));
  return parts;
}

// Sweeps have several runs for an attempt; else there is one for each, in their order.
function logsOfAttempt(details, i) {
  const logs = details.runs ?? [];
  if (logs.length === details.attempts.length) return [logs[i]];
  if (details.attempts.length === 1) return logs;
  const each = Math.floor(logs.length / details.attempts.length);
  return logs.slice(i * each, (i + 1) * each);
}

function whyWithoutEvents(scenario, details) {
  if (details.without_runs)
    return h("p.facts", {}, "To keep this page small, the events of this scenario are not in it. ",
      "Run it by itself with the command above to see them.");
  if (details.runs || scenario.verdict === "skipped" || scenario.index === undefined) return null;
  return h("p.facts", {}, "There is no diagram and no timeline: this page was made without the events of its run.");
}

function detailOf(scenario, details) {
  const { attempts } = details;
  const body = (i) => attemptParts(details, attempts[i], logsOfAttempt(details, i));
  const titles = attempts.map(({ verdict }, i) =>
    `Attempt ${i + 1}: ${i === attempts.length - 1 && verdict === "flaky" ? "passed" : verdictWords[verdict]}`);
  const shownFirst = scenario.verdict === "flaky" ? 0 : attempts.length - 1;
  const note = whyWithoutEvents(scenario, details);
  return h("article.scenario", {}, detailHead(scenario, details), note,
    attempts.length > 1 ? choice("Attempts", titles, shownFirst, body) : body(0));
}
