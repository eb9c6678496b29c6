CATEGORY = {
    "slug": "joint-ventures",
    "readers": 3,  # of its FAQ, a day
    "name": ("Working together", "Ortaklık ve iş birliği"),
    "description": (
        "I write, translate, teach or sell books and want to do something with you",
        "Yazıyorum, çeviriyorum, ders veriyorum veya kitap satıyorum; birlikte bir şey yapalım",
    ),
    "hints": (
        """
        - Tell us in five sentences what you have in mind; no presentation is needed.
        - A link to your site or your work says more than a list.
        - The owner reads this herself.
        """,
        """
        - Aklınızdakini beş cümleyle anlatın; sunum gerekmez.
        - Sitenize veya işlerinize bir bağlantı, uzun bir listeden daha çok şey anlatır.
        - Bunları işletmenin sahibi kendisi okur.
        """,
    ),
    "covered": ("Authors, translators, resellers and schools.", "Yazarlar, çevirmenler, satıcılar ve okullar."),
    "hours_text": ("", ""),
    "promise_text": ("You hear from us within a week.", "Bir hafta içinde sizinle iletişime geçeriz."),
    "links": [
        (("For authors", "Yazarlar için"), ("https://example.com/authors", "https://example.com/tr/authors")),
    ],
    "fields": [
        {
            "key": "organisation",
            "kind": "line",
            "label": ("Who are you?", "Kimsiniz?"),
            "hint": ("Company, school, or your pen name", "Şirket, okul veya kullandığınız yazar adı"),
        },
        {
            "key": "site",
            "kind": "url",
            "label": ("Your website", "Web siteniz"),
            "hint": ("Or a page that shows your work", "Veya işlerinizi gösteren bir sayfa"),
            "error_text": ("Write the address of a site, like example.org", "Bir site adresi yazın, example.org gibi"),
        },
        {
            "key": "idea",
            "kind": "choice",
            "label": ("What kind of venture?", "Nasıl bir iş birliği?"),
            "choices": [
                ("author", ("Publish my book", "Kitabımı yayımlamak")),
                ("translation", ("Translate", "Çeviri")),
                ("resell", ("Resell", "Satış ortaklığı")),
                ("other", ("Something else", "Başka bir şey")),
            ],
        },
        {
            "key": "readers",
            "kind": "number",
            "required": False,
            "label": ("How many people do you reach a month?", "Ayda kaç kişiye ulaşıyorsunuz?"),
            "hint": ("A guess is enough", "Tahmin yeterli"),
        },
    ],
    "entries": [
        (
            "publish-my-book",
            ("Do you publish books by new authors?", "Yeni yazarların kitaplarını yayımlıyor musunuz?"),
            (
                "Yes, six a year. Send us the first chapter as text and two sentences about you.",
                "Evet, yılda altı kitap. İlk bölümü metin olarak ve kendinizi anlatan iki cümleyi gönderin.",
            ),
        ),
        (
            "reseller-terms",
            ("What do resellers earn?", "Satış ortakları ne kazanır?"),
            (
                "A quarter of the price, paid monthly, without a minimum.",
                "Fiyatın dörtte birini; her ay ödenir, alt sınır yoktur.",
            ),
        ),
        (
            "review-copies",
            ("How do I get a review copy?", "Tanıtım kopyasını nasıl alırım?"),
            (
                "Send us the address of the place where your review will stand. You get the file within a week.",
                "Tanıtımın yayımlanacağı yerin adresini gönderin. Dosyayı bir hafta içinde alırsınız.",
            ),
        ),
    ],
    "canned": [
        {
            "title": "Let us talk",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                we looked at {site} and would like to hear more. Which afternoon next week suits you for a call of
                half an
                hour?
                """,
                """
                Merhaba {name},

                {site} sayfasına baktık, devamını dinlemek isteriz. Gelecek hafta hangi öğleden sonra yarım saatlik
                bir
                görüşme için uygun olur?
                """,
            ),
        },
        {
            "title": "First chapter, please",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                please paste the first chapter into your answer here. You hear from us within a week, whatever we
                decide.
                """,
                """
                Merhaba {name},

                lütfen ilk bölümü yanıtınıza yapıştırın. Kararımız ne olursa olsun bir hafta içinde yazarız.
                """,
            ),
        },
        {
            "title": "Not this year",
            "text": (
                """
                Hello {name},

                thank you for thinking of us. We have read about {organisation} with pleasure, but our plans for this
                year
                are full. May we come back to you in January?
                """,
                """
                Merhaba {name},

                bizi düşündüğünüz için teşekkür ederiz. {organisation} hakkında yazdıklarınızı keyifle okuduk, ancak
                bu
                yılki planımız dolu. Ocak ayında size dönebilir miyiz?
                """,
            ),
        },
    ],
}
