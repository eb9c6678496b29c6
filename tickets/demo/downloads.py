CATEGORY = {
    "slug": "downloads",
    "readers": 26,  # of its FAQ, a day
    "staff_note": """
    - Renew a link **as often as somebody asks**; nobody has to say why it is used up.
    - Give another book of the same price instead of one that does not open.
    """,
    "name": ("E-book downloads", "E-kitap indirme"),
    "description": (
        "My link does not work, the file does not open, the order mail never came",
        "Bağlantım çalışmıyor, dosya açılmıyor, sipariş iletisi gelmedi",
    ),
    "hints": (
        """
        - Look for our order mail in the spam folder too; its subject begins with your order number.
        - Links work ten times and for one year. A link that says “used up” we renew within minutes.
        - Open the file with [Lantern Reader](https://example.com/reader) to see whether the file or the app is at
          fault.
        - Have your order number at hand, like **EB-123456**.
        """,
        """
        - Sipariş iletimizi istenmeyen posta klasöründe de arayın; konusu sipariş numaranızla başlar.
        - Bağlantılar on kez ve bir yıl boyunca çalışır. “Kullanım hakkı bitti” diyen bağlantıyı birkaç dakikada
          yenileriz.
        - Sorun dosyada mı uygulamada mı anlamak için dosyayı
          [Lantern Reader](https://example.com/reader) ile açmayı deneyin.
        - Sipariş numaranız elinizin altında olsun: **EB-123456** gibi.
        """,
    ),
    "covered": (
        """
        Every e-book bought in our shop, in all formats, for as long as the shop exists.

        **Not covered:** books bought in other shops; please write to those.
        """,
        """
        Mağazamızdan alınan bütün e-kitaplar, her biçimde, mağaza var olduğu sürece.

        **Kapsam dışı:** başka mağazalardan alınan kitaplar; lütfen o mağazaya yazın.
        """,
    ),
    "hours_text": ("Every day, 9:00–20:00 (Istanbul)", "Her gün 9.00–20.00 (İstanbul)"),
    "promise_text": (
        "We answer within four hours while we are here.",
        "Çalışma saatlerimizde dört saat içinde yanıtlarız.",
    ),
    "links": [
        (
            ("Lantern Reader, free", "Lantern Reader, ücretsiz"),
            ("https://example.com/reader", "https://example.com/tr/reader"),
        ),
        (
            ("How to put a book on a Kindle", "Kindle'a kitap yükleme"),
            ("https://example.org/kindle", "https://example.org/tr/kindle"),
        ),
    ],
    "fields": [
        {
            "key": "order",
            "kind": "pattern",
            "pattern": "EB-?[0-9]{6}",
            "allow_missing": True,
            "label": ("Order number", "Sipariş numarası"),
            "hint": (
                "In the subject of your order mail, like EB-123456",
                "Sipariş iletinizin konusunda yazar, EB-123456 gibi",
            ),
            "error_text": (
                "An order number is EB and six digits, like EB-123456. Look at the subject of your order mail.",
                "Sipariş numarası EB ve altı rakamdır, EB-123456 gibi. Sipariş iletinizin konusuna bakın.",
            ),
        },
        {
            "key": "order_email",
            "kind": "email",
            "required": False,
            "label": ("E-mail address used for the order", "Siparişte kullandığınız e-posta adresi"),
            "hint": ("Only if it is another one than above", "Yalnızca yukarıdakinden farklıysa"),
            "error_text": (
                "This does not look like an e-mail address. Write it like name@example.com",
                "Bu bir e-posta adresine benzemiyor. ad@example.com gibi yazın",
            ),
        },
        {
            "key": "device",
            "kind": "choice",
            "label": ("Device", "Cihaz"),
            "hint": ("What you want to read on", "Okumak istediğiniz cihaz"),
            "error_text": ("Choose the device you want to read on", "Okumak istediğiniz cihazı seçin"),
            "choices": [
                ("phone", ("Phone", "Telefon")),
                ("tablet", ("Tablet", "Tablet")),
                ("e-reader", ("E-reader (Kindle, Kobo …)", "E-kitap okuyucu (Kindle, Kobo …)")),
                ("windows", ("Windows computer", "Windows bilgisayar")),
                ("mac", ("Mac", "Mac")),
                ("other", ("Another one", "Başka bir cihaz")),
            ],
            "hints": {
                "phone": (
                    (
                        """
                        Many phone browsers stop a large download when the screen goes dark. Keep it lit until the file
                        is there, or download on a computer and send the file to your phone.
                        """,
                        """
                        Telefon tarayıcılarının çoğu, ekran kararınca büyük bir indirmeyi durdurur. Dosya gelene kadar
                        ekranı açık tutun ya da bilgisayarda indirip telefonunuza gönderin.
                        """,
                    ),
                    "file-does-not-open",
                ),
            },
        },
        {
            "key": "e_reader",
            "kind": "line",
            "required": False,
            "shown_if": ("device", "e-reader"),
            "label": ("Model of the e-reader", "E-kitap okuyucunun modeli"),
            "hint": (
                "On its back or under Settings, like Kobo Clara 2E",
                "Arkasında ya da Ayarlar'da, Kobo Clara 2E gibi",
            ),
        },
        {
            "key": "app",
            "kind": "line",
            "required": False,
            "label": ("Browser or reading app", "Tarayıcı veya okuma uygulaması"),
            "hint": ("For example Chrome, Safari, Lantern Reader", "Örneğin Chrome, Safari, Lantern Reader"),
        },
    ],
    "entries": [
        (
            "download-again",
            ("How do I download my e-book again?", "E-kitabımı nasıl yeniden indiririm?"),
            (
                """
                Open the link in your order mail: it works ten times and for one year.

                1. Search your mailbox for **EB-**.
                2. Open the newest order mail and choose **Download**.
                3. No mail, or the link is used up? [Send us a ticket](/help/downloads/) and we renew it.
                """,
                """
                Sipariş iletinizdeki bağlantıyı açın: on kez ve bir yıl boyunca çalışır.

                1. Posta kutunuzda **EB-** diye arayın.
                2. En yeni sipariş iletisini açıp **İndir** deyin.
                3. İleti yoksa veya bağlantının hakkı bittiyse [bize yazın](/tr/help/downloads/), yenileyelim.
                """,
            ),
        ),
        (
            "file-does-not-open",
            ("The file does not open, what can I do?", "Dosya açılmıyor, ne yapabilirim?"),
            (
                """
                Most often the download stopped halfway. Delete the file and download it again on another network.

                - An EPUB needs a reading app, for example Lantern Reader.
                - On Windows, choose **Open with** instead of a double click.
                - If it still does not open, tell us the exact words of the error.
                """,
                """
                Çoğu zaman indirme yarıda kalmıştır. Dosyayı silin ve başka bir ağda yeniden indirin.

                - EPUB için bir okuma uygulaması gerekir, örneğin Lantern Reader.
                - Windows'ta çift tıklamak yerine **Birlikte aç** deyin.
                - Yine açılmazsa hatanın tam metnini bize yazın.
                """,
            ),
        ),
        (
            "book-on-kindle",
            ("How do I read the book on my Kindle?", "Kitabı Kindle'ımda nasıl okurum?"),
            (
                """
                Send the EPUB file to your Kindle address; it appears in your library after a few minutes.

                You find that address in the Kindle's settings under **Your account**. The file may be up to 50 MB.
                """,
                """
                EPUB dosyasını Kindle adresinize gönderin; birkaç dakika içinde kitaplığınızda görünür.

                Bu adres Kindle ayarlarında **Hesabınız** bölümünde yazar. Dosya en çok 50 MB olabilir.
                """,
            ),
        ),
        (
            "no-order-mail",
            ("I paid but got no order mail", "Ödeme yaptım ama sipariş iletisi gelmedi"),
            (
                """
                It arrives within ten minutes, sometimes in the spam folder. After an hour something went wrong: write
                to us.

                Often a letter is missing in the address. Then we send the mail again to the right one.
                """,
                """
                On dakika içinde gelir, bazen istenmeyen posta klasörüne düşer. Bir saat geçtiyse bize yazın.

                Çoğu zaman adreste bir harf eksiktir. İletiyi doğru adrese yeniden göndeririz.
                """,
            ),
        ),
        (
            "which-format",
            ("Which format should I choose, EPUB or PDF?", "EPUB mu PDF mi seçmeliyim?"),
            (
                """
                EPUB, in nearly every case: the text fits itself to your screen. PDF is for printing and for tables.

                You have bought both; take one now and the other later.
                """,
                """
                Neredeyse her zaman EPUB: metin ekranınıza uyar. PDF, yazdırmak ve tablolar içindir.

                İkisini de satın aldınız; birini şimdi, ötekini sonra indirebilirsiniz.
                """,
            ),
        ),
        (
            "how-many-devices",
            ("On how many devices may I read a book?", "Bir kitabı kaç cihazda okuyabilirim?"),
            (
                "On all your own. The files have no lock; your name stands on the first page.",
                "Kendi cihazlarınızın hepsinde. Dosyalarda kilit yoktur; ilk sayfada adınız yazar.",
            ),
        ),
    ],
    "canned": [
        {
            "title": "New download link",
            "text": (
                """
                Hello {name},

                we have renewed the link for order {order}: it works ten times again. Open your order mail and choose
                Download.

                If the mail is gone, tell us and we send it once more.
                """,
                """
                Merhaba {name},

                {order} numaralı siparişinizin bağlantısını yeniledik: yine on kez çalışır. Sipariş iletinizi açıp
                İndir
                deyin.

                İletiyi bulamazsanız bize yazın, yeniden gönderelim.
                """,
            ),
        },
        {
            "title": "Order mail sent again",
            "text": (
                """
                Hello {name},

                we have sent the mail of order {order} again. Please look into the spam folder too; its subject begins
                with
                the order number.
                """,
                """
                Merhaba {name},

                {order} numaralı siparişin iletisini yeniden gönderdik. Lütfen istenmeyen posta klasörüne de bakın;
                konusu
                sipariş numarasıyla başlar.
                """,
            ),
        },
        {
            "title": "Download once more on another network",
            "text": (
                """
                Hello {name},

                the file is complete on our side, so the download probably stopped halfway. Please delete it and
                download it
                again, if possible on another network, then open it with Lantern Reader.
                """,
                """
                Merhaba {name},

                dosya bizde eksiksiz; indirme büyük olasılıkla yarıda kalmış. Lütfen dosyayı silin, mümkünse başka bir
                ağda
                yeniden indirin ve Lantern Reader ile açın.
                """,
            ),
        },
        {
            "title": "Which error on which device?",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                thank you. You chose the device “{device}”. Which words exactly does it show when you open the file? A
                photo's text typed off is enough.
                """,
                """
                Merhaba {name},

                teşekkür ederiz. Cihaz olarak “{device}” seçmişsiniz. Dosyayı açtığınızda tam olarak ne yazıyor?
                Ekrandaki
                metni buraya yazmanız yeterli.
                """,
            ),
        },
    ],
}
