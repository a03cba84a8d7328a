"""Which columns hold uploaded pictures."""

from collections.abc import Mapping

from piccolo.table import Table
from piccolo_api.media.base import MediaStorage

MEDIA: Mapping[type[Table], list[MediaStorage]] = {}
"""Table -> the storages of its columns."""
