// Calls on a timeline: a row for each role, a bar for each call, its waiting part lighter. Pointing at a bar, or going
// there by the arrow keys, tells of the call and draws an arrow from what ended its wait.

const barHeight = 18;
const rowGap = 12;
const axisHeight = 22;
const narrowest = 3; // px of a bar

// Two scales: by time, where a millisecond is always as wide, and by order, where each thing that happens has as much
// room, however long the one before took.
function scaleOf(story, byOrder, width) {
  if (!byOrder) {
    const factor = width / story.end;
    return { width, at: (us) => us * factor, ticks: () => timeTicks(story.end, width) };
  }
  const moments = [...new Set(story.calls.flatMap(({ begin, end, waited }) => [begin, end, waited ?? begin]))].sort((a, b) => a - b);
  const step = width / moments.length;
  const at = (us) => {
    let low = 0;
    for (let high = moments.length; low < high;) {
      const middle = (low + high) >> 1;
      if (moments[middle] < us) low = middle + 1;
      else high = middle;
    }
    return low * step;
  };
  const every = Math.max(1, Math.ceil(90 / step));
  return { width, at, ticks: () => moments.filter((_, i) => i % every === 0) };
}

function timeTicks(end, width) {
  const rough = end / Math.max(2, width / 110);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}

// Where calls of a role overlap (one within another, or two tasks) they stand one below the other.
function layOut(story) {
  let top = axisHeight + 4;
  const rows = story.roles.map((role) => {
    const free = [];
    for (const call of story.calls.filter((one) => one.role === role)) {
      let lane = free.findIndex((end) => end <= call.begin);
      if (lane < 0) lane = free.length;
      free[lane] = Math.max(call.end, call.begin + 1);
      call.lane = lane;
    }
    const row = { role, top, height: Math.max(1, free.length) * (barHeight + 2) };
    top += row.height + rowGap;
    return row;
  });
  return { rows, height: top };
}

function kindOfCall(name) {
  if (/^(send|write)/.test(name)) return "sends";
  if (/^(recv|read|accept)/.test(name)) return "takes";
  return name === "program" ? "life" : "other";
}

function barOf(call, scale, row, index) {
  const y = row.top + call.lane * (barHeight + 2);
  const x = scale.at(call.begin);
  const width = Math.max(narrowest, scale.at(call.end) - x);
  const group = shape("g", { class: `bar ${kindOfCall(call.name)}${call.error ? " wrong" : ""}${call.open ? " open" : ""}`, "data-call": index });
  group.append(shape("rect", { x, y, width, height: barHeight, rx: 3 }));
  if (call.waited !== undefined) {
    const from = scale.at(call.waited);
    group.append(shape("rect", { class: "waiting", x: from, y, width: Math.max(0, x + width - from), height: barHeight, rx: 3 }));
  }
  const ahead = call.waited === undefined ? 0 : Math.min(width, scale.at(call.waited) - x);
  const beside = ahead > 6.6 * call.name.length + 8 ? 0 : ahead; // The name does not run from one colour into the other.
  const room = Math.floor((width - beside - 8) / 6.6);
  if (room >= 3) group.append(shape("text", { class: beside || !ahead && call.waited !== undefined ? "calm" : "", x: x + beside + 4, y: y + 13 }, call.name.length <= room ? call.name : `${call.name.slice(0, room - 1)}…`));
  return group;
}

function markShape(mark, scale, rows) {
  const x = scale.at(mark.at);
  const row = rows.find(({ role }) => role === mark.role);
  const from = row && mark.kind !== "failure" ? row.top - 4 : axisHeight;
  const to = row && mark.kind !== "failure" ? row.top + row.height + 2 : rows.at(-1).top + rows.at(-1).height + 4;
  const line = shape("line", { class: `mark ${mark.kind}`, x1: x, x2: x, y1: from, y2: to });
  line.append(shape("title", {}, `${inWords(mark.at)} ${mark.role} ${mark.text}`.slice(0, 300)));
  return line;
}

function drawTimeline(story, scale) {
  const { rows, height } = layOut(story);
  const svg = shape("svg", { width: scale.width + 8, height, class: "lanes", "aria-hidden": "true" });
  for (const tick of scale.ticks()) {
    const x = scale.at(tick);
    svg.append(shape("line", { class: "tick", x1: x, x2: x, y1: axisHeight - 4, y2: height }),
      shape("text", { class: "tick", x: x + 3, y: 12 }, inWords(tick)));
  }
  for (const row of rows) svg.append(shape("rect", { class: "lane", x: 0, y: row.top - 4, width: scale.width + 8, height: row.height + 6 }));
  const rowOf = new Map(rows.map((row) => [row.role, row]));
  story.calls.forEach((call, i) => svg.append(barOf(call, scale, rowOf.get(call.role), i)));
  for (const mark of story.marks) svg.append(markShape(mark, scale, rows));
  return { svg, rows };
}

// The arrow from the deed that ended a wait to the end of that wait.
function wakingArrow(call, scale, rowOf) {
  const from = call.waker && rowOf.get(call.waker.role);
  const to = rowOf.get(call.role);
  if (!from || from === to) return null;
  const down = from.top < to.top;
  const [x1, x2] = [scale.at(call.waker.at), scale.at(call.end)];
  const y1 = down ? from.top + from.height : from.top - 2;
  const y2 = down ? to.top + call.lane * (barHeight + 2) : to.top + (call.lane + 1) * (barHeight + 2);
  const tip = down ? -6 : 6;
  return shape("path", { class: "waking", d: `M${x1} ${y1}L${x2} ${y2}m-4 ${tip}L${x2} ${y2}l4 ${tip}` });
}
