// What a dispatcher does with a request: what is asked, what is sent. Whether it is possible is not
// decided here: the engine says in each request which commands it allows now (allowed_actions), and
// the ticket of the feed which of them this token may send.
// label, warning: its words in both languages.
// A field: {name, kind, required, initial(request, context), options(request, context)}.
// kinds: text, area, choice, moment, number, bool, place, fixed. Pure: the form is drawn elsewhere.
// calm(request): nothing presses, so that it comes after all others.
// expects(request, values): what the dispatcher saw; the engine refuses when it is no longer so.
import { breached, unexplained, urgencies } from "./derive.js";

const reason = { name: "reason", kind: "area", required: true };
const note = { name: "note", kind: "area" };

const names = (set, list) => list.map((value) => ({ value, label: [set, value] }));

export const dispositions = [
    "helped",
    "advised",
    "handed_over",
    "not_needed",
    "refused",
    "not_found",
    "duplicate",
    "other",
];
const agencies = ["ambulance_120", "police_110", "fire_119"];

const half_hour_ms = 1_800_000;

function slot_options(request, wanted) {
    return (request.slots ?? [])
        .map((slot, index) => ({ slot, index }))
        .filter(({ slot }) => wanted(slot))
        .map(({ slot, index }) => ({ value: index, label: ["role", slot.role] }));
}

const open = (slot) => slot.status !== "served" && slot.status !== "dropped";
const fillable = (slot) => open(slot) && slot.status !== "on_scene";
const held_by_someone = (slot) => open(slot) && slot.responder > 0;
const holder = (request, slot) => request.slots?.[slot]?.responder ?? 0;
const expects_holder = (request, { slot }) => ({ expected_responder: holder(request, slot) });
// Which call of the contact chain it is: another desk, or the exchange, may have made it too.
const expects_call = ({ contacts }) => ({
    expected_step: contacts?.step ?? 0,
    expected_misses: contacts?.misses ?? 0,
});

// Who was sent and has not acknowledged it, whoever is to be called first.
const unacknowledged = (request, context) =>
    (request.slots ?? [])
        .filter((slot) => slot.status === "assigned")
        .sort((a, b) => Number(b.call_due ?? false) - Number(a.call_due ?? false))
        .map((slot) => ({
            value: slot.responder,
            label: ["role", slot.role],
            suffix: context.responder_name(slot.responder),
        }));

// Choices of a slot, with whoever holds it now.
const slots_with_holder = (wanted) => (r, c) =>
    slot_options(r, wanted).map((option) => {
        const responder = holder(r, option.value);
        return { ...option, suffix: responder ? c.responder_name(responder) : "" };
    });

