"""The mistakes that traders make on purpose."""

from swsim.domain.mistakes import MISTAKE_IDS, MISTAKES


def test_every_id_has_a_record_and_they_are_sorted() -> None:
    assert tuple(MISTAKES) == MISTAKE_IDS
    assert list(MISTAKE_IDS) == sorted(MISTAKE_IDS)


def test_duty_is_wrong_in_import_declarations_only() -> None:
    duty = MISTAKES["duty-amount"]

    assert duty.fits(leg="import", containers=False, documents=())
    assert not duty.fits(leg="export", containers=True, documents=())


def test_container_mistakes_need_containers() -> None:
    loose = {
        name
        for name, one in MISTAKES.items()
        if not one.fits(leg="import", containers=False, documents={"851"})
    }

    expected = {
        "container-check-digit",
        "container-flag",
        "equipment-link",
        "missing-seal",
    }
    assert loose == expected
