// What may be asked while the desk is shown as it was: nothing that tells of the present as if it were
// then, and no command.
import { Api } from "@/shell/net/api.ts";
import { Problem } from "@/shell/net/problem.ts";
import type { Outcome } from "@/shell/net/api.ts";
import type { Story } from "@/areas/requests/panel/story.ts";

type GetOptions = Parameters<Api["get"]>[1];

// Where somebody is, whom the engine would send, and requests that are read because they are not on the
// desk: all of it is of now.
const of_now = [/^\/v1\/requests\/\d+$/, /^\/v1\/requests\/\d+\/(ways|candidates)/, /^\/v1\/responders\b/, /^\/v1\/ways\b/];
const is_story = /^\/v1\/requests\/\d+\/timeline/;

const not_then = () => new Problem({ status: 404, reason: "unknown" });

// Without what came later.
export function story_until(story: Story, now: number): Story {
    const timeline = (story.timeline ?? []).filter(({ at }) => at <= now);
    const seqs = new Set(timeline.map(({ seq }) => seq));
    const decisions = story.decisions?.filter(({ seq }) => seqs.has(seq));
    return { ...story, timeline, ...(decisions && { decisions }) };
}

export class PastApi extends Api {
    readonly #now: () => number;

    constructor(now: () => number) {
        super();
        this.#now = now;
    }

    override async get<T>(path: string, options: GetOptions = {}): Promise<T> {
        if (of_now.some((one) => one.test(path))) throw not_then();
        const answer = await super.get<T>(path, options);
        return is_story.test(path) ? (story_until(answer as Story, this.#now()) as T) : answer;
    }

    // Who somebody is does not change, wherever he is now.
    name_of = async (responder: number): Promise<{ id: number; name: string }> => {
        const { id, profile } = await super.get<{ id: number; profile: { name?: string } }>(
            `/v1/responders/${responder}`,
        );
        return { id, name: profile.name ?? "" };
    };

    override command(): Promise<Outcome> {
        return Promise.reject(new Problem({ status: 403, reason: "forbidden" }));
    }
}
