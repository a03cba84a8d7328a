/** The cash box, note by note: pure. In kopecks; the coins below fifty kopecks are out of use. */
export const PIECES = [100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50] as const;

/** What was typed beside each of them, by its kopecks. */
export type Pieces = Record<string, string>;

/** Null when something of it is no number of pieces. */
export function sumOfPieces(pieces: Pieces): number | null {
  let sum = 0;
  for (const piece of PIECES) {
    const typed = (pieces[piece] ?? "").normalize("NFKC").trim();
    if (!/^\d{0,6}$/.test(typed)) return null;
    sum += piece * Number(typed);
  }
  return sum;
}
