// Gives the reader a file to keep.
export function save_file(name: string, content: Blob): void {
    const address = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // The browser has taken it by then.
    window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
