/** The square that a camera reads: links of up to 134 bytes (ISO/IEC 18004: bytes, level L, versions 1 to 6, mask 0). */

/** By version: all codewords, those of them that correct errors in each block, and the blocks. */
const VERSIONS = [
  [26, 7, 1],
  [44, 10, 1],
  [70, 15, 1],
  [100, 20, 1],
  [134, 26, 1],
  [172, 18, 2],
] as const;
/** Level L and mask 0, with their own correction bits. */
const FORMAT = 0b111011111000100;

const EXP: number[] = [];
for (let i = 0, x = 1; i < 510; i++, x = (x << 1) ^ (x > 127 ? 0x11d : 0)) EXP.push(x);
const LOG = new Map(EXP.slice(0, 255).map((x, i) => [x, i]));
const times = (a: number, b: number): number =>
  a && b ? (EXP[(LOG.get(a) ?? 0) + (LOG.get(b) ?? 0)] ?? 0) : 0;

/** Reed-Solomon: what is left when the data is divided by the generator of so many codewords. */
function correction(data: number[], count: number): number[] {
  let generator = [1];
  for (let i = 0; i < count; i++) {
    const by = EXP[i] ?? 0;
    generator = [...generator, 0].map((x, j) => x ^ times(generator[j - 1] ?? 0, by));
  }
  const rest = [...data, ...Array<number>(count).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i] ?? 0;
    generator.forEach((x, j) => {
      rest[i + j] = (rest[i + j] ?? 0) ^ times(x, lead);
    });
  }
  return rest.slice(data.length);
}

/** Mode, length, bytes, padding; then the blocks, interleaved, and their corrections likewise. */
function codewords(bytes: Uint8Array, [all, fix, blocks]: (typeof VERSIONS)[number]): number[] {
  const room = all - fix * blocks;
  const nibbles = [4, bytes.length >> 4, bytes.length & 15];
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15);
  nibbles.push(0);
  const data: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2) data.push(((nibbles[i] ?? 0) << 4) | (nibbles[i + 1] ?? 0));
  for (let i = 0; data.length < room; i++) data.push(i % 2 ? 0x11 : 0xec);
  const size = room / blocks;
  const parts = Array.from({ length: blocks }, (_, i) => data.slice(i * size, (i + 1) * size));
  const woven = (rows: number[][]) => (rows[0] ?? []).flatMap((_, i) => rows.map((row) => row[i] ?? 0));
  return [...woven(parts), ...woven(parts.map((part) => correction(part, fix)))];
}

type Grid = (boolean | undefined)[][];

/** Finders, alignment, timing and the format: what stands in every square of this size. */
function frame(version: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array<boolean | undefined>(size).fill(undefined));
  const set = (y: number, x: number, dark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  /** Rings around a middle: those at the distances named are light. */
  const rings = (cy: number, cx: number, reach: number, light: number[]) => {
    for (let y = -reach; y <= reach; y++)
      for (let x = -reach; x <= reach; x++)
        set(cy + y, cx + x, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let i = 8; i < size - 8; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [y, x] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    rings(y, x, 4, [2, 4]);
  if (version > 1) rings(size - 7, size - 7, 2, [1]);
  for (let i = 0; i < 15; i++) {
    const dark = ((FORMAT >> i) & 1) === 1;
    set(i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, dark);
    set(8, i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, dark);
  }
  set(size - 8, 8, true);
  return grid;
}

/** The rows of the square, dark is true; null when the text is too long for it. */
export function square(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const at = VERSIONS.findIndex(([all, fix, blocks]) => bytes.length + 2 <= all - fix * blocks);
  const version = VERSIONS[at];
  if (!version) return null;
  const grid = frame(at + 1);
  const size = grid.length;
  const bits = codewords(bytes, version).flatMap((byte) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((i) => (byte >> i) & 1),
  );
  let n = 0;
  for (let right = size - 1, up = true; right > 0; right -= right === 8 ? 3 : 2, up = !up)
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - step : step;
        const row = grid[y] as (boolean | undefined)[];
        if (row[x] === undefined) row[x] = ((bits[n++] ?? 0) === 1) !== ((x + y) % 2 === 0);
      }
  return grid as boolean[][];
}