// In the order in which they are shown; the first that is offered is the one to take next.
export const actions = [
    {
        id: "take",
        label: { en: "Take", zh: "受理" },
        key: "t",
        command: "TakeRequest",
        useful: (r, c) => !c.name || r.owner !== c.name,
        expects: (r) => ({ expected_owner: r.owner ?? "" }),
        // By whoever holds the token: the server knows the name.
        at_once: () => true,
        fields: [],
    },
    {
        id: "assign",
        label: { en: "Send…", zh: "指派…" },
        key: "a",
        command: "AssignResponder",
        expects: expects_holder,
        warning: {
            en: "The engine will leave this choice alone.",
            zh: "系统不会再改动这一选择。",
        },
        fields: [
            {
                name: "slot",
                kind: "choice",
                required: true,
                number: true,
                options: slots_with_holder(fillable),
                initial: (r, c) => c.slot,
            },
            { name: "responder", kind: "fixed", initial: (r, c) => c.responder },
            reason,
        ],
    },
    {
        id: "verify",
        label: { en: "Verified safe", zh: "核实安全" },
        key: "v",
        command: "VerifySafe",
        useful: (r) => r.safety !== "verified",
        calm: (r) => r.safety !== "unverified",
        fields: [{ name: "how", kind: "area", required: true }],
    },
    {
        id: "resume",
        label: { en: "Resume", zh: "恢复" },
        key: "h",
        command: "ResumeRequest",
        at_once: () => true,
        fields: [],
    },
    {
        id: "callback",
        label: { en: "Call back", zh: "回访" },
        key: "w",
        command: "RecordCallback",
        fields: [
            { name: "reached", kind: "bool", initial: () => true },
            {
                name: "rating",
                kind: "choice",
                number: true,
                options: () => [0, 5, 4, 3, 2, 1].map((n) => ({ value: n, rating: true })),
                initial: () => 0,
            },
            note,
        ],
    },
    {
        id: "note",
        label: { en: "Add note", zh: "添加备注" },
        key: "y",
        command: "AddNote",
        fields: [{ name: "text", kind: "area", required: true }],
    },
    {
        id: "release",
        label: { en: "Release", zh: "撤回人员" },
        key: "",
        command: "ReleaseResponder",
        expects: expects_holder,
        fields: [
            {
                name: "slot",
                kind: "choice",
                required: true,
                number: true,
                options: slots_with_holder(held_by_someone),
                initial: (r, c) => c.slot,
            },
            reason,
        ],
    },
    {
        id: "handover",
        label: { en: "Hand over", zh: "移交" },
        key: "g",
        command: "RecordHandover",
        fields: [
            {
                name: "agency",
                kind: "choice",
                required: true,
                options: () => names("agency", agencies),
                initial: () => "ambulance_120",
            },
            { name: "person", kind: "text", required: true },
            { name: "passed_on", kind: "area", required: true },
            { name: "result", kind: "text" },
        ],
    },
    {
        id: "contact",
        label: { en: "Record the call", zh: "记录通话" },
        key: "p",
        command: "RecordContact",
        expects: expects_call,
        fields: [
            {
                name: "outcome",
                kind: "choice",
                required: true,
                options: () => names("outcome", ["answered", "no_answer", "refused"]),
                initial: (r, c) => c.outcome ?? "no_answer",
            },
            note,
        ],
    },
    {
        id: "responder_call",
        label: { en: "Record the call to a responder", zh: "记录致电人员" },
        key: "",
        command: "RecordResponderCall",
        fields: [
            {
                name: "responder",
                kind: "choice",
                required: true,
                number: true,
                options: unacknowledged,
                initial: (r, c) => unacknowledged(r, c)[0]?.value,
            },
            {
                name: "outcome",
                kind: "choice",
                required: true,
                options: () => names("outcome", ["answered", "no_answer", "refused"]),
                initial: () => "no_answer",
            },
            note,
        ],
    },
    {
        id: "reclassify",
        label: { en: "Change class", zh: "调整级别" },
        key: "e",
        command: "ReclassifyRequest",
        fields: [
            {
                name: "urgency",
                kind: "choice",
                required: true,
                options: () =>
                    urgencies.map((u) => ({ value: u, prefix: u, label: ["urgency", u] })),
                initial: (r) => r.urgency,
            },
            reason,
        ],
    },
    {
        id: "locate",
        label: { en: "Correct place", zh: "更正地点" },
        key: "o",
        command: "LocateRequest",
        fields: [
            { name: "place", kind: "place", required: true, initial: (r) => r.place },
            { name: "address", kind: "text", initial: (r) => r.address },
        ],
    },
    {
        id: "hold",
        label: { en: "Hold", zh: "挂起" },
        key: "h",
        command: "HoldRequest",
        fields: [
            {
                name: "hold_until",
                kind: "moment",
                required: true,
                initial: (r, c) => c.now + half_hour_ms,
            },
            reason,
        ],
    },
    {
        id: "close",
        label: { en: "Close", zh: "办结" },
        key: "l",
        command: "CloseRequest",
        fields: [
            {
                name: "disposition",
                kind: "choice",
                required: true,
                options: () => names("disposition", dispositions),
                initial: () => "helped",
            },
            note,
        ],
    },
    {
        id: "explain",
        label: { en: "Explain breach", zh: "说明超时原因" },
        key: "i",
        command: "ExplainBreach",
        fields: [
            {
                name: "milestone",
                kind: "choice",
                required: true,
                options: (r) =>
                    names(
                        "milestone",
                        breached(r).map((m) => m.milestone),
                    ),
                initial: (r, c) =>
                    c.milestone ?? (unexplained(r)[0] ?? breached(r)[0])?.milestone,
            },
            { name: "cause", kind: "area", required: true },
        ],
    },
    {
        id: "merge",
        label: { en: "Merge into…", zh: "并入…" },
        key: "u",
        command: "MergeRequest",
        fields: [
            {
                name: "into",
                kind: "number",
                required: true,
                initial: (r) => r.possible_duplicate_of,
            },
        ],
    },
    {
        id: "split",
        label: { en: "Split again", zh: "撤销合并" },
        key: "",
        command: "SplitRequest",
        fields: [reason],
    },
    {
        id: "dismiss",
        label: { en: "Not the same", zh: "不是同一事件" },
        key: "",
        command: "DismissDuplicate",
        useful: (r) => r.possible_duplicate_of > 0,
        at_once: () => true,
        fields: [],
    },
    {
        id: "transfer",
        label: { en: "Transfer", zh: "转交" },
        key: "f",
        command: "TransferRequest",
        warning: {
            en: "The request leaves this desk.",
            zh: "请求将离开本调度台。",
        },
        fields: [{ name: "to", kind: "text", required: true }, reason],
    },
    {
        id: "reopen",
        label: { en: "Re-open", zh: "重开" },
        key: "",
        command: "ReopenRequest",
        fields: [reason],
    },
    {
        id: "rate",
        label: { en: "Rating", zh: "评分" },
        key: "",
        command: "RateRequest",
        fields: [
            {
                name: "rating",
                kind: "choice",
                number: true,
                required: true,
                options: () => [5, 4, 3, 2, 1].map((n) => ({ value: n, rating: true })),
            },
            { name: "comment", kind: "area" },
        ],
    },
    {
        id: "urge",
        label: { en: "Urge", zh: "催办" },
        key: "",
        command: "UrgeRequest",
        fields: [{ name: "reason", kind: "area" }],
    },
    {
        id: "supervise",
        label: { en: "Supervise", zh: "督办" },
        key: "",
        command: "SuperviseRequest",
        fields: [note],
    },
    {
        id: "return",
        label: { en: "Give back", zh: "退回" },
        key: "",
        command: "ReturnRequest",
        fields: [reason],
    },
    {
        id: "extend",
        label: { en: "More time", zh: "延期" },
        key: "",
        command: "ExtendRequest",
        fields: [reason],
    },
    {
        id: "cancel",
        label: { en: "Cancel request", zh: "取消请求" },
        key: "x",
        command: "CancelRequest",
        warning: {
            en: "The request ends and everybody on the way is called off.",
            zh: "请求将结束，途中人员将被召回。",
        },
        danger: true,
        fields: [reason],
    },
];

export const action_by_id = (id) => actions.find((action) => action.id === id);

// may_send: a set of the commands that the token may send.
export const allowed = (entity, command, { may_send }) =>
    may_send.has(command) && Boolean(entity.allowed_actions?.includes(command));

// Possible, and not without any effect.
export const offers = (action, request, context) =>
    allowed(request, action.command, context) && (action.useful?.(request, context) ?? true);

export function offered(request, context) {
    const calm = (action) => Boolean(action.calm?.(request));
    return actions
        .filter((action) => offers(action, request, context))
        .sort((a, b) => calm(a) - calm(b));
}

// The body of the command. Empty optional texts are left out.
export function command_body(action, request, values) {
    const body = { request: request.id, ...action.expects?.(request, values) };
    for (const field of action.fields) {
        const value = values[field.name];
        if (value === "" || value === undefined || value === null) continue;
        body[field.name] = field.number || field.kind === "number" ? Number(value) : value;
    }
    return body;
}

// Names of required fields that are empty.
export function missing(fields, values) {
    return fields
        .filter((field) => field.required)
        .filter((field) => {
            const value = values[field.name];
            return value === undefined || value === null || String(value).trim() === "";
        })
        .map((field) => field.name);
}
