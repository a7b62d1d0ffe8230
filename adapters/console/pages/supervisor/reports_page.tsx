export { Reports as default } from "@/areas/reports/reports.tsx";
