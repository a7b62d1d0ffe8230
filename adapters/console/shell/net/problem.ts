// A refusal as the server says it (RFC 9457), or that there was no answer.

export interface Holder {
    owner?: string;
    responder?: number;
    name?: string;
    since?: number;
}

export interface ProblemFacts {
    status?: number; // 0: no answer at all
    title?: string;
    detail?: string;
    field?: string; // a path as in "/place/lat"
    expected?: string;
    reason?: string; // the engine's RejectReason where there is one
    holder?: Holder | null; // of holder_changed: who has it now
}

export class Problem extends Error {
    readonly status: number;
    readonly title: string;
    readonly detail: string;
    readonly field: string;
    readonly expected: string;
    readonly reason: string;
    readonly holder: Holder | null;
    retry_after_ms = 0;

    constructor(facts: ProblemFacts) {
        super(facts.detail || facts.title || `HTTP ${facts.status ?? 0}`);
        this.status = facts.status ?? 0;
        this.title = facts.title ?? "";
        this.detail = facts.detail ?? "";
        this.field = facts.field ?? "";
        this.expected = facts.expected ?? "";
        this.reason = facts.reason ?? "";
        this.holder = facts.holder ?? null;
    }

    // Whether it may have happened all the same.
    get unknown_outcome(): boolean {
        return this.status === 0 || this.status >= 500;
    }
}

export const no_answer = () => new Problem({ status: 0, reason: "no_answer" });

// The reason is a member of its own or the last part of the type.
export function problem_from(status: number, body: unknown): Problem {
    const p = (body && typeof body === "object" ? body : {}) as ProblemFacts & { type?: unknown };
    const last = typeof p.type === "string" ? (p.type.split(/[/:#]/).pop() ?? "") : "";
    return new Problem({
        ...p,
        status,
        reason: p.reason ?? (last === "blank" ? "" : last.replaceAll("-", "_")),
    });
}

export const as_problem = (error: unknown): Problem =>
    error instanceof Problem ? error : new Problem({ status: -1, detail: String(error) });
