// The live figures, read every few seconds while somebody looks.
import { useEffect, useState } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import type { Figures } from "./figures.ts";

const each_ms = 5_000;

export interface FiguresRead {
    figures: Figures | null;
    problem: Problem | null; // of the last reading; the figures are then older
}

export function useFigures(): FiguresRead {
    const { api, identity } = useConsole();
    const [read, set_read] = useState<FiguresRead>({ figures: null, problem: null });
    useEffect(() => {
        let timer = 0;
        let over = false;
        const ask = async () => {
            try {
                if (document.visibilityState === "visible" && identity.state === "yes") {
                    const figures = await api.get<Figures>("/v1/figures");
                    if (!over) set_read({ figures, problem: null });
                }
            } catch (error) {
                if (!over) set_read(({ figures }) => ({ figures, problem: as_problem(error) }));
            }
            if (!over) timer = window.setTimeout(() => void ask(), each_ms);
        };
        void ask();
        const look = () => {
            window.clearTimeout(timer);
            void ask();
        };
        const stop = identity.subscribe(look);
        return () => {
            over = true;
            stop();
            window.clearTimeout(timer);
        };
    }, [api, identity]);
    return read;
}
