/** Which mark counts: the twin of backend/mentoring/rules.py, held to the same table, tests/mentoring/marks.json. */

export interface Seen {
  id: string;
  person: string;
  status: string;
  at: string;
}

export interface Standing<M extends Seen = Seen> {
  /** The one that counts. */
  mark: M;
  /** The latest marks of two people differ. */
  disputed: boolean;
  /** The latest of each person, the latest first. */
  voices: M[];
}

const later = (a: Seen, b: Seen): number => {
  const [one, two] = a.at === b.at ? [a.id, b.id] : [a.at, b.at];
  return one < two ? 1 : -1;
};

/** Of all marks of one participant on one roll; undefined where there are none. */
export function standing<M extends Seen>(marks: readonly M[]): Standing<M> | undefined {
  const people = new Set<string>();
  const voices = [...marks].sort(later).filter(({ person }) => !people.has(person) && people.add(person));
  const [mark] = voices;
  return mark && { mark, disputed: voices.some(({ status }) => status !== mark.status), voices };
}
