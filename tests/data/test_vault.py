"""Temporary data: private, bounded, gone half an hour after the last connection. Times are seconds by hand."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from lib.data import vault as vault_module
from lib.data.vault import ALIVE, STATE, STATE_LIMIT_BYTES, Vault, VaultError, default_vault, is_token, new_token

LIFETIME = 1800
BAD_TOKENS = [
    pytest.param("", id="empty"),
    pytest.param("../../../../etc/passwd", id="climbs out"),
    pytest.param("/" + "a" * 42, id="absolute"),
    pytest.param("a" * 42, id="one short"),
    pytest.param("a" * 44, id="one long"),
    pytest.param("a" * 43 + "\n", id="line break at the end"),
    pytest.param("a" * 42 + "\0", id="null byte"),
    pytest.param("a" * 42 + "é", id="not ascii"),
    pytest.param("a" * 42 + ".", id="dot"),
]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def age(vault: Vault, token: str, seconds: float) -> Path:
    """Sets the visitor's clock back; returns the folder."""
    place = vault.folder(token)
    moment = time.time() - seconds
    os.utime(place / ALIVE, (moment, moment))
    return place


def test_a_token_has_256_bits_and_is_new_each_time() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(is_token(token) and len(token) == 43 for token in tokens)  # 32 bytes in base64 without padding


def test_a_folder_is_private_and_does_not_tell_the_token(vault: Vault) -> None:
    token = new_token()
    place = vault.folder(token)
    assert (mode(vault.root), mode(place), mode(place / ALIVE)) == (0o700, 0o700, 0o600)
    assert place.parent == vault.root
    assert token not in str(place)
    assert vault.folder(token) == place


def test_visitors_do_not_share(vault: Vault) -> None:
    one, other = new_token(), new_token()
    vault.remember(one, "roles", {"churn": {"customer": "id"}})
    assert vault.folder(one) != vault.folder(other)
    assert vault.recall(other) == {}


@pytest.mark.parametrize("token", BAD_TOKENS)
def test_a_malformed_token_never_becomes_a_path(vault: Vault, token: str) -> None:
    for call in (vault.folder, vault.touch, vault.recall, vault.used, vault.forget):
        with pytest.raises(VaultError, match="token is malformed") as raised:
            call(token)
        assert raised.value.code == "vault_token_malformed"
        assert not raised.value.fields  # the token may be an attack or a secret: it is not repeated
    with pytest.raises(VaultError, match="token is malformed"):
        vault.connected(token, 1)
    assert list(vault.root.iterdir()) == []


def test_state_is_remembered_by_key_and_survives_a_new_process(vault: Vault) -> None:
    token = new_token()
    vault.remember(token, "language", "uz")
    vault.remember(token, "roles", {"churn": {"date": "сана"}})
    again = Vault(vault.root)
    assert again.recall(token) == {"language": "uz", "roles": {"churn": {"date": "сана"}}}
    again.remember(token, "language", None)
    assert vault.recall(token) == {"roles": {"churn": {"date": "сана"}}}
    assert mode(vault.folder(token) / STATE) == 0o600


