"""A message on its way through the form: a line put in, a warning read, a way chosen, sent.

Only sending is an act. The others keep nothing, and a text that nothing speaks against is sent at
once.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from zvarot.contract.message import FIELD, ROUTE
from zvarot.contract.message_view import WARNED, Mail
from zvarot.front import tickets
from zvarot.front.pages import ActionPage
from zvarot.front.shared import Shared
from zvarot.front.wire import Reply

# Page, form, posted bytes, address, moment.
Accept = Callable[[ActionPage, Mapping[str, str], bytes, str, float], Awaitable[Reply]]


@dataclass(frozen=True, kw_only=True)
class MessageSteps:
    """accept -- takes the act. Raises NotYet and AnswersInvalid."""

    shared: Shared
    accept: Accept

    async def take(
        self,
        page: ActionPage,
        mail: Mail,
        raw: Mapping[str, str],
        body: bytes,
        address: str,
        now: float,
    ) -> Reply:
        """Answer the POST of a form with a message. Raises NotYet and AnswersInvalid."""
        ticket = raw.get("ticket") or tickets.mint(self.shared.ticket_key, now).decode()
        if "line" in raw:
            return page.form_again(mail.with_line(raw), ticket=ticket, status=200)
        given = {**raw, ROUTE: mail.route_of(raw)}
        text = page.view.form.clean(given).get(FIELD, "")
        if unread := mail.unread_warnings(raw, text):
            shown = {**raw, WARNED: " ".join(one.key for one in unread)}
            return page.form_again(shown, ticket=ticket, status=422)
        return await self.accept(page, given, body, address, now)
