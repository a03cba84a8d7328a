/** What a person did in a manufactory, in words. */
import { gettext } from "../../i18n";
import { price } from "../../parts/money";
import type { Acts, Item } from "../../store";

type Act = Extract<Item, { type: `manufactories.${string}` }>;

function entry({ kind, kopecks, counted }: Acts["manufactories.add_entry"], name: string): string {
  const values = { name, sum: price(kind === "count" ? (counted ?? 0) : kopecks) };
  switch (kind) {
    case "sale":
      return gettext("Sale: %(name)s, %(sum)s", values);
    case "grant":
      return gettext("Grant: %(sum)s", values);
    case "purchase":
      return gettext("Purchase: %(name)s, %(sum)s", values);
    case "expense":
      return gettext("Expense: %(name)s, %(sum)s", values);
    case "owner_in":
      return gettext("Put in: %(sum)s", values);
    case "owner_out":
      return gettext("Taken out: %(sum)s", values);
    case "count":
      return gettext("Cash counted: %(sum)s", values);
  }
}

export function acted(item: Act, name: string): string {
  switch (item.type) {
    case "manufactories.found":
      return gettext("Founded: %(name)s", { name });
    case "manufactories.describe":
      return gettext("About the manufactory: %(name)s", { name });
    case "manufactories.add_member":
      return gettext("Joins the team: %(name)s", { name });
    case "manufactories.end_member":
      return gettext("Leaves the team: %(name)s", { name });
    case "manufactories.give_posts":
      return gettext("Posts: %(name)s", { name });
    case "manufactories.assign_mentor":
      return gettext("Mentor of a team: %(name)s", { name });
    case "manufactories.dismiss_mentor":
      return gettext("No longer mentor of a team: %(name)s", { name });
    case "manufactories.add_gate":
      return gettext("New gate: %(name)s", { name });
    case "manufactories.drop_gate":
      return gettext("Gate dropped: %(name)s", { name });
    case "manufactories.date_gate":
      return gettext("Day of a gate: %(name)s", { name });
    case "manufactories.pass_gate":
      return gettext("Gate passed: %(name)s", { name });
    case "manufactories.undo_gate":
      return gettext("Gate open again: %(name)s", { name });
    case "manufactories.add_product":
      return gettext("New product: %(name)s", { name });
    case "manufactories.change_product":
      return gettext("Product: %(name)s", { name });
    case "manufactories.set_price":
      return gettext("Price of %(name)s: %(sum)s", { name, sum: price(item.body.kopecks) });
    case "manufactories.add_entry":
      return entry(item.body, name);
    case "manufactories.reverse_entry":
      return gettext("Taken back: %(name)s", { name });
    case "manufactories.approve_entry":
      return gettext("Approved: %(name)s", { name });
  }
}
