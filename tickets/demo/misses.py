"""What was searched for: in vain (phrase, language, category or None, times, days since it was asked last), and with
results (the same, and then the entry that was opened, None where nothing was)."""

MISSES: list[tuple[str, str, str | None, int, int]] = [
    ("audiobook version", "en", "downloads", 17, 0),
    ("sesli dinleme", "tr", "downloads", 14, 1),
    ("student discount code", "en", "sales", 12, 2),
    ("öğrenci kodu", "tr", "sales", 11, 0),
    ("chromebook", "en", "installation", 9, 3),
    ("voucher code", "en", None, 8, 6),
    ("taksitlendirme", "tr", "billing", 8, 1),
    ("smartwatch app", "en", "downloads", 7, 4),
    ("kupon", "tr", "billing", 6, 2),
    ("parolamı unuttum", "tr", "something-else", 6, 5),
    ("ipad split screen", "en", "downloads", 5, 8),
    ("silent msi deployment", "en", "installation", 5, 12),
    ("kargo takibi", "tr", None, 4, 9),
    ("highlight colours sync", "en", "installation", 4, 7),
    ("teslimat süresi", "tr", None, 4, 3),
    ("bitcoin", "en", "billing", 3, 20),
    ("proxy settings", "en", "installation", 3, 15),
    ("imzalı baskı", "tr", None, 2, 11),
    ("vpn", "en", "installation", 2, 18),
    ("çoklu ekran", "tr", "installation", 2, 25),
    ("braille", "en", None, 1, 27),
    ("akıllı saat", "tr", "downloads", 1, 14),
]

FOUND: list[tuple[str, str, str | None, int, int, str | None]] = [
    ("download link used up", "en", "downloads", 14, 0, "download-again"),
    ("bağlantı çalışmıyor", "tr", "downloads", 9, 1, "download-again"),
    ("kindle", "en", "downloads", 12, 1, "book-on-kindle"),
    ("invoice", "en", "billing", 11, 0, "where-is-my-invoice"),
    ("fatura", "tr", "billing", 8, 2, "where-is-my-invoice"),
    ("money back", "en", "billing", 5, 4, "refund"),
    ("serial number refused", "en", "installation", 9, 0, "serial-refused"),
    ("seri numarası", "tr", "installation", 6, 3, "serial-refused"),
    ("move licence to new computer", "en", "installation", 6, 2, "new-computer"),
    ("gift book for a friend", "en", None, 3, 9, "give-a-book-as-a-gift"),
    ("installer closes without a word", "en", "installation", 4, 5, None),
    ("which file for a tablet", "en", "downloads", 3, 6, None),
    ("iade süresi", "tr", "billing", 3, 8, None),
]
