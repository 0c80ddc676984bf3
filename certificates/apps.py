from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates.dossier import documents
        from people import dossier

        dossier.add(documents)
