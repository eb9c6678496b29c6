CATEGORY = {
    "slug": "billing",
    "readers": 17,  # of its FAQ, a day
    "staff_note": """
    - Refund **up to 60 €** without asking, also after the 14 days.
    - Send an invoice again, in another name too, as often as somebody asks.
    - More than that, or an angry lawyer: hand it over.
    """,
    "name": ("Invoices and payments", "Fatura ve ödeme"),
    "description": (
        "I need an invoice, I was charged twice, I want my money back",
        "Fatura istiyorum, iki kez ödeme alındı, paramı geri istiyorum",
    ),
    "hints": (
        """
        - Your invoice is attached to the order mail as a PDF.
        - A card payment may show twice for three days: the first is only reserved and goes away by itself.
        - Within 14 days you get your money back without giving a reason.
        - **Never write card numbers here.** The last four digits are enough.
        """,
        """
        - Faturanız sipariş iletisine PDF olarak eklidir.
        - Kart ödemesi üç gün boyunca iki kez görünebilir: ilki yalnızca provizyondur ve kendiliğinden silinir.
        - 14 gün içinde gerekçe göstermeden paranızı geri alırsınız.
        - **Buraya asla kart numarası yazmayın.** Son dört hane yeterli.
        """,
    ),
    "covered": (
        """
        Invoices, payments and refunds of our own shop.

        **Not covered:** purchases through an app store; there the store pays back.
        """,
        """
        Kendi mağazamızdaki faturalar, ödemeler ve iadeler.

        **Kapsam dışı:** uygulama mağazası üzerinden alınanlar; onlarda iadeyi o mağaza yapar.
        """,
    ),
    "hours_text": ("Monday to Friday, 10:00–17:00 (Istanbul)", "Pazartesi–cuma 10.00–17.00 (İstanbul)"),
    "promise_text": (
        "We answer within one working day; refunds are on your account within five.",
        "Bir iş günü içinde yanıtlarız; iadeler beş iş günü içinde hesabınızdadır.",
    ),
    "links": [
        (
            ("Terms and right of withdrawal", "Koşullar ve cayma hakkı"),
            ("https://example.com/terms", "https://example.com/tr/terms"),
        ),
    ],
    "fields": [
        {
            "key": "invoice",
            "kind": "pattern",
            "pattern": "INV-?[0-9]{4}-?[0-9]{5}",
            "allow_missing": True,
            "label": ("Invoice number", "Fatura numarası"),
            "hint": ("At the top of the invoice, like INV-2026-00318", "Faturanın üst kısmında, INV-2026-00318 gibi"),
            "error_text": (
                "An invoice number is INV, the year and five digits, like INV-2026-00318",
                "Fatura numarası INV, yıl ve beş rakamdır, INV-2026-00318 gibi",
            ),
        },
        {
            "key": "paid_on",
            "kind": "date",
            "label": ("Date of payment", "Ödeme tarihi"),
            "hint": ("As on your statement", "Hesap özetinizdeki gibi"),
            "error_text": (
                "Write the date as day, month and year, like 21.11.2026",
                "Tarihi gün, ay ve yıl olarak yazın, 21.11.2026 gibi",
            ),
        },
        {
            "key": "method",
            "kind": "choice",
            "label": ("Paid by", "Ödeme yolu"),
            "choices": [
                ("card", ("Credit or debit card", "Kredi veya banka kartı")),
                ("transfer", ("Bank transfer", "Havale / EFT")),
                ("wallet", ("Wallet app", "Dijital cüzdan")),
                ("store", ("App store", "Uygulama mağazası")),
            ],
        },
        {
            "key": "amount",
            "kind": "number",
            "label": ("Amount", "Tutar"),
            "hint": ("In the currency you paid in, like 24.90", "Ödediğiniz para biriminde, 24,90 gibi"),
            "error_text": ("Write the amount in digits, like 24.90", "Tutarı rakamla yazın, 24,90 gibi"),
        },
        {
            "key": "proof",
            "kind": "file",
            "required": False,
            "label": ("Proof of payment", "Ödeme belgesi"),
            "hint": ("A photo or the PDF of your bank's receipt", "Banka dekontunun fotoğrafı ya da PDF'si"),
        },
        {
            "key": "invoice_to",
            "kind": "text",
            "required": False,
            "label": ("Name and tax number for the invoice", "Faturadaki unvan ve vergi numarası"),
            "hint": ("Only if the invoice must be changed", "Yalnızca fatura değişecekse"),
        },
    ],
    "entries": [
        (
            "where-is-my-invoice",
            ("Where do I find my invoice?", "Faturamı nerede bulurum?"),
            (
                """
                It is attached to your order mail as a PDF. Search your mailbox for **INV-**.

                The mail is gone? Tell us the date and the amount and we send it again.
                """,
                """
                Sipariş iletinize PDF olarak eklidir. Posta kutunuzda **INV-** diye arayın.

                İleti yoksa tarihi ve tutarı yazın, yeniden gönderelim.
                """,
            ),
        ),
        (
            "charged-twice",
            ("I was charged twice", "Benden iki kez ödeme alındı"),
            (
                """
                One of the two is nearly always a reservation, which your bank drops within three days.

                Are both still there on the fourth day? Send us both dates and amounts and you get one back the same
                day.
                """,
                """
                İkisinden biri neredeyse her zaman provizyondur; bankanız üç gün içinde siler.

                Dördüncü gün ikisi de duruyorsa tarih ve tutarlarını yazın, birini aynı gün iade ederiz.
                """,
            ),
        ),
        (
            "refund",
            ("How do I get my money back?", "Paramı nasıl geri alırım?"),
            (
                """
                Write to us within 14 days with the invoice number; no reason is needed. It takes up to five working
                days.

                The money goes back the way it came: to the same card or account.
                """,
                """
                14 gün içinde fatura numarasıyla bize yazın; gerekçe gerekmez. En çok beş iş günü sürer.

                Para geldiği yoldan döner: aynı karta veya hesaba.
                """,
            ),
        ),
        (
            "company-invoice",
            ("Can I have the invoice in my company's name?", "Faturayı şirketim adına alabilir miyim?"),
            (
                """
                Yes, until the 7th of the following month. Send us name, address and tax number.

                We cancel the first invoice and send a new one.
                """,
                """
                Evet, izleyen ayın 7'sine kadar. Unvanı, adresi, vergi dairesini ve numarasını gönderin.

                İlk faturayı iptal edip yenisini göndeririz.
                """,
            ),
        ),
        (
            "ways-to-pay",
            ("Which ways to pay are there?", "Hangi ödeme yolları var?"),
            (
                """
                Visa, Mastercard, Troy, bank transfer and the usual wallet apps.

                With a bank transfer your order is ready when the money has arrived, mostly the next day.
                """,
                """
                Visa, Mastercard, Troy, havale/EFT ve yaygın dijital cüzdanlar.

                Havalede siparişiniz para ulaşınca hazır olur, çoğu zaman ertesi gün.
                """,
            ),
        ),
        (
            "card-refused",
            ("My card was refused", "Kartım reddedildi"),
            (
                """
                Nothing was charged. Most cards must first be opened for purchases on the internet, in your bank's
                app.

                Then try again, or choose bank transfer.
                """,
                """
                Hiçbir tutar çekilmedi. Çoğu kartın önce banka uygulamasından internet alışverişine açılması gerekir.

                Sonra yeniden deneyin veya havale seçin.
                """,
            ),
        ),
    ],
    "canned": [
        {
            "title": "Refund is on its way",
            "text": (
                """
                Hello {name},

                we have refunded {amount} for invoice {invoice}. It goes back the way it came and is there within five
                working days.
                """,
                """
                Merhaba {name},

                {invoice} numaralı fatura için {amount} tutarını iade ettik. Para geldiği yoldan döner ve beş iş günü
                içinde hesabınızda olur.
                """,
            ),
        },
        {
            "title": "Only a reservation",
            "text": (
                """
                Hello {name},

                we have received one payment of {amount}. The second line on your statement is a reservation; your
                bank
                drops it within three days. If it is still there on the fourth day, answer here and we take care of
                it.
                """,
                """
                Merhaba {name},

                bize {amount} tutarında tek ödeme ulaştı. Hesap özetinizdeki ikinci satır provizyondur; bankanız üç
                gün
                içinde siler. Dördüncü gün hâlâ duruyorsa buradan yazın, ilgilenelim.
                """,
            ),
        },
        {
            "title": "Invoice sent again",
            "text": (
                """
                Hello {name},

                we have sent invoice {invoice} to your address again, as a PDF. Please look into the spam folder too.
                """,
                """
                Merhaba {name},

                {invoice} numaralı faturayı PDF olarak adresinize yeniden gönderdik. Lütfen istenmeyen posta klasörüne
                de
                bakın.
                """,
            ),
        },
        {
            "title": "Details for the new invoice, please",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                gladly. To change invoice {invoice} we need the exact name of the company, its address, and the tax
                office
                and number.
                """,
                """
                Merhaba {name},

                elbette. {invoice} numaralı faturayı değiştirmek için şirketin tam unvanı, adresi, vergi dairesi ve
                numarası gerekiyor.
                """,
            ),
        },
    ],
}
