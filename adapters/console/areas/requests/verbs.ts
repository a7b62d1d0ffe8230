// What the command line does to requests: one row per verb. What is allowed the engine says
// (Console.may); what is sent says what was seen, so that a race is refused instead of lost.
import { text, word } from "@/shell/line/kinds.ts";
import { needed, optional, verb } from "@/shell/line/verb.ts";
import type { Deed, Verb } from "@/shell/line/verb.ts";
import { hour_minute } from "@/shell/time/times.ts";
import { line_word } from "@/shell/line/line_word.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Agency, Request } from "muster/schema";
import { breached, unexplained } from "./derive.ts";
import { department, disposition, rating, request, until, urgency } from "./kinds.ts";
import type { LineDesk } from "./line_desk.ts";

const w = words({
    which: { en: "Which request? Open one, or name it: #257.", zh: "哪个请求？请先打开，或写编号：#257。" },
    not_now: {
        en: "{command} is not possible: #{id} is {status}.",
        zh: "#{id} 当前为“{status}”，不能{command}。",
    },
    itself: { en: "#{id} cannot be merged into itself.", zh: "#{id} 不能并入自身。" },
    no_breach: { en: "#{id} has broken no promise.", zh: "#{id} 没有超时。" },
    hint_hold: { en: "30 = in 30 minutes, 14:30 = at that time", zh: "30 表示 30 分钟后，14:30 表示该时刻" },
    hint_close: { en: "without a word: helped", zh: "不写结果则为“已提供帮助”" },
    hint_callback: { en: "- = not reached", zh: "- 表示未接通" },
});

const reason = () => line_word("reason");
const which = optional(request, () => line_word("request"));
const why = needed(text<LineDesk>(), reason);
const more = optional(text<LineDesk>(), () => line_word("note"));

export const refused = (refusal: string): Deed => ({ refusal });

// "Hold #257 Fall · until 14:30 · kin at 8"
export function says(desk: LineDesk, command: string, r: Request, ...parts: (string | undefined)[]): string {
    const what = `${command_word(command)} #${r.id} ${desk.services.name(r.service)}`;
    return [what, ...parts].filter(Boolean).join(" · ");
}

// The command for this request, or for the open one.
export function about(
    desk: LineDesk,
    named: Request | undefined,
    command: string,
    make: (r: Request) => { body: object; parts?: (string | undefined)[] } | { refusal: string },
): Deed {
    const r = named ?? desk.request(desk.desk.shown);
    if (!r) return refused(w.which());
    if (!desk.may(r, command)) {
        const status = enum_word("RequestStatus", r.status);
        return refused(w.not_now({ command: command_word(command), id: r.id, status }));
    }
    const made = make(r);
    if ("refusal" in made) return made;
    const { body, parts = [] } = made;
    return { command, body: { request: r.id, ...body }, says: says(desk, command, r, ...parts) };
}

const agencies: Record<string, Agency> = { "120": "ambulance_120", "119": "fire_119", "110": "police_110" };

