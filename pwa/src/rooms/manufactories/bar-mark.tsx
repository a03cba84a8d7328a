/** The mark of one's own manufactory in the bar, in place of the bench. */
import { Icon } from "../../parts/icon";
import { Mark } from "./mark";
import { mine } from "./mine";

export default function BarMark() {
  const [team] = mine();
  return team ? <Mark figure={team.figure} pigment={team.pigment} /> : <Icon name="work" />;
}
