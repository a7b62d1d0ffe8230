// A file, by a button or by dropping it on the page.
import { useRef, useState } from "react";
import type { DragEvent } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    choose: { en: "Choose a file…", zh: "选择文件…" },
    another: { en: "Choose another file…", zh: "重新选择文件…" },
    drop: { en: "or drop it here", zh: "或将文件拖到此处" },
    file: { en: "Table as CSV", zh: "表格文件（CSV）" },
    forms: {
        en: "CSV in UTF-8 or GB18030, as spreadsheets save it; its first line names the columns. At most {mb} MB.",
        zh: "CSV 格式，UTF-8 或 GB18030 编码，表格软件可直接另存；首行为列名。最大 {mb} 兆字节。",
    },
    too_large: {
        en: "This file has {has} MB, more than the {mb} MB that are taken at once. Divide it.",
        zh: "该文件为 {has} 兆字节，超过一次 {mb} 兆字节的上限，请拆分后导入。",
    },
    unreadable: { en: "This file cannot be read.", zh: "无法读取该文件。" },
    spreadsheet: {
        en: "This is a workbook. Save it as CSV (UTF-8) first.",
        zh: "这是工作簿文件，请先另存为 CSV（UTF-8）格式。",
    },
});

// The bytes as they were when it was chosen: what was checked is what is imported.
export interface ChosenTable {
    name: string;
    bytes: Blob;
}

const mega = 1024 * 1024;
const rounded = (bytes: number): number => Math.ceil((bytes / mega) * 10) / 10;

interface Props {
    max_bytes: number;
    is_disabled: boolean;
    chosen: ChosenTable | null;
    on_choose(table: ChosenTable): void;
}

export function ChooseTable({ max_bytes, is_disabled, chosen, on_choose }: Props) {
    const input = useRef<HTMLInputElement>(null);
    const [over, set_over] = useState(false);
    const [fault, set_fault] = useState("");
    const mb = rounded(max_bytes);

    const take = async (file: File | undefined) => {
        if (!file || is_disabled) return;
        set_fault("");
        if (/\.xlsx?$/i.test(file.name)) return set_fault(w.spreadsheet());
        if (file.size > max_bytes) return set_fault(w.too_large({ has: rounded(file.size), mb }));
        try {
            const bytes = new Blob([await file.arrayBuffer()], { type: "text/csv" });
            on_choose({ name: file.name, bytes });
        } catch {
            set_fault(w.unreadable());
        }
    };
    const drag = (event: DragEvent) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        set_over(true);
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        set_over(false);
        void take(event.dataTransfer.files[0]);
    };
    return (
        <div
            className={`drop-place ${over ? "over" : ""}`}
            onDragEnter={drag}
            onDragOver={drag}
            onDragLeave={() => set_over(false)}
            onDrop={drop}
        >
            <input
                ref={input}
                type="file"
                accept=".csv,text/csv"
                aria-label={w.file()}
                hidden
                onChange={(event) => {
                    void take(event.target.files?.[0]);
                    // The same file, mended, may be chosen again.
                    event.target.value = "";
                }}
            />
            <Button
                kind={chosen ? "plain" : "primary"}
                isDisabled={is_disabled}
                onPress={() => input.current?.click()}
            >
                {chosen ? w.another() : w.choose()}
            </Button>
            <span className="dim">{w.drop()}</span>
            <p className="hint">{w.forms({ mb })}</p>
            {fault && (
                <p className="problem" role="alert">
                    {fault}
                </p>
            )}
        </div>
    );
}
