// A round length (1, 2 or 5 times a power of ten) that is at most `most_m` long.
export function round_length(most_m: number): number {
    const power = 10 ** Math.floor(Math.log10(most_m));
    const step = [5, 2].find((n) => n * power <= most_m) ?? 1;
    return step * power;
}
