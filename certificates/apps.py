from typing import Any

from django.apps import AppConfig
from django.db import connections


def keep_register(*, using: str, **_signal: Any) -> None:
    """Whatever a migration has made anew is guarded again (certificates.guarding)."""
    from certificates import guarding

    guarding.install(connections[using])


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from assessment import what_next
        from certificates import exporting
        from certificates.dossier import documents, documents_held, enclosure
        from certificates.own_papers import papers_of
        from people import dossier, exported, merging

        post_migrate.connect(keep_register, sender=self)

        dossier.add(documents)
        what_next.offer(papers_of)
        dossier.enclose(enclosure)
        merging.count(documents_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
