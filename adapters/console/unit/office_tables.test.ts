// Filters, order and columns of lists; what a consultant sees; what a few letters lead to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { due_visits, by_risk } from "../areas/care/due_visits.ts";
import { jump_rows, matches } from "../pages/office/jump_rows.ts";
import { commands_for } from "../shell/tables/commands.ts";
import { cell_of, columns_of } from "../shell/tables/columns.ts";
import { address_of, filters_of, query_of, resolved, same_query } from "../shell/tables/filters.ts";
import { parse_sort, rank_by, sort_text, sorted } from "../shell/tables/sorting.ts";
import { SavedViews } from "../shell/tables/saved_views.ts";
import { place_of, with_parameters } from "../shell/office/office_address.ts";
import { set_time_zone } from "../shell/time/times.ts";
import { small_model as model } from "./office_model.ts";

set_time_zone("Asia/Shanghai");
const collection = (path: string) => model.collection(path)!;

test("a filter is asked for as its field is", () => {
    assert.deepEqual(
        filters_of(model, collection("visits")).map(({ name, kind, of }) => [name, kind, of]),
        [
            ["member", "id", "members"],
            ["status", "enum", "VisitStatus"],
            ["overdue", "flag", ""],
            ["due_before", "moment", ""],
        ],
    );
    const [name, , risk] = filters_of(model, collection("members"));
    assert.deepEqual([name?.kind, name?.type], ["text", "Profile"]);
    assert.deepEqual([risk?.kind, risk?.of], ["enum", "RiskTier"]);
});

test("made lists have filters too", () => {
    assert.deepEqual(
        filters_of(model, collection("visit_days")).map(({ name }) => name),
        ["day", "district", "visitor"],
    );
});

test("an address keeps what is a filter and forgets what is none", () => {
    const filters = filters_of(model, collection("visits"));
    const query = query_of(filters, "?status=done&sort=-id&colour=red&member=");
    assert.deepEqual(query, { status: "done" });
    assert.equal(
        address_of("/office/visits", query, { sort: "-id", as: "" }),
        "/office/visits?status=done&sort=-id",
    );
    assert.equal(same_query({ a: "1", b: "2" }, { b: "2", a: "1" }), true);
    assert.equal(same_query({ a: "1" }, { a: "1", b: "2" }), false);
});

test("today and now become the city's", () => {
    const filters = [
        { name: "day", kind: "day", of: "", type: "" },
        { name: "ends_after", kind: "moment", of: "", type: "" },
        { name: "name", kind: "text", of: "", type: "" },
    ] as const;
    // 23:30 UTC is the next day already.
    const now = Date.UTC(2026, 10, 30, 23, 30, 20);
    assert.deepEqual(resolved(filters, { day: "today", ends_after: "now", name: "today" }, now), {
        day: "2026-12-01",
        ends_after: String(now - 20_000),
        name: "today",
    });
});

test("rows are sorted by their kind, and what says nothing comes last either way", () => {
    const rows = [
        { id: 1, at: 0 },
        { id: 2, at: 5 },
        { id: 3, at: 9 },
    ];
    const type = { kind: "time" } as const;
    const by = (text: string) => {
        const sort = parse_sort(text)!;
        return sorted(rows, sort, (row) => row.at, type, rank_by(type, [], String), "en").map(
            ({ id }) => id,
        );
    };
    assert.deepEqual(by("at"), [2, 3, 1]);
    assert.deepEqual(by("-at"), [3, 2, 1]);
    assert.equal(sort_text(parse_sort("-at")!), "-at");
    assert.equal(parse_sort(undefined), null);
});

test("an enumeration is sorted as it goes, not by letters", () => {
    const rows = [{ s: "deceased" }, { s: "active" }, { s: "moved" }];
    const type = { kind: "enum", name: "MemberStatus" } as const;
    const rank = rank_by(type, model.enum_values("MemberStatus"), String);
    assert.deepEqual(
        sorted(rows, { column: "s", descending: false }, (row) => row.s, type, rank, "en").map(
            ({ s }) => s,
        ),
        ["active", "moved", "deceased"],
    );
});

test("a column may be of an entity that the row names", () => {
    const [phone, none] = columns_of(
        model,
        collection("visits"),
        ["member>profile.phone", "nothing"],
        "en",
    );
    assert.equal(phone?.of, "Profile");
    assert.equal(none, undefined);
    const find = (path: string, id: number) =>
        path === "members" && id === 7 ? { profile: { phone: "123" } } : null;
    assert.equal(cell_of(phone!, { member: 7 }, find), "123");
    assert.equal(cell_of(phone!, { member: 8 }, find), undefined);
});

