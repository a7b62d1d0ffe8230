// A collection of the office: its list or board with views and filters, and beside it what is open.
import { useMemo, useState } from "react";
import type { CollectionSpec } from "./collection_spec.ts";
import { go } from "../address.ts";
import type { Collection } from "../model/model.ts";
import { value_at } from "../model/values.ts";
import { model } from "../model/muster_model.ts";
import { Button } from "../parts/button.tsx";
import { board_field, StatusBoard } from "../tables/status_board.tsx";
import { columns_of, usual_columns } from "../tables/columns.ts";
import { commands_for, new_commands } from "../tables/commands.ts";
import { CommandButtons } from "../tables/command_buttons.tsx";
import { EntityTable } from "../tables/entity_table.tsx";
import { FilterBar } from "../tables/filter_bar.tsx";
import { address_of, filters_of, query_of, resolved } from "../tables/filters.ts";
import type { Query } from "../tables/filters.ts";
import { parse_sort, sort_text } from "../tables/sorting.ts";
import { ViewMenu } from "../tables/view_menu.tsx";
import { collection_word } from "../words/named.ts";
import { problem_text } from "../words/problem_words.ts";
import { chosen, words } from "../words/words.ts";
import { useShortcuts } from "../keys/shortcuts.ts";
import { ChooseCommand } from "./choose_command.tsx";
import { Drawer } from "./drawer.tsx";
import type { AnyEntity } from "./entity_book.ts";
import { useFollow } from "./follow.ts";
import { close_entity, close_form, open_entity, with_parameters } from "./office_address.ts";
import { useOffice } from "./office_console.ts";
import { chunk, useList } from "./reading.ts";
import { useSearch } from "./search_text.ts";

const w = words({
    list: { en: "List", zh: "列表" },
    board: { en: "Board", zh: "看板" },
    live: { en: "live", zh: "实时" },
    shown_as: { en: "Shown as", zh: "显示方式" },
    count: { en: "{n, plural, one {# entry} other {# entries}}", zh: "共 {n} 条" },
    count_more: { en: "the first {n}, more follow", zh: "前 {n} 条，后续还有" },
    next_chunk: { en: "The next {n}", zh: "后 {n} 条" },
    first_chunk: { en: "From the beginning", zh: "从头开始" },
    none: { en: "Nothing here for these filters.", zh: "当前筛选条件下没有内容。" },
    loading: { en: "Reading…", zh: "正在读取…" },
    back: { en: "Close what is open", zh: "关闭详情" },
    merge: { en: "{n} chosen", zh: "已选 {n} 项" },
});

// A command for several rows at once: which field takes the first and which the others.
export interface ManyCommand {
    command: string;
    first?: string; // the field for the first of them
    field: string; // the list field for the others, or for all
}

interface Props {
    spec: CollectionSpec;
    collection: Collection;
    id: number;
    many?: readonly ManyCommand[];
}

