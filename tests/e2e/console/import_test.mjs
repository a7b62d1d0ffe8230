// Whole tables by the office: a file is chosen or dropped, its faults are told by line, and what is
// right is imported after somebody has seen what it does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { Program } from "./kit/program.mjs";

let program, browser;
const bom = "\u{feff}";
const header = "编号,姓名,电话,备忘\r\n";
const row = (n, name = `李${n}`) => `${n},${name},1370000${1000 + n},x\r\n`;
const table = (rows) => bom + header + Array.from({ length: rows }, (_, n) => row(n + 1)).join("");
const file = (text, name = "register.csv") => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
});
const members = async () => (await program.get("/v1/members?limit=1000")).items;

before(async () => {
    program = await Program.start();
    browser = await Browser.start();
});
after(async () => {
    assert.deepEqual(browser?.faults, []);
    await browser?.stop();
    await program?.stop();
});

async function sit_down(name, screen = {}, roles = ["supervisor", "admin"]) {
    const page = await browser.person(screen);
    page.token = await program.make_token(name, ...roles);
    await page.goto(`${program.url}/office#token=${page.token}`);
    await page.locator(".office-nav").waitFor({ state: "attached" });
    return page;
}

async function to_imports(page) {
    await page.goto(`${program.url}/office/import`);
    await page.locator(".drop-place").waitFor();
}
const choose = (page, chosen) => page.locator(".drop-place input").setInputFiles(chosen);
const state = (page) => page.locator(".import-card [role=status]");

test("faults are told by their line, and nothing can be imported", async () => {
    const page = await sit_down("Li Na");
    await page.getByRole("link", { name: "Import tables" }).first().click();
    await page.locator(".drop-place").waitFor();
    const broken = table(9).replace(row(4), row(4, "")).replace(row(7), row(6));
    await choose(page, file(broken));
    await state(page).getByText("2 faults: nothing was imported.").waitFor();
    const lines = page.locator(".outcome-lines tbody tr");
    assert.deepEqual(await lines.locator("td:first-child").allTextContents(), ["5", "8"]);
    assert.match(await lines.nth(0).textContent(), /姓名/);
    assert.equal(await page.getByRole("button", { name: /^Import \d/ }).count(), 0);
    assert.match(await page.locator(".import-card").textContent(), /not used: 备忘/);
    assert.deepEqual(await violations(page), []);
    await browser.shot(page, "import-faults-en");

    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const download = await saved;
    assert.equal(download.suggestedFilename(), "register-Faults.csv");
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    assert.match(text, /^\u{feff}Line,What is wrong\r\n5,/u);
    assert.equal(text.trimEnd().split("\r\n").length, 3);
    assert.deepEqual(await members(), []);
    await page.context().close();
});

test("a table is checked, seen and imported, and the same again changes nothing", async () => {
    const page = await sit_down("Wu Ping");
    await to_imports(page);
    await choose(page, file(table(40)));
    await state(page).getByText("Checked: no faults in 40 rows.").waitFor();
    assert.deepEqual(await page.locator(".outcome-counts dd").allTextContents(), ["40", "40", "0", "0"]);
    assert.deepEqual(await members(), []);
    // By the keyboard: the button is the next thing after the card's own.
    const run = page.getByRole("button", { name: "Import 40 rows" });
    await run.focus();
    await page.keyboard.press("Enter");
    await state(page).getByText("40 rows imported.").waitFor();
    await until("the keyboard goes on there", () =>
        page.evaluate(() => document.activeElement?.classList.contains("import-card")),
    );
    assert.equal((await members()).length, 40);
    assert.deepEqual(await violations(page), []);

    await choose(page, file(table(40)));
    await page.getByText("The register has all of it already").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Import \d/ }).count(), 0);
    const earlier = page.locator(".import-page .work-list tbody tr");
    await until("three of them", async () => (await earlier.count()) >= 3);
    assert.match(await earlier.nth(1).textContent(), /register\.csv.*Wu Ping.*40 rows imported/);
    await earlier.nth(1).getByRole("link").click();
    await state(page).getByText("40 rows imported.").waitFor();

    // Somebody who stands there twice, dropped onto the page this time.
    const twice = bom + header + `900,李5,${1370000}1005,x\r\n`;
    const data = await page.evaluateHandle((text) => {
        const carried = new DataTransfer();
        carried.items.add(new File([text], "twice.csv", { type: "text/csv" }));
        return carried;
    }, twice);
    await page.dispatchEvent(".drop-place", "drop", { dataTransfer: data });
    await page.getByRole("button", { name: "Import 1 row" }).click();
    const doubles = page.locator(".outcome-lines", { hasText: "May be one person" });
    await doubles.waitFor();
    const fifth = (await members()).find(({ profile }) => profile.external_ref === "5");
    await doubles.locator(`a[href="/office/members/${fifth.id}"]`).getByText("李5").waitFor();
    await doubles.getByRole("link", { name: "Decide these" }).click();
    await page.locator(".entity-table").getByText("李5").first().waitFor();
    await page.context().close();
});

