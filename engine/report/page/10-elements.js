// Elements and words: the small things that every part of the page is made of. Texts of the run come into the page
// by textContent alone, so nothing in them can be markup.

// h("p.note", {id: "x", onclick: f}, "text", child, ...): an element. A null child is left out.
function h(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// The same for SVG.
function shape(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const byId = (id) => document.getElementById(id);

// Microseconds, as people say them.
function inWords(us) {
  if (us < 1000) return `${Math.round(us)} µs`;
  if (us < 1e6) return `${(us / 1000).toFixed(us < 1e4 ? 2 : us < 1e5 ? 1 : 0)} ms`;
  if (us < 6e7) return `${(us / 1e6).toFixed(us < 1e7 ? 2 : 1)} s`;
  const minutes = Math.floor(us / 6e7);
  return `${minutes} min ${Math.round((us - minutes * 6e7) / 1e6)} s`;
}

const secondsInWords = (seconds) => inWords(seconds * 1e6);
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

const verdictWords = {
  passed: "passed", failed: "failed", skipped: "skipped", flaky: "flaky", expected_failure: "failed as expected",
};
const verdictSigns = { passed: "✓", failed: "✕", skipped: "–", flaky: "≈", expected_failure: "✓" };

// What stands before a name; in words for who does not see it.
function verdictSign(verdict) {
  return h(`span.sign.${verdict}`, {}, h("span", { "aria-hidden": "true" }, verdictSigns[verdict]),
    h("span.unseen", {}, `${verdictWords[verdict]}: `));
}

// A part of the page with a heading.
function part(title, ...children) {
  const id = `part-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return h("section.part", { "aria-labelledby": id }, h("h3", { id }, title), ...children);
}

// What may be wider than the page, and so can be scrolled by keyboard too.
function scrollable(kind, label, ...children) {
  return h(kind, { tabindex: "0", role: "group", "aria-label": label }, ...children);
}

// The colour of a role: the same one wherever it stands.
function roleClass(role, roles) {
  const at = roles.indexOf(role);
  return at < 0 ? "role-0" : `role-${at % 6}`;
}
