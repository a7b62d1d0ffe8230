// How long somebody must wait before he may try again: said once, and counted down for the eye.
import { useEffect, useState } from "react";
import { duration } from "../time/times.ts";
import { words } from "../words/words.ts";

const w = words({
    said: {
        en: "Too many attempts failed. Try again in {n, plural, one {# second} other {# seconds}}.",
        zh: "失败次数过多，请在 {n} 秒后再试。",
    },
    left: { en: "Try again in {time}.", zh: "{time} 后可再试。" },
    now: { en: "You can try again now.", zh: "现在可以重试。" },
});

export function Waiting({ until, on_over }: { until: number; on_over(): void }) {
    const [now, set_now] = useState(Date.now);
    const [n] = useState(() => Math.ceil((until - Date.now()) / 1000));
    const over = now >= until;
    useEffect(() => {
        if (over) {
            on_over();
            return;
        }
        const timer = window.setInterval(() => set_now(Date.now()), 250);
        return () => window.clearInterval(timer);
    }, [over]);
    return (
        <div className="problem">
            <p role="alert">{over ? w.now() : w.said({ n })}</p>
            {!over && <p aria-hidden="true">{w.left({ time: duration(until - now + 999) })}</p>}
        </div>
    );
}
