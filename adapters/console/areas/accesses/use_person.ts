// All that the record says of one member, within a time.
import { useEffect, useState } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { all_accesses } from "./accesses.ts";
import type { Access, AccessFilter, AccessPage } from "./accesses.ts";
import { about_member } from "./person.ts";

const page_rows = 1_000;
export const most_rows = 10_000;

export interface PersonRead {
    member: number; // that it is about
    rows: readonly Access[] | null;
    problem: Problem | null;
    at: number;
}
const nothing: PersonRead = { member: 0, rows: null, problem: null, at: 0 };

// Read anew with each filter that is asked for, also when it is the same again.
export function usePersonRead(member: number, filter: AccessFilter): PersonRead {
    const { api } = useConsole();
    const [read, set] = useState(nothing);
    useEffect(() => {
        if (!member) return undefined;
        const question = new AbortController();
        const { signal } = question;
        const wanted = { ...filter, who: "", what: "", about: about_member(member) };
        const get = (path: string) => api.get<AccessPage>(path, { signal });
        all_accesses(get, wanted, most_rows, page_rows).then(
            (rows) => signal.aborted || set({ member, rows, problem: null, at: Date.now() }),
            (error: unknown) =>
                signal.aborted || set({ member, rows: null, problem: as_problem(error), at: Date.now() }),
        );
        return () => question.abort();
    }, [api, member, filter]);
    return read.member === member ? read : { ...nothing, member };
}
