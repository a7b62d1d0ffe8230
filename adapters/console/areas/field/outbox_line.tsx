// What waits to be sent, whether there is a net, and what was refused: always above the rest.
import { Button } from "@/shell/parts/button.tsx";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { duration } from "@/shell/time/times.ts";
import { command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { useField } from "./field_console.ts";

const w = words({
    waiting: {
        en: "{n, plural, one {# waits} other {# wait}} to be sent: {what}",
        zh: "{n} 项待发送：{what}",
    },
    lost: { en: "No net for {time}. What you see is from before.", zh: "已断网 {time}，显示的是之前的内容。" },
    again: { en: "Try now", zh: "立即重试" },
    ok: { en: "OK", zh: "知道了" },
});

// A hiccup of a second or two is nobody's business.
const quiet_ms = 3_000;

export function OutboxLine() {
    const field = useField();
    useChanges(field.outbox);
    useNow();
    const { said, lost_since } = field.field;
    const { entries, held_up } = field.outbox;
    const lost_ms = lost_since ? Date.now() - lost_since : 0;
    const what = entries.map(({ command }) => command_word(command)).join(", ");
    const lost = lost_ms > quiet_ms;
    return (
        <>
            <div className={lost || held_up ? "line warn" : ""} role="status">
                {lost && <p>■ {w.lost({ time: duration(lost_ms) })}</p>}
                {held_up && <p>▲ {w.waiting({ n: entries.length, what })}</p>}
            </div>
            {(lost || held_up) && (
                <Button
                    className="try-now"
                    onPress={() => {
                        field.outbox.retry_now();
                        field.read_now();
                    }}
                >
                    {w.again()}
                </Button>
            )}
            <div role="alert">
                {said && (
                    <div className={`line ${said.bad ? "bad" : ""}`}>
                        <p>{said.text}</p>
                        <Button onPress={() => field.field.tell({ said: null })}>{w.ok()}</Button>
                    </div>
                )}
            </div>
        </>
    );
}
