"""The parts that benches of the exchange measure signatures with."""

from exchange.rehearsal import RUN, a_world, first_messages
from swsim.bench.model import Effort
from swsim.bench.signing import SIGN, SIGN_TREE, VERIFY, costs
from swsim.documents.canonical import with_run_id


def test_signatures_are_measured_beside_the_library() -> None:
    wire = with_run_id(next(first_messages(a_world())).xml, RUN)
    tries = (costs(wire, Effort(repetitions=2, seconds=0.02)) for _ in range(20))

    # More than once, as a machine may be busy in the middle of one of the two.
    assert any(took[SIGN] < took[SIGN_TREE] for took in tries)
    took = costs(wire, Effort(repetitions=1, seconds=0.01))
    assert set(took) == {SIGN, VERIFY, SIGN_TREE}
