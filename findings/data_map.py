"""What is held of people by findings: words that were quoted, and who decided."""

from findings.models import Coding, Finding, Theme
from kit.data_map import WORDS, Basis, Heading, Purpose, held, kept
from programmes.data_map import RECORD

DECIDING = Purpose(
    "read what was said, and decide what is done about it",
    "those who said something, and staff",
    Basis.PUBLIC_TASK,
    RECORD,
)

held(
    Theme,
    Heading.WORK,
    DECIDING,
    nothing="id programme number name description merged_into published_at",
    staff="published_by",
)
held(
    Coding,
    Heading.SAID,
    DECIDING,
    whose=["answer__feedback__said_by", "answer__feedback__appointment__person"],
    programme="theme__programme",
    nothing="id theme poster conversation answer",
    excerpt=kept(
        WORDS, "it is quoted from what stays: an organisation’s position, or posters and conversations of a group"
    ),
)
held(
    Finding,
    Heading.WORK,
    DECIDING,
    nothing="id programme number kind title text decision reason decided_at published_at themes",
    staff="decided_by published_by",
)
