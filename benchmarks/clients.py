"""Reruns per second that a server gives ten visitors who move a slider as fast as it answers, over the websocket alone."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.serving import PAGES, bare, ours

# Visitors at once, and the seconds in which they move; each of ten is answered a few times only in theirs.
CLIENTS = {1: 2.0, 10: 4.0}
ROUNDS = 2
# A step of the cost changes too little of a cost per click to be seen, which the browser's clock waits for; the server does not.
SLIDERS = {"churn": PAGES["churn"], "npv": PAGES["npv"], "cpc": "cpc_cost__slider"}
# How far from where it stood a slider is moved, in its steps.
FAR = 20


def run() -> Iterator[tuple[str, float, float, str]]:
    """Reruns per second, ours and the bare page's."""
    with ours() as one:
        for slug, slider in SLIDERS.items():
            with bare(slug, slider) as other:
                for count in CLIENTS:
                    first, second = asyncio.run(rates((one, slug, slider), (other, "", "moved"), count=count))
                    visitors = f"{count} visitor{'s' if count > 1 else ''}"
                    yield f"reruns per second of {slug}, {visitors} (more is better)", first, second, "/s"


async def rates(*pages: tuple[str, str, str], count: int) -> list[float]:
    """Reruns per second of each page, all visitors of one moving at once; the pages in turns, so that all see the same machine."""
    groups = [[Visitor(*page, seed) for seed in range(count)] for page in pages]
    done, spent = [0] * len(groups), [0.0] * len(groups)
    for visitors in groups:
        await asyncio.gather(*(visitor.open() for visitor in visitors))
    for place in [*range(len(groups))] * ROUNDS:
        start = time.perf_counter()
        moves = await asyncio.gather(*(one.move_until(start + CLIENTS[count]) for one in groups[place]))
        spent[place] += time.perf_counter() - start
        done[place] += sum(moves)
    await asyncio.gather(*(visitor.close() for visitors in groups for visitor in visitors))
    return [moves / seconds for moves, seconds in zip(done, spent, strict=True)]


class Visitor:
    """One browser tab, as far as the server can tell."""

    def __init__(self, url: str, page: str, slider: str, seed: int) -> None:
        self.address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        self.page, self.slider = page, slider
        self.socket: Any = None
        self.script = self.fragment = self.widget = ""
        # Never twice to the same place: what is remembered for a value must not look like speed.
        self.random = random.Random(seed)
        self.ends = (0.0, 0.0)

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
            await self.ask(self.random.uniform(*self.ends))
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
            self.ends = (max(proto.min, middle - FAR * proto.step), min(proto.max, middle + FAR * proto.step))


if __name__ == "__main__":
    for line in run():
        print(line)
