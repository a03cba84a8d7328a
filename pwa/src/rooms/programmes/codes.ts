/** How the code of a group is written. */

/** Letters of the Ukrainian keyboard that look like those of a code. */
const [CYRILLIC, LATIN] = ["АВСЕНІКМОРТУХ", "ABCEHIKMOPTYX"];

/** Whatever the spaces, dashes and case, and from whichever keyboard. */
export const plainCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[АВСЕНІКМОРТУХ]/g, (letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter)
    .replace(/[^A-Z0-9]/g, "");

/** ABCD-2345: easier to read out and to compare. */
export const shownCode = (code: string): string => code.replace(/^(.{4})(.+)$/, "$1-$2");
