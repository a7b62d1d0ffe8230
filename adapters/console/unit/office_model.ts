// A small vocabulary for the tests of the office.
import { Model } from "../shell/model/model.ts";
import type { Field, FieldType, ModelDocument } from "../shell/model/model.ts";

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
    name,
    type,
    always: false,
    personal: false,
    ...more,
});
const text: FieldType = { kind: "string" };
const id = (name: string): FieldType => ({ kind: "id", name });

const document: ModelDocument = {
    entities: [
        {
            path: "members",
            one: "member",
            type: "Member",
            topic: "members",
            filters: ["name", "status", "risk"],
        },
        {
            path: "visits",
            one: "visit",
            type: "Visit",
            topic: "visits",
            filters: ["member", "status", "overdue", "due_before"],
        },
    ],
    lists: [{ path: "visit_days", one: "visit_day", type: null, topic: null, of: "made" }],
    commands: [
        {
            name: "RegisterMember",
            fields: "RegisterMember",
            creates: "members",
            roles: ["admin"],
            own: false,
            internal: false,
            allowed_in: null,
        },
        {
            name: "UpdateMember",
            fields: "UpdateMember",
            creates: null,
            roles: ["admin"],
            own: false,
            internal: false,
            allowed_in: null,
        },
        {
            name: "PlanVisit",
            fields: "PlanVisit",
            creates: "visits",
            roles: ["admin"],
            own: false,
            internal: false,
            allowed_in: null,
        },
        {
            name: "TakeVisit",
            fields: "TakeVisit",
            creates: null,
            roles: ["admin"],
            own: false,
            internal: false,
            allowed_in: null,
        },
        {
            name: "Tick",
            fields: "Tick",
            creates: null,
            roles: [],
            own: false,
            internal: true,
            allowed_in: null,
        },
    ],
    types: {
        Member: [
            field("id", id("members"), { always: true }),
            field("profile", { kind: "object", name: "Profile" }, { always: true }),
            field("status", { kind: "enum", name: "MemberStatus" }, { always: true }),
        ],
        Profile: [
            field("name", text, { personal: true }),
            field("phone", text, { personal: true }),
            field("home", { kind: "point", name: "Point" }, { personal: true }),
            field("skills", { kind: "list", item: { kind: "code", name: "skills" } }),
            field("born", { kind: "date" }),
        ],
        Visit: [
            field("id", id("visits"), { always: true }),
            field("member", id("members"), { always: true }),
            field("status", { kind: "enum", name: "VisitStatus" }, { always: true }),
            field("owner", text),
            field("cost_fen", { kind: "integer" }, { always: true }),
        ],
        RegisterMember: [field("profile", { kind: "object", name: "Profile" }, { always: true })],
        UpdateMember: [
            field("member", id("members"), { always: true }),
            field("profile", { kind: "object", name: "Profile" }, { always: true }),
            field("clear", { kind: "list", item: { kind: "code" } }),
        ],
        PlanVisit: [
            field("member", id("members"), { always: true }),
            field("due", { kind: "date" }, { always: true }),
            field("window_from", { kind: "time" }),
            field("length_ms", { kind: "duration" }, { default: 1_800_000 }),
            field("cost_fen", { kind: "integer" }),
            field("sent", { kind: "boolean" }, { always: true, default: false }),
            field("status", { kind: "enum", name: "VisitStatus" }, { default: "planned" }),
        ],
        TakeVisit: [
            field("visit", id("visits"), { always: true }),
            field("owner", text),
            field("expected_owner", text),
        ],
        Tick: [],
    },
    enums: { MemberStatus: ["active", "moved", "deceased"], VisitStatus: ["planned", "done"] },
};

export const small_model = new Model(document);
