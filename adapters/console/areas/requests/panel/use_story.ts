// The story of the open request, anew when the request changes; the reasons of decisions, for which
// the server replays its log, only when there are new ones.
import { useEffect, useRef, useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { lacks_decisions, story_of } from "./story.ts";
import type { Story } from "./story.ts";

const settle_ms = 300; // several changes in a row are one question

interface Told {
    story: Story | null; // null = not yet
    why: string; // it could not be read
    again(): void;
}

export function useStory(request: Request): Told {
    const desk = useDesk();
    const [story, show] = useState<Story | null>(null);
    const [why, fail] = useState("");
    const [tries, try_again] = useState(0);
    const latest = useRef(story);
    useEffect(() => {
        const question = new AbortController();
        const { signal } = question;
        const take = (next: Story) => {
            latest.current = next;
            show(next);
            fail("");
        };
        const load = async () => {
            const { decisions = [], decisions_unavailable } = latest.current ?? {};
            const plain = await story_of(desk, request.id, false, signal);
            take({ ...plain, decisions, decisions_unavailable });
            if (decisions_unavailable || !lacks_decisions(plain, decisions)) return;
            take(await story_of(desk, request.id, true, signal));
        };
        const timer = window.setTimeout(
            () =>
                load().catch((error: unknown) => {
                    if (!signal.aborted) fail(problem_text(as_problem(error)));
                }),
            latest.current ? settle_ms : 0,
        );
        return () => {
            window.clearTimeout(timer);
            question.abort();
        };
    }, [desk, request, tries]);
    return { story, why, again: () => try_again(tries + 1) };
}
