// The office in a real browser against the real program: lists that are sorted, filtered and kept as
// views, forms made from the vocabulary, refusals and conflicts where they belong, a board moved by
// keys alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { Program } from "./kit/program.mjs";

const members = 120; // more than a page of the table holds
const patience_ms = 60_000;
const hour_ms = 3_600_000;

let program, city, browser, on;

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members, staff: 4, volunteers: 2 });
    browser = await Browser.start();
    on = await browser.person();
    on.setDefaultTimeout(patience_ms);
    const token = await program.make_token("Zhou Min", "dispatcher", "supervisor");
    await on.goto(`${program.url}/office#token=${token}`);
    await on.getByRole("heading", { level: 1, name: "Office" }).waitFor();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

const table = () => on.locator(".entity-table");
// A line that says that there are none, or none yet, is a row with a header too.
const rows = () =>
    table().getByRole("row").filter({ has: on.getByRole("rowheader"), hasNot: on.locator(".empty") });
// Or something in it.
const has_focus = (locator) =>
    locator.evaluate((node) => node === document.activeElement || node.contains(document.activeElement));
const button = (name) => on.getByRole("button", { name, exact: true });
const drawer = () => on.locator(".drawer");
const form = () => on.locator(".command-form");
const go = async (path) => {
    await on.goto(`${program.url}${path}`);
    await on.locator(".list-pane h1").waitFor();
};
const texts_of = async (heading) => {
    const heads = await table().getByRole("columnheader").allInnerTexts();
    const at = heads.findIndex((text) => text.startsWith(heading));
    assert.ok(at >= 0, `${heading} is none of ${heads}`);
    return rows().evaluateAll((all, n) => all.map((row) => row.cells[n].innerText), at);
};
const profile = async (id) => (await program.get(`/v1/members/${id}`)).profile;

test("a list is sorted by any column, turned page by page, and filtered", async () => {
    await go("/office/members");
    await rows().nth(49).waitFor();
    assert.equal(await rows().count(), 50);
    await on.getByText(`1–50 of ${members}`).waitFor();
    await button("Next").click();
    await on.getByText(`51–100 of ${members}`).waitFor();

    const years = Array.from({ length: members }, (_, n) => String(1935 + n)).slice(-50).reverse();
    const head = table().getByRole("columnheader", { name: /^Year of birth/ });
    await head.click();
    await head.click();
    await button("Previous").click();
    await until("the youngest come first", async () => {
        assert.equal(await head.getAttribute("aria-sort"), "descending");
        return (await texts_of("Year of birth")).join() === years.join();
    });

    await on.getByRole("textbox", { name: "Name", exact: true }).fill("王秀英");
    await on.keyboard.press("Enter");
    await until("only those of that name", async () => {
        const names = await texts_of("Name");
        return names.length === members / 10 && names.every((name) => name === "王秀英");
    });
    assert.match(on.url(), /name=/);
});

test("a view that was kept is there after a reload, with its filter and its order", async () => {
    const before = await texts_of("Year of birth");
    await button("☆ Save this view").click();
    await on.getByRole("textbox", { name: "Name of the view" }).fill("Wangs");
    await on.keyboard.press("Enter");
    await button("★ Wangs").waitFor();
    await go("/office/members");
    await rows().nth(49).waitFor();
    await button("★ Wangs").click();
    await until("the same rows", async () => (await texts_of("Year of birth")).join() === before.join());
    await button("Delete the view Wangs").click();
    await button("★ Wangs").waitFor({ state: "detached" });
});

test("a row opens with Enter; its form is made from the vocabulary, and what is saved is what changed", async () => {
    const [member] = city.members;
    const before = await profile(member);
    await go("/office/members");
    await on.locator(".list-pane .live").waitFor();
    await rows().first().focus();
    await on.keyboard.press("Enter");
    await drawer().getByRole("heading", { level: 2, name: before.name }).waitFor();
    await button("Edit member").click();
    await form().waitFor();
    // One input for each field of the profile.
    const model = JSON.parse(await program.schema("model"));
    const { fields } = JSON.parse(await program.schema("words"));
    const labels = await form().innerText();
    for (const { name } of model.types.MemberProfile) {
        const word = (fields[`MemberProfile.${name}`] ?? fields[name]).en;
        assert.ok(labels.includes(word), `${word} is not in the form`);
    }
    await form().getByRole("textbox", { name: "Address", exact: true }).fill("文昌路8号");
    await on.keyboard.press("Control+Enter");
    await form().waitFor({ state: "detached" });
    await drawer().getByText("文昌路8号").first().waitFor();
    assert.deepEqual(await profile(member), { ...before, address: "文昌路8号" });
});

test("by keyboard the content is two keys away, whatever the menu holds", async () => {
    await go("/office/members");
    await on.keyboard.press("Tab");
    const skip = button("Skip to the content");
    await until("it is the first stop", () => has_focus(skip));
    assert.ok((await skip.boundingBox()).height >= 24, "and in sight");
    await on.keyboard.press("Enter");
    await until("the content has the focus", () =>
        on.locator("main").evaluate((node) => node === document.activeElement));
});

test("a refusal stands at its field, and what was typed stays", async () => {
    const [, member] = city.members;
    await go(`/office/members/${member}?do=UpdateMember`);
    const phone = form().getByRole("textbox", { name: "Phone", exact: true }).first();
    await phone.fill("not a number");
    await button("Edit member").click();
    await until("it says what is wrong", () => phone.evaluate((node) => node.getAttribute("aria-invalid") === "true"));
    const said = await phone.evaluate((node) =>
        (node.getAttribute("aria-describedby") ?? "")
            .split(" ")
            .map((id) => document.getElementById(id)?.innerText ?? "")
            .join(" "),
    );
    assert.match(said, /must be one telephone number/);
    await until("the focus is there", () => phone.evaluate((node) => node === document.activeElement));
    assert.equal(await phone.inputValue(), "not a number");
    assert.notEqual((await profile(member)).phone, "not a number");
});

