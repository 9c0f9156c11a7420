"""Draw one thing on the line by a small template of its own."""

from django import template
from django.template.loader import render_to_string

from line.nodes import Node

register = template.Library()


@register.simple_tag
def drawn(node: Node, template_name: str) -> str:
    """Draw a node by a template that knows nothing but `node`; a node is drawn once by each."""
    if template_name not in node.drawings:
        node.drawings[template_name] = render_to_string(template_name, {"node": node})
    return node.drawings[template_name]