export const request_verbs: readonly Verb<LineDesk>[] = [
    verb({
        verbs: ["n"],
        label: () => command_word("AddNote"),
        arguments: { request: which, text: needed(text<LineDesk>(), () => line_word("note")) },
        prepare: (desk, { request, text }) =>
            about(desk, request, "AddNote", () => ({ body: { text }, parts: [text] })),
    }),
    verb({
        verbs: ["c"],
        label: () => command_word("ReclassifyRequest"),
        arguments: { request: which, urgency: needed(urgency, () => line_word("urgency")), reason: why },
        prepare: (desk, { request, urgency, reason }) =>
            about(desk, request, "ReclassifyRequest", ({ urgency: now }) => ({
                body: { urgency, reason },
                parts: [`${now} → ${urgency}`, reason],
            })),
    }),
    verb({
        verbs: ["h"],
        label: () => command_word("HoldRequest"),
        hint: w.hint_hold,
        arguments: { request: which, until: needed(until, () => line_word("hold_until")), reason: why },
        prepare: (desk, { request, until, reason }) =>
            about(desk, request, "HoldRequest", () => ({
                body: { hold_until: until, reason },
                parts: [`→ ${hour_minute(until)}`, reason],
            })),
    }),
    verb({
        verbs: ["r"],
        label: () => command_word("ResumeRequest"),
        arguments: { request: which },
        prepare: (desk, { request }) => about(desk, request, "ResumeRequest", () => ({ body: {} })),
    }),
    verb({
        verbs: ["m"],
        label: () => command_word("MergeRequest"),
        arguments: { request: which, into: needed(request, () => line_word("into")) },
        prepare: (desk, { request, into }) =>
            about(desk, request, "MergeRequest", (r) =>
                r.id === into.id
                    ? { refusal: w.itself({ id: r.id }) }
                    : { body: { into: into.id }, parts: [`→ #${into.id} ${desk.services.name(into.service)}`] },
            ),
    }),
    verb({
        verbs: ["to"],
        label: () => command_word("TransferRequest"),
        arguments: { request: which, to: needed(department, () => line_word("department")), reason: why },
        prepare: (desk, { request, to, reason }) =>
            about(desk, request, "TransferRequest", () => ({
                body: { to, reason },
                parts: [`→ ${desk.rules.departments.name(to)}`, reason],
            })),
    }),
    verb({
        verbs: ["120", "119", "110"],
        label: () => command_word("RecordHandover"),
        arguments: {
            request: which,
            person: needed(word<LineDesk>(), () => line_word("person")),
            passed_on: needed(text<LineDesk>(), () => line_word("passed_on")),
        },
        prepare: (desk, { request, person, passed_on }, typed) => {
            const agency = agencies[typed] ?? "ambulance_120";
            return about(desk, request, "RecordHandover", () => ({
                body: { agency, person, passed_on },
                parts: [`${enum_word("Agency", agency)}, ${person}`, passed_on],
            }));
        },
    }),
    verb({
        verbs: ["w"],
        label: () => command_word("RecordCallback"),
        hint: w.hint_callback,
        arguments: { request: which, rating: needed(rating, () => line_word("rating")), note: more },
        prepare: (desk, { request, rating, note }) =>
            about(desk, request, "RecordCallback", () => ({
                body: { reached: rating > 0, rating, note },
                parts: [rating ? "★".repeat(rating) : enum_word("ContactOutcome", "no_answer"), note],
            })),
    }),
    verb({
        verbs: ["x"],
        label: () => command_word("CloseRequest"),
        hint: w.hint_close,
        arguments: { request: which, disposition: optional(disposition, () => line_word("disposition")) },
        prepare: (desk, { request, disposition = "helped" }) =>
            about(desk, request, "CloseRequest", () => ({
                body: { disposition },
                parts: [enum_word("Disposition", disposition)],
            })),
    }),
    ...(["answered", "no_answer"] as const).map((outcome) =>
        verb({
            verbs: [outcome === "answered" ? "a" : "na"],
            label: () => `${command_word("RecordContact")}: ${enum_word("ContactOutcome", outcome)}`,
            arguments: { request: which, note: more },
            prepare: (desk: LineDesk, { request, note }) =>
                about(desk, request, "RecordContact", ({ contacts }) => ({
                    // Which call it was: another desk, or the exchange, may have made it too.
                    body: { outcome, note, expected_step: contacts.step, expected_misses: contacts.misses },
                    parts: [enum_word("ContactOutcome", outcome), note],
                })),
        }),
    ),
    verb({
        verbs: ["v"],
        label: () => command_word("VerifySafe"),
        arguments: { request: which, how: needed(text<LineDesk>(), () => line_word("how")) },
        prepare: (desk, { request, how }) =>
            about(desk, request, "VerifySafe", () => ({ body: { how }, parts: [how] })),
    }),
    verb({
        verbs: ["!"],
        label: () => command_word("ExplainBreach"),
        arguments: { request: which, cause: needed(text<LineDesk>(), () => line_word("cause")) },
        prepare: (desk, { request, cause }) =>
            about(desk, request, "ExplainBreach", (r) => {
                const { milestone } = unexplained(r)[0] ?? breached(r)[0] ?? {};
                if (!milestone) return { refusal: w.no_breach({ id: r.id }) };
                return { body: { milestone, cause }, parts: [enum_word("Milestone", milestone), cause] };
            }),
    }),
];
