// The page as a whole: which scenario its address names, the keys, light and dark.

const detail = byId("detail");

function open(scenario, instead = false) {
  if (instead) history.replaceState(null, "", addressOf(scenario));
  else if (location.hash !== addressOf(scenario)) history.pushState(null, "", addressOf(scenario));
  follow();
}

function close() {
  history.pushState(null, "", "#/");
  follow();
  byId("list").focus();
}

// Shows what the address names. Whoever goes on before the details are there sees the later one.
async function follow() {
  const scenario = scenarioAt(location.hash);
  shown.open = scenario ?? null;
  document.body.classList.toggle("opened", Boolean(scenario));
  if (!scenario) {
    detail.replaceChildren(overview(nameAt(location.hash)));
    detail.scrollTop = 0;
  } else if (!shown.rows.includes(scenario)) show("all");
  if (scenario) shown.current = shown.rows.indexOf(scenario);
  if (shown.current >= 0) keepInSight(shown.current);
  drawRows();
  if (!scenario) return;
  const details = await detailsOf(scenario);
  if (shown.open !== scenario) return;
  detail.replaceChildren(detailOf(scenario, details));
  detail.scrollTop = 0;
  if (matchMedia("(max-width: 800px)").matches) window.scrollTo(0, 0);
}

const themes = ["system", "light", "dark"];

function setTheme(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "system";
  setTheme(themes[(themes.indexOf(now) + 1) % themes.length]);
}

const keys = {
  "/": () => { byId("search").focus(); byId("search").select(); },
  j: () => move(1),
  k: () => move(-1),
  Escape: close,
  f: () => show(wanted.verdict === "failed" ? "all" : "failed"),
  t: nextTheme,
};
const keysOfList = {
  ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(10), PageUp: () => move(-10),
  Home: () => move(-Infinity), End: () => move(Infinity),
  Enter: () => { if (shown.current >= 0) { open(shown.rows[shown.current]); detail.focus(); } },
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const inSearch = event.target === byId("search");
  const inList = event.target === byId("list") || event.target === document.body;
  if (inSearch && event.key === "Escape") {
    byId("search").value = "";
    search("");
    byId("list").focus();
  } else if (inSearch && (event.key === "Enter" || event.key === "ArrowDown")) {
    byId("list").focus();
    if (shown.current < 0) move(1);
  } else if (!inSearch && keys[event.key]) keys[event.key]();
  else if (inList && keysOfList[event.key]) keysOfList[event.key]();
  else return;
  event.preventDefault();
});

byId("search").addEventListener("input", (event) => search(event.target.value));
byId("sort").addEventListener("change", choose);
byId("theme").addEventListener("click", nextTheme);
byId("list").addEventListener("scroll", () => requestAnimationFrame(drawRows));
new ResizeObserver(drawRows).observe(byId("list"));
addEventListener("popstate", follow);

drawTop();
drawFilters();
choose();
follow();
