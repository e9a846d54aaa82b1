"""Whatever happens to an authorisation: who is trusted abroad was valid at home."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.builders import DAY, Played
from simulation.operators import NUMBER, changed, citing, played
from swsim.domain.events import Kind
from swsim.domain.operators import ChangeName

LINK = 60
CHANGES: Sequence[ChangeName] = ("suspended", "revoked", "restored")

histories = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(CHANGES)), max_size=6
)


@settings(max_examples=25, deadline=None)
@given(histories, st.lists(st.integers(1, 30), min_size=1, max_size=3))
def test_only_what_is_valid_at_home_is_recognised_abroad(
    history: list[tuple[int, ChangeName]], days: list[int]
) -> None:
    run = played(
        *(citing(number, start=day * DAY) for number, day in enumerate(days, 1)),
        happenings=[
            changed(change, at=day * DAY + 43) for day, change in sorted(history)
        ],
    )

    for event in run.of(Kind.AEO, step="recognised"):
        if event.site == "pa":
            assert is_valid(run, event.time - LINK)
    for event in run.of(Kind.AEO, step="denied"):
        if event.site == "pa":
            assert not is_valid(run, event.time - LINK)


def is_valid(run: Played, second: int) -> bool:
    """Tell how the authorisation stood at home, as the ledger has it."""
    steps = [
        event.facts["step"]
        for event in run.of(Kind.AEO, aeo=NUMBER)
        if event.site == "jp"
        and event.facts["step"] in CHANGES
        and event.time <= second
    ]
    return not steps or steps[-1] == "restored"
