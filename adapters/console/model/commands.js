// What a dispatcher may do with a request: when it is offered, what is asked, what is sent.
// A field: {name, kind, required, initial(request, context), options(request, context)}.
// kinds: text, area, choice, moment, number, bool, place, fixed. Pure: the form is drawn elsewhere.
import { is_ended, unexplained, urgencies } from "./derive.js";

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

const fillable = (slot) => slot.status !== "served" && slot.status !== "dropped";
const held_by_someone = (slot) => fillable(slot) && slot.responder > 0;

const alive = (request) => !is_ended(request);
const before_service = (request) =>
    alive(request) && request.status !== "served" && request.status !== "called_back";

export const actions = [
    {
        id: "take",
        key: "t",
        command: "TakeRequest",
        when: (r, c) => alive(r) && (!c.name || r.owner !== c.name),
        at_once: (r, c) => Boolean(c.name),
        fields: [{ name: "owner", kind: "text", required: true, initial: (r, c) => c.name }],
    },
    {
        id: "assign",
        key: "a",
        command: "AssignResponder",
        when: (r) => before_service(r) && (r.slots ?? []).some(fillable),
        warning: "act.warn_assign",
        fields: [
            {
                name: "slot",
                kind: "choice",
                required: true,
                number: true,
                options: (r) => slot_options(r, fillable),
                initial: (r, c) => c.slot,
            },
            { name: "responder", kind: "fixed", initial: (r, c) => c.responder },
            reason,
        ],
    },
    {
        id: "release",
        key: "",
        command: "ReleaseResponder",
        when: (r) => before_service(r) && (r.slots ?? []).some(held_by_someone),
        fields: [
            {
                name: "slot",
                kind: "choice",
                required: true,
                number: true,
                options: (r, c) =>
                    slot_options(r, held_by_someone).map((option) => ({
                        ...option,
                        suffix: c.responder_name(r.slots[option.value].responder),
                    })),
                initial: (r, c) => c.slot,
            },
            reason,
        ],
    },
    {
        id: "verify",
        key: "v",
        command: "VerifySafe",
        when: (r) => alive(r) && r.safety === "unverified",
        fields: [{ name: "how", kind: "area", required: true }],
    },
    {
        id: "handover",
        key: "g",
        command: "RecordHandover",
        when: before_service,
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
        key: "p",
        command: "RecordContact",
        when: (r) => alive(r) && r.contacts?.active && !r.contacts.reached,
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
        id: "note",
        key: "y",
        command: "AddNote",
        when: () => true,
        fields: [{ name: "text", kind: "area", required: true }],
    },
    {
        id: "reclassify",
        key: "e",
        command: "ReclassifyRequest",
        when: before_service,
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
        key: "o",
        command: "LocateRequest",
        when: before_service,
        fields: [
            { name: "place", kind: "place", required: true, initial: (r) => r.place },
            { name: "address", kind: "text", initial: (r) => r.address },
        ],
    },
    {
        id: "hold",
        key: "h",
        command: "HoldRequest",
        when: (r) => before_service(r) && r.status !== "held",
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
        id: "resume",
        key: "h",
        command: "ResumeRequest",
        when: (r) => r.status === "held",
        at_once: () => true,
        fields: [],
    },
    {
        id: "callback",
        key: "w",
        command: "RecordCallback",
        when: (r) => r.status === "served" || r.status === "called_back",
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
        id: "close",
        key: "l",
        command: "CloseRequest",
        when: alive,
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
        key: "i",
        command: "ExplainBreach",
        when: (r) => unexplained(r).length > 0,
        fields: [
            {
                name: "milestone",
                kind: "choice",
                required: true,
                options: (r) =>
                    names(
                        "milestone",
                        unexplained(r).map((m) => m.milestone),
                    ),
                initial: (r, c) => c.milestone ?? unexplained(r)[0]?.milestone,
            },
            { name: "cause", kind: "area", required: true },
        ],
    },
    {
        id: "merge",
        key: "u",
        command: "MergeRequest",
        when: before_service,
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
        key: "",
        command: "SplitRequest",
        when: (r) => r.status === "merged",
        fields: [reason],
    },
    {
        id: "dismiss",
        key: "",
        command: "DismissDuplicate",
        when: (r) => before_service(r) && r.possible_duplicate_of > 0,
        at_once: () => true,
        fields: [],
    },
    {
        id: "transfer",
        key: "f",
        command: "TransferRequest",
        when: before_service,
        warning: "act.warn_transfer",
        fields: [{ name: "to", kind: "text", required: true }, reason],
    },
    {
        id: "reopen",
        key: "",
        command: "ReopenRequest",
        when: (r) => ["called_back", "closed", "cancelled"].includes(r.status),
        fields: [reason],
    },
    {
        id: "cancel",
        key: "x",
        command: "CancelRequest",
        when: before_service,
        warning: "act.warn_cancel",
        danger: true,
        fields: [reason],
    },
];

export const action_by_id = (id) => actions.find((action) => action.id === id);

export function offered(request, context) {
    return actions.filter((action) => action.when(request, context));
}

// The body of the command. Empty optional texts are left out.
export function command_body(action, request, values) {
    const body = { request: request.id };
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
