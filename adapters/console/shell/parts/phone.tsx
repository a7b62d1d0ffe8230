// A telephone number as people read it here, and as a link that dials it.

// A number in its one form (+8651485550104;ext=8203): 0514 8555 0104, extension apart. Whatever has
// another form stays as it is.
export function readable(number: string | undefined): string {
    const [, line = number ?? "", ext] = /^([^;]*)(?:;ext=(\d+))?$/.exec(number ?? "") ?? [];
    const more = ext ? ` ×${ext}` : "";
    const national = /^\+86(1[3-9]\d{9}|\d{9,11})$/.exec(line)?.[1];
    if (!national) return `${line}${more}`;
    if (/^1[3-9]/.test(national) && national.length === 11) {
        return `${national.replace(/(...)(....)(....)/, "$1 $2 $3")}${more}`;
    }
    const area = /^(10|2\d|[3-9]\d\d)/.exec(national)?.[0];
    if (!area) return `${line}${more}`;
    const local = national.slice(area.length);
    const half = local.length - 4;
    return `0${area} ${local.slice(0, half)} ${local.slice(half)}${more}`;
}

// A number that can be called or sent; "" for one that is masked ("**42") or missing.
export const dialable = (number: string | undefined): string =>
    number && !number.includes("*") ? number : "";

export function Phone({ number }: { number: string | undefined }) {
    if (!number) return null;
    if (!dialable(number)) return <span className="phone">{readable(number)}</span>;
    return (
        <a className="phone" href={`tel:${number.replace(/;.*/, "")}`}>
            {readable(number)}
        </a>
    );
}
