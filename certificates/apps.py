from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import exporting
        from certificates.dossier import documents, documents_held, enclosure
        from people import dossier, exported, merging

        dossier.add(documents)
        dossier.enclose(enclosure)
        merging.count(documents_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
