// What every browser has and the test runner of Node 18, which Debian brings, has not.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
