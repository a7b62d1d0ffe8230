// A desk for tests of the command line: real stores with a few entities, a fixed clock, no server.
import { DeskState } from "@/areas/requests/desk_console.ts";
import { DeskRules } from "@/areas/requests/desk_rules.ts";
import type { LineDesk } from "@/areas/requests/line_desk.ts";
import { Catalogue } from "@/shell/store/catalogue.ts";
import { CodeNames } from "@/shell/store/code_names.ts";
import { EntityStore } from "@/shell/store/entity_store.ts";
import { Remembered } from "@/shell/store/remembered.ts";
import { set_time_zone } from "@/shell/time/times.ts";
import { chosen } from "@/shell/words/words.ts";
import type { Member, Request, Responder } from "muster/schema";

export const noon = Date.UTC(2026, 10, 30, 4, 0); // 12:00 in Shanghai

export const all_commands = [
    "AddNote",
    "ReclassifyRequest",
    "HoldRequest",
    "ResumeRequest",
    "MergeRequest",
    "TransferRequest",
    "RecordHandover",
    "RecordCallback",
    "CloseRequest",
    "RecordContact",
    "VerifySafe",
    "ExplainBreach",
    "AssignResponder",
    "ReleaseResponder",
    "ReportOnScene",
    "ReportEnRoute",
    "AcknowledgeAssignment",
    "CompleteAssignment",
];

export function a_request(id: number, more: object = {}): Request {
    return {
        id,
        status: "queued",
        urgency: "P2",
        service: "meal",
        channel: "hotline",
        member: 0,
        created_at: noon - 60_000,
        contacts: { active: true, step: 1, misses: 2, due_at: noon, reached: false, exhausted: false },
        milestones: [],
        slots: [{ role: "driver", skills: ["driver"], status: "open", responder: 0 }],
        allowed_actions: all_commands,
        ...more,
    } as unknown as Request;
}

export function a_responder(id: number, name: string, sign: string, more: object = {}): Responder {
    return {
        id,
        profile: { kind: "staff", name, external_ref: sign, skills: ["driver"] },
        status: "available",
        request: 0,
        shift_until: noon + 3_600_000,
        allowed_actions: ["SetDuty"],
        ...more,
    } as unknown as Responder;
}

export interface FakeDesk extends LineDesk {
    opened: number[];
    calls: object[];
    put(topic: string, ...entities: { id: number }[]): void;
}

export function line_desk(): FakeDesk {
    chosen.language = "en";
    set_time_zone("Asia/Shanghai");
    const store = new EntityStore(["requests", "responders"], {}, (flush) => flush());
    const services = new Catalogue<any>();
    services.set([
        { code: "meal", name_en: "Meal delivery", name_zh: "送餐", urgency: "P2" },
        { code: "fall", name_en: "Fall at home or outside", name_zh: "跌倒", urgency: "P1" },
    ]);
    const rules = new DeskRules({ identity: { subscribe: () => () => {} } } as never);
    rules.set({
        departments: [
            { code: "civil_affairs", name_en: "Civil Affairs", name_zh: "民政局" },
            { code: "housing", name_en: "Housing and Construction", name_zh: "住建局" },
        ],
    } as never);
    const names = new CodeNames();
    names.set([{ list: "roles", code: "care_worker", name_en: "carer", name_zh: "护理员" }]);
    const opened: number[] = [];
    const calls: object[] = [];
    const desk = {
        desk: new DeskState(),
        store,
        services,
        rules,
        names,
        city: { now: () => noon },
        members: new Remembered<Member>(() => new Promise(() => {})),
        api: { get: () => Promise.reject(new Error("no server here")) },
        request: (id: number) => store.get<Request>("requests", id),
        responder: (id: number) => store.get<Responder>("responders", id),
        responder_name: (id: number) => store.get<Responder>("responders", id)?.profile.name ?? `#${id}`,
        may: (entity: { allowed_actions?: string[] } | undefined, command: string) =>
            Boolean(entity?.allowed_actions?.includes(command)),
        open_request: (id: number) => opened.push(id),
        new_call: (known: object) => calls.push(known),
        opened,
        calls,
        put: (topic: string, ...entities: { id: number }[]) => {
            for (const entity of entities) store.put(topic, entity);
        },
    };
    desk.put("requests", a_request(257), a_request(258, { service: "fall", urgency: "P1" }));
    desk.put(
        "responders",
        a_responder(205, "王小明", "DEMO-R-000205"),
        a_responder(206, "王晓梅", "DEMO-R-000206"),
        a_responder(207, "李琳", "DEMO-R-000207"),
    );
    desk.desk.set({ open: 257 });
    return desk as unknown as FakeDesk;
}
