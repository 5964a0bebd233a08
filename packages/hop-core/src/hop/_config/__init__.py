"""Where to connect and with which credential: URLs, brokers, credentials, settings.

:func:`resolve` makes a :class:`Target` of a URL, once for each stream or command.
"""

from hop._config.auth import Auth, SASLMethod, trusted_ca_file
from hop._config.brokers import (
    Broker,
    add_broker,
    cure_without_credential,
    find_broker,
    load_brokers,
    remove_broker,
)
from hop._config.credentials import (
    add_credential,
    credential_from_csv,
    describe,
    load_auth,
    read_secret,
    remove_credential,
    select_matching_auth,
    stored_credentials,
    write_auth_data,
    write_config_file,
)
from hop._config.files import read_toml, write_private
from hop._config.options import (
    Options,
    OptionsButErrors,
    Ranges,
    ResumeAt,
    Selector,
    Tests,
    Where,
)
from hop._config.prompts import (
    ask,
    ask_for_credential,
    ask_for_credential_of,
    set_up_configuration,
)
from hop._config.secrets import (
    CREDENTIAL_VARIABLES,
    Secret,
    environment_of_child,
    hide,
    is_insecure,
    redact,
)
from hop._config.settings import (
    ANY_PUBLIC,
    Config,
    get_config_path,
    load_config,
    write_config_value,
)
from hop._config.target import (
    Target,
    check_topics,
    credential_with_host,
    resolve,
    stored_credential_for,
)
from hop._config.tokens import TokenCommand
from hop._config.url import (
    RESERVED_NAMES,
    KafkaURL,
    bootstrap_servers,
    check_topic,
    hide_url,
    is_broker_name,
    parse,
    parse_addresses,
    shown,
    with_topic,
)

__all__ = [
    "ANY_PUBLIC",
    "CREDENTIAL_VARIABLES",
    "RESERVED_NAMES",
    "Auth",
    "Broker",
    "Config",
    "KafkaURL",
    "Options",
    "OptionsButErrors",
    "Ranges",
    "ResumeAt",
    "SASLMethod",
    "Secret",
    "Selector",
    "Target",
    "Tests",
    "TokenCommand",
    "Where",
    "add_broker",
    "add_credential",
    "ask",
    "ask_for_credential",
    "ask_for_credential_of",
    "bootstrap_servers",
    "check_topic",
    "check_topics",
    "credential_from_csv",
    "credential_with_host",
    "cure_without_credential",
    "describe",
    "environment_of_child",
    "find_broker",
    "get_config_path",
    "hide",
    "hide_url",
    "is_broker_name",
    "is_insecure",
    "load_auth",
    "load_brokers",
    "load_config",
    "parse",
    "parse_addresses",
    "read_secret",
    "read_toml",
    "redact",
    "remove_broker",
    "remove_credential",
    "resolve",
    "select_matching_auth",
    "set_up_configuration",
    "shown",
    "stored_credential_for",
    "stored_credentials",
    "trusted_ca_file",
    "with_topic",
    "write_auth_data",
    "write_config_file",
    "write_config_value",
    "write_private",
]
