// What is open beside a list of this page.
import type { ReactNode } from "react";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { access_text } from "@/shell/access/access_words.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import type { Changer } from "./use_changes.ts";

const w = words({
    close: { en: "Close", zh: "关闭" },
    again: {
        en: "There was no answer: look whether it has happened before you try again.",
        zh: "服务器没有应答：请先确认是否已生效，再重试。",
    },
});

interface Props {
    title: string;
    changer: Changer;
    on_close(): void;
    children: ReactNode;
}

export function Side({ title, changer, on_close, children }: Props) {
    useShortcuts([{ key: "Escape", label: w.close, run: on_close }]);
    const { problem, attempt } = changer;
    return (
        <aside className="drawer" aria-label={title}>
            <div className="drawer-head">
                <h2>{title}</h2>
                <Button kind="quiet" onPress={on_close} hot_key="Esc">
                    <span aria-hidden="true">✕</span>
                    <span className="unseen">{w.close()}</span>
                </Button>
            </div>
            {problem && (
                <p key={attempt} role="alert" className="problem">
                    {problem.unknown_outcome && problem.status === 0 ? w.again() : access_text(problem)}
                </p>
            )}
            {children}
        </aside>
    );
}
