// Told once: what lets its owner in on the day when the phone is lost. Who has kept them goes on.
import { useEffect, useRef, useState } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import type { OpenedSession } from "@/shell/access/access_api.ts";
import { CopyButton } from "@/shell/access/copy_text.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    done: { en: "You are signed in as {name}.", zh: "您已登录：{name}。" },
    why: {
        en: "Each of these codes signs you in once without the app, for the day when the phone is lost. Keep them on paper or in a safe place, not on the phone. They are shown only now.",
        zh: "手机遗失时，每个恢复码可代替动态验证码登录一次。请打印或妥善保存，不要只存在手机里。恢复码仅显示这一次。",
    },
    codes: { en: "Recovery codes", zh: "恢复码" },
    of: { en: "Muster: recovery codes of {name}", zh: "Muster：{name}的恢复码" },
    copy: { en: "Copy all", zh: "全部复制" },
    print: { en: "Print", zh: "打印" },
    kept: { en: "I have kept them", zh: "我已妥善保存" },
    go: { en: "Go on", zh: "继续" },
});

export function RecoveryCodes({ opened }: { opened: OpenedSession }) {
    const { session } = useConsole();
    const { account, recovery_codes: codes, token, idle_ms } = opened;
    const [kept, keep] = useState(codes.length === 0);
    const first = useRef<HTMLDivElement>(null);
    useEffect(() => {
        session.save(token, idle_ms);
        first.current?.focus();
    }, []);
    useEffect(() => {
        if (kept) return undefined;
        const ask = (event: BeforeUnloadEvent) => event.preventDefault();
        window.addEventListener("beforeunload", ask);
        return () => window.removeEventListener("beforeunload", ask);
    }, [kept]);
    const go_on = () => window.location.replace("/");
    return (
        <div ref={first} tabIndex={-1} className="recovery-codes">
            <p role="status">{w.done({ name: opened.shown_name })}</p>
            {codes.length > 0 && (
                <>
                    <p>{w.why()}</p>
                    <h2 className="print-title">{w.of({ name: account })}</h2>
                    <ol aria-label={w.codes()}>
                        {codes.map((code) => (
                            <li key={code}>
                                <code>{code}</code>
                            </li>
                        ))}
                    </ol>
                    <div className="recovery-buttons">
                        <CopyButton name={w.copy()} text={codes.join("\n")} label={w.codes()} />
                        <Button onPress={() => window.print()}>{w.print()}</Button>
                    </div>
                    <Checkbox className="check" isSelected={kept} onChange={keep}>
                        <span className="check-box" aria-hidden="true" />
                        {w.kept()}
                    </Checkbox>
                </>
            )}
            <Button kind="primary" isDisabled={!kept} onPress={go_on}>
                {w.go()}
            </Button>
        </div>
    );
}
