// The sign-in: over the page, which stays as it is below, so that what was typed is there afterwards.
import { Suspense, lazy, useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useConsole } from "./console_context.ts";
import { LanguageSwitch } from "./parts/language_switch.tsx";
import { useChanges } from "./store/hooks.ts";

const load_form = () => import("./access/sign_in_form.tsx");
const SignInForm = lazy(load_form);
// Not among what the first view waits for; but there before it is needed, perhaps by another build.
const ahead_ms = 10_000;

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
    const unknown = !asking && state !== "yes" && state !== "no";
    useEffect(() => {
        const timer = window.setTimeout(() => void load_form().catch(() => {}), ahead_ms);
        return () => window.clearTimeout(timer);
    }, []);
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
                        <div className="dialog-head">
                            <Heading slot="title">{title}</Heading>
                            <LanguageSwitch />
                        </div>
                        <Suspense fallback={null}>
                            <SignInForm />
                        </Suspense>
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </>
    );
}
