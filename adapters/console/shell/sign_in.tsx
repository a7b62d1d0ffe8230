// The sign-in: over the page, which stays as it is below, so that what was typed is there afterwards.
import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextField } from "react-aria-components/TextField";
import { useConsole } from "./console_context.ts";
import { Button } from "./parts/button.tsx";
import { LanguageSwitch } from "./parts/language_switch.tsx";
import { useChanges } from "./store/hooks.ts";
import { words } from "./words/words.ts";

const w = words({
    token: { en: "Access token", zh: "访问令牌" },
    hint: {
        en: "The token stays in this tab and is gone when it closes. Ask your supervisor if you have none.",
        zh: "令牌只保存在本标签页，关闭后即失效。如无令牌，请联系主管。",
    },
    hint_kept: {
        en: "The token stays on this device until you sign out. Ask the office if you have none.",
        zh: "令牌保存在本机，退出登录后删除。如无令牌，请联系办公室。",
    },
    go: { en: "Sign in", zh: "登录" },
    refused: {
        en: "This token is not valid (any more). Please sign in again.",
        zh: "令牌无效或已失效，请重新登录。",
    },
    forbidden: {
        en: "This token may not use this console. Another one is needed.",
        zh: "该令牌无权使用此页面，请换用其他令牌。",
    },
});

export function SignIn({ title, children }: { title: string; children: ReactNode }) {
    const console = useConsole();
    useChanges(console.identity);
    const { state } = console.identity;
    const asking = state !== "yes" && console.session.token === "";
    // Whoever was signed out by the server goes on after signing in: the page stays, below. Who signed
    // out himself takes the page along.
    const [entered, enter] = useState(!asking);
    const there = !asking || (entered && state !== "no");
    if (there !== entered) enter(there);
    // A token was given after another was refused: until the server has said whose it is, what the one
    // before left on the page is not shown.
    const unknown = !asking && (state === "refused" || state === "forbidden");
    return (
        <>
            {there && (
                <div inert={asking || unknown} style={unknown ? { visibility: "hidden" } : undefined}>
                    {children}
                </div>
            )}
            <ModalOverlay isOpen={asking} className="overlay sign-in">
                <Modal className="modal">
                    <Dialog className="dialog">
                        <SignInForm title={title} />
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </>
    );
}

function SignInForm({ title }: { title: string }) {
    const console = useConsole();
    const [token, set_token] = useState("");
    const { state } = console.identity;
    const send = (event: FormEvent) => {
        event.preventDefault();
        if (token.trim()) console.sign_in(token);
    };
    return (
        <form onSubmit={send}>
            <div className="dialog-head">
                <Heading slot="title">{title}</Heading>
                <LanguageSwitch />
            </div>
            {state === "refused" && <p role="alert">{w.refused()}</p>}
            {state === "forbidden" && <p role="alert">{w.forbidden()}</p>}
            <TextField
                value={token}
                onChange={set_token}
                type="password"
                autoComplete="off"
                autoFocus
                isRequired
            >
                <Label>{w.token()}</Label>
                <Input />
            </TextField>
            <p className="hint">{console.session.kept ? w.hint_kept() : w.hint()}</p>
            <Button type="submit" kind="primary">
                {w.go()}
            </Button>
        </form>
    );
}