test("commands are offered as far as the token and the entity allow", () => {
    const spec = { path: "members", columns: [], first: ["PlanVisit"] };
    const may = new Set(["PlanVisit", "UpdateMember"]);
    const names = (entity: object) =>
        commands_for(model, spec, { id: 7, ...entity }, may).map(({ command }) => command);
    assert.deepEqual(names({}), ["PlanVisit", "UpdateMember"]);
    assert.deepEqual(
        commands_for(model, spec, { id: 7 }, new Set(["UpdateMember"])).map(
            ({ command }) => command,
        ),
        ["UpdateMember"],
    );
});

test("an area may add a command and say what of the row fills it", () => {
    const spec = {
        path: "visits",
        columns: [],
        more: [{ command: "PlanVisit", fill: { member: "member" } }],
    };
    assert.deepEqual(commands_for(model, spec, { id: 3, member: 7 }, new Set(["PlanVisit"])), [
        { command: "PlanVisit", fill: { member: 7 }, subject: false },
    ]);
});

test("a view of the same name replaces the one before", () => {
    const kept = new Map<string, string>();
    const views = new SavedViews({
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
    });
    views.save("visits", { name: "mine", query: { status: "done" } });
    views.save("visits", { name: "mine", query: { status: "planned" } });
    assert.deepEqual(views.of("visits"), [{ name: "mine", query: { status: "planned" } }]);
    views.drop("visits", "mine");
    assert.deepEqual(views.of("visits"), []);
    kept.set("muster.views.visits", "{broken");
    assert.deepEqual(views.of("visits"), []);
});

test("addresses name a list, an entity, or nothing", () => {
    assert.deepEqual(place_of(["office", "members", "7"]), { path: "members", id: 7 });
    assert.deepEqual(place_of(["office.html"]), { path: "", id: 0 });
    assert.deepEqual(place_of(["office", "think-tank"]), { path: "think-tank", id: 0 });
    assert.deepEqual(place_of(["office", "Members", "x"]), { path: "", id: 0 });
    assert.equal(with_parameters("?a=1&do=X", { do: "" }), "?a=1");
});

const visit = (id: number, more: object) => ({
    id,
    member: id,
    visitor: 5,
    status: "planned",
    tier: "general",
    due: { due_at: 1000 },
    ...more,
});
const tiers = ["general", "key", "high"];

test("a consultant sees his visits by risk, then by day", () => {
    const own = [
        visit(1, { due: { due_at: 500 } }),
        visit(2, { tier: "high", due: { due_at: 900 } }),
        visit(3, { tier: "key" }),
        visit(4, { status: "done" }),
        visit(5, { status: "under_way" }),
        visit(6, { due: { due_at: 90_000 } }),
        visit(7, { status: "missed", tier: "high" }),
    ];
    // Of his member and nobody's visit; of somebody else's member; of his member and another's visit.
    const next = [
        visit(10, { visitor: 0 }),
        visit(11, { visitor: 0, member: 99 }),
        visit(12, { visitor: 6, member: 10 }),
    ];
    const found = due_visits(own, next, new Set([10]), 800, 10_000, tiers);
    const ids = (list: { id: number }[]) => list.map(({ id }) => id);
    assert.deepEqual(ids(found.overdue), [7, 1]);
    assert.deepEqual(ids(found.soon), [2, 3, 10]);
    assert.deepEqual(ids(found.under_way), [5]);
});

test("his members come by their risk, unknown ones last", () => {
    const risk = new Map([
        [1, { id: 1, risk: { tier: "general" } }],
        [2, { id: 2, risk: { tier: "high" } }],
    ]);
    const cases = [visit(3, {}), visit(1, {}), visit(2, {})];
    assert.deepEqual(
        by_risk(cases, ({ member }) => risk.get(Number(member)) ?? null, tiers).map(({ id }) => id),
        [2, 1, 3],
    );
});

test("a few letters find a list, and what makes a new one", () => {
    const rows = jump_rows({
        starts: [{ path: "review", name: "Review of services" }],
        areas: [
            {
                name: "People",
                lists: [
                    {
                        path: "members",
                        name: "Members",
                        commands: [{ command: "RegisterMember", name: "Register member" }],
                    },
                ],
            },
        ],
    });
    const found = (text: string) =>
        rows.filter((row) => matches(row, text)).map(({ address }) => address);
    assert.deepEqual(found("reg mem"), ["/office/members?do=RegisterMember"]);
    assert.deepEqual(found("people"), ["/office/members"]);
    assert.deepEqual(found("zzz"), []);
    assert.equal(found("").length, 3);
});

test("where a column says nothing, another field stands in its place", () => {
    const [phone] = columns_of(model, collection("members"), ["profile.phone|profile.name"], "en");
    assert.equal(phone?.id, "profile.phone");
    const of = (profile: object) => phone && cell_of(phone, { profile }, () => null);
    assert.equal(of({ phone: "123", name: "Wang" }), "123");
    assert.equal(of({ phone: "", name: "Wang" }), "Wang");
});
