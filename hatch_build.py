"""Builds the SPARQL editor into the wheel; a wheel built without Node.js keeps the plain editor, and the build says so."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Runs scripts/front-end before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the editor, except for a checkout that is installed in place."""
        if version == "editable":
            return
        try:
            built = subprocess.run([Path(self.root, "scripts", "front-end")], capture_output=True, text=True, check=False)
            problem = built.stderr.strip() if built.returncode else ""
        except OSError as error:
            problem = str(error.strerror)
        if problem:
            self.app.display_warning(f"This wheel has a plain SPARQL editor, because YASGUI could not be built: {problem}")
