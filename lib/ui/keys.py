"""Every key that the app keeps in a session, in one place; inputs are ``<slug>_<name>`` and live in the address as well."""

from __future__ import annotations

from enum import StrEnum


class Key(StrEnum):
    """Session keys that are not inputs of a page."""

    LANGUAGE = "lang"  # code of the language, bound to the address
    DATASET = "dataset"  # the visitor's Dataset, or None
    FOLDER = "dataset_folder"  # where its files lie, in the visitor's folder
    RESTORED = "restored"  # True once the vault was looked into
    UPLOAD_ROUND = "upload_round"  # grows after each upload, so that the uploader starts empty
    UPLOAD_ERROR = "upload_error"  # what was wrong with the last file, said until the next one
    ROLES = "roles"  # slug -> role -> column, as edited by the visitor
    ADOPTED = "adopted"  # slug -> content hash of the data set whose numbers the page has taken over
    SYNCED = "synced"  # slug -> token of the measurement whose numbers stand in the inputs
    SLIDERS = "sliders"  # slider of a parameter -> its input, where it stands, its ends
    STILL = "still"  # the page as it was drawn last, and the token by which its browser asks for it
    KEPT = "kept"  # cells that the visitor pinned
    KEEPING = "keeping"  # the cell whose button was just pressed, noted when it is drawn next
    KEEPING_TITLE = "keeping_title"  # its heading


def widget(slug: str, name: str) -> str:
    """The key of a page's widget, which is also its name in the address."""
    return f"{slug}_{name}"
