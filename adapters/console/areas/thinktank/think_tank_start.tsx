// The think tank's desk: what waits at each stage, and the way to choose several for one report.
import { useList } from "@/shell/office/reading.ts";
import { WorkList } from "@/shell/office/work_list.tsx";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Think tank", zh: "建言办理" },
    fresh: { en: "To review", zh: "待审核" },
    reviewed: { en: "To report", zh: "待上报" },
    instructed: { en: "To hand on", zh: "待交办" },
    assigned: { en: "Waiting for a reply", zh: "待答复" },
    replied: { en: "To tell the author", zh: "待反馈" },
    choose: { en: "Choose several, to merge or report them", zh: "多选以合并或上报" },
    board: { en: "All as a board", zh: "看板总览" },
});

const columns = ["reference", "title", "category", "author", "department", "received_on"];

function Stage({ status, title }: { status: string; title: string }) {
    const rows = useList("suggestions", { status }).value?.items ?? [];
    return <WorkList title={title} path="suggestions" rows={rows} columns={columns} />;
}

export function ThinkTankStart() {
    return (
        <div className="start-page">
            <header className="list-head">
                <h1>{w.title()}</h1>
                <span className="space" />
                <PageLink to="/office/suggestions?status=reviewed">{w.choose()}</PageLink>
                <PageLink to="/office/suggestions?as=board&all=1">{w.board()}</PageLink>
            </header>
            <Stage status="registered" title={w.fresh()} />
            <Stage status="reviewed" title={w.reviewed()} />
            <Stage status="instructed" title={w.instructed()} />
            <Stage status="assigned" title={w.assigned()} />
            <Stage status="replied" title={w.replied()} />
        </div>
    );
}
