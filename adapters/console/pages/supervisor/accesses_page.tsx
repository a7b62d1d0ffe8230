export { AccessTable as default } from "@/areas/accesses/access_table.tsx";
