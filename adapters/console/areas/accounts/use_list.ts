// A list of this page: read when it is opened, after each change, and when the window is looked at
// again; what is open of it stands in the address.
import { useEffect, useMemo, useState } from "react";
import { useParameter } from "@/shell/address.ts";
import { useGet } from "@/shell/net/use_get.ts";
import type { Problem } from "@/shell/net/problem.ts";
import type { Listed } from "./accounts.ts";
import { useTold } from "./told.ts";
import type { Told } from "./told.ts";
import { useChanger } from "./use_changes.ts";
import type { Changer } from "./use_changes.ts";

export interface AccessList<T> {
    rows: readonly T[];
    found: readonly T[]; // by what is searched
    problem: Problem | null;
    ready: boolean;
    search: string;
    set_search(text: string): void;
    open: string; // the name; "" = nothing
    adding: boolean;
    show(name: string): void;
    add(): void;
    close(): void;
    told: Told | null;
    tell(told: Told | null): void;
    changer: Changer;
}

const adding_mark = "+";

export function useAccessList<T extends { name: string }>(
    path: string,
    whole: (told: Partial<T>) => T,
    text_of: (row: T) => string,
): AccessList<T> {
    const { value, problem, again } = useGet<Listed<T>>(path);
    const changer = useChanger(again);
    const [search, set_search] = useState("");
    const [open, set_open] = useParameter("open");
    const [told, tell] = useTold();
    useEffect(() => {
        window.addEventListener("focus", again);
        return () => window.removeEventListener("focus", again);
    }, [again]);
    const go = (name: string) => {
        changer.forget();
        set_open(name);
    };
    const rows = useMemo(() => (value?.items ?? []).map(whole), [value, whole]);
    const wanted = search.trim().toLowerCase();
    return {
        rows,
        found: wanted ? rows.filter((row) => text_of(row).toLowerCase().includes(wanted)) : rows,
        problem,
        ready: value !== null,
        search,
        set_search,
        open: open === adding_mark ? "" : open,
        adding: open === adding_mark,
        show: (name) => {
            if (name !== open) tell(null);
            go(name);
        },
        add: () => {
            tell(null);
            go(adding_mark);
        },
        close: () => {
            tell(null);
            go("");
        },
        told,
        tell,
        changer,
    };
}
