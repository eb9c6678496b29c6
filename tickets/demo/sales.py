CATEGORY = {
    "slug": "sales",
    "readers": 7,  # of its FAQ, a day
    "name": ("Before you buy, licences for teams", "Satın almadan önce, ekip lisansları"),
    "description": (
        "Which product fits, what do twenty licences cost, do schools pay less",
        "Hangi ürün bana uygun, yirmi lisans ne kadar, okullara indirim var mı",
    ),
    "hints": (
        """
        - Try each program for 30 days, without a card.
        - From five licences on there are team prices; you see them on the [price list](https://example.com/prices).
        - Tell us how many people would use it: then our first answer is already an offer.
        """,
        """
        - Her programı 30 gün boyunca kart vermeden deneyin.
        - Beş lisanstan itibaren ekip fiyatı vardır; [fiyat listesinde](https://example.com/tr/prices) görürsünüz.
        - Kaç kişinin kullanacağını yazın: ilk yanıtımız doğrudan teklif olsun.
        """,
    ),
    "covered": (
        "Questions before buying, offers, team and school licences.",
        "Satın alma öncesi sorular, teklifler, ekip ve okul lisansları.",
    ),
    "hours_text": ("Monday to Friday, 9:00–18:00 (Istanbul)", "Pazartesi–cuma 9.00–18.00 (İstanbul)"),
    "promise_text": ("You have our offer within one working day.", "Teklifimiz bir iş günü içinde sizde olur."),
    "links": [
        (("Price list", "Fiyat listesi"), ("https://example.com/prices", "https://example.com/tr/prices")),
        (
            ("Compare the products", "Ürünleri karşılaştırın"),
            ("https://example.com/compare", "https://example.com/tr/compare"),
        ),
    ],
    "fields": [
        {
            "key": "products",
            "kind": "choices",
            "label": ("What are you interested in?", "Neyle ilgileniyorsunuz?"),
            "hint": ("Choose all that fit", "Uyanların hepsini seçin"),
            "error_text": ("Choose at least one of the products", "En az bir ürün seçin"),
            "choices": [
                ("reader", ("Lantern Reader", "Lantern Reader")),
                ("studio", ("Lantern Studio", "Lantern Studio")),
                ("sync", ("Lantern Sync", "Lantern Sync")),
                ("books", ("E-books for a class or library", "Sınıf veya kitaplık için e-kitap")),
            ],
        },
        {
            "key": "licences",
            "kind": "number",
            "label": ("How many licences?", "Kaç lisans?"),
            "hint": ("A guess is enough", "Tahmin yeterli"),
            "error_text": ("Write a number, like 20", "Bir sayı yazın, 20 gibi"),
        },
        {
            "key": "organisation",
            "kind": "line",
            "required": False,
            "label": ("Company, school or library", "Şirket, okul veya kütüphane"),
        },
        {
            "key": "site",
            "kind": "url",
            "required": False,
            "label": ("Its website", "Web sitesi"),
            "hint": ("Like example.org", "example.org gibi"),
            "error_text": (
                "Write the address of the site, like example.org",
                "Sitenin adresini yazın, example.org gibi",
            ),
        },
        {
            "key": "needed_by",
            "kind": "date",
            "required": False,
            "label": ("When do you need it?", "Ne zamana gerekiyor?"),
        },
        {
            "key": "education",
            "kind": "yes_no",
            "label": ("Is it for teaching?", "Eğitim amaçlı mı?"),
            "hint": ("Schools and libraries pay half", "Okullar ve kütüphaneler yarısını öder"),
        },
    ],
    "entries": [
        (
            "team-prices",
            ("Are there prices for teams?", "Ekip fiyatı var mı?"),
            (
                """
                Yes, from five licences on: 15 % less, from twenty on 30 % less.

                All licences come with one invoice and can be handed on inside your team at any time.
                """,
                """
                Evet, beş lisanstan itibaren %15, yirmi lisanstan itibaren %30 indirim.

                Bütün lisanslar tek faturayla gelir ve ekip içinde istediğiniz an devredilebilir.
                """,
            ),
        ),
        (
            "schools-and-libraries",
            ("Do schools and libraries pay less?", "Okullar ve kütüphaneler daha az mı öder?"),
            (
                "They pay half. Write from an address of the school, or send us its website.",
                "Yarısını öderler. Okulun adresinden yazın veya web sitesini gönderin.",
            ),
        ),
        (
            "try-before-buying",
            ("Can I try it before buying?", "Satın almadan deneyebilir miyim?"),
            (
                """
                Yes, for 30 days, with everything and without a card.

                After that it opens your files, but no longer saves, until you enter a serial number.
                """,
                """
                Evet, 30 gün boyunca bütün özelliklerle ve kart vermeden.

                Sonrasında dosyalarınızı açar ama seri numarası girene dek kaydetmez.
                """,
            ),
        ),
        (
            "studio-or-reader",
            ("What is the difference between Reader and Studio?", "Reader ile Studio arasındaki fark nedir?"),
            (
                """
                Reader is for reading and costs nothing. Studio is for making books: EPUB and print PDF from one
                text.
                """,
                """
                Reader okumak içindir ve ücretsizdir. Studio kitap yapmak içindir: tek metinden EPUB ve baskıya
                hazır PDF.
                """,
            ),
        ),
        (
            "one-payment-or-subscription",
            ("Is it a subscription?", "Abonelik mi?"),
            (
                """
                No. You pay once and keep the version for good; updates are included for two years.

                After that an update costs a third of the price, if you want it.
                """,
                """
                Hayır. Bir kez ödersiniz, sürüm hep sizindir; iki yıllık güncelleme dahildir.

                Sonrasında isterseniz güncelleme, fiyatın üçte biridir.
                """,
            ),
        ),
    ],
    "canned": [
        {
            "title": "Team offer",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                thank you for your interest in {products}. For {licences} licences the team price applies. Answer here
                with
                the address for the invoice and you have the offer as a PDF today.
                """,
                """
                Merhaba {name},

                {products} ile ilgilendiğiniz için teşekkürler. {licences} lisans için ekip fiyatı geçerli. Fatura
                adresini
                buradan yazın, PDF teklifimiz bugün sizde olsun.
                """,
            ),
        },
        {
            "title": "School price",
            "text": (
                """
                Hello {name},

                schools and libraries pay half. We have noted the price for {organisation}; order within 30 days and
                name
                this reference: {reference}.
                """,
                """
                Merhaba {name},

                okullar ve kütüphaneler yarısını öder. {organisation} için fiyatı kaydettik; 30 gün içinde sipariş
                verirken
                şu numarayı yazın: {reference}.
                """,
            ),
        },
        {
            "title": "Try it for 30 days",
            "text": (
                """
                Hello {name},

                the best answer is to try it: 30 days, with everything, without a card.

                https://example.com/try
                """,
                """
                Merhaba {name},

                en iyisi denemek: 30 gün, bütün özelliklerle, kart vermeden.

                https://example.com/tr/try
                """,
            ),
        },
    ],
}
