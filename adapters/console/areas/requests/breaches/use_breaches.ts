// The breaches to explain: of the feed, and of requests that ended before it tells of them.
import { useEffect, useState } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { useView } from "@/shell/store/hooks.ts";
import type { Request } from "muster/schema";
import { breaches_of } from "./breach_list.ts";
import type { Breach } from "./breach_list.ts";

const most = 2_000;
const again_ms = 60_000;

export interface BreachesRead {
    breaches: Breach[];
    problem: Problem | null; // older ones could not be read
    // What was explained here, of a request that the feed does not tell of.
    explained(breach: Breach): void;
}

const same = (a: Breach[], b: Breach[]): boolean =>
    a.length === b.length && a.every((one, i) => one.key === b[i]?.key && one.request === b[i]?.request);

export function useBreaches(): BreachesRead {
    const { api, store, identity } = useConsole();
    const [read, set_read] = useState<readonly Request[]>([]);
    const [problem, fail] = useState<Problem | null>(null);
    useEffect(() => {
        let over = false;
        const ask = () => {
            if (identity.state !== "yes") return;
            api.list<Request>("/v1/requests", { unexplained: "true" }, most).then(
                (requests) => {
                    if (over) return;
                    set_read(requests);
                    fail(null);
                },
                (error: unknown) => {
                    if (!over) fail(as_problem(error));
                },
            );
        };
        ask();
        const stop = identity.subscribe(ask);
        const timer = window.setInterval(ask, again_ms);
        return () => {
            over = true;
            stop();
            window.clearInterval(timer);
        };
    }, [api, identity]);
    const breaches = useView(["requests"], () => breaches_of(store.all<Request>("requests"), read), [read], {
        same,
        every_ms: 1_000,
    });
    const explained = ({ request, milestone }: Breach) => {
        const milestones = (request.milestones ?? []).filter((one) => one.milestone !== milestone);
        set_read(read.map((one) => (one.id === request.id ? { ...one, milestones } : one)));
    };
    return { breaches, problem, explained };
}
