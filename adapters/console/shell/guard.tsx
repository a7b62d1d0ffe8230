// A fault of one drawing must not leave an empty screen without a word; nor one part take the others
// along: the lists and the alarms stay when the map cannot be loaded.
import { Component } from "react";
import type { ReactNode } from "react";
import { words } from "./words/words.ts";

const w = words({
    broken: { en: "This page has a fault.", zh: "页面出现故障。" },
    broken_part: { en: "This part of the page has a fault.", zh: "页面的这一部分出现故障。" },
    reload: { en: "Load it again", zh: "重新加载" },
});

// part: only of the page. Another key begins it anew.
export class Guard extends Component<{ children: ReactNode; part?: boolean }, { fault: string }> {
    override state = { fault: "" };

    static getDerivedStateFromError(error: unknown) {
        return { fault: String(error) };
    }

    override render() {
        const { children, part } = this.props;
        if (!this.state.fault) return children;
        if (part) {
            return (
                <div className="box bad" role="alert">
                    <p>{w.broken_part()}</p>
                    <p>{this.state.fault}</p>
                    <button onClick={() => window.location.reload()}>{w.reload()}</button>
                </div>
            );
        }
        return (
            <main className="page-fault" role="alert">
                <h1>{w.broken()}</h1>
                <p>{this.state.fault}</p>
                <button onClick={() => window.location.reload()}>{w.reload()}</button>
            </main>
        );
    }
}
