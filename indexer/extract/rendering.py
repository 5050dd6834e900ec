"""Pictures of pages, by a pool of warm, limited children beside the web process. Imports no PDF library."""

from __future__ import annotations

import os
import queue
import threading
from contextlib import closing, suppress
from pathlib import Path

from indexer.errors import Unavailable
from indexer.extract.reading import CHILD
from indexer.sandbox.limits import Limits
from indexer.sandbox.process import WarmProcess
from indexer.settings import RenderSettings

MEMORY_MB = 1024
USES = 2000
OUTPUT_LIMIT_BYTES = 64 * 2**20
PROCESSES_LIMIT = 4


class Renderer:
    """Renders pages; safe to call from many threads. Each picture occupies one child."""

    def __init__(self, settings: RenderSettings, processes: int | None = None) -> None:
        count = processes or min(PROCESSES_LIMIT, os.cpu_count() or 1)
        limits = Limits(MEMORY_MB, settings.timeout_s, USES, OUTPUT_LIMIT_BYTES)
        self._timeout_s = settings.timeout_s
        self._all = [WarmProcess(CHILD, limits) for _ in range(count)]
        # Last in, first out: the child used last has the file open and its memory warm.
        self._free: queue.LifoQueue[WarmProcess] = queue.LifoQueue()
        for process in self._all[1:]:
            self._free.put(process)
        self._starting = threading.Thread(target=self._start, args=(self._all[0],), name="first renderer", daemon=True)
        self._starting.start()

    def page_image(
        self, path: Path, number: int, width_px: int, image_format: str = "jpeg", password: str | None = None
    ) -> bytes:
        """The sheet as an image of that width ("jpeg", "png" or "webp"), annotations painted.

        Raises:
            InputError: the file or the sheet cannot be rendered, or not within the limits.
            Unavailable: every child is busy for longer than `render.timeout_s`, or none can be started.
        """
        try:
            process = self._free.get(timeout=self._timeout_s)
        except queue.Empty as error:
            raise Unavailable("All page renderers are busy; try again in a moment.") from error
        try:
            asked = process.ask(
                "render", path=str(path), number=number, width_px=width_px, format=image_format, password=password
            )
            with closing(asked) as frames:
                image = next(frames).blob
                for _ in frames:
                    continue
            return image
        finally:
            self._free.put(process)

    def close(self) -> None:
        """Ends the children; call it when no thread renders any more."""
        self._starting.join()
        for process in self._all:
            process.close()

    def _start(self, process: WarmProcess) -> None:
        """The first one is started ahead of the first view, and is the first to be asked."""
        with suppress(Unavailable):  # whoever wants a picture is told then
            process.start()
        self._free.put(process)
