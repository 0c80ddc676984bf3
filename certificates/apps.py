from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates.dossier import documents, enclosure
        from people import dossier

        dossier.add(documents)
        dossier.enclose(enclosure)
