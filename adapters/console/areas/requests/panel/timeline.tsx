// What happened, in the server's words and tones, with the reasons of each decision.
import { Button } from "@/shell/parts/button.tsx";
import { clock, moment } from "@/shell/time/times.ts";
import { source_name, with_source_name } from "@/shell/words/source_name.ts";
import { told, words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { decision_key, key_of } from "./story.ts";
import type { Decision, Story } from "./story.ts";
import { useStory } from "./use_story.ts";
import { Weighed } from "./weighed.tsx";

const w = words({
    title: { en: "Timeline", zh: "经过" },
    loading: { en: "Loading…", zh: "正在加载…" },
    failed: { en: "It could not be loaded: {why}", zh: "加载失败：{why}" },
    again: { en: "Load again", zh: "重新加载" },
    older: { en: "Older parts are only in the log.", zh: "更早的部分只在日志中。" },
    no_reasons: {
        en: "The reasons of these decisions are not at hand.",
        zh: "此处没有选择理由。",
    },
});

export function Timeline({ request }: { request: Request }) {
    const { story, why, again } = useStory(request);
    return (
        <section aria-label={w.title()}>
            <h3>{w.title()}</h3>
            {why && (
                <p>
                    {w.failed({ why })} <Button onPress={again}>{w.again()}</Button>
                </p>
            )}
            {!story && !why && <p className="dim">{w.loading()}</p>}
            {story?.complete === false && <p className="dim">{w.older()}</p>}
            {story && <ol className="story">{lines_of(story)}</ol>}
            {story?.decisions_unavailable && (
                <p className="dim" title={story.decisions_unavailable}>
                    {w.no_reasons()}
                </p>
            )}
        </section>
    );
}

// A tone is not told by its colour alone.
const marks: Record<string, string> = { bad: "■ ", warn: "▲ " };

// Each decision is shown with the first event that it led to.
function lines_of({ timeline = [], decisions = [] }: Story) {
    const unshown = new Map<string, Decision>();
    for (const decision of decisions) {
        const key = decision_key(decision.seq, decision.slot);
        if (!unshown.has(key)) unshown.set(key, decision);
    }
    return timeline.flatMap((record) =>
        (record.events ?? []).map((event, place) => {
            const key = key_of(record, event);
            const decision = unshown.get(key);
            if (decision) unshown.delete(key);
            return (
                <li key={`${record.seq} ${place}`} className={`tone-${record.tones[place]}`}>
                    <time title={`${moment(record.at, 0)} · ${record.seq} · ${source_name(record.source)}`}>
                        {clock(record.at)}
                    </time>
                    <div>
                        {marks[record.tones[place] ?? ""]}
                        {with_source_name(
                            told({ en: record.en[place] ?? "", zh: record.zh[place] ?? "" }),
                            record.source,
                        )}
                        {decision && <Weighed decision={decision} />}
                    </div>
                </li>
            );
        }),
    );
}
