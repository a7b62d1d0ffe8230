// A QR code, drawn here: what it holds goes to nobody. Dark on light in each theme, as cameras want it.
import { useMemo } from "react";
import { correction, generate } from "lean-qr";
import type { Bitmap2D } from "lean-qr";

const quiet = 4; // light squares around it, as the standard asks

// One path of all its dark squares.
export function path_of(code: Pick<Bitmap2D, "size" | "get">): string {
    let path = "";
    for (let y = 0; y < code.size; ++y) {
        for (let x = 0; x < code.size; ++x) {
            if (code.get(x, y)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
        }
    }
    return path;
}

export function QrCode({ text, label }: { text: string; label: string }) {
    const { size, path } = useMemo(() => {
        const code = generate(text, { minCorrectionLevel: correction.M });
        return { size: code.size + 2 * quiet, path: path_of(code) };
    }, [text]);
    return (
        <svg className="qr-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
            <rect className="qr-light" width={size} height={size} />
            <path className="qr-dark" d={path} shapeRendering="crispEdges" />
        </svg>
    );
}
