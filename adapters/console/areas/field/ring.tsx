// What of the time is left: a ring that empties, and the seconds in it.
const radius = 44;
const around = 2 * Math.PI * radius;

export function Ring({ share, seconds, label }: { share: number; seconds: number; label: string }) {
    return (
        <span className="ring" role="timer" aria-label={label}>
            <svg viewBox="0 0 100 100" aria-hidden="true">
                <circle className="ring-whole" cx="50" cy="50" r={radius} />
                <circle
                    className="ring-left"
                    cx="50"
                    cy="50"
                    r={radius}
                    strokeDasharray={around}
                    strokeDashoffset={around * (1 - share)}
                />
            </svg>
            <b aria-hidden="true">{seconds}</b>
        </span>
    );
}
