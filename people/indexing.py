"""The words under which people and schools are found: kept right by whoever puts a name on record or changes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from people.alphabet import search_key
from people.models import Organisation, Person, SearchWord
from people.names import kazakh_key

BATCH = 2_000
# A sound may take two letters («ю» is «iu»): a name of a hundred letters can be longer than the column.
LONGEST = 100
NUMBER = re.compile(r"\d+")
NUMBER_DIGITS = 4
NAME_KEY, PERSON_KEY, SCHOOL_KEY = 640, 700, 1000  # letters of the columns


def words_of(person: Person) -> set[str]:
    return {word[:LONGEST] for word in person.search_key.split()}


def key_person(person: Person) -> None:
    """The Kazakh order of the name, and the letters that a search is folded to."""
    name = "" if person.erased_at else person.full_name
    person.name_key = kazakh_key(name)
    person.search_key = search_key(name)[:PERSON_KEY]


def key_organisation(row: Organisation) -> None:
    """School № 9 stands before № 10: each number of the name counts as a whole."""
    numbered = NUMBER.sub(lambda number: number.group().zfill(NUMBER_DIGITS), row.name)
    row.name_key = kazakh_key(numbered)[:NAME_KEY]
    row.search_key = search_key(f"{row.name} {row.locality} {row.bin or ''}")[:SCHOOL_KEY]


def index(people: Sequence[Person]) -> None:
    """The words of people who have none yet, in a handful of statements."""
    SearchWord.objects.bulk_create(_rows(people), batch_size=BATCH)


def reindex(person: Person) -> None:
    """After a name may have changed; nothing is written where it did not."""
    known, wanted = set(person.search_words.values_list("word", flat=True)), words_of(person)
    if gone := known - wanted:
        person.search_words.filter(word__in=gone).delete()
    SearchWord.objects.bulk_create(SearchWord(person=person, word=word) for word in sorted(wanted - known))


def rebuild(people: QuerySet[Person]) -> int:
    """The keys and words of all of them made anew; how many people that were."""
    done, batch = 0, []
    for person in people.order_by("pk").iterator(chunk_size=BATCH):
        batch.append(person)
        if len(batch) == BATCH:
            done += _rebuild(batch)
            batch = []
    return done + _rebuild(batch)


def _rebuild(people: list[Person]) -> int:
    for person in people:
        key_person(person)
    SearchWord.objects.filter(person__in=[person.pk for person in people]).delete()
    Person.objects.bulk_update(people, ["name_key", "search_key"], batch_size=200)
    index(people)
    return len(people)


def _rows(people: Iterable[Person]) -> Iterator[SearchWord]:
    return (SearchWord(person=person, word=word) for person in people for word in sorted(words_of(person)))