export function ListPage({ spec, collection, id, many = [] }: Props) {
    const office = useOffice();
    const search = useSearch();
    const { path } = spec;
    const filters = useMemo(() => filters_of(model, collection), [collection]);
    const parameters = new URLSearchParams(search);
    // What is usual is asked for until the address says anything: "all" is a choice too.
    const said = query_of(filters, search);
    const usual = !parameters.has("all") && Object.keys(said).length === 0;
    const query = resolved(filters, usual ? (spec.query ?? {}) : said, office.city.now());
    const sort = parse_sort(parameters.get("sort") ?? spec.sort);
    const after = Number(parameters.get("after") ?? 0);
    const as_board = parameters.get("as") === "board";
    const reading = useList(path, query, after);
    const rows = reading.value?.items ?? [];
    const live = useFollow(collection.topic, reading.value?.as_of ?? 0);
    const columns = useMemo(
        () =>
            columns_of(
                model,
                collection,
                spec.columns.length > 0 ? spec.columns : usual_columns(model, collection),
                chosen.language,
            ),
        [collection, spec],
    );
    const facts = useMemo(
        () => columns_of(model, collection, spec.card ?? [], chosen.language),
        [collection, spec],
    );
    const board = board_field(path, spec.board);
    const makes = new_commands(model, path, office.identity.may_send, spec.first);
    const [moved, set_moved] = useState<{ row: AnyEntity; to: string } | null>(null);
    const [chosen_ids, choose] = useState<ReadonlySet<string>>(new Set());
    const command = parameters.get("do") ?? "";

    useShortcuts([
        {
            key: "Escape",
            label: w.back,
            when: () => id !== 0 || command !== "",
            run: () => (id !== 0 && command ? close_form(path, id) : close_entity(path)),
        },
    ]);

    const show = (next: Query, keep: Record<string, string> = {}) => {
        const all: Record<string, string> = Object.keys(next).length === 0 ? { all: "1" } : {};
        go(
            address_of(`/office/${path}`, next, {
                sort: parameters.get("sort") ?? "",
                as: parameters.get("as") ?? "",
                ...all,
                ...keep,
            }),
        );
    };
    const set_parameter = (next: Record<string, string>) =>
        go(window.location.pathname + with_parameters(window.location.search, next), {
            replace: true,
        });
    const open = (row: Record<string, unknown>) => {
        if (spec.row_opens) go(spec.row_opens(row));
        else if (row.id) open_entity(path, Number(row.id));
        else if ((spec.more ?? []).length > 0) set_moved({ row: row as AnyEntity, to: "" });
    };
    // Which values of a filter the rows have: to choose from where there is no list of them.
    const seen = (name: string): string[] => {
        const found = new Set<string>();
        for (const row of rows) {
            for (const dotted of [name, `profile.${name}`]) {
                const value = value_at(row, dotted);
                if (
                    typeof value === "string" &&
                    value &&
                    model.field_at(collection.type, dotted)?.field.type.kind === "code"
                )
                    found.add(value);
            }
        }
        return [...found].sort();
    };
    const next_after = reading.value?.next_after ?? 0;
    const more =
        next_after > 0 || after > 0 ? (
            <>
                {after > 0 && (
                    <Button onPress={() => set_parameter({ after: "" })}>{w.first_chunk()}</Button>
                )}
                {next_after > 0 && (
                    <Button onPress={() => set_parameter({ after: String(next_after) })}>
                        {w.next_chunk({ n: chunk })}
                    </Button>
                )}
            </>
        ) : null;
    const several = many.filter((one) => office.identity.may_send.has(one.command));
    return (
        <div className={`office-list ${id || command ? "with-drawer" : ""}`}>
            <section className="list-pane" aria-label={collection_word(path)}>
                <header className="list-head">
                    <h1>{collection_word(path)}</h1>
                    <span className="dim" role="status">
                        {reading.value
                            ? next_after
                                ? w.count_more({ n: rows.length })
                                : w.count({ n: rows.length })
                            : reading.busy && w.loading()}
                    </span>
                    {live && <span className="live">● {w.live()}</span>}
                    <span className="space" />
                    {board && (
                        <div className="switch" role="group" aria-label={w.shown_as()}>
                            <Button
                                kind="quiet"
                                aria-pressed={!as_board}
                                onPress={() => set_parameter({ as: "" })}
                            >
                                {w.list()}
                            </Button>
                            <Button
                                kind="quiet"
                                aria-pressed={as_board}
                                onPress={() => set_parameter({ as: "board" })}
                            >
                                {w.board()}
                            </Button>
                        </div>
                    )}
                    {makes.length > 0 && (
                        <CommandButtons
                            commands={makes}
                            shown={1}
                            on_command={(name) => open_entity(path, 0, name)}
                        />
                    )}
                </header>
                <ViewMenu
                    path={path}
                    usual={spec.views ?? []}
                    query={
                        parameters.get("sort")
                            ? { ...query, sort: parameters.get("sort") ?? "" }
                            : query
                    }
                    on_choose={({ sort: of, ...next }) => show(next, of ? { sort: of } : {})}
                />
                <FilterBar
                    filters={filters}
                    first={spec.filters ?? filters.slice(0, 5).map(({ name }) => name)}
                    query={query}
                    seen={seen}
                    on_change={(next) => show(next)}
                />
                {several.length > 0 && chosen_ids.size > 0 && (
                    <div className="chosen-bar">
                        <b>{w.merge({ n: chosen_ids.size })}</b>
                        <CommandButtons
                            commands={several.map((one) => one.command)}
                            on_command={(name) =>
                                open_entity(path, 0, `${name}:${[...chosen_ids].join(",")}`)
                            }
                        />
                    </div>
                )}
                {reading.problem && (
                    <p className="problem" role="alert">
                        {problem_text(reading.problem)}
                    </p>
                )}
                {as_board && board ? (
                    <StatusBoard
                        {...board}
                        label={collection_word(path)}
                        path={path}
                        rows={rows}
                        facts={facts}
                        on_open={open}
                        on_move={(row, to) => set_moved({ row, to })}
                    />
                ) : (
                    <EntityTable
                        key={`${path} ${after}`}
                        label={collection_word(path)}
                        columns={columns}
                        rows={rows}
                        sort={sort}
                        empty={reading.value ? w.none() : w.loading()}
                        current={id}
                        on_sort={(next) => set_parameter({ sort: sort_text(next) })}
                        on_open={open}
                        chosen_ids={several.length > 0 ? chosen_ids : undefined}
                        on_choose={several.length > 0 ? choose : undefined}
                        more={more}
                    />
                )}
                {as_board && more && <div className="pager">{more}</div>}
                {spec.note && <p className="hint list-note">{spec.note()}</p>}
            </section>
            {(id !== 0 || command !== "") && (
                <Drawer spec={spec} collection={collection} id={id} command={command} many={many} />
            )}
            {moved && (
                <ChooseCommand
                    spec={spec}
                    row={moved.row}
                    to={moved.to && board ? { set: board.set, value: moved.to } : null}
                    commands={commands_for(model, spec, moved.row, office.identity.may_send)}
                    on_close={() => set_moved(null)}
                />
            )}
        </div>
    );
}