test("what is no table is refused before it is sent", async () => {
    const page = await sit_down("He Jun");
    await to_imports(page);
    await choose(page, file("x", "register.xlsx"));
    await page.getByRole("alert").getByText("workbook").waitFor();
    await choose(page, file("编号\r\n1\r\n"));
    await state(page).getByText("1 fault: nothing was imported.").waitFor();
    // The empty table has the columns that were missing.
    await page.getByText("Columns that are read").click();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Empty table (CSV)" }).click();
    assert.equal((await saved).suggestedFilename(), "members.csv");
    await page.context().close();
});

// Columns and cells of the file stand in quotes; beside them there is no word of English.
test("a Chinese page says every fault in Chinese", async () => {
    const page = await sit_down("Zhao Min", { language: "zh" });
    await to_imports(page);
    const said = async (text, name) => {
        await choose(page, file(text, name));
        const rows = page.locator(`.import-card[aria-label="${name}"] .outcome-lines tbody tr`);
        await rows.first().waitFor();
        const texts = await rows.locator("td:last-child").allTextContents();
        for (const one of texts) assert.doesNotMatch(one.replace(/“[^”]*”/g, ""), /[a-z]{4,}/);
        return texts;
    };
    const columns = "编号,姓名,电话,纬度,经度,出生日期,标签\r\n";
    const whole = (lines) => bom + columns + lines.map((line) => `${line}\r\n`).join("");
    assert.deepEqual(
        await said(
            whole([
                "1,,13700001001,32.39,119.41,1946-03-01,",
                "2,李二,13700001002,north,119.41,1946-03-01,",
                "3,李三,13700001003,932.3,119.41,1946-03-01,",
                "4,李四,13700001004,32.39,119.41,some day,",
                "5,=李五,13700001005,32.39,119.41,1946-03-01,",
                "6,李六,13700001006,32.39,119.41,1946-03-01,nothing known",
                "7,李七,13700001007,32.39,119.41,1946-03-01,",
                "7,李七,13700001007,32.39,119.41,1946-03-01,",
            ]),
            "1.csv",
        ),
        [
            "“姓名”列：不能为空",
            "“纬度”列：“north”不是度数，应为 32.3942 这样的小数",
            "“纬度”列：有一项填写不正确。",
            "“出生日期”列：“some day”不是有效的出生日期，应写成 1946-03-01 或 农历1946-1-28",
            "“姓名”列：“=李五”像是电子表格的公式，不能导入",
            "“标签”列：有一项填写不正确。",
            "编号“7”已在第 8 行出现过",
        ],
    );
    await browser.shot(page, "import-faults-zh");
    assert.deepEqual(await said(`${bom}编号,姓名\r\n1,"李一\r\n`, "2.csv"), ["此处开始的引号没有闭合"]);
    assert.deepEqual(await said(`${bom}编号\r\n1\r\n`, "3.csv"), ["缺少“姓名”或“name”列"]);
    assert.deepEqual(await said(`${bom}编号,姓名\r\n1\r\n`, "4.csv"), ["本行有 1 列，表头有 2 列"]);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "另存为" }).click();
    const chunks = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk);
    assert.match(Buffer.concat(chunks).toString(), /行号,问题\r\n2,本行有 1 列，表头有 2 列/);
    await page.context().close();
});

test("the page is for who may import, in both languages, at night and on a phone", async () => {
    const stranger = await sit_down("Stranger", {}, ["adapter"]);
    assert.equal(await stranger.getByRole("link", { name: "Import tables" }).count(), 0);
    await stranger.context().close();
    for (const [language, theme] of [
        ["zh", "night"],
        ["en", "contrast"],
    ]) {
        const page = await sit_down(`Phone ${language}`, { width: 390, height: 844, language, theme });
        await to_imports(page);
        await choose(page, file(table(40).replace(row(3), row(3, ""))));
        await page.locator(".outcome-lines").waitFor();
        assert.deepEqual(await violations(page), []);
        const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wide <= 0, `${wide} px too wide`);
        await browser.shot(page, `import-phone-${language}`);
        if (language === "zh") {
            const words = await page.locator(".import-page").evaluate((node) => {
                const clone = node.cloneNode(true);
                // Names of files, people and columns are no words of ours.
                const names = ".work-list table, .file-name, .column-names";
                for (const one of clone.querySelectorAll(names)) one.remove();
                return clone.textContent;
            });
            assert.doesNotMatch(words, /[a-z]{4,}/);
        }
        await page.context().close();
    }
});
