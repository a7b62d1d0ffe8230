// Somebody signs in where another left drafts, because a token was withdrawn or a browser closed. What
// stands in them is not shown before this one has said to take them over: it may be the same person
// with a new token, or somebody else.
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useConsole } from "../console_context.ts";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { moment } from "../time/times.ts";
import { words } from "../words/words.ts";
import type { Draft } from "./drafts.ts";

const w = words({
    title: {
        en: "{n, plural, one {A draft} other {# drafts}} of {name}",
        zh: "{name}的 {n} 份草稿",
    },
    ask: {
        en: "{n, plural, one {It was} other {They were}} not sent; last changed {time}. Take {n, plural, one {it} other {them}} over? {n, plural, one {It is} other {They are}} sent in your name then.",
        zh: "共 {n} 份尚未发送，最后修改：{time}。是否由您接手？接手后将以您的名义发送。",
    },
    take: { en: "Take over", zh: "接手" },
    leave: { en: "Leave to {name}", zh: "留给{name}" },
});

export function TakeOver({ on_taken }: { on_taken?(drafts: readonly Draft[]): void }) {
    const { drafts, identity, city } = useConsole();
    useChanges(drafts);
    useChanges(identity);
    const [first] = identity.state === "yes" ? drafts.others() : [];
    if (!first) return null;
    const { writer: name, drafts: n, at } = first;
    return (
        <ModalOverlay isOpen isKeyboardDismissDisabled className="overlay">
            <Modal className="modal">
                <Dialog key={name} role="alertdialog" className="dialog take-over">
                    <Heading slot="title">{w.title({ n, name })}</Heading>
                    <p>{w.ask({ n, name, time: moment(at, city.now()) })}</p>
                    <div className="dialog-buttons">
                        <Button
                            kind="primary"
                            onPress={() => {
                                const taken = drafts.take_over(name);
                                if (taken.length > 0) on_taken?.(taken);
                            }}
                        >
                            {w.take()}
                        </Button>
                        <Button onPress={() => drafts.leave(name)}>{w.leave({ name })}</Button>
                    </div>
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}
