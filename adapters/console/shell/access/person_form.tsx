// Name and passphrase, then the code or a security key, then a new passphrase where the old one has run
// out: one step at a time, each where the next thing is to be typed.
import { useEffect, useRef, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { useConsole } from "../console_context.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { access_text } from "./access_words.ts";
import { KeyWay, TouchNow } from "./key_way.tsx";
import { NewPassphrase } from "./new_passphrase.tsx";
import { next_field } from "./steps.ts";
import type { Progress, Said, Typed } from "./steps.ts";
import { useSignIn } from "./use_sign_in.ts";
import type { Busy } from "./use_sign_in.ts";
import type { Wait } from "./use_wait.ts";
import { Waiting } from "./waiting.tsx";

const w = words({
    account: { en: "Name of your account", zh: "账号" },
    passphrase: { en: "Passphrase", zh: "密码" },
    code: { en: "Code of your app, six digits", zh: "动态验证码（6 位数字）" },
    recovery: { en: "Recovery code", zh: "恢复码" },
    recovery_hint: {
        en: "One of the codes that you kept when you chose your passphrase. Each counts once.",
        zh: "设置密码时保存的恢复码，每个只能使用一次。",
    },
    use_recovery: { en: "I have no app at hand: use a recovery code", zh: "手机不在身边？使用恢复码" },
    use_app: { en: "Use the code of the app", zh: "使用动态验证码" },
    who: { en: "Signing in as {name}", zh: "登录账号：{name}" },
    other: { en: "Somebody else", zh: "换个账号" },
    go: { en: "Sign in", zh: "登录" },
    next: { en: "Continue", zh: "继续" },
    busy: { en: "Checking…", zh: "正在验证…" },
    wrong: { en: "Name or passphrase is not right.", zh: "账号或密码不正确。" },
    wrong_code: {
        en: "This code is not right, or was used already. Wait for the next one of the app.",
        zh: "验证码不正确或已使用，请等待应用显示新的验证码。",
    },
    code_passed: {
        en: "The code has run out meanwhile. Type the one that the app shows now.",
        zh: "刚才的验证码已过期，请输入应用当前显示的验证码。",
    },
    ended: {
        en: "Your passphrase has run out. Choose a new one to go on.",
        zh: "您的密码已到期，请设置新密码后继续。",
    },
    no_factor: {
        en: "This account needs a second factor and has none. Ask whoever keeps the accounts for a new invitation.",
        zh: "该账号须使用动态验证码，但尚未绑定。请联系安全管理员重新发送邀请。",
    },
    key_again: {
        en: "You will be asked for your security key once more: what it said before counts once.",
        zh: "提交时需再次触碰安全密钥：每次验证只能使用一次。",
    },
    left: {
        en: "{n, plural, =0 {You have no recovery code left.} one {You have # recovery code left.} other {You have # recovery codes left.}} If the phone with your app is lost, ask for a new invitation.",
        zh: "您还剩 {n} 个恢复码。如手机已遗失，请联系安全管理员重新发送邀请。",
    },
});

const said_words: Partial<Record<Said, () => string>> = {
    wrong: w.wrong,
    wrong_code: w.wrong_code,
    code_passed: w.code_passed,
    ended: w.ended,
    no_factor: w.no_factor,
};

export function PersonForm() {
    const console = useConsole();
    const { progress, busy, wait, by_key_too, opened, type, send, begin_anew } = useSignIn();
    const [differs, set_differs] = useState(false);
    const [by_recovery, set_by_recovery] = useState(false);
    const form = useRef<HTMLFormElement>(null);
    const { step, attempt, typed } = progress;
    const focus = (name: string) =>
        form.current?.querySelector<HTMLElement>(`input[name="${name}"], button[name="${name}"]`)?.focus();
    useEffect(() => focus(next_field(progress)), [step, attempt, by_recovery]);
    useEffect(() => set_differs(false), [attempt]);

    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (busy === "sending" || (busy && step !== "code") || wait.waits) return;
        if (step === "name" && !(typed.account.trim() && typed.passphrase)) {
            return focus(typed.account.trim() ? "passphrase" : "account");
        }
        if (step === "code" && !typed.code.trim()) return focus("code");
        if (step === "renew" && (!typed.new_passphrase || typed.new_passphrase !== typed.repeat)) {
            set_differs(typed.new_passphrase !== "");
            return focus(typed.new_passphrase ? "repeat" : "new_passphrase");
        }
        void send(step === "renew" ? progress.factor : "code");
    };
    if (opened) return <CodesLeft n={opened.recovery_codes_left} on_go={() => console.enter(opened)} />;
    return (
        <form ref={form} onSubmit={submit}>
            <WhatWasSaid progress={progress} wait={wait} />
            {step !== "name" && <Who name={typed.account} on_other={begin_anew} />}
            {step === "name" && <NameStep typed={typed} type={type} />}
            {step === "code" && (
                <CodeStep
                    code={typed.code}
                    on_code={(code) => type({ code })}
                    by_recovery={by_recovery}
                    on_way={(recovery) => {
                        set_by_recovery(recovery);
                        type({ code: "" });
                    }}
                />
            )}
            {step === "renew" && <RenewStep progress={progress} type={type} differs={differs} busy={busy} />}
            <Button type="submit" kind="primary" isDisabled={wait.waits}>
                {busy === "sending" ? w.busy() : step === "name" ? w.next() : w.go()}
            </Button>
            {step === "code" && by_key_too && (
                <KeyWay
                    progress={progress}
                    touching={busy === "touching"}
                    disabled={wait.waits}
                    on_use={() => !busy && void send("key")}
                />
            )}
        </form>
    );
}

