declare module "*.css";
declare module "muster/words" {
    const table: unknown;
    export default table;
}
declare module "muster/model" {
    const model: unknown;
    export default model;
}
