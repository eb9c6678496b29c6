CATEGORY = {
    "slug": "something-else",
    "readers": 8,  # of its FAQ, a day
    "name": ("Something else", "Başka bir konu"),
    "description": (
        "Nothing above fits, or you are not sure",
        "Yukarıdakilerin hiçbiri uymuyor veya emin değilsiniz",
    ),
    "hints": (
        """
        - Not sure is fine: we bring your ticket to the right person.
        - Passwords and card numbers never belong here.
        """,
        """
        - Emin olmamanız sorun değil: talebinizi doğru kişiye ulaştırırız.
        - Parola ve kart numarasını buraya asla yazmayın.
        """,
    ),
    "covered": ("Everything else about our shop.", "Mağazamızla ilgili diğer her şey."),
    "hours_text": ("Monday to Friday, 10:00–17:00 (Istanbul)", "Pazartesi–cuma 10.00–17.00 (İstanbul)"),
    "promise_text": ("We answer within two working days.", "İki iş günü içinde yanıtlarız."),
    "links": [
        (("Press and logos", "Basın ve logolar"), ("https://example.com/press", "https://example.com/tr/press")),
    ],
    "fields": [
        {
            "key": "number",
            "kind": "line",
            "required": False,
            "label": ("Order or reference number", "Sipariş veya talep numarası"),
            "hint": ("If there is one", "Varsa"),
        },
        {
            "key": "page",
            "kind": "url",
            "required": False,
            "label": ("Address of the page", "Sayfanın adresi"),
            "hint": ("If it is about one of our pages", "Sayfalarımızdan biriyle ilgiliyse"),
            "error_text": (
                "Write the address of a page, like example.com/books",
                "Sayfa adresi yazın, example.com/books gibi",
            ),
        },
    ],
    "entries": [
        (
            "change-my-email-address",
            ("How do I change my e-mail address?", "E-posta adresimi nasıl değiştiririm?"),
            (
                """
                Tell us the old and the new address; we ask at the old one whether it is really you.

                Has the old one stopped working? Then we need an order number.
                """,
                """
                Eski ve yeni adresi yazın; gerçekten siz misiniz diye eski adrese sorarız.

                Eski adres artık çalışmıyorsa bir sipariş numarası gerekir.
                """,
            ),
        ),
        (
            "stop-the-newsletter",
            ("How do I stop the newsletter?", "Bülteni nasıl durdururum?"),
            (
                "With the link at its end. If a letter still comes after a day, tell us.",
                "Bültenin sonundaki bağlantıyla. Bir gün sonra yine gelirse bize yazın.",
            ),
        ),
        (
            "delete-my-data",
            ("How do I have my data deleted?", "Verilerimi nasıl sildirebilirim?"),
            (
                """
                Write to us from the address in question. Everything goes within 30 days.

                Invoices we must keep for ten years; they are locked meanwhile.
                """,
                """
                Söz konusu adresten bize yazın. Her şey 30 gün içinde silinir.

                Faturaları on yıl saklamak zorundayız; bu sürede erişime kapatılırlar.
                """,
            ),
        ),
        (
            "give-a-book-as-a-gift",
            ("Can I give a book as a gift?", "Bir kitabı hediye edebilir miyim?"),
            (
                """
                Yes. Choose “as a gift” in the basket and write the other person's address; the mail comes on the
                day you choose.
                """,
                "Evet. Sepette “hediye olarak” deyip kişinin adresini yazın; ileti seçtiğiniz gün gider.",
            ),
        ),
        (
            "where-are-you",
            ("Where are you, can I visit you?", "Neredesiniz, uğrayabilir miyim?"),
            (
                """
                We work from home in İzmir, Ankara and Lisbon, so there is no shop to visit. We answer here every
                day.
                """,
                """
                İzmir, Ankara ve Lizbon'da evden çalışıyoruz; uğranacak bir mağazamız yok. Buradan her gün
                yanıtlıyoruz.
                """,
            ),
        ),
    ],
    "canned": [
        {
            "title": "Passed on to the right person",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                thank you. This belongs to a colleague, who has it now and will answer you here. Your reference stays
                {reference}.
                """,
                """
                Merhaba {name},

                teşekkürler. Bu konu bir çalışma arkadaşımızın alanında; kendisine ilettik, buradan yanıt yazacak.
                Talep
                numaranız aynı: {reference}.
                """,
            ),
        },
        {
            "title": "Address changed",
            "text": (
                """
                Hello {name},

                done: order {number} is at the new address now, and all mail goes there from today.
                """,
                """
                Merhaba {name},

                tamamdır: {number} numaralı sipariş artık yeni adreste; bundan sonra bütün iletiler oraya gider.
                """,
            ),
        },
        {
            "title": "Newsletter stopped",
            "text": (
                """
                Hello {name},

                your address is off the list. You will still get mail about your orders, nothing else.
                """,
                """
                Merhaba {name},

                adresiniz listeden çıkarıldı. Bundan sonra yalnızca siparişlerinizle ilgili iletiler alırsınız.
                """,
            ),
        },
        {
            "title": "The page works again",
            "text": (
                """
                Hello {name},

                thank you for telling us. {page} works again; please load it once more.
                """,
                """
                Merhaba {name},

                haber verdiğiniz için teşekkürler. {page} yeniden çalışıyor; lütfen sayfayı bir kez daha yükleyin.
                """,
            ),
        },
    ],
}
