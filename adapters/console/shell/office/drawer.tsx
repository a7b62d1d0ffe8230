// What is open beside a list: an entity with all that it says and all that can be done with it, or the
// form of something new. On a narrow screen it is the page.
import { CommandForm } from "../forms/command_form.tsx";
import type { Collection } from "../model/model.ts";
import { name_of, value_at } from "../model/values.ts";
import { model } from "../model/muster_model.ts";
import type { Outcome } from "../net/api.ts";
import { Button } from "../parts/button.tsx";
import { PageLink } from "../parts/page_link.tsx";
import { useChanges } from "../store/hooks.ts";
import { commands_for } from "../tables/commands.ts";
import { CommandButtons } from "../tables/command_buttons.tsx";
import { EntityDetail } from "../tables/entity_detail.tsx";
import { EntityRef } from "../tables/entity_ref.tsx";
import { Value } from "../tables/value.tsx";
import { collection_word, field_word } from "../words/named.ts";
import { problem_text } from "../words/problem_words.ts";
import { chosen, words } from "../words/words.ts";
import type { CollectionSpec } from "./collection_spec.ts";
import { close_entity, close_form, open_entity } from "./office_address.ts";
import { useOffice } from "./office_console.ts";
import { useOne } from "./reading.ts";
import type { ManyCommand } from "./list_page.tsx";
import { UnmaskPart, useOneLook } from "./unmask_part.tsx";

const w = words({
    close: { en: "Close", zh: "关闭" },
    related: { en: "Belongs to it", zh: "相关内容" },
    related_by: { en: "{collection} ({field})", zh: "{collection}（{field}）" },
    loading: { en: "Reading…", zh: "正在读取…" },
});

interface Props {
    spec: CollectionSpec;
    collection: Collection;
    id: number;
    command: string; // whose form is open; of several rows "MergeSuggestions:7,8"
    many?: readonly ManyCommand[];
}

export function Drawer({ spec, collection, id, command, many = [] }: Props) {
    const { path } = spec;
    const close = () => close_entity(path);
    if (id === 0) {
        const [name = "", ids = ""] = command.split(":");
        return (
            <aside className="drawer" aria-label={collection_word(path)}>
                <CommandForm
                    key={command}
                    command={name}
                    path={path}
                    subject={null}
                    fill={fill_of_many(many, name, ids)}
                    on_close={close}
                    on_done={(outcome) =>
                        outcome.id && model.command(name)?.creates === path
                            ? open_entity(path, outcome.id)
                            : close()
                    }
                />
            </aside>
        );
    }
    return (
        <OpenEntity
            key={`${path} ${id}`}
            spec={spec}
            collection={collection}
            id={id}
            command={command}
        />
    );
}

function fill_of_many(
    many: readonly ManyCommand[],
    command: string,
    ids: string,
): Record<string, unknown> {
    const one = many.find((row) => row.command === command);
    const numbers = ids.split(",").filter(Boolean).map(Number);
    if (!one || numbers.length === 0) return {};
    if (!one.first) return { [one.field]: numbers };
    const [first, ...others] = numbers;
    return { [one.first]: first, [one.field]: others };
}

function OpenEntity({ spec, collection, id, command }: Props) {
    const office = useOffice();
    useChanges(office.identity);
    useChanges(office.book);
    const { path, Extra } = spec;
    const reading = useOne(path, id);
    const look = useOneLook(path, id);
    const entity = reading.value;
    const close = () => close_entity(path);
    const type = collection.type ?? "";
    if (!entity) {
        return (
            <aside className="drawer" aria-label={collection_word(path)}>
                <DrawerHead title={`${collection_word(path)} #${id}`} on_close={close} />
                <p role="status">{reading.problem ? problem_text(reading.problem) : w.loading()}</p>
            </aside>
        );
    }
    const offered = commands_for(model, spec, entity, office.identity.may_send);
    const writing = offered.find((one) => one.command === command);
    const member = typeof entity.member === "number" ? entity.member : 0;
    // Only what is read here: a form begins with what is masked, so that nothing else is in its draft.
    const shown = look.seen?.entity ?? entity;
    const own_name = name_of(shown, chosen.language);
    const status = model.field_at(type, "status");
    const done = (outcome: Outcome) => {
        const creates = model.command(command)?.creates;
        // What was made from it is shown, where the office has a page for it.
        if (creates && creates !== path && outcome.id && model.collection(creates))
            open_entity(creates, outcome.id);
        else close_form(path, id);
    };
    return (
        <aside className="drawer" aria-label={own_name || `${collection_word(path)} #${id}`}>
            <DrawerHead title={own_name || `${collection_word(path)} #${id}`} on_close={close} />
            <p className="drawer-line">
                <span className="dim">#{id}</span>
                {status && (
                    <b>
                        <Value field={status.field} value={value_at(entity, "status")} />
                    </b>
                )}
                {member !== 0 && path !== "members" && <EntityRef path="members" id={member} />}
            </p>
            {writing ? (
                <CommandForm
                    key={command}
                    command={command}
                    path={path}
                    subject={entity}
                    fill={writing.fill}
                    on_close={() => close_form(path, id)}
                    on_done={done}
                />
            ) : (
                <CommandButtons
                    commands={offered.map((one) => one.command)}
                    shown={3}
                    on_command={(name) => open_entity(path, id, name)}
                />
            )}
            {Extra && <Extra entity={entity} />}
            <UnmaskPart path={path} entity={entity} look={look} />
            <EntityDetail type={type} entity={shown} />
            <Related path={path} id={id} />
        </aside>
    );
}

function DrawerHead({ title, on_close }: { title: string; on_close(): void }) {
    return (
        <div className="drawer-head">
            <h2>{title}</h2>
            <Button kind="quiet" onPress={on_close} hot_key="Esc">
                <span aria-hidden="true">✕</span>
                <span className="unseen">{w.close()}</span>
            </Button>
        </div>
    );
}

// The lists of what belongs to it, such as the visits of a member.
function Related({ path, id }: { path: string; id: number }) {
    const links = model.related(path);
    const one = model.collection(path)?.one;
    if (links.length === 0) return null;
    return (
        <nav className="related" aria-label={w.related()}>
            <h3>{w.related()}</h3>
            <ul>
                {links.map(({ path: other, filter }) => (
                    <li key={`${other} ${filter}`}>
                        <PageLink to={`/office/${other}?${filter}=${id}`}>
                            {filter === one
                                ? collection_word(other)
                                : w.related_by({
                                      collection: collection_word(other),
                                      field: field_word(
                                          filter,
                                          model.collection(other)?.type ?? "",
                                      ),
                                  })}
                        </PageLink>
                    </li>
                ))}
            </ul>
        </nav>
    );
}
