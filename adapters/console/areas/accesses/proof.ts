// How far the record of accesses is proved, as GET /v1/accesses/proof tells it. The record is written on
// numbered sheets; each is closed after some minutes, and its hash then stands in the chain of the log.

export type ProofFault =
    | "none"
    | "changed" // rows of a sheet are not those that it was closed with
    | "missing" // sheets are not here
    | "other"; // the log knows another hash of a sheet

export interface Anchor {
    target: "folder" | "webhook" | "time_stamp";
    seq: number; // the record whose signed hash was sent; 0 = none yet
    sent_at: number;
    failing: boolean;
}

export interface Proof {
    noted: number; // the last sheet whose hash stands in the log; 0 = none yet
    noted_until: number;
    first: number; // the sheets that are here
    last: number;
    since: number;
    rows: number; // of them
    rows_open: number; // of the sheet that is still written
    fault: ProofFault;
    fault_first: number; // sheets
    fault_last: number;
    anchors?: Anchor[]; // left out where no place is set
}

export type ProofTone = "good" | "none" | "bad";

export const tone_of = ({ fault, noted }: Proof): ProofTone =>
    fault !== "none" ? "bad" : noted === 0 ? "none" : "good";

// Old ones are deleted, so that they need not begin at 1.
export const sheets_proved = ({ noted, first, last }: Proof): number =>
    noted === 0 ? 0 : Math.max(0, Math.min(noted, last) - Math.max(first, 1) + 1);

// unclear: behind a fault, so that nobody is assured of more than the check has told.
export type RowProof = "proved" | "not_yet" | "differs" | "unclear";

export function proof_of(sheet: number, { noted, fault, fault_first, fault_last }: Proof): RowProof {
    if (fault !== "none" && sheet >= fault_first) return sheet <= fault_last ? "differs" : "unclear";
    return sheet <= noted ? "proved" : "not_yet";
}
