// What to do with a card that was moved, or with a line that has no page of its own.
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "../parts/button.tsx";
import type { Offered } from "../tables/commands.ts";
import { command_word, enum_word } from "../words/named.ts";
import { words } from "../words/words.ts";
import { useState } from "react";
import { CommandForm } from "../forms/command_form.tsx";
import type { CollectionSpec } from "./collection_spec.ts";
import type { AnyEntity } from "./entity_book.ts";
import { open_entity } from "./office_address.ts";

const w = words({
    title: { en: "What shall be done?", zh: "请选择操作" },
    to: { en: "To “{status}”: what shall be done?", zh: "变为“{status}”：请选择操作" },
    none: { en: "There is nothing that you may do here.", zh: "没有您可执行的操作。" },
    close: { en: "Close", zh: "关闭" },
    hint: {
        en: "A status changes only by what is done. The engine says whether it can be done now.",
        zh: "状态只会因操作而改变，能否执行由系统判断。",
    },
});

interface Props {
    spec: CollectionSpec;
    row: AnyEntity;
    to: { set: string; value: string } | null;
    commands: readonly Offered[];
    on_close(): void;
}

export function ChooseCommand({ spec, row, to, commands, on_close }: Props) {
    const [writing, write] = useState<Offered | null>(null);
    const choose = (one: Offered) => {
        if (one.subject && row.id) {
            on_close();
            open_entity(spec.path, row.id, one.command);
        } else write(one);
    };
    return (
        <ModalOverlay
            isOpen
            onOpenChange={(open) => !open && on_close()}
            className="overlay"
            isDismissable
        >
            <Modal className="modal">
                <Dialog className="dialog">
                    {writing ? (
                        <>
                            <Heading slot="title" className="unseen">
                                {command_word(writing.command)}
                            </Heading>
                            <CommandForm
                                command={writing.command}
                                path={spec.path}
                                subject={null}
                                fill={writing.fill}
                                on_close={on_close}
                                on_done={on_close}
                            />
                        </>
                    ) : (
                        <>
                            <div className="dialog-head">
                                <Heading slot="title">
                                    {to ? w.to({ status: enum_word(to.set, to.value) }) : w.title()}
                                </Heading>
                                <Button kind="quiet" onPress={on_close} aria-label={w.close()}>
                                    <span aria-hidden="true">✕</span>
                                </Button>
                            </div>
                            <p className="hint">{commands.length > 0 ? w.hint() : w.none()}</p>
                            <div className="command-list">
                                {commands.map((one) => (
                                    <Button key={one.command} onPress={() => choose(one)}>
                                        {command_word(one.command)}
                                    </Button>
                                ))}
                            </div>
                        </>
                    )}
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}
