"""Start the planner's server, from a repository or an installed wheel, in whatever folder."""

import os
from collections.abc import Mapping
from pathlib import Path

HOST, PORT = "127.0.0.1", 8501

FONT = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', sans-serif"

OPTIONS: Mapping[str, object] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.showEmailPrompt": False,
    "server.maxUploadSize": 20,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": False,
    "runner.magicEnabled": False,
    "logger.hideWelcomeMessage": True,
    "theme.base": "light",
    "theme.primaryColor": "#1565c0",
    "theme.font": FONT,
    "theme.baseFontSize": 15,
    "theme.headingFontSizes": ["1.55rem", "1.2rem", "1.05rem", "1rem", "0.95rem", "0.9rem"],
    "theme.metricValueFontSize": "1.5rem",
    "theme.baseRadius": "6px",
    "theme.paddingTop": "0.8rem",
    "theme.paddingBottom": "3rem",
}
"""The same as ``.streamlit/config.toml``, which an installed wheel does not carry."""


def main_file() -> Path:
    """The script that the server runs."""
    return Path(__file__).resolve().parent / "main.py"


def serve(port: int = PORT, host: str = HOST) -> None:
    """Serve the planner until interrupted.

    Parameters
    ----------
    port
        Port on ``host``.
    host
        Only this machine by default; another address opens the planner to a network that must be
        trusted, for there is no login.
    """
    from streamlit.web import bootstrap

    # A font list is one string on the command line and in a file, hence no environment variables.
    flags = {name.replace(".", "_"): value for name, value in OPTIONS.items()}
    flags |= {"server_port": port, "server_address": host}
    os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    bootstrap.load_config_options(flag_options=flags)
    bootstrap.run(str(main_file()), False, [], flags)
