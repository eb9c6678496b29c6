from .times import DAY, HOUR

TICKETS = [
    {
        "category": "installation",
        "age": 18,
        "email": "daniel.novak@example.com",
        "name": "Daniel Novák",
        "language": "en",
        "subject": "Serial number refused on the new laptop",
        "text": "The old laptop was stolen, so I cannot sign out there. The new one says that both places are taken.",
        "answers": {"product": "studio", "version": "4.2.1", "serial": "lp 2208 8319 47", "system": "windows-11"},
        "steps": [],
    },
    {
        "category": "installation",
        "age": 2 * HOUR + 10,
        "email": "selin.aydin@example.org",
        "name": "Selin Aydın",
        "language": "tr",
        "subject": "Kurulum %80'de duruyor",
        "text": "Yarım saat bekledim, ilerlemiyor. İptal edince “Hata 1603” yazıyor. Bilgisayarı yeniden başlattım.",
        "answers": {
            "product": "reader",
            "version": "4.3.0",
            "serial": "LP2208319471",
            "system": "windows-10",
            "error_message": "Hata 1603: Kurulum sırasında önemli bir hata oluştu.",
        },
        "steps": [],
    },
    {
        "category": "installation",
        "age": 2 * DAY + 3 * HOUR,
        "email": "marta.kowalska@example.net",
        "name": "Marta Kowalska",
        "language": "en",
        "subject": "Does not start since the update",
        "text": "Since the update Lantern Sync closes right after it opens. I need my notes for a lesson on Friday.",
        "answers": {"product": "sync", "version": "2.8.0", "serial": "LP1940276635", "system": "macos"},
        "steps": [
            (45, "canned", "ana", "Full installer over the update"),
            (3, "bounce", "SMTPRecipientsRefused: 550 5.1.1 mailbox unavailable"),
        ],
    },
    {
        "category": "installation",
        "age": 5 * HOUR,
        "email": "kerem.yildiz@example.com",
        "name": "Kerem Yıldız",
        "language": "tr",
        "subject": "Studio'da yazı tipleri kayboldu",
        "text": "Güncellemeden sonra kitabımdaki başlıklar başka yazı tipinde. Yarın baskıya vereceğim.",
        "answers": {"product": "studio", "version": "4.3.0", "serial": "LP2177304528", "system": "macos"},
        "steps": [
            (30, "take", "ana"),
            (
                10,
                "note",
                "ana",
                "Known in 4.3.0 on macOS: the font cache is rebuilt only after a restart. Fix comes with 4.3.1.",
            ),
        ],
    },
    {
        "category": "installation",
        "age": 3 * DAY,
        "email": "oliver.grant@example.org",
        "name": "Oliver Grant",
        "language": "en",
        "subject": "Activation fails behind our school's proxy",
        "text": "All thirty computers of the reading room say “no connection to the licence server”.",
        "answers": {
            "product": "reader",
            "version": "4.2.1",
            "serial": "LP2201559034",
            "system": "windows-11",
            "error_message": "E-214: no connection to the licence server (timeout after 30 s)",
        },
        "steps": [
            (20, "canned", "ana", "Please send the log file's text"),
            (5 * HOUR, "customer", "Line 18 says: CONNECT license.example.com:443 → 407 Proxy Authentication Required"),
            (
                25,
                "reply",
                "ana",
                "ask",
                """
                Hello Oliver,

                the proxy asks for a password. Please let your administrator allow license.example.com without one, or
                activate by file: Help → Licence → Activate by file. Which of the two is possible at your school?
                """,
            ),
        ],
    },
    {
        "category": "installation",
        "age": 6 * DAY,
        "email": "fatma.celik@example.com",
        "name": "Fatma Çelik",
        "language": "tr",
        "subject": "Bilgisayarım değişti, lisans dolu diyor",
        "text": "Eski bilgisayarı bağışladım. Yenisinde seri numarasını girince iki bilgisayarda kullanılıyor diyor.",
        "answers": {"product": "studio", "version": "4.1.3", "serial": "LP2093348810", "system": "windows-11"},
        "steps": [
            (12, "canned", "ana", "Licence freed on both computers"),
            (HOUR, "customer", "Oldu, çok teşekkürler!"),
            (5, "complete", "ana"),
        ],
    },
    {
        "category": "installation",
        "age": 13 * DAY,
        "email": "ines.costa@example.net",
        "name": "Inês Costa",
        "language": "en",
        "subject": "Installer asks for a password I do not have",
        "text": "It is my own computer and I have never set an administrator password.",
        "answers": {"product": "reader", "version": None, "serial": None, "system": "unsure"},
        "steps": [
            (30, "canned", "ana", "Install as administrator"),
            (3 * HOUR, "customer", "There is no “Run as administrator” on my computer. It is a Mac, I think."),
            (
                15,
                "reply",
                "ana",
                "complete",
                """
                Hello Inês,

                on a Mac it asks for the password with which you unlock the screen in the morning. Type it even though
                nothing appears, then press Return.
                """,
            ),
            (40, "solved"),
        ],
    },
    {
        "category": "installation",
        "age": 34 * DAY,
        "email": "hasan.ozturk@example.org",
        "name": "Hasan Öztürk",
        "language": "tr",
        "subject": "Linux'ta açılmıyor",
        "text": "Lantern Reader 4.2.1 kurdum, simgeye tıklayınca hiçbir şey olmuyor.",
        "answers": {
            "product": "reader",
            "version": "4.2.1",
            "serial": None,
            "system": "linux",
            "error_message": "error while loading shared libraries: libxcb-cursor.so.0",
        },
        "steps": [
            (50, "take", "ana"),
            (
                10,
                "reply",
                "ana",
                "complete",
                """
                Merhaba Hasan Bey,

                bir kitaplık eksik. Uçbirimde “sudo apt install libxcb-cursor0” yazın, sonra programı yeniden açın.
                Bir
                sonraki sürüm bunu kendisi kuracak.
                """,
            ),
            (DAY, "customer", "Çalıştı. Sürüm notlarına da yazarsanız iyi olur."),
            (30, "note", "ana", "Asked for a line in the release notes of 4.2.2."),
            (5, "complete", "ana"),
        ],
    },
]
