"""Past tickets. A step is (minutes after the one before, what, who or what …); see `tickets.demo.past`."""

from .times import DAY, HOUR

TICKETS = [
    {
        "category": "downloads",
        "age": 6,
        "email": "ayse.demir@example.com",
        "name": "Ayşe Demir",
        "language": "tr",
        "subject": "Bağlantının kullanım hakkı bitti",
        "text": "Yeni tabletime indirmek istedim, bağlantı “kullanım hakkı bitti” diyor. Yenileyebilir misiniz?",
        "answers": {"order": "eb 204816", "device": "tablet", "app": "Chrome"},
        "steps": [],
    },
    {
        "category": "downloads",
        "age": 52,
        "email": "tom.becker@example.net",
        "name": "Tom Becker",
        "language": "en",
        "subject": "EPUB says “file is damaged”",
        "text": """
            I downloaded “Night Trains of Anatolia” twice. Both times my Kobo says that the file is damaged. The PDF
            opens,
            but it is too small to read.
            """,
        "answers": {"order": "EB-204790", "device": "e-reader", "app": "Kobo Clara"},
        "steps": [],
    },
    {
        "category": "downloads",
        "age": 7 * HOUR,
        "email": "lucia.romano@example.org",
        "name": "Lucia Romano",
        "language": "en",
        "subject": "No order mail since this morning",
        "text": "I paid for “Bread by Hand” at eight and got nothing. The money has left my account.",
        "answers": {"order": None, "order_email": "lucia.romano@example.com", "device": "mac", "app": "Safari"},
        "steps": [
            (25, "take", "ana"),
            (3, "note", "ana", "The order went to a mistyped address: gmial instead of gmail. Corrected in the shop."),
            (
                4,
                "reply",
                "ana",
                "open",
                """
                Hello Lucia,

                a letter was missing in the address of your order. We have corrected it and sent the mail again. Did
                it
                arrive?
                """,
            ),
            (4 * HOUR, "customer", "It came, thank you! But the link in it opens a page that says “used up”."),
        ],
    },
    {
        "category": "downloads",
        "age": DAY + 2 * HOUR,
        "email": "mehmet.kaya@example.com",
        "name": "Mehmet Kaya",
        "language": "tr",
        "subject": "Kitap Kindle'da görünmüyor",
        "text": "Dosyayı Kindle adresime gönderdim, iki saat oldu, kitaplıkta hâlâ yok.",
        "answers": {"order": "EB-204655", "device": "e-reader", "app": "Kindle Paperwhite"},
        "steps": [
            (35, "canned", "ana", "Which error on which device?"),
            (1, "tag", "ana", "kindle", "large file"),
            (6 * HOUR, "customer", "Ekranda “Gönderilen belge boyutu sınırı aşıyor” yazıyor. Dosya 61 MB."),
            (
                30,
                "reply",
                "ana",
                "ask",
                """
                Merhaba Mehmet Bey,

                Kindle en çok 50 MB alıyor. Siparişinize resimleri küçültülmüş bir EPUB ekledik, 18 MB. Yeniden
                indirip
                gönderebilir misiniz, bu kez geldi mi?
                """,
            ),
        ],
    },
    {
        "category": "downloads",
        "age": 2 * DAY,
        "email": "grace.osei@example.org",
        "name": "Grace Osei",
        "language": "en",
        "subject": "Link used up",
        "text": "My daughter opened the link on every device we own. May I have a new one?",
        "answers": {"order": "EB-204512", "device": "phone"},
        "steps": [
            (9, "canned", "ana", "New download link"),
            (50, "customer", "That was quick. Thank you, Ana!"),
            (4, "complete", "ana"),
            (1, "tag", "ana", "link used up"),
        ],
    },
    {
        "category": "downloads",
        "age": 2 * DAY - HOUR,
        "email": "grace.osei@example.org",
        "name": "Grace Osei",
        "language": "en",
        "subject": "One more thing about the link",
        "text": "About the link that was used up: would a second one for my daughter be possible?",
        "answers": {"order": "EB-204512", "device": "phone"},
        "steps": [(4, "complete", "ana"), (2, "merge", "ana", "Link used up")],
    },
    {
        "category": "downloads",
        "age": 4 * DAY,
        "email": "zeynep.arslan@example.net",
        "name": "Zeynep Arslan",
        "language": "tr",
        "subject": "Sipariş iletisi gelmedi",
        "text": "Dün akşam “Sessiz Bahçe”yi aldım, ileti gelmedi. Adresim doğru görünüyor.",
        "answers": {
            "order": "EB-204377",
            "order_email": "zeynep.arslan@example.net",
            "device": "windows",
            "app": "Edge",
        },
        "steps": [(40, "canned", "ana", "Order mail sent again"), (15, "solved")],
    },
    {
        "category": "downloads",
        "age": 9 * DAY,
        "email": "pierre.lambert@example.com",
        "name": "Pierre Lambert",
        "language": "en",
        "subject": "Download stops at 40 %",
        "text": "On the train's network the download always stops at 40 %. At home it starts again from zero.",
        "answers": {"order": "EB-203981", "device": "mac", "app": "Firefox"},
        "steps": [
            (22, "canned", "ana", "Download once more on another network"),
            (DAY, "customer", "At the office it worked at once."),
            (20, "complete", "ana"),
        ],
    },
    {
        "category": "downloads",
        "age": 23 * DAY,
        "email": "elif.sahin@example.org",
        "name": "Elif Şahin",
        "language": "tr",
        "subject": "PDF yazdırılmıyor",
        "text": "Tarifleri yazdırmak istiyorum ama sayfalar boş çıkıyor. EPUB'da sorun yok.",
        "answers": {"order": "EB-203370", "device": "windows", "app": "Acrobat Reader"},
        "steps": [
            (HOUR, "take", "ana"),
            (
                20,
                "reply",
                "ana",
                "complete",
                """
                Merhaba Elif Hanım,

                yazdırma penceresinde Gelişmiş → “Resim olarak yazdır” seçeneğini işaretleyin; sayfalar dolu çıkar.
                Sorunu
                yayınevine de bildirdik.
                """,
            ),
        ],
    },
    {
        "category": "downloads",
        "age": 61 * DAY,
        "email": "hanna.virtanen@example.net",
        "name": "Hanna Virtanen",
        "language": "en",
        "subject": "Changed my phone, books are gone",
        "text": "After moving to a new phone the Lantern Reader library is empty. Do I have to buy everything again?",
        "answers": {"order": "EB-201209", "device": "phone", "app": "Lantern Reader"},
        "steps": [
            (
                55,
                "reply",
                "ana",
                "complete",
                """
                Hello Hanna,

                no, what you bought is yours. Open Lantern Reader, choose Menu → Restore purchases and enter the
                address of
                your orders; all eleven books come back.
                """,
            ),
            (2 * DAY, "customer", "Ten came back, “The Quiet Garden” is missing."),
            (
                30,
                "note",
                "ana",
                "The Quiet Garden was bought with her husband's address. Moved to hers after he agreed by mail.",
            ),
            (
                5,
                "reply",
                "ana",
                "complete",
                "Hello Hanna,\n\nit was bought with another address; we have moved it. Restore once more, please.",
            ),
            (30, "solved"),
        ],
    },
]
