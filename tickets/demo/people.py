"""Who works there."""

PASSWORD = "help-desk-demo"  # noqa: S105  (made only where DEBUG is on)

# (e-mail address, name, role, language of the desk, categories)
PEOPLE = [
    ("owner@example.com", "Defne", "owner", "en", ["personal"]),
    ("ana@example.com", "Ana", "assistant", "en", ["downloads", "installation"]),
    ("bora@example.com", "Bora", "assistant", "tr", ["billing", "something-else"]),
    ("nil@example.com", "Nil", "assistant", "en", []),
]
