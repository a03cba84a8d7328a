export { default } from "../../parts/missing";
