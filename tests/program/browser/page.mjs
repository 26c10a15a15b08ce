// A page in a headless Chromium, and what to ask of it. Driven by tests/program/html.sh:
//
//   node page.mjs FILE CHECK [FOLDER]     FOLDER: where to leave pictures
//
// PARLEY_BROWSER_MODULES is the folder that the packages of package.json are installed in. The exit code is 0 where
// everything holds, and the browser had nothing to complain of and asked for nothing but the file.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { checks } from "./checks.mjs";

const [file, check, pictures] = process.argv.slice(2);
const require = createRequire(`${process.env.PARLEY_BROWSER_MODULES}/`);
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const address = pathToFileURL(file).href;
const complaints = [];

function listen(page) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address && !request.url().startsWith("data:"))
      complaints.push(`request: ${request.url()}`);
  });
}

// A page of its own: {width, height, dark, hash}.
async function visit(browser, { width = 1280, height = 900, dark = false, hash = "" } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  listen(page);
  await page.goto(address + hash);
  await page.waitForSelector("#detail article");
  return page;
}

// What axe-core finds wrong, a line each.
async function violations(page) {
  await page.evaluate(await import("node:fs").then((fs) => fs.readFileSync(axe, "utf8")));
  const found = await page.evaluate(() => window.axe.run(document));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join("; ")}`);
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

function is(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    complaints.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

const browser = await chromium.launch({
  executablePath: process.env.PARLEY_CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  await checks[check]({ is, violations, picture, visit: (options) => visit(browser, options) });
} catch (error) {
  complaints.push(error.stack);
}
await browser.close();
for (const complaint of complaints) console.log(complaint);
process.exit(complaints.length ? 1 : 0);
