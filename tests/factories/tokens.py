"""Access tokens for tests, and programs that bring them."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client

from concord.accounts import actions
from concord.accounts.models import Person
from concord.accounts.tokens import SCOPES
from concord.core import clock

EVERY = tuple(scope for scope, _ in SCOPES)
_numbers = count(1)


def token(person: Person, *scopes: str, **said: Any) -> str:
    """Make a token with these scopes (all if none is named), and return it."""
    secret = f"concord_{next(_numbers):032d}"
    told = {"name": "Export", "last_day": clock.today() + timedelta(days=30), "at": clock.now(), **said}
    actions.make_token(person, scopes=scopes or EVERY, secret=secret, by=person, **told)
    return secret


class Program:
    """A program that acts as a person."""

    def __init__(self, person: Person, *scopes: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {token(person, *scopes)}"})

    def get(self, address: str) -> tuple[int, Any]:
        answer = self._client.get(f"/api/v1/{address}")
        return answer.status_code, answer.json()

    def post(self, address: str, told: Any) -> tuple[int, Any]:
        answer = self._client.post(f"/api/v1/{address}", told, content_type="application/json")
        return answer.status_code, answer.json()
