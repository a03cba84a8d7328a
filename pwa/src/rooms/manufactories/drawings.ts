/** Maker's marks: one figure on one pigment, on a grid of 48, without letters; they hold at 24 px and in one colour. */
import type { Figure, Pigment } from "../../store/wire";

/** What lies in the lighter colour, and what is cut out of it in the colour of the ground. */
interface Drawing {
  shape: string;
  cut?: string;
}

export const DRAWINGS: Record<Figure, Drawing> = {
  candle: { shape: "M24 6c7 6 7 13 0 16-7-3-7-10 0-16zM14 25h20v15H14z" },
  rings: {
    shape:
      "M7 41V29a12 12 0 0 1 12 12zM7 25v-6a22 22 0 0 1 22 22h-6A16 16 0 0 0 7 25zM7 15V9a32 32 0 0 1 32 32h-6A26 26 0 0 0 7 15z",
  },
  layers: { shape: "M20 8h8v6h-8zM15 17h18v6H15zM10 26h28v6H10zM6 35h36v6H6z" },
  loaf: { shape: "M6 34a18 22 0 0 1 36 0v5H6z", cut: "M15 21l4-3 5 12-4 2zM26 18l4-1 4 13-4 1z" },
  spool: {
    shape: "M12 7h24v6H12zM12 35h24v6H12zM16 15h16v18H16z",
    cut: "M16 18l16 5v3l-16-5zM16 25l16 5v3l-16-5z",
  },
  jug: { shape: "M17 6h14v6H17zM15 14h18a14 14 0 0 1-2 27H17a14 14 0 0 1-2-27z", cut: "M10 25h28v4H10z" },
  sun: {
    shape: "M24 15a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM22 5h4v7h-4zM22 36h4v7h-4zM5 22h7v4H5zM36 22h7v4h-7z",
  },
  wheel: {
    shape: "M24 6a18 18 0 1 1 0 36 18 18 0 0 1 0-36z",
    cut: "M22 11h4v10h-4zM22 27h4v10h-4zM11 22h10v4H11zM27 22h10v4H27z",
  },
  leaf: { shape: "M40 8v14a18 18 0 0 1-18 18H8V26A18 18 0 0 1 26 8z", cut: "M32 13l3 3-21 21-3-3z" },
  gear: {
    shape: "M20 5h8v6h-8zM20 37h8v6h-8zM5 20h6v8H5zM37 20h6v8h-6zM24 9a15 15 0 1 1 0 30 15 15 0 0 1 0-30z",
    cut: "M24 18a6 6 0 1 1 0 12 6 6 0 0 1 0-12z",
  },
  house: { shape: "M24 6l18 16H6zM10 25h28v16H10z", cut: "M20 29h8v12h-8z" },
  book: { shape: "M6 10h11a6 6 0 0 1 6 6v24H6zM25 16a6 6 0 0 1 6-6h11v30H25z" },
};
export const FIGURES = Object.keys(DRAWINGS) as Figure[];
export const PIGMENTS: readonly Pigment[] = ["clay", "blue", "patina", "ink"];
