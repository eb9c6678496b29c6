CATEGORY = {
    "slug": "suggestions",
    "readers": 4,  # of its FAQ, a day
    "name": ("Suggestions and corrections", "Öneriler ve düzeltmeler"),
    "description": (
        "An idea, a typing error in a book, something that could be easier",
        "Bir fikir, kitapta bir yazım hatası, kolaylaşabilecek bir şey",
    ),
    "hints": (
        """
        - For a typing error, the chapter and the whole sentence are enough.
        - One idea a ticket, please: then each gets its own answer.
        - See [what we are working on](https://example.com/plans); it may be there already.
        """,
        """
        - Yazım hatası için bölüm ve cümlenin tamamı yeter.
        - Lütfen her fikri ayrı yazın: her biri kendi yanıtını alsın.
        - [Üzerinde çalıştıklarımıza](https://example.com/tr/plans) bakın; belki oradadır.
        """,
    ),
    "covered": (
        "We read everything and answer everything, but not everything becomes a feature.",
        "Her şeyi okur ve yanıtlarız, ama her öneri bir özelliğe dönüşmez.",
    ),
    "hours_text": ("We read suggestions on Fridays", "Önerileri cuma günleri okuruz"),
    "promise_text": ("We answer within two weeks.", "İki hafta içinde yanıtlarız."),
    "links": [
        (
            ("What we are working on", "Üzerinde çalıştıklarımız"),
            ("https://example.com/plans", "https://example.com/tr/plans"),
        ),
    ],
    "fields": [
        {
            "key": "about",
            "kind": "choice",
            "label": ("What is it about?", "Neyle ilgili?"),
            "choices": [
                ("book", ("A book", "Bir kitap")),
                ("program", ("A program", "Bir program")),
                ("site", ("Our website", "Web sitemiz")),
                ("help", ("The help pages", "Yardım sayfaları")),
            ],
        },
        {
            "key": "title",
            "kind": "line",
            "label": ("Which book or program?", "Hangi kitap veya program?"),
            "required": False,
        },
        {
            "key": "page",
            "kind": "url",
            "required": False,
            "label": ("Address of the page", "Sayfanın adresi"),
            "hint": ("Copy it from the browser's address bar", "Tarayıcının adres çubuğundan kopyalayın"),
            "error_text": (
                "Write the address of a page, like example.com/books",
                "Sayfa adresi yazın, example.com/books gibi",
            ),
        },
    ],
    "entries": [
        (
            "report-a-typing-error",
            ("I found a typing error, where do I report it?", "Bir yazım hatası buldum, nereye bildirebilirim?"),
            (
                """
                Here: send us the book, the chapter and the sentence. Corrected books are free for whoever bought
                them.

                The first to report an error stands in the thanks of the next edition.
                """,
                """
                Buraya: kitabı, bölümü ve cümleyi gönderin. Düzeltilmiş baskı, kitabı almış olanlara ücretsizdir.

                Hatayı ilk bildirenin adı sonraki baskının teşekkür sayfasında yer alır.
                """,
            ),
        ),
        (
            "dark-mode",
            ("Will there be a dark mode?", "Karanlık mod gelecek mi?"),
            (
                "It is there: *View → Night* in Lantern Reader 4. In Studio it comes with version 5.",
                "Var: Lantern Reader 4'te *Görünüm → Gece*. Studio'ya 5. sürümle geliyor.",
            ),
        ),
        (
            "suggest-a-book",
            ("Can I suggest a book for your shop?", "Mağazanız için kitap önerebilir miyim?"),
            (
                "Gladly. Send us title, author and why you like it; we answer within two weeks.",
                "Memnuniyetle. Adını, yazarını ve neden sevdiğinizi yazın; iki hafta içinde yanıtlarız.",
            ),
        ),
        (
            "translations-of-the-programs",
            ("Can I help to translate the programs?", "Programların çevirisine katkı verebilir miyim?"),
            (
                "Yes, every language is welcome. Tell us which one and we open a place for you.",
                "Evet, her dil olur. Hangisi olduğunu yazın, size bir yer açalım.",
            ),
        ),
        (
            "what-happens-to-suggestions",
            ("What happens to my suggestion?", "Önerime ne oluyor?"),
            (
                "A person reads it every Friday and answers you: planned, perhaps later, or no, with the reason.",
                "Her cuma bir kişi okur ve size yanıt yazar: planda, belki sonra ya da gerekçesiyle hayır.",
            ),
        ),
    ],
    "canned": [
        {
            "title": "Thank you, it is on our list",
            "text": (
                """
                Hello {name},

                thank you, this is on our list now. You see when we begin with it here:

                https://example.com/plans
                """,
                """
                Merhaba {name},

                teşekkür ederiz, öneriniz artık listemizde. Ne zaman başladığımızı buradan görebilirsiniz:

                https://example.com/tr/plans
                """,
            ),
        },
        {
            "title": "Typing error corrected",
            "text": (
                """
                Hello {name},

                you are right. We have corrected “{title}”; the new file is behind the link in your order mail. Thank
                you
                for reading so carefully!
                """,
                """
                Merhaba {name},

                haklısınız. “{title}” düzeltildi; yeni dosya sipariş iletinizdeki bağlantıda. Bu kadar dikkatli
                okuduğunuz
                için teşekkürler!
                """,
            ),
        },
        {
            "title": "What would you use it for?",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                that sounds interesting. What would you do with it, and how do you do that now? Two sentences help us
                to
                choose.
                """,
                """
                Merhaba {name},

                ilgi çekici. Bunu ne için kullanırdınız, şimdi nasıl yapıyorsunuz? İki cümle karar vermemize yardımcı
                olur.
                """,
            ),
        },
    ],
}