test("what was typed and not sent is kept, also over a reload, until somebody drops it", async () => {
    await on.keyboard.press("Escape");
    await form().waitFor({ state: "detached" });
    await on.getByText("What you typed is kept as a draft.").waitFor();
    await on.reload();
    await button("1 draft").click();
    await on.getByRole("menuitem", { name: /^Edit member/ }).click();
    await on.getByText("Your draft is taken up again.").waitFor();
    const phone = form().getByRole("textbox", { name: "Phone", exact: true }).first();
    assert.equal(await phone.inputValue(), "not a number");
    await button("Discard").click();
    await on.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    await form().waitFor({ state: "detached" });
    await button("1 draft").waitFor({ state: "detached" });
});

test("what somebody else changed meanwhile is shown field by field before it is sent", async () => {
    const [, , member] = city.members;
    const before = await profile(member);
    await go(`/office/members/${member}?do=UpdateMember`);
    const address = form().getByRole("textbox", { name: "Address", exact: true });
    await address.fill("史可法路3号");
    await program.must("UpdateMember", {
        member,
        profile: { address: "盐阜路5号", risks: "对花生过敏" },
    });
    const changed = form().getByRole("alert");
    await changed.getByText("This was changed while you were writing.").waitFor();
    const lines = await changed.locator("tbody tr").evaluateAll((all) =>
        all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
    );
    assert.deepEqual(lines.find(([field]) => field === "Address"), [
        "Address",
        before.address,
        "盐阜路5号",
        "史可法路3号",
    ]);
    assert.ok(lines.some((line) => line.includes("对花生过敏")), JSON.stringify(lines));
    await changed.getByRole("button", { name: /^I have seen it/ }).click();
    await changed.waitFor({ state: "detached" });
    assert.equal(await address.inputValue(), "史可法路3号");
    await on.keyboard.press("Control+Enter");
    await form().waitFor({ state: "detached" });
    const { address: saved, risks } = await profile(member);
    assert.deepEqual([saved, risks], ["史可法路3号", "对花生过敏"]);
});

test("a card of the board is moved by keys alone, and a status changes by a command", async () => {
    await go("/office/visits?as=board&all=1");
    const planned = on.getByRole("grid", { name: "planned" });
    const card = planned.locator(".board-card").first();
    await card.waitFor();
    const name = (await card.innerText()).split("\n").find((line) => line.includes("#"));
    const visit = Number(/#(\d+)/.exec(name)[1]);
    await on.locator(".list-pane .live").waitFor();
    await card.focus();
    // Its grip picks it up; Tab goes from column to column.
    await on.keyboard.press("ArrowRight");
    await until("the grip has the focus", () => has_focus(card.locator(".board-grip")));
    await on.keyboard.press("Enter");
    await until("it is picked up", async () => !(await has_focus(card.locator(".board-grip"))));
    const missed = on.getByRole("grid", { name: "missed" });
    for (let n = 0; n < 12 && !(await has_focus(missed)); ++n) await on.keyboard.press("Tab");
    assert.ok(await has_focus(missed), "Tab leads to the column");
    await on.keyboard.press("Enter");
    const dialog = on.getByRole("dialog");
    await dialog.getByRole("heading", { name: "To “missed”: what shall be done?" }).waitFor();
    assert.equal((await program.get(`/v1/visits/${visit}`)).status, "planned");
    await dialog.getByRole("button", { name: "Not visited" }).focus();
    await on.keyboard.press("Enter");
    await form().getByRole("textbox", { name: "Reason" }).fill("nobody opened");
    await on.keyboard.press("Control+Enter");
    await until("the engine has it", async () => (await program.get(`/v1/visits/${visit}`)).status === "missed");
    await missed.getByText(`#${visit}`).waitFor();
});

test("each area's list shows its rows, and one opens", async () => {
    const [member] = city.members;
    const volunteer = city.responders.at(-1);
    const consultant = await city.responder("staff", "顾问", ["consultant"], 2);
    const { now } = await program.get("/v1/me");
    const made = {
        care_cases: () => program.must("AssignConsultant", { member, responder: consultant }),
        cards: () => program.must("IssueCard", { member }),
        devices: () => program.must("RegisterDevice", { key: "imei:860000000000001", type: "button", member }),
        service_records: () =>
            program.must("RecordService", {
                volunteer,
                member,
                service: "company",
                starts_at: now - 3 * hour_ms,
                ends_at: now - 2 * hour_ms,
            }),
        projects: () => program.must("OpenProject", { member, template_code: "home_modification" }),
        suggestions: () =>
            program.must("RegisterSuggestion", {
                title: "社区食堂",
                text: "希望增加软食",
                category: "elderly_care",
                author: "王秀英",
            }),
    };
    for (const [path, make] of Object.entries(made)) {
        await make();
        await until(`${path} has a row`, async () => (await program.get(`/v1/${path}`)).items.length > 0);
        await go(`/office/${path}?all=1`);
        await rows().first().waitFor();
        await rows().first().focus();
        await on.keyboard.press("Enter");
        await drawer().locator(".drawer-line").waitFor();
    }
    // The work of each kind of desk.
    for (const [path, text] of Object.entries({
        department: "Work of my department",
        review: "Review of services",
        "think-tank": "社区食堂",
        consultant: "My members",
    })) {
        await on.goto(`${program.url}/office/${path}`);
        await on.locator(".start-page").getByText(text).first().waitFor();
    }
    await go("/office/departments");
    await rows().nth(5).waitFor();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
