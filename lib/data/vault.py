"""A visitor's temporary data on disk: found by a secret token, gone half an hour after the last connection.

A folder carries its own clock, the modification time of its ``alive`` mark: whoever serves a connected visitor
renews it, and any process may remove a folder whose mark is older than the lifetime. So nothing has to be
written down at the end, and what a crash leaves behind is swept by the next start.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from lib.core.errors import FifteenError

LIFETIME = timedelta(minutes=30)
QUOTA_BYTES = 1_000_000_000
SPARE_DISK_BYTES = 500_000_000
STATE_LIMIT_BYTES = 256_000

ALIVE = ".alive"
STATE = ".state.json"
GONE = ".gone"
# 256 bits, as secrets.token_urlsafe(32) writes them; fullmatch only, since $ lets a line break through.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_FOLDER = re.compile(r"[0-9a-f]{64}")

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class VaultError(FifteenError):
    """Temporary data that cannot be kept; ``fields`` hold the sizes or the place."""

    @classmethod
    def malformed_token(cls) -> VaultError:
        # The token is a secret, and a malformed one may be an attack: neither belongs in a log.
        return cls("vault_token_malformed", "the visitor's token is malformed")

    @classmethod
    def unsafe_root(cls, root: Path, reason: str) -> VaultError:
        return cls("vault_root_unsafe", f"{root} cannot hold visitors' data: {reason}", root=str(root), reason=reason)

    @classmethod
    def full(cls, wanted: int, used: int, quota: int) -> VaultError:
        message = f"{wanted} bytes more than the {used} in use would exceed this visitor's {quota}"
        return cls("vault_full", message, wanted=wanted, used=used, quota=quota)

    @classmethod
    def disk_full(cls, wanted: int, free: int) -> VaultError:
        return cls("vault_disk_full", f"{wanted} bytes wanted, {free} free on the disk", wanted=wanted, free=free)

    @classmethod
    def state_too_large(cls, key: str, size: int, limit: int) -> VaultError:
        message = f"{key} makes the remembered state {size} bytes; the limit is {limit}"
        return cls("vault_state_too_large", message, key=key, size=size, limit=limit)


def new_token() -> str:
    """A fresh name for a visitor: 256 random bits, safe in a cookie."""
    return secrets.token_urlsafe(32)


def is_token(value: str | None) -> bool:
    """Whether a value from outside has the shape of a token; nothing else ever becomes a path."""
    return value is not None and _TOKEN.fullmatch(value) is not None


class Vault:
    """Visitors' temporary folders under one private root.

    Args:
        root: made when absent, readable by this user alone; each visitor's folder in it is named by the hash of
            the token, so that a listing of the root gives nobody access.
        lifetime: how long a folder outlives its visitor's last connection.
        quota: bytes one visitor may keep.

    Raises:
        VaultError: ``vault_root_unsafe`` where the root is a link, a file, or another user's.
    """

    def __init__(self, root: Path, lifetime: timedelta = LIFETIME, *, quota: int = QUOTA_BYTES) -> None:
        self.root = _private(root)
        self.lifetime = lifetime
        self.quota = quota
        self._connections: Counter[str] = Counter()
        self._lock = RLock()

    def folder(self, token: str) -> Path:
        """The visitor's own folder, made when absent; asking for it counts as a sign of life.

        Raises:
            VaultError: ``vault_token_malformed``.
        """
        place = self._place(token)
        with self._lock:
            _private(self.root)  # systems clean their temporary folders; a server runs for months
            place.mkdir(mode=0o700, exist_ok=True)
            _renew(place, time.time())
        return place

    def touch(self, token: str) -> None:
        """Sets the visitor's clock back to now, if there is anything to keep."""
        place = self._place(token)
        with self._lock:
            if place.is_dir():
                _renew(place, time.time())

    def connected(self, token: str, change: int) -> int:
        """Counts a connection that opened (+1) or ended (-1); returns how many are open in this process.

        Both set the clock back: the lifetime runs from the end of the last connection.
        """
        name = self._place(token).name
        with self._lock:
            self._connections[name] += change
            open_now = self._connections[name]
            if open_now <= 0:
                del self._connections[name]
            self.touch(token)
        return max(open_now, 0)

    def remember(self, token: str, key: str, value: Json) -> None:
        """Keeps one small value for the visitor beyond a reload; ``None`` forgets it. Other keys stay.

        Raises:
            VaultError: ``vault_state_too_large`` beyond 256 kB in total; data belong in files.
        """
        with self._lock:
            state = self.recall(token)
            state[key] = value
            kept = {name: one for name, one in state.items() if one is not None}
            text = json.dumps(kept, ensure_ascii=False, allow_nan=False).encode()
            if len(text) > STATE_LIMIT_BYTES:
                raise VaultError.state_too_large(key, len(text), STATE_LIMIT_BYTES)
            _write(self.folder(token) / STATE, text)

    def recall(self, token: str) -> dict[str, Json]:
        """All that was remembered for the visitor; empty for a new one, and where the file is damaged."""
        try:
            state = json.loads((self._place(token) / STATE).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def used(self, token: str) -> int:
        """Bytes in the visitor's files."""
        return sum(_size(path) for path in self._place(token).rglob("*"))

    def check_room(self, token: str, wanted: int) -> None:
        """Passes when the visitor may write this many bytes more.

        Raises:
            VaultError: ``vault_full`` beyond the visitor's quota, ``vault_disk_full`` where the disk has no room.
        """
        used = self.used(token)
        if used + wanted > self.quota:
            raise VaultError.full(wanted, used, self.quota)
        free = shutil.disk_usage(self.root).free
        if wanted + SPARE_DISK_BYTES > free:
            raise VaultError.disk_full(wanted, free)

    def forget(self, token: str) -> None:
        """Removes all that is kept for the visitor, at once."""
        with self._lock:
            _remove(self._place(token))

    def sweep(self, now: float | None = None) -> int:
        """Renews the clocks of connected visitors, removes folders whose time is over; returns how many went.

        Args:
            now: seconds since 1970; the current time by default.
        """
        moment = time.time() if now is None else now
        removed = 0
        with self._lock:
            for place in self._folders():
                if place.name in self._connections:
                    _renew(place, moment)
                elif moment - _last_sign(place, default=moment) > self.lifetime.total_seconds():
                    _remove(place)
                    removed += 1
        return removed

    def _place(self, token: str) -> Path:
        if not is_token(token):
            raise VaultError.malformed_token()
        return self.root / hashlib.sha256(token.encode()).hexdigest()

    def _folders(self) -> Iterator[Path]:
        for entry in list(self.root.iterdir()) if self.root.is_dir() else ():
            if entry.name.endswith(GONE):
                shutil.rmtree(entry, ignore_errors=True)  # a removal that a crash cut short
            elif _FOLDER.fullmatch(entry.name):
                yield entry


@lru_cache(maxsize=1)
def default_vault() -> Vault:
    """The vault of this server: at ``FIFTEEN_VAULT``, else a private folder among the system's temporary ones."""
    named = os.environ.get("FIFTEEN_VAULT")
    return Vault(Path(named) if named else Path(tempfile.gettempdir()) / f"fifteen-{_user()}")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()


def _private(root: Path) -> Path:
    # Somebody else may have made the folder first, in a temporary folder that all users share.
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise VaultError.unsafe_root(root, "not a folder") from None
    seen = root.lstat()
    if stat.S_ISLNK(seen.st_mode):
        raise VaultError.unsafe_root(root, "a symbolic link")
    if hasattr(os, "getuid") and seen.st_uid != os.getuid():
        raise VaultError.unsafe_root(root, "owned by another user")
    root.chmod(0o700)
    return root


def _renew(place: Path, moment: float) -> None:
    mark = place / ALIVE
    mark.touch(mode=0o600)
    os.utime(mark, (moment, moment))


def _last_sign(place: Path, default: float) -> float:
    for path in (place / ALIVE, place):
        try:
            return path.stat().st_mtime
        except FileNotFoundError:
            continue
    return default  # another process removed it meanwhile


def _remove(place: Path) -> None:
    # Renamed first: whoever comes back meanwhile starts with an empty folder, never with half of one.
    gone = place.with_name(f"{place.name}-{secrets.token_hex(4)}{GONE}")
    try:
        place.rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    # mkstemp gives 0600; replacing is atomic, so a reader sees the old state or the new one.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
