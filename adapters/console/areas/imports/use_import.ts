// Follows one import until it is over.
import { useEffect, useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { is_over } from "./import_report.ts";
import type { ImportReport } from "./import_report.ts";

const look_again_ms = 500;

interface Followed {
    report: ImportReport | null;
    problem: Problem | null;
}

const nothing: Followed = { report: null, problem: null };

export function useImport(number: number): Followed {
    const office = useOffice();
    useChanges(office.identity);
    const [state, set] = useState<Followed & { number: number }>({ number: 0, ...nothing });
    const signed_in = office.identity.state === "yes";
    useEffect(() => {
        if (!number || !signed_in) return undefined;
        const stop = new AbortController();
        let timer = 0;
        let was_going = false;
        const look = async () => {
            try {
                const report = await office.api.get<ImportReport>(`/v1/imports/${number}`, {
                    signal: stop.signal,
                });
                if (stop.signal.aborted) return;
                set({ number, report, problem: null });
                if (!is_over(report)) {
                    was_going = true;
                    timer = window.setTimeout(() => void look(), look_again_ms);
                } else if (was_going) {
                    office.fresh.stir(); // the lists, and the earlier imports
                }
            } catch (error) {
                if (stop.signal.aborted) return;
                const problem = as_problem(error);
                set((before) => ({
                    number,
                    report: before.number === number ? before.report : null,
                    problem,
                }));
                // A moment without an answer is no end of it.
                if (problem.unknown_outcome) timer = window.setTimeout(() => void look(), look_again_ms);
            }
        };
        void look();
        return () => {
            stop.abort();
            window.clearTimeout(timer);
        };
    }, [office, number, signed_in]);
    return state.number === number ? state : nothing;
}
