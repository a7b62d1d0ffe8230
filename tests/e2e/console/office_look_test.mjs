// How the office looks, in each language, theme and width: nothing that keeps somebody from using it,
// nothing cut off or too small, nothing in the other language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { inspect } from "./kit/look.mjs";
import { Program } from "./kit/program.mjs";

const least_target_px = 24;
const patience_ms = 60_000;

let program, city, browser, on, data, member;
let looks = 0;

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 12, staff: 3, volunteers: 2 });
    browser = await Browser.start();
    on = await browser.person({ theme: "system" });
    on.setDefaultTimeout(patience_ms);
    [member] = city.members;
    await program.must("OpenProject", { member, template_code: "home_modification" });
    await program.must("RegisterSuggestion", {
        title: "社区食堂",
        text: "希望增加软食",
        category: "elderly_care",
        author: "王秀英",
    });
    const { items: departments } = await program.get("/v1/departments");
    data = ["社区食堂", "希望增加软食", ...departments.map(({ contact }) => contact), ...(await city.own_words())];
    const token = await program.make_token("Zhou Min", "dispatcher", "supervisor");
    await on.goto(`${program.url}/office#token=${token}`);
});
after(async () => {
    console.log(`# ${looks} pictures looked at: state x language x width x theme`);
    await browser?.stop();
    await program?.stop();
});

const go = (path, seen) => async () => {
    await on.goto(`${program.url}/office${path}`);
    await on.locator(seen).first().waitFor();
};

// In their order, with how they are left.
const states = {
    overview: go("", ".overview-areas a"),
    list: go("/members", ".entity-table [role=rowheader]:not(:has(.empty))"),
    filters: async () => {
        await on.getByRole("button", { name: "More filters" }).click();
        await on.getByRole("button", { name: "Fewer filters" }).waitFor();
    },
    "keeping a view": async () => {
        await on.getByRole("button", { name: "☆ Save this view" }).click();
        await on.getByRole("dialog").waitFor();
        return async () => {
            await on.keyboard.press("Escape");
            await on.getByRole("dialog").waitFor({ state: "detached" });
        };
    },
    jump: async () => {
        await on.locator(".jump-button").click();
        await on.getByRole("dialog").waitFor();
        return async () => {
            await on.keyboard.press("Escape");
            await on.getByRole("dialog").waitFor({ state: "detached" });
        };
    },
    detail: async () => go(`/members/${member}`, ".drawer .part")(),
    form: async () => go(`/members/${member}?do=UpdateMember`, ".command-form input")(),
    refusal: async () => {
        const phone = on.locator(".command-form").getByRole("textbox", { name: "Phone", exact: true }).first();
        await phone.fill("1");
        await on.keyboard.press("Control+Enter");
        await on.locator(".command-form [aria-invalid=true]").waitFor();
    },
    changed: async () => {
        await program.must("UpdateMember", { member, profile: { risks: "对花生过敏" } });
        data.unshift("对花生过敏");
        await on.locator(".what-changed").waitFor();
    },
    "new entry": go("/members?do=RegisterMember", ".command-form input"),
    board: go("/visits?as=board&all=1", ".board-card"),
    "what to do": async () => {
        // A list that is read anew meanwhile draws its cards anew.
        await until("what can be done is asked", async () => {
            await on.getByRole("button", { name: /^What to do with/ }).first().press("Enter");
            return on.getByRole("dialog").isVisible();
        }, patience_ms);
    },
    projects: go("/projects?all=1", ".entity-table [role=rowheader]:not(:has(.empty))"),
    "nothing found": go("/referrals?all=1", ".empty"),
    consultant: go("/consultant", ".start-page"),
    department: go("/department", ".start-page"),
    review: go("/review", ".start-page"),
    "think tank": go("/think-tank", ".start-page"),
};

// What is wrong with a field is told by the server in English.
const is_server_text = (one) => /in the other language: .*must be one telephone number/.test(one);

for (const [name, reach] of Object.entries(states)) {
    test(`${name}: for everybody, in one language, nothing too small`, async () => {
        const leave = await reach();
        await until("all is read", async () => !/Reading…/.test(await on.locator("body").innerText()), patience_ms);
        const seen = await inspect(on, name, { least_target_px, data });
        looks += seen.looks;
        await browser.shot(on, `office-${name.replace(/\W/g, "-")}`);
        await leave?.();
        assert.deepEqual(seen.found.filter((one) => !is_server_text(one)).slice(0, 20), []);
    });
}

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
