// What a dispatcher does with a request: one row for each command, in the order of the buttons.
import { words } from "@/shell/words/words.ts";
import type { MilestoneState, Request, Slot } from "muster/schema";
import {
    disposition,
    enum_options,
    expects_holder,
    is_bound,
    note,
    outcome,
    reason,
    responder_field,
    slot_field,
    status_of_responder,
} from "./action_parts.ts";
import type { Action, Values } from "./action_parts.ts";
import { breached, unexplained, urgencies } from "./derive.ts";

const w = words({
    leave_alone: { en: "The engine will leave this choice alone.", zh: "系统不会再改动这一选择。" },
    leaves_desk: { en: "The request leaves this desk.", zh: "请求将离开本调度台。" },
    ends: {
        en: "The request ends and everybody on the way is called off.",
        zh: "请求将结束，途中人员将被召回。",
    },
    no_rating: { en: "none given", zh: "未评分" },
    rating: { en: "{n} of 5", zh: "{n} 分" },
});

const ratings = (from: readonly number[]) => () =>
    from.map((n) => ({ value: n, label: n ? w.rating({ n }) : w.no_rating() }));

const milestone_of = (request: Request, { milestone }: Values): MilestoneState | undefined =>
    request.milestones?.find((m) => m.milestone === milestone);

const slots_of = (request: Request): readonly Slot[] => request.slots ?? [];
const is_on_the_way = (slot: Slot): boolean => is_bound(slot) && slot.status !== "on_scene";