def test_recalling_makes_no_folder(vault: Vault) -> None:
    assert vault.recall(new_token()) == {}
    assert list(vault.root.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", '"text"', "\xff"], ids=repr)
def test_damaged_state_counts_as_none(vault: Vault, content: str) -> None:
    token = new_token()
    (vault.folder(token) / STATE).write_bytes(content.encode("latin-1"))
    assert vault.recall(token) == {}
    vault.remember(token, "language", "hy")
    assert vault.recall(token) == {"language": "hy"}


def test_too_much_state_is_refused_and_the_old_one_stays(vault: Vault) -> None:
    token = new_token()
    vault.remember(token, "language", "ru")
    with pytest.raises(VaultError, match="notes makes the remembered state") as raised:
        vault.remember(token, "notes", "x" * STATE_LIMIT_BYTES)
    assert raised.value.code == "vault_state_too_large"
    assert vault.recall(token) == {"language": "ru"}


def test_what_json_cannot_hold_leaves_no_half_written_file(vault: Vault) -> None:
    token = new_token()
    vault.remember(token, "language", "ru")
    with pytest.raises(ValueError, match="not JSON compliant"):
        vault.remember(token, "level", float("nan"))
    assert sorted(path.name for path in vault.folder(token).iterdir()) == [ALIVE, STATE]
    assert vault.recall(token) == {"language": "ru"}


def test_many_threads_lose_no_key(vault: Vault) -> None:
    token = new_token()
    threads = [Thread(target=vault.remember, args=(token, f"key{number}", number)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert vault.recall(token) == {f"key{number}": number for number in range(20)}


@pytest.mark.parametrize(
    ("idle", "stays"), [(LIFETIME - 60, True), (LIFETIME + 60, False)], ids=["29 minutes", "31 minutes"]
)
def test_a_folder_goes_half_an_hour_after_the_last_sign_of_life(vault: Vault, idle: int, stays: bool) -> None:
    place = age(vault, new_token(), idle)
    (place / "data.parquet").write_bytes(b"rows")
    assert vault.sweep() == (0 if stays else 1)
    assert place.exists() is stays
    assert stays or list(vault.root.iterdir()) == []


def test_nothing_goes_while_the_visitor_is_connected(vault: Vault) -> None:
    token = new_token()
    vault.connected(token, +1)
    vault.connected(token, +1)  # a second tab
    vault.connected(token, -1)
    place = age(vault, token, 10 * LIFETIME)
    assert vault.sweep() == 0
    assert place.exists()


def test_the_clock_starts_when_the_last_connection_ends(vault: Vault) -> None:
    token = new_token()
    assert [vault.connected(token, change) for change in (+1, +1, -1)] == [1, 2, 1]
    place = age(vault, token, 10 * LIFETIME)
    ended = time.time()
    assert vault.connected(token, -1) == 0
    assert vault.sweep(ended + LIFETIME - 1) == 0
    assert vault.sweep(ended + LIFETIME + 5) == 1
    assert not place.exists()


def test_a_connection_too_many_ended_does_not_count_against_the_next(vault: Vault) -> None:
    token = new_token()
    assert vault.connected(token, -1) == 0
    assert vault.connected(token, +1) == 1


def test_another_process_keeps_its_visitors_by_its_heartbeat(vault: Vault) -> None:
    token = new_token()
    vault.connected(token, +1)
    place = age(vault, token, 10 * LIFETIME)
    vault.sweep()  # this process serves the visitor and renews the mark
    assert Vault(vault.root).sweep() == 0
    assert place.exists()


def test_a_crash_leaves_nothing_for_long(tmp_path: Path) -> None:
    """A process that dies with a visitor connected; the next one sweeps by the mark alone."""
    root, token = tmp_path / "vault", new_token()
    script = (
        "import os, sys; from pathlib import Path; from lib.data.vault import Vault\n"
        "vault = Vault(Path(sys.argv[1])); vault.connected(sys.argv[2], +1)\n"
        "(vault.folder(sys.argv[2]) / 'data.parquet').write_bytes(b'rows'); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(root), token], cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == 9
    next_one = Vault(root)
    assert next_one.sweep() == 0
    assert next_one.sweep(time.time() + LIFETIME + 5) == 1
    assert list(root.iterdir()) == []


def test_a_folder_without_a_mark_is_judged_by_its_own_time(vault: Vault) -> None:
    place = vault.folder(new_token())
    (place / ALIVE).unlink()
    assert vault.sweep() == 0
    assert vault.sweep(time.time() + LIFETIME + 5) == 1


def test_a_removal_that_a_crash_cut_short_is_finished(vault: Vault) -> None:
    gone = vault.root / f"{'0' * 64}-1a2b3c4d.gone"
    gone.mkdir()
    (gone / "data.parquet").write_bytes(b"rows")
    vault.sweep()
    assert not gone.exists()


def test_what_is_not_a_visitor_s_stays(vault: Vault) -> None:
    mine = vault.root / "notes.txt"
    mine.write_text("keep")
    vault.sweep(time.time() + 100 * LIFETIME)
    assert mine.read_text() == "keep"


def test_forgetting_is_at_once(vault: Vault) -> None:
    token = new_token()
    (vault.folder(token) / "data.parquet").write_bytes(b"rows")
    vault.forget(token)
    vault.forget(token)  # a second time is no error
    assert list(vault.root.iterdir()) == []


def test_a_touch_sets_the_clock_back_but_makes_nothing(vault: Vault) -> None:
    known, unknown = new_token(), new_token()
    age(vault, known, LIFETIME + 60)
    vault.touch(known)
    vault.touch(unknown)
    assert vault.sweep() == 0
    assert len(list(vault.root.iterdir())) == 1


def test_a_visitor_has_a_quota(tmp_path: Path) -> None:
    vault, token = Vault(tmp_path / "vault", quota=100), new_token()
    nested = vault.folder(token) / "data" / "part"
    nested.mkdir(parents=True)
    (nested / "rows.parquet").write_bytes(b"x" * 60)
    assert vault.used(token) == 60
    vault.check_room(token, 40)
    with pytest.raises(VaultError, match="41 bytes more than the 60 in use") as raised:
        vault.check_room(token, 41)
    assert raised.value.code == "vault_full"
    assert raised.value.fields == {"wanted": 41, "used": 60, "quota": 100}
    vault.check_room(new_token(), 100)  # another visitor's room is their own


def test_a_full_disk_is_said_before_writing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "SPARE_DISK_BYTES", 2**62)
    with pytest.raises(VaultError, match="free on the disk") as raised:
        vault.check_room(new_token(), 1)
    assert raised.value.code == "vault_disk_full"


def test_the_lifetime_can_be_set(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault", timedelta(seconds=10))
    age(vault, new_token(), 11)
    assert vault.sweep() == 1


def test_the_default_vault_is_one_and_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIFTEEN_VAULT", str(tmp_path / "elsewhere"))
    default_vault.cache_clear()
    try:
        assert default_vault().root == tmp_path / "elsewhere"
        assert default_vault() is default_vault()
    finally:
        default_vault.cache_clear()


def test_a_root_open_to_others_is_closed(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    root.chmod(0o755)
    assert mode(Vault(root).root) == 0o700


def test_a_root_that_the_system_cleaned_away_comes_back(vault: Vault) -> None:
    vault.root.rmdir()
    assert vault.sweep() == 0
    assert vault.recall(new_token()) == {}
    assert mode(vault.folder(new_token()).parent) == 0o700


@pytest.mark.parametrize("kind", ["link", "file", "dangling link"])
def test_a_root_that_another_may_have_laid_out_is_refused(tmp_path: Path, kind: str) -> None:
    root, target = tmp_path / "vault", tmp_path / "target"
    if kind == "file":
        root.write_text("")
    else:
        root.symlink_to(target)
    if kind == "link":
        target.mkdir()
    with pytest.raises(VaultError, match="cannot hold visitors' data") as raised:
        Vault(root)
    assert raised.value.code == "vault_root_unsafe"


def test_a_root_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: root.stat().st_uid + 1)
    with pytest.raises(VaultError, match="owned by another user"):
        Vault(root)
