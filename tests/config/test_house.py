from tests.cast import make_result


def test_cast_can_play(db: None) -> None:
    assert make_result().total == 90
