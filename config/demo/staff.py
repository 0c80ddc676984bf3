"""The provider of the demonstration and the people who sign in, with one password made for this installation."""

from __future__ import annotations

import json
import secrets
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from people.models import Provider, RoleGrant, Signatory, User
from people.roles import Role

ORGANISER, TRAINER, HEAD, ADMINISTRATOR = "ainur", "daulet", "abylai", "admin"
STAFF: dict[str, tuple[str, list[Role]]] = {
    ORGANISER: ("Айнұр Сәрсенова", [Role.ORGANISER]),
    TRAINER: ("Дәулет Оспанов", [Role.TRAINER]),
    "saule": ("Сәуле Жақанова", [Role.TRAINER]),
    "baqyt": ("Бақыт Ермекова", [Role.TRAINER]),
    HEAD: ("Абылай Исабеков", [Role.HEAD]),
    "qairat": ("Қайрат Әубәкіров", [Role.HEAD]),
    ADMINISTRATOR: ("Әкімші", [Role.ADMINISTRATOR]),
}
WORDS = ["altyn", "dala", "qanat", "samal", "shugyla", "tulpar", "zheruiyq", "bulaq"]


def address(name: str) -> str:
    return f"{name}@institute.example"


def open_provider() -> Provider:
    return Provider.objects.get_or_create(
        pk=1,
        defaults={
            "legal_name_kk": "«Оқу және Даму Институты» ЖШС",
            "legal_name_ru": "ТОО «Институт обучения и развития»",
            "legal_name_en": "Institute of Learning and Development LLP",
            "bin": "250340900008",
            "city_kk": "Қарағанды",
            "city_ru": "Караганда",
            "city_en": "Karaganda",
            "address": "Бұқар жырау даңғылы, 1",
            "phone": "+7 721 200 00 00",
            "email": "office@institute.example",
        },
    )[0]


def hire(password: str) -> dict[str, User]:
    """The staff, by the first part of their address."""
    staff, hashed = {}, make_password(password)
    for name, (full_name, roles) in STAFF.items():
        user = User.objects.create(email=address(name), password=hashed, name=full_name)
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
        staff[name] = user
    return staff


def take_office(staff: dict[str, User], today: date) -> None:
    """The director all along, and the deputy who acted for him during a leave in spring."""
    director = {"capacity_kk": "Директор", "capacity_ru": "Директор", "capacity_en": "Director"}
    acting = {
        "capacity_kk": "Директордың міндетін атқарушы",
        "capacity_ru": "Исполняющий обязанности директора",
        "capacity_en": "Acting Director",
    }
    Signatory.objects.create(name="А. Т. Исабеков", user=staff[HEAD], since=today - timedelta(days=1500), **director)
    Signatory.objects.create(
        name="Қ. Б. Әубәкіров",
        user=staff["qairat"],
        is_acting=True,
        since=today - timedelta(days=200),
        until=today - timedelta(days=180),
        **acting,
    )


def new_password() -> str:
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"


def write_sign_ins(participant: User, employer: User, password: str) -> Path:
    """One sign-in per role, for `start.py` to print; only the owner of the machine may read the file."""
    rows = [
        {"role": role, "email": address(name), "password": password}
        for role, name in (
            ("organiser", ORGANISER),
            ("trainer", TRAINER),
            ("head", HEAD),
            ("administrator", ADMINISTRATOR),
        )
    ]
    rows.append({"role": "participant", "email": participant.email, "password": password})
    rows.append({"role": "employer", "email": employer.email, "password": password})
    path = Path(settings.DATA_DIR) / "signins.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows, indent=1))
    return path
