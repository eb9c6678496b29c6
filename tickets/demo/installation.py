CATEGORY = {
    "slug": "installation",
    "readers": 22,  # of its FAQ, a day
    "name": ("Installing and activating software", "Yazılım kurulumu ve etkinleştirme"),
    "description": (
        "The installer stops, my serial number is refused, it worked until the update",
        "Kurulum duruyor, seri numaram kabul edilmiyor, güncellemeden sonra bozuldu",
    ),
    "hints": (
        """
        - Restart the computer once, then run the installer as administrator.
        - A serial number is **LP and ten digits**: the letters O and I never occur, it is always 0 and 1.
        - Each licence works on two computers. Sign out on an old one under *Help → Licence*.
        - Note the exact words of the error message.
        """,
        """
        - Bilgisayarı bir kez yeniden başlatın, sonra kurulumu yönetici olarak çalıştırın.
        - Seri numarası **LP ve on rakamdır**: O ve I harfleri hiç geçmez, hep 0 ve 1'dir.
        - Her lisans iki bilgisayarda çalışır. Eski bilgisayarda *Yardım → Lisans* altından oturumu kapatın.
        - Hata iletisini aynen not edin.
        """,
    ),
    "covered": (
        """
        Installing, activating and updating Lantern Reader, Lantern Studio and Lantern Sync, from version 3 on.

        **Not covered:** repairing Windows or macOS itself.
        """,
        """
        Lantern Reader, Lantern Studio ve Lantern Sync'in 3. sürümden itibaren kurulumu, etkinleştirilmesi ve
        güncellenmesi.

        **Kapsam dışı:** Windows'un veya macOS'in kendisini onarmak.
        """,
    ),
    "hours_text": ("Monday to Friday, 9:00–18:00 (Istanbul)", "Pazartesi–cuma 9.00–18.00 (İstanbul)"),
    "promise_text": ("We answer within one working day.", "Bir iş günü içinde yanıtlarız."),
    "links": [
        (
            ("All installers", "Bütün kurulum dosyaları"),
            ("https://example.com/installers", "https://example.com/tr/installers"),
        ),
        (
            ("What is new in each version", "Sürüm notları"),
            ("https://example.com/changes", "https://example.com/tr/changes"),
        ),
        (
            ("Are our servers up?", "Sunucularımız çalışıyor mu?"),
            ("https://status.example.com/", "https://status.example.com/"),
        ),
    ],
    "fields": [
        {
            "key": "product",
            "kind": "choice",
            "label": ("Product", "Ürün"),
            "choices": [
                ("reader", ("Lantern Reader", "Lantern Reader")),
                ("studio", ("Lantern Studio", "Lantern Studio")),
                ("sync", ("Lantern Sync", "Lantern Sync")),
            ],
        },
        {
            "key": "version",
            "kind": "pattern",
            "pattern": "[0-9]+([.][0-9]+){1,3}",
            "allow_missing": True,
            "label": ("Version", "Sürüm"),
            "hint": (
                "Menu Help, then About; before installing, the file's name. Like 4.2.1",
                "Yardım menüsünde Hakkında; kurulumdan önce dosya adında. 4.2.1 gibi",
            ),
            "error_text": (
                "A version is numbers with dots, like 4.2.1",
                "Sürüm, noktalarla ayrılmış sayılardır, 4.2.1 gibi",
            ),
        },
        {
            "key": "serial",
            "kind": "pattern",
            "pattern": "LP[0-9]{10}",
            "allow_missing": True,
            "label": ("Serial number", "Seri numarası"),
            "hint": (
                "In the mail with your licence, like LP 2208 8319 47",
                "Lisans iletinizde yazar, LP 2208 8319 47 gibi",
            ),
            "error_text": (
                "A serial number is LP and ten digits. Is there an O that should be a zero?",
                "Seri numarası LP ve on rakamdır. Sıfır yerine O harfi yazılmış olabilir mi?",
            ),
        },
        {
            "key": "system",
            "kind": "choice",
            "label": ("Operating system", "İşletim sistemi"),
            "choices": [
                ("windows-11", ("Windows 11", "Windows 11")),
                ("windows-10", ("Windows 10", "Windows 10")),
                ("macos", ("macOS", "macOS")),
                ("linux", ("Linux", "Linux")),
                ("unsure", ("I am not sure", "Emin değilim")),
            ],
        },
        {
            "key": "error_message",
            "kind": "text",
            "required": False,
            "label": ("Error message", "Hata iletisi"),
            "hint": ("Copy its exact words, numbers too", "Sayılarıyla birlikte aynen kopyalayın"),
        },
    ],
    "entries": [
        (
            "serial-refused",
            ("My serial number is refused", "Seri numaram kabul edilmiyor"),
            (
                """
                Copy it from the licence mail instead of typing it: LP and ten digits, always zero and one, never O
                and I.

                Still refused? Then both computers of the licence are in use: sign out on the old one under
                *Help → Licence*, or [ask us](/help/installation/) to free both.
                """,
                """
                Yazmak yerine lisans iletisinden kopyalayın: LP ve on rakam; hep sıfır ve bir, O ve I harfi hiç yok.

                Yine olmuyorsa lisansın iki bilgisayarı da doludur: eskisinde *Yardım → Lisans* altından oturumu
                kapatın
                veya ikisini de boşaltmamız için [bize yazın](/tr/help/installation/).
                """,
            ),
        ),
        (
            "new-computer",
            ("How do I move my licence to a new computer?", "Lisansımı yeni bilgisayara nasıl taşırım?"),
            (
                """
                Sign out on the old computer, then enter the same serial number on the new one.

                1. Old computer: *Help → Licence → Sign out*.
                2. New computer: install, then enter the serial number.

                The old one is broken? Tell us the serial number and we free its place.
                """,
                """
                Eski bilgisayarda oturumu kapatın, sonra yenisinde aynı seri numarasını girin.

                1. Eski bilgisayar: *Yardım → Lisans → Oturumu kapat*.
                2. Yeni bilgisayar: programı kurun ve seri numarasını girin.

                Eskisi bozuldu mu? Seri numarasını bize yazın, yerini boşaltalım.
                """,
            ),
        ),
        (
            "installer-stops",
            ("The installer stops halfway", "Kurulum yarıda duruyor"),
            (
                """
                Restart the computer, then run the installer as administrator; most often that is all.

                - At 80 % it waits for a driver: leave it for five minutes.
                - “Error 1603” means that an older version is still open. Close it in the task manager.
                """,
                """
                Bilgisayarı yeniden başlatıp kurulumu yönetici olarak çalıştırın; çoğu zaman bu yeter.

                - %80'de bir sürücüyü bekler: beş dakika bırakın.
                - “Hata 1603”, eski sürümün hâlâ açık olduğunu gösterir. Görev Yöneticisi'nden kapatın.
                """,
            ),
        ),
        (
            "system-requirements",
            ("Does it run on my computer?", "Bilgisayarımda çalışır mı?"),
            (
                """
                On Windows 10 and 11, macOS 13 and later, and current Linux, with 4 GB of memory.

                | Product | Disk |
                | --- | --- |
                | Lantern Reader | 200 MB |
                | Lantern Studio | 1.5 GB |
                | Lantern Sync | 80 MB |
                """,
                """
                Windows 10 ve 11, macOS 13 ve sonrası ile güncel Linux'ta, 4 GB bellekle çalışır.

                | Ürün | Disk |
                | --- | --- |
                | Lantern Reader | 200 MB |
                | Lantern Studio | 1,5 GB |
                | Lantern Sync | 80 MB |
                """,
            ),
        ),
        (
            "after-the-update",
            ("It no longer starts after the update", "Güncellemeden sonra açılmıyor"),
            (
                """
                Install the version over itself: your books and settings stay.

                Take the full installer from [all installers](https://example.com/installers), not the updater.
                """,
                """
                Aynı sürümü üzerine yeniden kurun: kitaplarınız ve ayarlarınız kalır.

                Güncelleyiciyi değil, [kurulum dosyaları](https://example.com/tr/installers) sayfasındaki tam kurulumu
                kullanın.
                """,
            ),
        ),
        (
            "install-without-internet",
            ("Can I install without an internet connection?", "İnternet bağlantısı olmadan kurabilir miyim?"),
            (
                "Yes. Choose *Activate by file* in the licence window and send us that file; we send a key back.",
                """
                Evet. Lisans penceresinde *Dosyayla etkinleştir* deyin ve dosyadaki metni bize gönderin; anahtarı
                yollarız.
                """,
            ),
        ),
    ],
    "canned": [
        {
            "title": "Licence freed on both computers",
            "text": (
                """
                Hello {name},

                both places of licence {serial} are free again. Enter the serial number once more, copied from the
                licence
                mail; {product} starts right after it.
                """,
                """
                Merhaba {name},

                {serial} lisansının iki yeri de yeniden boş. Seri numarasını lisans iletisinden kopyalayıp bir kez
                daha
                girin; {product} hemen açılır.
                """,
            ),
        },
        {
            "title": "Install as administrator",
            "text": (
                """
                Hello {name},

                please restart the computer, close every Lantern program, then right-click the installer and choose
                “Run as
                administrator”. That finishes the installation in nearly every case.
                """,
                """
                Merhaba {name},

                lütfen bilgisayarı yeniden başlatın, bütün Lantern programlarını kapatın, sonra kurulum dosyasına sağ
                tıklayıp “Yönetici olarak çalıştır” deyin. Neredeyse her durumda kurulum böyle tamamlanır.
                """,
            ),
        },
        {
            "title": "Full installer over the update",
            "text": (
                """
                Hello {name},

                please take the full installer of {product} and install it over the present version:

                https://example.com/installers

                Your books and settings stay as they are.
                """,
                """
                Merhaba {name},

                lütfen {product} için tam kurulum dosyasını indirip şimdiki sürümün üzerine kurun:

                https://example.com/tr/installers

                Kitaplarınız ve ayarlarınız olduğu gibi kalır.
                """,
            ),
        },
        {
            "title": "Please send the log file's text",
            "after_send": "open",
            "text": (
                """
                Hello {name},

                thank you for the details. You use version {version} on {system}. Please open Help → Log, copy the
                last
                twenty lines and paste them here: they tell us where it stops.
                """,
                """
                Merhaba {name},

                ayrıntılar için teşekkürler. {system} üzerinde {version} sürümünü kullanıyorsunuz. Lütfen Yardım →
                Günlük'ü
                açıp son yirmi satırı buraya yapıştırın: nerede durduğunu orada görürüz.
                """,
            ),
        },
    ],
}
