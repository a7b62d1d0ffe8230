// A passphrase twice, the app with the codes, and the first code of it as the proof that it works.
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { accept_invitation } from "@/shell/access/access_api.ts";
import type { Invitation, OpenedSession } from "@/shell/access/access_api.ts";
import { access_text, field_of } from "@/shell/access/access_words.ts";
import { CopyText } from "@/shell/access/copy_text.tsx";
import { NewPassphrase } from "@/shell/access/new_passphrase.tsx";
import { QrCode } from "@/shell/access/qr_code.tsx";
import { useWait } from "@/shell/access/use_wait.ts";
import { Waiting } from "@/shell/access/waiting.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    step_passphrase: { en: "1. Choose a passphrase", zh: "1. 设置密码" },
    passphrase: { en: "Passphrase", zh: "密码" },
    step_app: { en: "2. Connect an app for codes", zh: "2. 绑定动态验证码应用" },
    app: {
        en: "Scan this with an app for one-time codes on your phone (any that knows TOTP).",
        zh: "请用手机上的动态验证码应用扫描（支持标准动态口令的应用均可）。",
    },
    qr: { en: "QR code for the app", zh: "供应用扫描的二维码" },
    on_phone: { en: "Open the app on this phone", zh: "在本机打开应用" },
    by_hand: { en: "No camera? Type this into the app:", zh: "无法扫码？请在应用中手动输入：" },
    secret: { en: "secret of the app", zh: "应用密钥" },
    step_code: { en: "3. Type the code that it shows", zh: "3. 输入应用显示的验证码" },
    code: { en: "Code, six digits", zh: "动态验证码（6 位数字）" },
    wrong_code: {
        en: "This is not the code that the app shows now. Is the clock of the phone right?",
        zh: "与应用当前显示的验证码不符。请检查手机时间是否准确。",
    },
    go: { en: "Accept", zh: "完成设置" },
    busy: { en: "Checking…", zh: "正在验证…" },
});

interface Props {
    invitation: string;
    told: Invitation;
    on_accepted(session: OpenedSession): void;
    on_ended(why: Problem): void;
}

// In groups of four, as one types them.
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

export function AcceptForm({ invitation, told, on_accepted, on_ended }: Props) {
    const { api } = useConsole();
    const [passphrase, set_passphrase] = useState("");
    const [repeat, set_repeat] = useState("");
    const [code, set_code] = useState("");
    const [differs, set_differs] = useState(false);
    const [busy, set_busy] = useState(false);
    const [refusal, set_refusal] = useState<Problem | null>(null);
    const [attempt, set_attempt] = useState(0);
    const wait = useWait();
    const form = useRef<HTMLFormElement>(null);
    const focus = (name: string) =>
        form.current?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.focus();
    const is_code = refusal?.reason === "wrong_credentials";
    useEffect(() => {
        if (refusal) focus(field_of(refusal) === "passphrase" ? "new_passphrase" : "code");
    }, [attempt]);

    const send = async (event: FormEvent) => {
        event.preventDefault();
        if (busy || wait.waits) return;
        if (passphrase !== repeat) {
            set_differs(true);
            return focus("repeat");
        }
        set_busy(true);
        try {
            on_accepted(await accept_invitation(api, { invitation, passphrase, code: code.trim() }));
        } catch (error) {
            const problem = as_problem(error);
            if (problem.reason === "invitation_ended") return on_ended(problem);
            wait.hear(problem);
            if (problem.reason === "wrong_credentials") set_code("");
            set_refusal(problem);
            set_attempt((n) => n + 1);
        } finally {
            set_busy(false);
        }
    };
    return (
        <form ref={form} className="invitation-form" onSubmit={(event) => void send(event)}>
            {/* Password managers keep it with the name. */}
            <input type="hidden" name="username" autoComplete="username" value={told.account} readOnly />
            <section>
                <h2>{w.step_passphrase()}</h2>
                <NewPassphrase
                    label={w.passphrase()}
                    account={told.account}
                    value={passphrase}
                    repeat={repeat}
                    on_value={set_passphrase}
                    on_repeat={set_repeat}
                    differs={differs}
                    auto_focus
                />
            </section>
            {told.second_factor && (
                <>
                    <section>
                        <h2>{w.step_app()}</h2>
                        <p>{w.app()}</p>
                        <QrCode text={told.url} label={w.qr()} />
                        <p className="invitation-on-phone">
                            <a href={told.url}>{w.on_phone()}</a>
                        </p>
                        <p>{w.by_hand()}</p>
                        <CopyText text={grouped(told.secret)} label={w.secret()} />
                    </section>
                    <section>
                        <h2>{w.step_code()}</h2>
                        <TextField
                            name="code"
                            autoComplete="one-time-code"
                            inputMode="numeric"
                            value={code}
                            onChange={set_code}
                            isRequired
                        >
                            <Label>{w.code()}</Label>
                            <Input />
                        </TextField>
                    </section>
                </>
            )}
            {refusal?.reason === "wait" ? (
                <Waiting key={attempt} until={wait.until} on_over={wait.over} />
            ) : (
                refusal && (
                    <p key={attempt} role="alert" className="problem">
                        {is_code ? w.wrong_code() : access_text(refusal)}
                    </p>
                )
            )}
            <Button type="submit" kind="primary" isDisabled={wait.waits}>
                {busy ? w.busy() : w.go()}
            </Button>
        </form>
    );
}
