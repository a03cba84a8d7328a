/** Who is in a team is chosen by name, and what each does there in a sheet. */
import type { ComponentChildren } from "preact";
import { gettext } from "../../i18n";
import { Icon } from "../../parts/icon";
import { Sheet } from "../../parts/sheet";
import type { PostKind } from "../../store/wire";
import { postName, posts } from "./words";

/** "Lead, Finance"; somebody may be in a team before it is agreed what they do. */
export const postNames = (held: readonly PostKind[]): string =>
  held.length > 0 ? held.map(postName).join(", ") : gettext("no post yet");

interface PostsProps {
  name: string;
  held: readonly PostKind[];
  set: (held: PostKind[]) => void;
  onClose: () => void;
  /** What saves the choice, where it is not kept by itself. */
  children?: ComponentChildren;
}

export const PostsSheet = ({ name, held, set, onClose, children }: PostsProps) => (
  <Sheet title={name} onClose={onClose}>
    <fieldset class="f">
      <legend class="leg">{gettext("Posts, several if need be")}</legend>
      <div class="pick">
        {posts().map(([kind, words]) => (
          <button
            key={kind}
            type="button"
            class="opt"
            aria-pressed={held.includes(kind)}
            onClick={() => set(held.includes(kind) ? held.filter((one) => one !== kind) : [...held, kind])}
          >
            {words}
          </button>
        ))}
      </div>
    </fieldset>
    {children}
  </Sheet>
);

interface PersonProps {
  name: string;
  about: string;
  isOn: boolean;
  onTurn: () => void;
  /** What may be done about somebody who is chosen. */
  children?: ComponentChildren;
}

export const PersonRow = ({ name, about, isOn, onTurn, children }: PersonProps) => (
  <li class={isOn ? "row on" : "row"}>
    <button type="button" class="who" aria-pressed={isOn} onClick={onTurn}>
      <b>{name}</b>
      <span class="cap">{about}</span>
    </button>
    {isOn && (children ?? <Icon name="check" />)}
  </li>
);
