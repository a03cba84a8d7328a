"""Where Piccolo finds our rooms. `DB` is set by `migrations.bind` for whichever database is open."""

from piccolo.conf.apps import AppRegistry

DB = None

APP_REGISTRY = AppRegistry(
    apps=[
        f"backend.{room}.piccolo_app"
        for room in (
            "changes",
            "audit",
            "jobs",
            "people",
            "media",
            "courses",
            "programmes",
            "manufactories",
            "progress",
            "mentoring",
            "sync",
        )
    ]
)
