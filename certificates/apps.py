from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from assessment import what_next
        from certificates import exporting
        from certificates.dossier import documents, documents_held, enclosure
        from certificates.own_papers import papers_of
        from people import dossier, exported, merging

        dossier.add(documents)
        what_next.offer(papers_of)
        dossier.enclose(enclosure)
        merging.count(documents_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
