"""Filters that put codes of messages into words."""

from django import template

from zvarot.moderation import choices
from zvarot.moderation.asking import said as said_of
from zvarot.moderation.queue import Card
from zvarot.moderation.words import FLAGS, ROUTES

register = template.Library()


@register.filter
def flag(code: str) -> str:
    """Return what a flag says."""
    return str(FLAGS.get(code, code))


@register.filter
def route(code: str) -> str:
    """Return which way a message takes."""
    return str(ROUTES.get(code, code))


@register.filter
def language(code: str) -> str:
    """Return what a language is called in itself."""
    return choices.language_name(code)


@register.filter
def said(card: Card, user: int) -> str:
    """Return the state of a message in words."""
    return said_of(card.message, user)
