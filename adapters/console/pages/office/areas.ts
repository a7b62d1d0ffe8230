// What the office keeps, grouped as people think of it.
import { booking } from "@/areas/booking/office.tsx";
import { care } from "@/areas/care/office.tsx";
import { people } from "@/areas/registry/office.tsx";
import { projects } from "@/areas/projects/office.tsx";
import { requests } from "@/areas/requests/office.tsx";
import { responders } from "@/areas/responders/office.tsx";
import { survey } from "@/areas/survey/office.tsx";
import { talents } from "@/areas/talents/office.tsx";
import { think_tank } from "@/areas/thinktank/office.tsx";
import { time_bank } from "@/areas/timebank/office.tsx";
import type { AreaSpec, CollectionSpec } from "@/shell/office/collection_spec.ts";

export const areas: readonly AreaSpec[] = [
    people,
    care,
    booking,
    time_bank,
    talents,
    survey,
    projects,
    think_tank,
    responders,
    requests,
];

const by_path = new Map(
    areas.flatMap(({ collections }) => collections.map((spec) => [spec.path, spec] as const)),
);

export const spec_of = (path: string): CollectionSpec | undefined => by_path.get(path);
