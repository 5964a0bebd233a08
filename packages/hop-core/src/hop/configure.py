"""Where hop's configuration is, the settings in it, and how to write it."""

from hop._config import (
    Config,
    get_config_path,
    load_config,
    set_up_configuration,
    write_config_file,
    write_config_value,
)

__all__ = [
    "Config",
    "get_config_path",
    "load_config",
    "set_up_configuration",
    "write_config_file",
    "write_config_value",
]
