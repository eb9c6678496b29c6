CATEGORY = {
    "slug": "personal",
    "readers": 2,  # of its FAQ, a day
    "named_only": True,
    "name": ("Personal, to Defne", "Defne'ye özel"),
    "description": (
        "For Defne's eyes only: nobody else here reads it",
        "Yalnızca Defne okur: buradaki başka hiç kimse görmez",
    ),
    "hints": (
        """
        - Nobody but Defne sees what you write here.
        - For an order or a program the other topics are quicker.
        """,
        """
        - Buraya yazdığınızı Defne'den başka kimse görmez.
        - Sipariş veya programla ilgili konularda öteki başlıklar daha hızlıdır.
        """,
    ),
    "covered": ("Whatever is personal or confidential.", "Kişisel veya gizli kalması gereken her şey."),
    "hours_text": ("", ""),
    "promise_text": (
        "Defne answers when she can, mostly within three days.",
        "Defne fırsat buldukça, çoğu zaman üç gün içinde yanıtlar.",
    ),
    "links": [],
    "fields": [
        {
            "key": "known_from",
            "kind": "line",
            "required": False,
            "label": ("Where do we know each other from?", "Nereden tanışıyoruz?"),
            "hint": ("If we do", "Tanışıyorsak"),
        },
        {
            "key": "phone",
            "kind": "phone",
            "required": False,
            "label": ("Phone number", "Telefon numarası"),
            "hint": ("If you would rather be called", "Aranmayı yeğlerseniz"),
            "error_text": (
                "Write the number with its area code, like +90 212 555 01 23",
                "Numarayı alan koduyla yazın, +90 212 555 01 23 gibi",
            ),
        },
    ],
    "entries": [
        (
            "who-reads-personal-messages",
            ("Who reads what I write to Defne?", "Defne'ye yazdıklarımı kim okur?"),
            (
                "Only Defne. The people who answer the other topics see neither the message nor that there is one.",
                "Yalnızca Defne. Öteki konuları yanıtlayanlar ne iletiyi ne de bir ileti olduğunu görür.",
            ),
        ),
        (
            "invite-defne-to-speak",
            ("Can we invite Defne to speak?", "Defne'yi konuşmacı olarak davet edebilir miyiz?"),
            (
                "Yes. Write the date, the place and what it is about; she answers within three days.",
                "Evet. Tarihi, yeri ve konuyu yazın; üç gün içinde yanıtlar.",
            ),
        ),
    ],
    "canned": [
        {
            "title": "I will call you",
            "text": (
                """
                Dear {name},

                thank you for writing. I will call you on {phone} this week.
                """,
                """
                Sevgili {name},

                yazdığın için teşekkürler. Bu hafta seni {phone} numarasından arayacağım.
                """,
            ),
        },
        {
            "title": "Thank you, let me think",
            "after_send": "open",
            "text": (
                """
                Dear {name},

                thank you. Give me a few days, then I write again.
                """,
                """
                Sevgili {name},

                teşekkürler. Bana birkaç gün ver, sonra yeniden yazacağım.
                """,
            ),
        },
        {
            "title": "Sorry, not this time",
            "text": (
                """
                Dear {name},

                thank you for asking. This time I have to say no; please ask again another year.
                """,
                """
                Sevgili {name},

                sorduğun için teşekkürler. Bu kez hayır demek zorundayım; başka bir yıl yine sor lütfen.
                """,
            ),
        },
    ],
}
