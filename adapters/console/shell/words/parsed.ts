// The parsed form of a message. Here it is the message itself, which is parsed when it is said; in
// what build.mjs makes (bundle_plugins.mjs) all are parsed already, and the parser is left out.
import type { IntlMessageFormat } from "intl-messageformat";

type Message = ConstructorParameters<typeof IntlMessageFormat>[0];

export const parsed_of = (message: string): Message => message;
