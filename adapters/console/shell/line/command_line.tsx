// The command line in the head of a page: verbs with their arguments, a number, or words to search for.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { useShortcuts } from "../keys/shortcuts.ts";
import { Key } from "../parts/button.tsx";
import { OptionList, useOptions } from "../parts/options.tsx";
import type { Option } from "../parts/options.tsx";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";
import { complete, completions } from "./completions.ts";
import type { Hit, LineRunner } from "./line_runner.ts";
import { LineBelow } from "./line_below.tsx";
import "./line.css";

const w = words({
    label: { en: "Command or search", zh: "命令或搜索" },
    placeholder: { en: "Command, number or search", zh: "命令、编号或搜索" },
    focus: { en: "Command line: commands, numbers, search", zh: "命令行：命令、编号、搜索" },
    offers: { en: "What it may be", zh: "可选项" },
    verbs: { en: "Commands", zh: "命令" },
});

const pause_ms = 150;
const shown_ms = 8_000;

interface Offer extends Option {
    insert?: string;
    hit?: Hit;
}

export function CommandLine<C>({ runner }: { runner: LineRunner<C> }) {
    useChanges(runner);
    const id = useId();
    const input = useRef<HTMLInputElement>(null);
    const before = useRef<Element | null>(null); // what had the focus
    const [focused, focus] = useState(false);
    const line = runner.parse();
    const hits = useHits(runner, line.is === "text" || line.is === "number" ? runner.text.trim() : "");
    const offers = useMemo(
        (): Offer[] => [
            ...completions(runner).map((one) => ({ ...one, group: one.of_verbs ? w.verbs() : "" })),
            ...hits.map((hit) => ({ ...hit, hit })),
        ],
        [runner.version, hits],
    );

    const give_back = () => {
        if (document.activeElement !== input.current) return;
        const back = before.current;
        if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus();
        else input.current?.blur();
    };
    const take = (offer: Offer) => {
        options.show(false);
        if (offer.hit) void runner.open(offer.hit).then(give_back);
        else runner.type(complete(runner, offer.insert ?? ""));
    };
    const options = useOptions({ options: offers, on_pick: take });
    const run = () => {
        options.show(false);
        void runner.run().then((done) => done && give_back());
    };
    const key_down = (event: KeyboardEvent<HTMLInputElement>) => {
        const { key } = event;
        const first = offers.find(({ insert }) => insert !== undefined);
        if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        if (key === "Escape") {
            runner.empty();
            options.show(false);
            give_back();
        } else if (key === "Tab" && !event.shiftKey && runner.text.trim() && (options.active ?? first)) {
            take((options.active ?? first) as Offer);
        } else if (key === "ArrowUp" && !options.active) {
            options.show(false);
            runner.older();
        } else if (key === "ArrowDown" && runner.history.browsing) runner.newer();
        else if (options.key_down(event)) return;
        else if (key === "Enter") run();
        else return;
        event.preventDefault();
        event.stopPropagation();
    };

    const begin = () => {
        before.current = document.activeElement;
        input.current?.focus();
        input.current?.select();
    };
    useShortcuts([
        { key: "/", label: w.focus, run: begin },
        { key: ":", label: w.focus, run: begin },
    ]);
    const { result } = runner;
    // What was done is read in a few seconds; a refusal stays until it is answered.
    useEffect(() => {
        if (!result || result.bad) return;
        const timer = window.setTimeout(() => runner.forget_result(result), shown_ms);
        return () => window.clearTimeout(timer);
    }, [result]);

    return (
        <div className="command-line" role="search">
            <label className="unseen" htmlFor={id}>
                {w.label()}
            </label>
            <input
                {...options.input}
                id={id}
                ref={input}
                className="react-aria-Input"
                placeholder={w.placeholder()}
                value={runner.text}
                readOnly={runner.running}
                aria-keyshortcuts="/"
                aria-describedby={`${id}-below`}
                aria-invalid={result?.bad || undefined}
                onChange={(event) => {
                    options.show(true);
                    runner.type(event.target.value);
                }}
                onKeyDown={key_down}
                onFocus={(event) => {
                    focus(true);
                    if (event.relatedTarget) before.current = event.relatedTarget;
                }}
                onBlur={() => {
                    focus(false);
                    options.show(false);
                }}
            />
            {!runner.text && !focused && <Key>/</Key>}
            <div className="line-drop">
                <LineBelow
                    id={`${id}-below`}
                    runner={runner}
                    line={line}
                    focused={focused}
                    offering={options.open}
                />
                <OptionList state={options} label={w.offers()} />
            </div>
        </div>
    );
}

// What the page knows at once, then all that the server finds.
function useHits<C>(runner: LineRunner<C>, text: string): Hit[] {
    const [found, set_found] = useState<{ text: string; hits: Hit[] }>({ text: "", hits: [] });
    const here = useMemo(() => (text ? runner.find_here(text) : []), [runner, text]);
    // A few digits are the number of a request rather than the end of a telephone number.
    const enough = /^#?\d+$/.test(text) ? text.length >= 4 && here.length === 0 : text.length >= 2;
    useEffect(() => {
        if (!enough) return;
        let wanted = true;
        const timer = window.setTimeout(() => {
            void runner.find(text).then((hits) => {
                if (wanted) set_found({ text, hits });
            });
        }, pause_ms);
        return () => {
            wanted = false;
            window.clearTimeout(timer);
        };
    }, [runner, text, enough]);
    return found.text === text && text ? found.hits : here;
}
