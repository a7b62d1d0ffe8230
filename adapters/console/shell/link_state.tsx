// How the link to the server is, in a word and a shape: never green while nothing is heard.
import { Button } from "./parts/button.tsx";
import { useConsole } from "./console_context.ts";
import { useChanges, useNow } from "./store/hooks.ts";
import { clock } from "./time/times.ts";
import { words } from "./words/words.ts";

const w = words({
    live: { en: "live", zh: "实时" },
    age: { en: "{s} s", zh: "{s} 秒" },
    loading: { en: "loading…", zh: "加载中…" },
    connecting: { en: "connecting…", zh: "连接中…" },
    lost: { en: "not connected for {s} s", zh: "已断开 {s} 秒" },
    showing: { en: "showing {time}", zh: "显示 {time} 的状态" },
    replaced: { en: "This desk was opened somewhere else.", zh: "该调度台已在别处打开。" },
    use_here: { en: "Use it here", zh: "在此使用" },
    retry: { en: "Try now", zh: "立即重试" },
});

export function LinkState() {
    const { link, feed } = useConsole();
    useChanges(link);
    useNow();
    const { state } = link;
    if (!state || !feed) return null;
    if (state.phase === "live") {
        return (
            <span className="link live" role="status">
                ● {w.live()} <span aria-hidden="true">{w.age({ s: Math.floor(feed.silent_ms() / 1000) })}</span>
            </span>
        );
    }
    if (state.phase === "stopped" && state.reason === "replaced") {
        return (
            <span className="link lost" role="status">
                ■ {w.replaced()} <Button onPress={() => feed.retry_now()}>{w.use_here()}</Button>
            </span>
        );
    }
    if (!state.lost_since) {
        const syncing = state.phase === "syncing";
        return (
            <span className="link" role="status">
                ◌ {syncing ? w.loading() : w.connecting()}
            </span>
        );
    }
    const s = Math.floor((Date.now() - state.lost_since) / 1000);
    return (
        <span className="link lost" role="status">
            ■ {w.lost({ s })} {state.shown_at > 0 && w.showing({ time: clock(state.shown_at) })}{" "}
            <Button onPress={() => feed.retry_now()}>{w.retry()}</Button>
        </span>
    );
}
