"""What a manufactory makes or does for money, as its members and mentors write it down."""

from backend.core.actor import Actor
from backend.core.errors import Problem, declare
from backend.core.i18n import N_
from backend.core.work import Op, Work
from backend.manufactories import rules
from backend.manufactories.actions import ground, manufactory_scope, offers_change
from backend.manufactories.schemas import AddProduct, ChangeProduct, SetPrice
from backend.manufactories.tables import Price, Product

declare(
    "price_sum",
    422,
    N_("A price lies between one kopeck and ten million. What you wrote is kept; change the price and send it again."),
    "edit",
)


async def add_product(work: Work, actor: Actor, op: Op, new: AddProduct) -> dict[str, str]:
    """One product more, at its first price. For members and mentors. Raises not_found and price_sum."""
    await _must_work_here(work, actor, op, new.manufactory)
    _must_be_price(new.kopecks)
    if not rules.are_said(new.name):
        raise Problem("malformed")
    work.add(
        Product,
        id=op.id,
        manufactory=new.manufactory,
        name=new.name,
        unit=new.unit,
        figure=new.figure,
        made_at=op.happened,
    )
    _price(work, actor, op, new.manufactory, op.id, new.kopecks)
    return {"product": op.id}


async def change_product(work: Work, actor: Actor, op: Op, wish: ChangeProduct) -> dict[str, str]:
    """Call a product otherwise, take it off the list or put it there again. For members and mentors.

    Raises not_found and not_yet.
    """
    await _must_work_here(work, actor, op, wish.manufactory)
    if not rules.are_said(wish.name):
        raise Problem("malformed")
    await _must_be_here(work, wish.manufactory, wish.product)
    offers_change(work, wish.manufactory)
    work.change(Product, wish.product, name=wish.name, unit=wish.unit, figure=wish.figure, active=wish.active)
    work.touch(manufactory_scope(wish.manufactory), "product", wish.product)
    return {"product": wish.product}


async def set_price(work: Work, actor: Actor, op: Op, wish: SetPrice) -> dict[str, str]:
    """Another price from the moment of the act on. For members and mentors. Raises not_found, not_yet and price_sum.

    Kept also when it is the price that held: an earlier one may still be on another phone.
    """
    await _must_work_here(work, actor, op, wish.manufactory)
    _must_be_price(wish.kopecks)
    await _must_be_here(work, wish.manufactory, wish.product)
    _price(work, actor, op, wish.manufactory, wish.product, wish.kopecks)
    return {"product": wish.product}


def _price(work: Work, actor: Actor, op: Op, manufactory: str, product: str, kopecks: int) -> None:
    offers_change(work, manufactory)
    work.add(Price, id=op.id, product=product, kopecks=kopecks, since=op.happened, person=actor.id)
    work.touch(manufactory_scope(manufactory), "product", product)


def _must_be_price(kopecks: int) -> None:
    if not rules.is_price(kopecks):
        raise Problem("price_sum", field="kopecks")


async def _must_work_here(work: Work, actor: Actor, op: Op, manufactory: str) -> None:
    """Raises not_found for who is neither a member nor a mentor of the manufactory now."""
    await ground(work, manufactory)
    if not any(actor.may(kind, manufactory, op.arrived) for kind in ("member", "mentor")):
        raise Problem("not_found")
    work.about("manufactory", manufactory)


async def _must_be_here(work: Work, manufactory: str, product: str) -> None:
    if not await work.rows("SELECT id FROM product WHERE id = $1 AND manufactory = $2", product, manufactory):
        raise Problem("not_yet")
