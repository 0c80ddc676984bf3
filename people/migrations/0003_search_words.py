from django.db import migrations

from people.alphabet import search_key
from people.indexing import key_organisation

BATCH = 2_000


def fill(apps, schema_editor):
    """The words of people who came on record before there was a register of words, and the keys of schools."""
    word, person, school = (apps.get_model('people', name) for name in ('SearchWord', 'Person', 'Organisation'))
    word.objects.all().delete()
    batch = []
    for row in person.objects.order_by().only('surname', 'given_name', 'patronymic').iterator(chunk_size=BATCH):
        row.search_key = search_key(f'{row.surname} {row.given_name} {row.patronymic}')[:700]
        batch.append(row)
        if len(batch) == BATCH:
            _keep(person, word, batch)
            batch = []
    _keep(person, word, batch)
    for row in school.objects.order_by().iterator(chunk_size=BATCH):
        key_organisation(row)
        row.save(update_fields=['name_key', 'search_key'])


def _keep(person, word, rows):
    person.objects.bulk_update(rows, ['search_key'], batch_size=200)
    words = [word(person_id=row.pk, word=each[:100]) for row in rows for each in sorted(set(row.search_key.split()))]
    word.objects.bulk_create(words, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_courses_in_full'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
