// A button for what hurts: it says what will happen, and does it when somebody has said yes.
import type { ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";
import type { ButtonKind } from "./button.tsx";

const w = words({ no: { en: "No, leave it", zh: "取消" } });

interface Props {
    name: string; // of the button, and of yes
    kind?: ButtonKind;
    title: string;
    text: string;
    on_yes(): void;
    disabled?: boolean;
    children?: ReactNode; // what is chosen along with it
}

export function AskOnce({ name, kind = "plain", title, text, on_yes, disabled, children }: Props) {
    return (
        <DialogTrigger>
            <Button kind={kind} isDisabled={disabled}>
                {name}
            </Button>
            <ModalOverlay className="overlay">
                <Modal className="modal">
                    <Dialog role="alertdialog" className="dialog">
                        {({ close }) => (
                            <div className="fields">
                                <Heading slot="title">{title}</Heading>
                                <p>{text}</p>
                                {children}
                                <div className="dialog-buttons">
                                    <Button autoFocus onPress={close}>
                                        {w.no()}
                                    </Button>
                                    <Button
                                        kind="danger"
                                        onPress={() => {
                                            close();
                                            on_yes();
                                        }}
                                    >
                                        {name}
                                    </Button>
                                </div>
                            </div>
                        )}
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </DialogTrigger>
    );
}
