"""Keeping pictures."""

from backend.core.actor import Actor
from backend.core.work import Op, Work
from backend.media.pictures import Drawn
from backend.media.tables import Picture


async def keep_picture(work: Work, actor: Actor, op: Op, picture: Drawn) -> str:
    """Keep what `pictures.draw` made and return its id; the same picture again is the same row. For operators."""
    actor.must_be_system()
    size = {"width": picture.width, "height": picture.height}
    work.add(Picture, once=True, id=picture.id, body=picture.body, kept_at=op.happened, **size)
    work.detail(picture=picture.id)
    return picture.id
