/** Ids that phones make: UUIDv7 for what happens, UUIDv5 for what exists once per pair. */

const PAIR = "6f2d1c1e-9a55-5c7e-8b0e-7d5f6a1b2c3d";

/** Made of the phone's time and 16 random bytes; unique, but never a sign of what came first. */
export function uuid7(now: number, random: Uint8Array): string {
  const bytes = Uint8Array.from(random);
  for (let i = 0, rest = now; i < 6; i++, rest = Math.floor(rest / 256)) bytes[5 - i] = rest % 256;
  return stamp(bytes, 0x70);
}

/** The id of the one row that a pair can have, the same on every phone and on the server. */
export function pairId(a: string, b: string): string {
  const name = new TextEncoder().encode(`${a}/${b}`);
  const input = new Uint8Array(16 + name.length);
  input.set(Uint8Array.from(PAIR.replace(/-/g, "").match(/../g) ?? [], (hex) => parseInt(hex, 16)));
  input.set(name, 16);
  return stamp(sha1(input), 0x50);
}

function stamp(bytes: Uint8Array, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** SHA-1 by hand: the browser's own is asynchronous, and absent where the page is not served securely. */
function sha1(input: Uint8Array): Uint8Array {
  const padded = new DataView(new ArrayBuffer(((input.length + 72) >> 6) << 6));
  new Uint8Array(padded.buffer).set(input);
  padded.setUint8(input.length, 0x80);
  padded.setUint32(padded.byteLength - 4, input.length * 8);
  const hash = new DataView(new ArrayBuffer(20));
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (const [i, word] of start.entries()) hash.setUint32(i * 4, word);
  for (let block = 0; block < padded.byteLength; block += 64) mix(hash, padded, block);
  return new Uint8Array(hash.buffer);
}

const turn = (word: number, by: number) => (word << by) | (word >>> (32 - by));

function mix(hash: DataView, padded: DataView, block: number): void {
  const words = new Int32Array(80);
  const word = (i: number) => words[i] ?? 0;
  let [a, b, c, d, e] = [0, 4, 8, 12, 16].map((at) => hash.getInt32(at)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const before = [a, b, c, d, e];
  for (let i = 0; i < 80; i++) {
    words[i] =
      i < 16
        ? padded.getInt32(block + i * 4)
        : turn(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
    const [f, k] =
      i < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : i < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : i < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6];
    [a, b, c, d, e] = [(turn(a, 5) + f + e + k + word(i)) | 0, a, turn(b, 30), c, d];
  }
  for (const [i, sum] of [a, b, c, d, e].entries()) hash.setInt32(i * 4, sum + (before[i] ?? 0));
}
