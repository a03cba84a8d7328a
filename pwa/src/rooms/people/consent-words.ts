/** What one agrees to, in the words that the server keeps under the same version; a changed word is a new version. */
import { gettext } from "../../i18n";
import type { Purpose } from "../../store";

export const TEXT = "2026-1";
export const PURPOSES: readonly Purpose[] = [
  "taking_part",
  "photos",
  "public_profile",
  "statistics",
  "contact",
];

const SENTENCES: Record<Purpose, () => string> = {
  taking_part: () =>
    gettext(
      "Taking part: the school and the programme keep the name, the birth date, attendance and learning results in order to run the training.",
    ),
  photos: () =>
    gettext(
      "Photos: pictures from workshops and fairs on which the participant can be recognised may be kept and shown in reports of the programme.",
    ),
  public_profile: () =>
    gettext(
      "Public page: the given name and what the participant made may be shown on public pages of the programme.",
    ),
  statistics: () =>
    gettext(
      "Statistics: the participant may be counted in figures without names that are shown outside the school.",
    ),
  contact: () =>
    gettext(
      "Contact later: the programme may ask 3, 6 and 12 months after the end what the participant is doing.",
    ),
};

/** The purpose by name, and what it allows. In every language the sentence says the two in this order. */
export function wordsOf(purpose: Purpose): { name: string; text: string } {
  const [name = "", ...rest] = SENTENCES[purpose]().split(": ");
  const text = rest.join(": ");
  return { name, text: text.charAt(0).toUpperCase() + text.slice(1) };
}
