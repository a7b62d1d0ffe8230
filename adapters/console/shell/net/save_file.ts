// Gives the browser a file to keep: of bytes that a script has, since a link carries no token.
export function save_file(name: string, content: Blob): void {
    const url = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    // Not at once: some browsers have only begun to read it.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// A field as RFC 4180 wants it. What a table program would take for a formula is told as text.
export function csv_field(value: string | number): string {
    const text = String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// With the mark by which table programs know that it is UTF-8.
export const csv_of = (rows: readonly (readonly (string | number)[])[]): Blob =>
    new Blob(["\uFEFF", rows.map((row) => row.map(csv_field).join(",") + "\r\n").join("")], {
        type: "text/csv;charset=utf-8",
    });
