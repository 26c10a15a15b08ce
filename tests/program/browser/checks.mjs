// What holds of the page of --report html, by name. Each check has `visit`, which opens the page, and `is`, which
// compares; page.mjs adds what the browser complains of.

const texts = (page, selector) => page.locator(selector).allInnerTexts();
const headings = (page) => texts(page, "#detail h3");
const rows = (page) => texts(page, "#list .row .name");
const hashOf = (page) => page.evaluate(() => decodeURIComponent(location.hash));

export const checks = {
  async failed({ visit, is, picture }) {
    const page = await visit();
    await page.click(".filter.failed");
    is(await rows(page), ["sends back another word"], "the failed ones");
    await page.click("#list .row");
    await page.waitForSelector("article.scenario .lanes .bar");
    is(await headings(page), ["Failure", "Sequence", "Timeline", "Transcript", "Output", "Calls", "Source"], "its parts");
    is(await texts(page, ".difference mark"), ["a", "e"], "what differs");
    is((await texts(page, ".source .blamed")).map((line) => line.trim()), ["> 16 |       expect(s:recv_exactly(5)):equals(word)"],
      "the line to blame");
    is((await texts(page, ".transcript .there")).map((line) => line.trimEnd()), ["  > \"hello\"", "  > EOF"], "what went there");
    is(await page.locator("#detail .diagram svg").count(), 1, "diagrams");
    is(await texts(page, ".output td.text"), ["got 5 bytes"], "what was printed");
    is(await texts(page, ".command code"), ["parley run echo.lua --exact 'sends back another word'"], "the command");
    await page.click("summary");
    is((await texts(page, ".calls td:nth-child(4)")).includes("sendall(\"hello\") on socket 2"), true, "a call in the table");
    await picture(page, "failed");
  },

  async timeline({ visit, is, picture }) {
    const page = await visit({ hash: "#/echo.lua::sends back another word" });
    await page.waitForSelector(".lanes .bar");
    is(await texts(page, ".labels span"), ["main", "server", "client"], "the rows");
    await page.focus(".stage");
    const told = [];
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press("ArrowRight");
      told.push(await page.innerText(".told"));
    }
    is(told.some((text) => /^client recv_exactly\(5\) on socket \d.*waited .* for server, which sent 5 bytes/.test(text)), true,
      "the client's recv waits for the server");
    is(told.some((text) => /^server accept\(\) on socket \d.*waited .* for client, which connected/.test(text)), true,
      "the server's accept waits for the client");
    const before = await page.getAttribute(".lanes", "width");
    await page.click("[aria-label='Zoom in']");
    is(Number(await page.getAttribute(".lanes", "width")) > 1.5 * Number(before), true, "zoomed in");
    await picture(page, "timeline");
  },

  async load({ visit, is, violations, picture }) {
    for (const dark of [false, true]) {
      const page = await visit({ dark, hash: "#/load.lua::answers many" });
      await page.waitForSelector(".histogram svg");
      is((await headings(page)).slice(0, 2), ["Failure", "Load: <b>pings"], "its parts");
      const facts = await texts(page, ".load-facts bdi");
      is(facts.slice(0, 2), ["1 connection", "as fast as they are answered"], "what it was");
      is(facts.at(-1), "1 request failed: TimeoutError", "what failed");
      is((await texts(page, ".latency th")), ["min", "mean", "stddev", "p50", "p90", "p95", "p99", "p999", "max"], "figures");
      const bars = await page.locator(".histogram rect").count();
      is(bars > 3 && bars <= 20, true, `${bars} bars`);
      const counts = await page.$$eval(".histogram text:nth-of-type(even)", (all) => all.map((text) => Number(text.textContent)));
      is(counts.reduce((sum, count) => sum + count), 299, "requests in the bars");
      is(await violations(page), [], `axe-core (${dark ? "dark" : "light"})`);
      await picture(page, `load-${dark ? "dark" : "light"}`);
      await page.close();
    }
  },

  async keys({ visit, is }) {
    const page = await visit();
    await page.keyboard.press("/");
    await page.keyboard.type("ANOTHER echo");
    is(await rows(page), ["sends back another word"], "found by name and file");
    await page.keyboard.press("Escape");
    is((await rows(page)).length, 5, "rows after Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("polite");
    is(await rows(page), ["sends back what it received"], "found by tag");
    await page.keyboard.type(" nowhere");
    is(await page.isVisible("#nothing"), true, "says that nothing fits");
    await page.keyboard.press("Escape");
    await page.keyboard.press("f");
    is(await rows(page), ["sends back another word"], "f");
    await page.keyboard.press("f");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForSelector("article.scenario");
    is(await hashOf(page), "#/echo.lua::sends back what it received", "opened by Enter");
    await page.keyboard.press("j");
    await page.waitForFunction(() => document.querySelector("#detail h2")?.textContent.includes("another"));
    await page.keyboard.press("Escape");
    is(await page.locator("article.overview").count(), 1, "overview after Escape");
    is(await hashOf(page), "#/", "the address after Escape");
    await page.goBack();
    await page.waitForSelector("article.scenario");
    await page.evaluate(() => { location.hash = "#/echo.lua::is gone"; });
    await page.waitForSelector(".lost");
    is(await page.innerText(".lost"), "This run has no echo.lua::is gone", "a link that leads nowhere");
  },

  async flaky({ visit, is }) {
    const page = await visit();
    await page.click(".filter.flaky");
    await page.click("#list .row");
    await page.waitForSelector("article.scenario");
    is(await texts(page, "[aria-label=Attempts] button"), ["Attempt 1: failed", "Attempt 2: passed"], "attempts");
    is(await page.locator("div.failure").count(), 1, "failures of the first");
    await page.click("text=Attempt 2: passed");
    is(await page.locator("div.failure").count(), 0, "failures of the second");
  },

  async hostile({ visit, is }) {
    const page = await visit();
    for (const [i, name] of (await rows(page)).entries()) {
      await page.locator("#list .row").nth(i).click();
      await page.waitForFunction((title) => document.querySelector("article.scenario h2")?.textContent === title, name);
    }
    is(await page.locator("img, iframe, b, details script, main script").count(), 0, "elements that nobody made");
    is(await page.evaluate(() => window.owned), undefined, "what a peer's script did");
    is((await page.innerText("#detail .transcript")).includes("</script><img src=x onerror="), true, "the peer's text is there");
  },

  async accessible({ visit, is, violations, picture }) {
    for (const dark of [false, true]) {
      for (const width of [1280, 400]) {
        for (const hash of ["", "#/echo.lua::sends back another word", "#/echo.lua::starts a program"]) {
          const page = await visit({ width, dark, hash });
          if (hash) await page.waitForSelector(".stage svg");
          const where = `${width} px, ${dark ? "dark" : "light"}, ${hash || "overview"}`;
          is(await violations(page), [], `axe-core (${where})`);
          is(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `no scrolling to the side (${where})`);
          await picture(page, `${width}-${dark ? "dark" : "light"}-${hash.slice(-4) || "run"}`);
          await page.close();
        }
      }
    }
  },

  async many({ visit, is, picture }) {
    const begun = Date.now();
    const page = await visit();
    is(await page.innerText("#count"), "5,000 scenarios", "the list");
    console.log(`interactive after ${Date.now() - begun} ms`);
    is((await page.locator("#list .row").count()) < 40, true, "only rows that can be seen");
    await page.focus("#list");
    await page.keyboard.press("End");
    is((await rows(page)).at(-1), "number 5000", "the last one");
    const typed = Date.now();
    await page.fill("#search", "number 4999");
    is(await rows(page), ["number 4999"], "found");
    console.log(`searched in ${Date.now() - typed} ms`);
    await page.click("#list .row");
    await page.waitForSelector("article.scenario .transcript");
    await picture(page, "many");
  },

  async merged({ visit, is }) {
    const page = await visit({ hash: "#/echo.lua::sends back another word" });
    await page.waitForSelector("article.scenario");
    is(await headings(page), ["Failure", "Transcript", "Output", "Source"], "its parts");
    is((await page.innerText("article.scenario")).includes("made without the events of its run"), true, "says why");
  },

  // Those of docs/looking.md, of a run of docs/pictures/looking.lua.
  async pictures({ visit, is, picture }) {
    const wrong = "#/looking.lua::a shop > answers what it was asked";
    const many = "#/looking.lua::a shop > serves seven customers";
    const views = [
      ["page-run", { height: 700 }, "Slowest"],
      ["page-failed", { height: 1500, hash: wrong }, "Sequence"],
      ["page-dark", { height: 1000, dark: true, hash: many }, "Timeline"],
      ["page-narrow", { width: 400, height: 900, hash: wrong }, "Failure"],
    ];
    for (const [name, view, part] of views) {
      const page = await visit(view);
      if (view.hash) await page.waitForSelector(".lanes .bar");
      is((await headings(page)).some((heading) => heading.startsWith(part)), true, `${name} has "${part}"`);
      await picture(page, name);
      await page.close();
    }
  },
};
