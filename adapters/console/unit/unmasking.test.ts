// One look at what is masked: where it is offered, and that nothing of it stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../shell/model/model.ts";
import type { Field, FieldType, ModelDocument } from "../shell/model/model.ts";
import { Problem } from "../shell/net/problem.ts";
import { OneLook, may_unmask } from "../shell/office/unmasking.ts";
import { commands_for, new_commands } from "../shell/tables/commands.ts";

const field = (name: string, type: FieldType, personal = false): Field => ({
    name,
    type,
    personal,
    always: true,
});
const text: FieldType = { kind: "string" };
const entity = (path: string, type: string, about_people: boolean) => ({
    path,
    type,
    about_people,
    one: type.toLowerCase(),
    topic: path,
});
const command = (name: string, creates: string | null = null) => ({
    name,
    creates,
    fields: name,
    roles: ["admin"],
    own: false,
    internal: false,
    allowed_in: null,
});
const document: ModelDocument = {
    entities: [
        entity("members", "Member", true),
        entity("absences", "Absence", true),
        entity("accounts", "Account", true),
        entity("surveys", "Survey", false),
    ],
    lists: [],
    commands: [command("UpdateMember"), command("UnmaskEntity", "members")],
    types: {
        Member: [
            field("id", { kind: "id", name: "members" }),
            field("profile", { kind: "object", name: "Profile" }),
        ],
        Profile: [
            field("name", text, true),
            field("district", text),
            field("contacts", { kind: "list", item: { kind: "object", name: "Contact" } }),
        ],
        Contact: [field("phone", text, true), field("within", { kind: "object", name: "Contact" })],
        Absence: [field("kind", { kind: "enum", name: "Kind" }, true), field("note", text, true)],
        Account: [field("balance", { kind: "integer" })],
        Survey: [field("author", text, true)],
        UpdateMember: [field("member", { kind: "id", name: "members" })],
        // As it would be if its id said of what.
        UnmaskEntity: [field("id", { kind: "id", name: "members" })],
    },
    enums: {},
};
const model = new Model(document);
const may = new Set(["UnmaskEntity", "UpdateMember"]);
const masked = { id: 7, profile: { name: "W**", district: "a", contacts: [{ phone: "**42" }] } };
const full = { id: 7, profile: { name: "Wang", district: "a", contacts: [{ phone: "13900000042" }] } };

test("it is offered to whoever may send it, of what is masked", () => {
    assert.equal(may_unmask(model, "members", masked, may), true);
    assert.equal(may_unmask(model, "members", masked, new Set(["UpdateMember"])), false);
    // Masked below alone.
    const inner = { id: 7, profile: { name: "", contacts: [{ phone: "**42" }] } };
    assert.equal(may_unmask(model, "members", inner, may), true);
});

test("whoever reads people anyway is offered nothing", () => {
    assert.equal(may_unmask(model, "members", full, may), false);
});

test("what was left out shows no mask, and can be seen", () => {
    assert.equal(may_unmask(model, "absences", { id: 1, note: "" }, may), true);
});

test("a text that is about nobody says nothing of masks", () => {
    const odd = { ...full, profile: { ...full.profile, district: "a**" } };
    assert.equal(may_unmask(model, "members", odd, may), false);
});

test("only of collections about people that have something to mask", () => {
    assert.equal(may_unmask(model, "surveys", { id: 1, author: "W**" }, may), false);
    assert.equal(may_unmask(model, "accounts", { id: 1, balance: 3 }, may), false);
    assert.equal(may_unmask(model, "nowhere", { id: 1 }, may), false);
    assert.equal(model.tells_of_people("Contact"), true);
    assert.equal(model.tells_of_people("Account"), false);
});

test("no list of commands has it", () => {
    const names = commands_for(model, { path: "members", columns: [] }, masked, may);
    assert.deepEqual(names.map((one) => one.command), ["UpdateMember"]);
    assert.deepEqual(new_commands(model, "members", may), []);
});

// A service that answers when the test says so.
interface Asked {
    path: string;
    body: unknown;
    key: string;
    answer(value: unknown): void;
    refuse(problem: Problem): void;
}
function service() {
    const asked: Asked[] = [];
    const post = <T>(path: string, body: unknown, { key = "" } = {}) =>
        new Promise<T>((answer, refuse) => {
            asked.push({ path, body, key, answer: answer as (value: unknown) => void, refuse });
        });
    return { asked, post };
}

test("what is seen is the answer, with its reason, until it is forgotten", async () => {
    const api = service();
    const look = new OneLook(api, "members", 7);
    const asking = look.ask("her letter came back", masked);
    assert.equal(look.busy, true);
    assert.equal(look.seen, null);
    const [first] = api.asked;
    assert.equal(first?.path, "/v1/unmask");
    assert.deepEqual(first?.body, { collection: "members", id: 7, reason: "her letter came back" });
    first?.answer(full);
    await asking;
    assert.equal(look.busy, false);
    assert.deepEqual([look.seen?.entity, look.seen?.reason], [full, "her letter came back"]);
    look.forget();
    assert.equal(look.seen, null);
    assert.ok(!JSON.stringify({ ...look }).includes("Wang"));
});

test("an answer that comes when the look is over shows nothing", async () => {
    const api = service();
    const look = new OneLook(api, "members", 7);
    const asking = look.ask("a call back", masked);
    look.forget();
    assert.equal(look.busy, false);
    api.asked[0]?.answer(full);
    await asking;
    assert.equal(look.seen, null);
    // Nor does a refusal.
    const again = look.ask("a call back", masked);
    look.forget();
    api.asked[1]?.refuse(new Problem({ status: 403 }));
    await again;
    assert.equal(look.problem, null);
});

test("a refusal is told, and the same reason again is the same look", async () => {
    const api = service();
    const look = new OneLook(api, "members", 7);
    const first = look.ask("a call back", masked);
    await look.ask("a call back", masked);
    assert.equal(api.asked.length, 1, "pressed twice");
    api.asked[0]?.refuse(new Problem({ status: 0, reason: "no_answer" }));
    await first;
    assert.equal(look.problem?.reason, "no_answer");
    const second = look.ask("a call back", masked);
    assert.equal(look.problem, null);
    api.asked[1]?.refuse(new Problem({ status: 422 }));
    await second;
    const third = look.ask("her letter came back", masked);
    api.asked[2]?.answer(full);
    await third;
    look.forget();
    void look.ask("her letter came back", masked);
    const [a, b, c, d] = api.asked.map(({ key }) => key);
    assert.equal(a, b);
    assert.equal(new Set([b, c, d]).size, 3, "another reason, or another time, is another look");
});

test("it says when the entity has changed since", async () => {
    const api = service();
    const look = new OneLook(api, "members", 7);
    assert.equal(look.is_past(masked), false);
    const asking = look.ask("a call back", masked);
    api.asked[0]?.answer(full);
    await asking;
    assert.equal(look.is_past(structuredClone(masked)), false, "read again, and the same");
    assert.equal(look.is_past({ ...masked, status: "removed" }), true);
});