export const actions: readonly Action[] = [
    {
        id: "take",
        command: "TakeRequest",
        key: "t",
        frequent: true,
        at_once: true, // in the name of the token: the server knows it
        useful: (r, f) => !f.name || r.owner !== f.name,
        expects: (r) => ({ expected_owner: r.owner ?? "" }),
        fields: [],
    },
    {
        id: "verify",
        command: "VerifySafe",
        key: "v",
        frequent: true,
        useful: (r) => r.safety !== "verified",
        fields: [{ name: "how", kind: "area", required: true }],
    },
    {
        id: "resume",
        command: "ResumeRequest",
        key: "h",
        frequent: true,
        at_once: true,
        fields: [],
    },
    {
        id: "callback",
        command: "RecordCallback",
        key: "w",
        frequent: true,
        rests_on: (r) => r.callbacks,
        fields: [
            { name: "reached", kind: "yes_no", initial: () => true },
            {
                name: "rating",
                kind: "choice",
                options: ratings([0, 5, 4, 3, 2, 1]),
                initial: () => 0,
            },
            note,
            {
                name: "fault",
                kind: "choice",
                options: () => enum_options("FaultSide", ["not_said", "ours", "others"]),
                initial: () => "not_said",
            },
        ],
    },
    {
        id: "close",
        command: "CloseRequest",
        key: "l",
        frequent: true,
        fields: [disposition, note],
    },
    {
        id: "note",
        command: "AddNote",
        key: "y",
        frequent: true,
        fields: [{ name: "text", kind: "area", required: true }],
    },
    {
        id: "hold",
        command: "HoldRequest",
        key: "h",
        frequent: true,
        fields: [
            { name: "hold_until", kind: "until", required: true, initial: () => "30" },
            reason,
        ],
    },
    {
        id: "reclassify",
        command: "ReclassifyRequest",
        key: "e",
        frequent: true,
        rests_on: (r) => r.urgency,
        fields: [
            {
                name: "urgency",
                kind: "choice",
                required: true,
                options: () => enum_options("Urgency", urgencies),
                initial: (r) => r.urgency,
            },
            reason,
        ],
    },
    {
        id: "answers",
        command: "AnswerQuestions",
        key: "q",
        // Of another service there are no such questions, and nothing to be answered.
        useful: (r, f) => f.questions_of(r.service ?? "").length > 0,
        rests_on: (r) => [r.service, r.triage.answers],
        fields: [
            {
                name: "answers",
                kind: "answers",
                required: true,
                initial: (r, f) => {
                    const asked = new Set(f.questions_of(r.service ?? "").map(({ code }) => code));
                    const given = (r.triage.answers ?? []).filter((one) => asked.has(one.question));
                    return Object.fromEntries(given.map((one) => [one.question, one.choice]));
                },
            },
        ],
    },
    {
        id: "handover",
        command: "RecordHandover",
        key: "g",
        frequent: true,
        rests_on: (r) => r.handovers?.length ?? 0,
        fields: [
            {
                name: "agency",
                kind: "choice",
                required: true,
                options: () => enum_options("Agency", ["ambulance_120", "police_110", "fire_119"]),
                initial: (r) => r.triage.handover ?? "ambulance_120",
            },
            { name: "person", kind: "text", required: true },
            { name: "passed_on", kind: "area", required: true },
            { name: "result", kind: "text" },
        ],
    },
    {
        id: "contact",
        command: "RecordContact",
        key: "p",
        // Which call it is: another desk, or the exchange, may have made it too.
        expects: (r) => ({ expected_step: r.contacts.step, expected_misses: r.contacts.misses }),
        fields: [outcome, note],
    },
    {
        id: "responder_call",
        command: "RecordResponderCall",
        useful: (r) => slots_of(r).some((slot) => slot.status === "assigned"),
        rests_on: status_of_responder,
        fields: [responder_field((slot) => slot.status === "assigned"), outcome, note],
    },
    {
        id: "explain",
        command: "ExplainBreach",
        key: "i",
        useful: (r) => breached(r).length > 0,
        rests_on: (r, values) => milestone_of(r, values)?.cause,
        fields: [
            {
                name: "milestone",
                kind: "choice",
                required: true,
                options: (r) =>
                    enum_options(
                        "Milestone",
                        breached(r).map((m) => m.milestone),
                    ),
                initial: (r) => (unexplained(r)[0] ?? breached(r)[0])?.milestone,
            },
            { name: "cause", kind: "area", required: true },
        ],
    },
    {
        id: "assign",
        command: "AssignResponder",
        key: "d",
        expects: expects_holder,
        warning: w.leave_alone,
        // Both are chosen before: the role, then the person among its candidates.
        fields: [
            { name: "slot", kind: "fixed", required: true },
            { name: "responder", kind: "fixed", required: true },
            reason,
        ],
    },
    {
        id: "release",
        command: "ReleaseResponder",
        key: "r",
        expects: expects_holder,
        fields: [slot_field(is_bound), reason],
    },
    {
        id: "locate",
        command: "LocateRequest",
        key: "o",
        rests_on: (r) => [r.place, r.address],
        fields: [
            { name: "place", kind: "place", required: true, initial: (r) => r.place },
            { name: "address", kind: "text", initial: (r) => r.address },
        ],
    },
    {
        id: "merge",
        command: "MergeRequest",
        key: "u",
        fields: [
            {
                name: "into",
                kind: "request",
                required: true,
                initial: (r) => (r.possible_duplicate_of ? String(r.possible_duplicate_of) : ""),
            },
        ],
    },
    {
        id: "dismiss",
        command: "DismissDuplicate",
        at_once: true,
        useful: (r) => Boolean(r.possible_duplicate_of),
        fields: [],
    },
    { id: "split", command: "SplitRequest", fields: [reason] },
    {
        id: "transfer",
        command: "TransferRequest",
        key: "f",
        warning: w.leaves_desk,
        fields: [{ name: "to", kind: "text", required: true }, reason],
    },
    { id: "return", command: "ReturnRequest", fields: [reason] },
    { id: "reopen", command: "ReopenRequest", fields: [reason] },
    {
        id: "urge",
        command: "UrgeRequest",
        rests_on: (r) => r.urged,
        fields: [{ ...reason, required: false }],
    },
    {
        id: "supervise",
        command: "SuperviseRequest",
        rests_on: (r) => r.supervised_by,
        fields: [note],
    },
    { id: "extend", command: "ExtendRequest", fields: [reason] },
    {
        id: "rate",
        command: "RateRequest",
        fields: [
            { name: "rating", kind: "choice", required: true, options: ratings([5, 4, 3, 2, 1]) },
            { name: "comment", kind: "area" },
        ],
    },
    {
        id: "link",
        command: "IssueLink",
        fields: [
            {
                name: "audience",
                kind: "choice",
                required: true,
                options: () => enum_options("LinkAudience", ["member", "family"]),
                initial: () => "member",
            },
        ],
    },
    // What a responder says by radio or telephone.
    {
        id: "acknowledge",
        command: "AcknowledgeAssignment",
        rests_on: status_of_responder,
        useful: (r) => slots_of(r).some((slot) => slot.status === "assigned"),
        fields: [responder_field((slot) => slot.status === "assigned")],
    },
    {
        id: "en_route",
        command: "ReportEnRoute",
        rests_on: status_of_responder,
        useful: (r) => slots_of(r).some(is_on_the_way),
        fields: [responder_field(is_on_the_way)],
    },
    {
        id: "on_scene",
        command: "ReportOnScene",
        rests_on: status_of_responder,
        useful: (r) => slots_of(r).some(is_on_the_way),
        fields: [responder_field(is_on_the_way)],
    },
    {
        id: "complete",
        command: "CompleteAssignment",
        rests_on: status_of_responder,
        fields: [responder_field(is_bound), { ...disposition, initial: () => "helped" }, note],
    },
    {
        id: "cancel",
        command: "CancelRequest",
        key: "x",
        danger: true,
        warning: w.ends,
        fields: [reason],
    },
];
