"""Killed at every event on every wire, with the database in use: no message lost, none falsely called sent."""

from collections.abc import Iterator

import pytest

from tests.outbox.crash import Scene, a_sample, guardless, strikes

pytestmark = pytest.mark.both
# At some events in CI, at each of them as a proof.
AT = pytest.mark.parametrize(
    "at", [a_sample(seed=9), pytest.param(None, marks=pytest.mark.proof)], ids=["some", "each"]
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("crash")) as scene:
        yield scene


@pytest.fixture(scope="module")
def holding_scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("hold"), OUTBOX_UNCERTAIN="hold") as scene:
        yield scene


@AT
def test_worker_killed_at_an_event_breaks_no_promise(scene: Scene, at: set[int] | None) -> None:
    broken, points, doubles = {}, 0, 0
    for point, struck in strikes(scene, scene.workers, at):
        points += 1
        if found := scene.finish():
            broken[point, struck] = found
        doubles += len(scene.relay.taken) > 2
    print(f"{points} points, {doubles} of them with a second copy")
    assert broken == {}
    # All of them reach the moment at which a second copy cannot be excluded.
    least = (80 if scene.postgres else 60, 1) if at is None else (8, 0)
    assert (points >= least[0], doubles >= least[1]) == (True, True)


@AT
def test_worker_killed_at_an_event_makes_no_second_copy_where_doubt_is_held(
    holding_scene: Scene, at: set[int] | None
) -> None:
    broken, in_doubt = {}, 0
    for point, struck in strikes(holding_scene, holding_scene.workers, at):
        if found := holding_scene.finish(hold=True):
            broken[point, struck] = found
        in_doubt += any(row["state"] == "uncertain" for row in holding_scene.clerk.do("report"))
    assert broken == {}
    assert at is not None or in_doubt >= 1


@pytest.mark.parametrize(
    ("guard", "point", "broken"),
    [
        ("fence", "smtp answer to dot", "2 copies, 1 Message-IDs, 0 doubts"),
        ("mark at once", "smtp answer to dot", "2 copies, 1 Message-IDs, 0 doubts"),
        ("send, then mark", "smtp answer to data", "falsely called sent"),
    ],
)
def test_harness_goes_red_without_a_guard(scene: Scene, guard: str, point: str, broken: str) -> None:
    with guardless(scene, guard) as workers:
        scene.set(2)
        assert scene.strike(point, workers) == point
    assert scene.finish() == [broken]
