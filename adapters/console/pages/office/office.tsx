// The office: every collection of the service by one pattern, and the start views of those who work
// with a part of it.
import { useRef, useState } from "react";
import { ListPage } from "@/shell/office/list_page.tsx";
import type { ManyCommand } from "@/shell/office/list_page.tsx";
import { place_of } from "@/shell/office/office_address.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { SpecsContext } from "@/shell/office/specs_context.ts";
import { usePath } from "@/shell/address.ts";
import { TakeOver } from "@/shell/drafts/take_over.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { model } from "@/shell/model/muster_model.ts";
import { ToastRegion } from "@/shell/parts/toasts.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { spec_of } from "./areas.ts";
import { Jump } from "./jump.tsx";
import { Nav } from "./nav.tsx";
import { OfficeHead } from "./office_head.tsx";
import { Overview } from "./overview.tsx";
import { starts } from "./starts.ts";

const w = words({
    jump: { en: "Go to any list", zh: "跳转到任意列表" },
    unknown: { en: "There is no such list.", zh: "没有该列表。" },
});

// Where several rows are chosen for one command.
const many: Record<string, readonly ManyCommand[]> = {
    suggestions: [
        { command: "MergeSuggestions", first: "suggestion", field: "others" },
        { command: "ReportSuggestions", field: "suggestions" },
    ],
};

export function Office() {
    const office = useOffice();
    useChanges(office.identity);
    const place = place_of(usePath());
    const [jumping, jump] = useState(false);
    const [menu, open_menu] = useState(false);
    // By keyboard, behind the more than forty lists of the menu.
    const content = useRef<HTMLElement>(null);
    useShortcuts([{ key: "/", label: w.jump, run: () => jump(true) }]);
    return (
        <div className="office">
            <OfficeHead
                on_jump={() => jump(true)}
                on_menu={() => open_menu(!menu)}
                on_content={() => content.current?.focus()}
                menu={menu}
            />
            <div className="office-body">
                <Nav path={place.path} shown={menu} on_go={() => open_menu(false)} />
                <main className="office-main" ref={content} tabIndex={-1}>
                    <SpecsContext value={spec_of}>
                        <Content path={place.path} id={place.id} />
                    </SpecsContext>
                </main>
            </div>
            {jumping && <Jump on_close={() => jump(false)} />}
            {/* The head shows what was taken over. */}
            <TakeOver />
            <ToastRegion />
        </div>
    );
}

function Content({ path, id }: { path: string; id: number }) {
    if (!path) return <Overview />;
    const start = starts.find(({ name }) => name === path);
    if (start) return <start.Page />;
    const collection = model.collection(path);
    if (!collection) return <p className="empty">{w.unknown()}</p>;
    const spec = spec_of(path) ?? { path, columns: [] };
    return <ListPage key={path} spec={spec} collection={collection} id={id} many={many[path]} />;
}
