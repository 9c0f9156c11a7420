"""The state diagram of a message, drawn from the code's own table: `manage.py draw_states` prints it."""

from outbox.models import TRANSITIONS, State

BEGIN, END = "<!-- states: drawn from outbox/models.py -->", "<!-- end of states -->"


def drawn() -> str:
    """Return the diagram (Mermaid) and the table of all ways between states, between the two marks."""
    arrows = "\n".join(f"    {source.value} --> {target.value}" for source, target in TRANSITIONS)
    rows = "\n".join(f"| {source.value} | {target.value} | {why} |" for (source, target), why in TRANSITIONS.items())
    names = "\n".join(f"| {state.value} | {state.label} |" for state in State)
    parts = [
        BEGIN,
        f"```mermaid\nstateDiagram-v2\n    [*] --> due\n{arrows}\n    accepted --> [*]\n    cancelled --> [*]\n```",
        f"| state | shown as |\n|---|---|\n{names}",
        f"| from | to | because |\n|---|---|---|\n{rows}",
        END,
    ]
    return "\n\n".join(parts)
