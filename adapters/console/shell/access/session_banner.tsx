// Some minutes before a session ends: above everything, heard once, and never taking the focus. No key
// is asked for that a page may act on.
import { useEffect, useRef } from "react";
import { useConsole } from "../console_context.ts";
import { Button } from "../parts/button.tsx";
import { useChanges, useNow } from "../store/hooks.ts";
import { duration, minute_ms } from "../time/times.ts";
import { words } from "../words/words.ts";
import "./session_banner.css";

const w = words({
    title: { en: "End of your session", zh: "登录即将失效" },
    idle: {
        en: "Your session ends in {n, plural, one {# minute} other {# minutes}} because nobody uses this page. Move the mouse, touch the page or press Shift to go on.",
        zh: "长时间未操作，{n} 分钟后将自动退出。移动鼠标、触摸屏幕或按 Shift 键即可继续。",
    },
    over: {
        en: "Your session ends in {n, plural, one {# minute} other {# minutes}}: it has lasted as long as it may. What you typed stays; sign in again then.",
        zh: "登录已接近最长时限，{n} 分钟后失效。已输入的内容会保留，届时请重新登录。",
    },
    left: { en: "{time} left", zh: "还剩 {time}" },
    go_on: { en: "Continue", zh: "继续" },
});

export function SessionBanner() {
    const { watch } = useConsole();
    useChanges(watch);
    const banner = useRef<HTMLDivElement>(null);
    const shown = watch.view !== null && watch.warned;
    // In the top layer: what is modal does not make it inert by lying above it.
    useEffect(() => {
        const node = banner.current;
        if (!node?.showPopover) return;
        if (shown && !node.matches(":popover-open")) node.showPopover();
        if (!shown && node.matches(":popover-open")) node.hidePopover();
    }, [shown]);
    return (
        <div
            ref={banner}
            popover="manual"
            className="session-banner"
            role="region"
            aria-label={w.title()}
            hidden={!shown}
            // react-aria hides all around a dialog from screen readers, but not this.
            data-react-aria-top-layer="true"
        >
            {shown && <Told />}
        </div>
    );
}

function Told() {
    const { watch } = useConsole();
    useNow();
    const why = watch.end()?.why ?? "idle";
    const left = watch.left_ms();
    // What is said stays as it was first: it is heard once.
    const n = useRef(Math.max(1, Math.round(left / minute_ms))).current;
    return (
        <>
            <p role="alert">{why === "idle" ? w.idle({ n }) : w.over({ n })}</p>
            <p className="session-banner-left" aria-hidden="true">
                {w.left({ time: duration(left) })}
            </p>
            {why === "idle" && <Button onPress={() => watch.touched()}>{w.go_on()}</Button>}
        </>
    );
}
