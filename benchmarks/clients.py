"""Reruns per second that a server gives ten visitors who move a slider as fast as it answers, over the websocket alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.serving import PAGES, bare, ours

CLIENTS = (1, 10)
SECONDS = 8.0
PAGE = "churn"


def run() -> Iterator[tuple[str, float, float, str]]:
    """Reruns per second, ours and the bare page's."""
    with ours() as one, bare(PAGE) as other:
        for count in CLIENTS:
            # In turns, so that both see the same machine.
            first = asyncio.run(rate(one, PAGE, PAGES[PAGE], count))
            second = asyncio.run(rate(other, "", "moved", count))
            yield f"reruns per second of the page {PAGE}, {count} visitors (more is better)", first, second, "/s"


async def rate(url: str, page: str, slider: str, count: int) -> float:
    """All visitors open the page, then move their slider for some seconds."""
    visitors = [Visitor(url, page, slider) for _ in range(count)]
    await asyncio.gather(*(visitor.open() for visitor in visitors))
    until = time.perf_counter() + SECONDS
    start = time.perf_counter()
    done = await asyncio.gather(*(visitor.move_until(until) for visitor in visitors))
    spent = time.perf_counter() - start
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    return sum(done) / spent


class Visitor:
    """One browser tab, as far as the server can tell."""

    def __init__(self, url: str, page: str, slider: str) -> None:
        self.address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        self.page, self.slider = page, slider
        self.socket: Any = None
        self.script = self.fragment = self.widget = ""
        self.values: list[float] = []

    async def open(self) -> None:
        """Opens the page and reads where the slider is."""
        import websockets

        self.socket = await websockets.connect(self.address, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        await self.ask()
        await self.answer()
        if not self.widget:
            raise AssertionError(f"no slider {self.slider} on {self.address}")

    async def close(self) -> None:
        """Closes the tab."""
        await self.socket.close()

    async def move_until(self, until: float) -> int:
        """How many times the slider was moved and the page came back."""
        done = 0
        while time.perf_counter() < until:
            await self.ask(self.values[done % len(self.values)])
            await self.answer()
            done += 1
        return done

    async def ask(self, value: float | None = None) -> None:
        """Asks for a rerun, of the slider's fragment where it lies in one."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.page_script_hash = self.script
        if not self.script:
            message.rerun_script.page_name = self.page
        if value is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widget
            state.double_array_value.data.append(value)
            message.rerun_script.fragment_id = self.fragment
        await self.socket.send(message.SerializeToString())

    async def answer(self) -> None:
        """Reads messages until the script has ended."""
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.script = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._look(message.delta)
            elif kind == "script_finished":
                return

    def _look(self, delta: Any) -> None:
        element = delta.new_element
        if element.WhichOneof("type") == "slider" and element.slider.id.endswith(f"-{self.slider}"):
            proto = element.slider
            self.widget, self.fragment = proto.id, delta.fragment_id
            middle = proto.default[0] if proto.default else (proto.min + proto.max) / 2
            self.values = [min(proto.max, middle + step * proto.step) for step in range(1, 6)]


if __name__ == "__main__":
    for line in run():
        print(line)
