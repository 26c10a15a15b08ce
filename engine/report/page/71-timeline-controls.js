// The timeline as something to use: zoom, two scales, and a call that is pointed at.

// By order where by time most bars would be too narrow to be told apart.
function readsBetterByOrder(story, width) {
  const thin = story.calls.filter(({ begin, end }) => ((end - begin) / story.end) * width < 2 * narrowest).length;
  return thin > story.calls.length / 2;
}

function timelinePart(story) {
  const labels = h("div.labels", { "aria-hidden": "true" });
  const stage = h("div.stage", {
    tabindex: "0", role: "group", "aria-label": "Timeline of calls; the arrow keys go from call to call",
  });
  const told = h("p.told", { role: "status" });
  const state = { story, labels, stage, told, zoom: 1, chosen: -1, byOrder: readsBetterByOrder(story, 900) };
  const scaleButton = h("button.quiet", { type: "button" });
  const redraw = () => {
    scaleButton.textContent = state.byOrder ? "Scale: by order" : "Scale: by time";
    drawStage(state);
  };
  scaleButton.addEventListener("click", () => { state.byOrder = !state.byOrder; redraw(); });
  const zoomBy = (factor) => () => { state.zoom = Math.max(1, Math.min(64, state.zoom * factor)); redraw(); };
  const controls = h("div.zooming", {}, scaleButton,
    h("button.quiet", { type: "button", "aria-label": "Zoom out", onclick: zoomBy(1 / 2) }, "−"),
    h("button.quiet", { type: "button", "aria-label": "Zoom in", onclick: zoomBy(2) }, "+"), legend());
  listen(state);
  told.textContent = "Point at a call, or go through them by the arrow keys.";
  const section = part("Timeline", controls, h("div.timeline", {}, labels, stage), told);
  requestAnimationFrame(redraw);
  return section;
}

function legend() {
  const words = [["sends", "sends"], ["takes", "receives, accepts"], ["other", "other calls"], ["life", "programs"], ["waits", "waits"]];
  return h("ul.legend", {}, words.map(([kind, text]) => h("li", {}, h(`span.swatch.${kind}`), text)));
}

function drawStage(state) {
  const { story, stage, labels } = state;
  const room = Math.max(240, stage.clientWidth - 10);
  const least = state.byOrder ? story.calls.length * 16 : 0;
  state.scale = scaleOf(story, state.byOrder, Math.max(room, least) * state.zoom);
  const { svg, rows } = drawTimeline(story, state.scale);
  state.rowOf = new Map(rows.map((row) => [row.role, row]));
  stage.replaceChildren(svg);
  labels.replaceChildren(...rows.map((row) => {
    const label = h(`span.${roleClass(row.role, story.roles)}`, { title: row.role }, row.role);
    label.style.top = `${row.top}px`;
    return label;
  }));
  if (state.chosen >= 0) tellOf(state, state.chosen);
}

function tellOf(state, index) {
  const call = state.story.calls[index];
  const svg = state.stage.querySelector("svg");
  svg.querySelector(".chosen")?.classList.remove("chosen");
  svg.querySelector(".waking")?.remove();
  svg.querySelector(`[data-call="${index}"]`)?.classList.add("chosen");
  const arrow = wakingArrow(call, state.scale, state.rowOf);
  if (arrow) svg.append(arrow);
  state.chosen = index;
  const waited = waitInWords(call);
  state.told.replaceChildren(h("strong", {}, call.role), " ", h("bdi", {}, callInWords(call)),
    ` - from ${inWords(call.begin)} to ${inWords(call.end)}, took ${inWords(call.end - call.begin)}${waited && `, ${waited}`}`);
}

function listen(state) {
  const { stage, story } = state;
  stage.addEventListener("pointerover", (event) => {
    const bar = event.target.closest?.("[data-call]");
    if (bar) tellOf(state, Number(bar.dataset.call));
  });
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(story.calls.length - 1, state.chosen + step));
    tellOf(state, index);
    const x = state.scale.at(story.calls[index].begin);
    if (x < stage.scrollLeft || x > stage.scrollLeft + stage.clientWidth - 40) stage.scrollLeft = x - stage.clientWidth / 3;
  });
}
