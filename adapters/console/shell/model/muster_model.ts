// The model of the program that this console was built for.
import document from "muster/model";
import { Model } from "./model.ts";
import type { ModelDocument } from "./model.ts";

const nothing: ModelDocument = { entities: [], lists: [], commands: [], types: {}, enums: {} };

export const model = new Model({ ...nothing, ...(document as Partial<ModelDocument>) });
