// What the areas say of their collections, for whoever shows one: the page knows all areas.
import { createContext, useContext } from "react";
import type { CollectionSpec } from "./collection_spec.ts";

type Specs = (path: string) => CollectionSpec | undefined;

export const SpecsContext = createContext<Specs>(() => undefined);

export const useSpecs = (): Specs => useContext(SpecsContext);
