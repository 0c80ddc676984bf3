"""Between two tests that commit nothing stays but what every database of the product has from the beginning."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from tests.assessment.scenes import MARKS, make_day
from tests.cast import saule
from tests.emptying import STAYS, empty_tables

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.managed and model._base_manager.exists()}


def test_every_table_is_emptied_but_those_that_are_always_the_same() -> None:
    types = ContentType.objects.count()
    scene = make_day(participants=2)
    scene.hand_in(scene.chair, MARKS["85"])
    saule()
    assert len(filled() - STAYS) > 20
    empty_tables()
    assert filled() <= STAYS
    assert ContentType.objects.count() == types > 50
