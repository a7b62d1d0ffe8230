// What the mock does with the commands that the tests send. Only enough to answer as the engine
// would: refusals, the changed entity, a line in the story.

export class Refusal extends Error {
    constructor(status, reason, field, detail, holder) {
        super(detail);
        Object.assign(this, { status, reason, field, holder });
    }
}

const changed = (field, holder) => new Refusal(409, "holder_changed", field, "has it now", holder);

function find(mock, body) {
    const request = mock.city.requests.get(body.request);
    if (!request) throw new Refusal(404, "unknown_request", "/request", "");
    return request;
}

function change(mock, request, more, event) {
    const next = mock.change("requests", request, more);
    mock.tell(request.id, mock.seq, Date.now(), [
        { type: event.type, request: request.id, ...event },
    ]);
    return next && mock.seq;
}

export const commands = {
    TakeRequest: (mock, body, sender) => {
        const request = find(mock, body);
        const before = request.owner ?? "";
        if (body.expected_owner !== undefined && body.expected_owner !== before) {
            throw changed("/expected_owner", { owner: before, since: Date.now() });
        }
        const owner = body.owner ?? sender;
        return change(mock, request, { owner }, { type: "RequestTaken", owner });
    },
    LocateRequest: (mock, body) => {
        const { place, address } = body;
        return change(
            mock,
            find(mock, body),
            { place, ...(address && { address }) },
            { type: "RequestLocated", place, address },
        );
    },
    ReclassifyRequest: (mock, body) =>
        change(
            mock,
            find(mock, body),
            { urgency: body.urgency },
            { type: "RequestReclassified", ...body },
        ),
    HoldRequest: (mock, body) => {
        if (body.hold_until < Date.now())
            throw new Refusal(422, "invalid_field", "/hold_until", "must be in the future");
        return change(
            mock,
            find(mock, body),
            { status: "held", held_until: body.hold_until },
            { type: "RequestHeld", ...body },
        );
    },
    ResumeRequest: (mock, body) =>
        change(mock, find(mock, body), { status: "queued" }, { type: "RequestResumed" }),
    CancelRequest: (mock, body) => {
        const request = find(mock, body);
        if (request.safety === "unverified")
            throw new Refusal(409, "safety_unverified", "/request", "verify safety first");
        return change(
            mock,
            request,
            { status: "cancelled", ended_at: Date.now() },
            { type: "RequestCancelled", ...body },
        );
    },
    CloseRequest: (mock, body) => {
        const request = find(mock, body);
        if (request.safety === "unverified")
            throw new Refusal(409, "safety_unverified", "/request", "verify safety first");
        return change(
            mock,
            request,
            { status: "closed", disposition: body.disposition, ended_at: Date.now() },
            { type: "RequestClosed", ...body },
        );
    },
    VerifySafe: (mock, body) =>
        change(mock, find(mock, body), { safety: "verified" }, { type: "SafetyVerified", ...body }),
    AddNote: (mock, body) => {
        const request = find(mock, body);
        const note = { at: Date.now(), by: "console", text: body.text };
        return change(
            mock,
            request,
            { notes: [...(request.notes ?? []), note] },
            { type: "NoteAdded", note },
        );
    },
    RecordContact: (mock, body) => {
        const request = find(mock, body);
        const reached = body.outcome === "answered";
        const contacts = {
            ...request.contacts,
            reached,
            active: !reached,
            misses: request.contacts.misses + (reached ? 0 : 1),
            due_at: Date.now() + 30_000,
        };
        return change(
            mock,
            request,
            { contacts },
            { type: "ContactRecorded", step: request.contacts.step, ...body },
        );
    },
    RecordHandover: (mock, body) => {
        const request = find(mock, body);
        const { request: id, ...rest } = body;
        const handover = { ...rest, at: Date.now() };
        return change(
            mock,
            request,
            { handovers: [...(request.handovers ?? []), handover] },
            { type: "HandoverRecorded", handover },
        );
    },
    ExplainBreach: (mock, body) => {
        const request = find(mock, body);
        const milestones = request.milestones.map((m) =>
            m.milestone === body.milestone ? { ...m, cause: body.cause } : m,
        );
        return change(mock, request, { milestones }, { type: "BreachExplained", ...body });
    },
    OrderStandby: (mock, body) => {
        const responder = structuredClone(mock.city.responders.get(body.responder));
        responder.standby = body.post;
        responder.advised = "";
        mock.city.responders.set(responder.id, responder);
        return mock.publish([["responders", responder]]);
    },
    AssignResponder: (mock, body) => {
        const request = structuredClone(find(mock, body));
        const responder = structuredClone(mock.city.responders.get(body.responder));
        const holder = request.slots[body.slot].responder ?? 0;
        if (body.expected_responder !== undefined && body.expected_responder !== holder) {
            const name = mock.city.responders.get(holder)?.profile.name;
            throw changed("/expected_responder", { responder: holder, name, since: Date.now() });
        }
        if (responder.status !== "available")
            throw new Refusal(
                409,
                "responder_busy",
                "/responder",
                `responder ${responder.id} is ${responder.status}`,
            );
        mock.city.send(request, body.slot, responder, Date.now(), {
            status: "assigned",
            pinned: true,
            by: "dispatcher",
            reason: body.reason,
        });
        mock.city.requests.set(request.id, request);
        mock.city.responders.set(responder.id, responder);
        return mock.publish([
            ["requests", request],
            ["responders", responder],
        ]);
    },
    CreateRequest: (mock, body) => {
        if (!body.member && !body.place && !body.address)
            throw new Refusal(
                422,
                "invalid_field",
                "/place",
                "a member, a place or an address is needed",
            );
        const { service, urgency, note, caller, member } = body;
        return mock.create(
            { service, urgency },
            { channel: "console", note, caller, ...(member && { member }) },
        ).id;
    },
};