// Of the attempt before; what concerns a key stands at its button.
function WhatWasSaid({ progress, wait }: { progress: Progress; wait: Wait }) {
    const { said, problem, attempt } = progress;
    if (said === "wait") return <Waiting key={attempt} until={wait.until} on_over={wait.over} />;
    const text =
        said === "weak" || said === "other" ? problem && access_text(problem) : said_words[said]?.();
    if (!text) return null;
    return (
        <p key={attempt} role="alert" className={said === "ended" ? "" : "problem"}>
            {text}
        </p>
    );
}

interface RenewProps {
    progress: Progress;
    type(changes: Partial<Typed>): void;
    differs: boolean;
    busy: Busy;
}

function RenewStep({ progress, type, differs, busy }: RenewProps) {
    const { typed, factor } = progress;
    return (
        <>
            <NewPassphrase
                account={typed.account}
                value={typed.new_passphrase}
                repeat={typed.repeat}
                on_value={(new_passphrase) => type({ new_passphrase })}
                on_repeat={(repeat) => type({ repeat })}
                differs={differs}
            />
            {factor === "key" && (
                <>
                    <p className="hint">{w.key_again()}</p>
                    <TouchNow touching={busy === "touching"} />
                </>
            )}
        </>
    );
}

function NameStep({ typed, type }: { typed: Typed; type(changes: Partial<Typed>): void }) {
    return (
        <>
            <TextField
                name="account"
                autoComplete="username"
                autoCorrect="off"
                spellCheck="false"
                value={typed.account}
                onChange={(account) => type({ account })}
                isRequired
            >
                <Label>{w.account()}</Label>
                <Input autoCapitalize="none" />
            </TextField>
            <TextField
                name="passphrase"
                type="password"
                autoComplete="current-password"
                value={typed.passphrase}
                onChange={(passphrase) => type({ passphrase })}
                isRequired
            >
                <Label>{w.passphrase()}</Label>
                <Input />
            </TextField>
        </>
    );
}

function Who({ name, on_other }: { name: string; on_other(): void }) {
    return (
        <p className="sign-in-who">
            {w.who({ name })}{" "}
            <Button kind="quiet" className="sign-in-way" onPress={on_other}>
                {w.other()}
            </Button>
        </p>
    );
}

interface CodeProps {
    code: string;
    by_recovery: boolean;
    on_code(code: string): void;
    on_way(by_recovery: boolean): void;
}

function CodeStep({ code, by_recovery, on_code, on_way }: CodeProps) {
    return (
        <>
            <TextField
                key={by_recovery ? "recovery" : "app"}
                name="code"
                autoComplete={by_recovery ? "off" : "one-time-code"}
                inputMode={by_recovery ? "text" : "numeric"}
                value={code}
                onChange={on_code}
                isRequired
            >
                <Label>{by_recovery ? w.recovery() : w.code()}</Label>
                <Input />
            </TextField>
            {by_recovery && <p className="hint">{w.recovery_hint()}</p>}
            <Way by_recovery={by_recovery} on_way={on_way} />
        </>
    );
}

const Way = ({ by_recovery, on_way }: Pick<CodeProps, "by_recovery" | "on_way">): ReactNode => (
    <Button kind="quiet" className="sign-in-way" onPress={() => on_way(!by_recovery)}>
        {by_recovery ? w.use_app() : w.use_recovery()}
    </Button>
);

function CodesLeft({ n, on_go }: { n: number; on_go(): void }) {
    return (
        <div className="fields">
            <p role="status">{w.left({ n })}</p>
            <Button kind="primary" autoFocus onPress={on_go}>
                {w.next()}
            </Button>
        </div>
    );
}
