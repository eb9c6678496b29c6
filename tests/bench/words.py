"""Texts for made-up tickets: sentences of English or Turkish words, the frequent ones far more often than the rest."""

import random
from functools import cache
from itertools import accumulate, product


def listed(text):
    return text.split()


ENGLISH = listed("""the to i it is not and my for on file download link order a you this with in have open error when
invoice please what can licence key email again account help work after today installed computer phone version page book
payment says get new receive was but from still tried number your we did try card bank refund price name change address
send how long reader password browser window screen message button click update install wrong missing copy printed
activate windows tablet company tax date paid twice charged damaged broken empty slow freezes closes restart support
thank yesterday monday morning week month before waiting answer quickly urgent print chapter audio cover edition gift
subscription renew cancel upgrade discount student school library network proxy firewall certificate""")
TURKISH = listed("""ve bir bu için dosya indirme bağlantı sipariş fatura yok ne hata açılmıyor lütfen merhaba
teşekkürler
bilgisayar telefon sürüm sayfa kitap ödeme hesap parola e-posta yeni tekrar dün bugün anahtar lisans numarası nasıl
değil ama çok gelmedi yükledim kuramadım indiremedim kart banka iade ücret isim adres değiştirmek istiyorum gönderir
misiniz bekliyorum uzun zamandır şirket vergi tarih iki kez çekildi bozuk boş yavaş kapanıyor yeniden başlattım acil
yazıcı bölüm ses kapak baskı hediye abonelik yenileme iptal indirim öğrenci okul kütüphane ağ güvenlik sertifika ışık
İstanbul İzmir ılık düğme pencere ekran mesaj güncelleme yanlış eksik kopya etkinleştirme tablet""")
FIRST_NAMES = listed("Ayşe Mehmet Elif Can Zeynep İbrahim Tom Grace Alan Maria John Anna Peter Işıl Şule Ömer")
LAST_NAMES = listed("Yılmaz Kaya Demir Şahin Çelik Öztürk Smith Jones Taylor Brown Işık Arslan Doğan Miller")
SENTENCES = 20_000
RARE = ["".join(parts) for parts in product(listed("ba de fi go lu ma ne ri so tu"), repeat=4)]  # 10,000


def random_texts(seed):
    """Return text(number of sentences): another text each time, the same ones in every run."""
    chance, pool = random.Random(seed), _pool()

    def text(sentences):
        language = pool[chance.random() < 0.4]
        return " ".join(chance.choices(language, k=sentences))

    return text


@cache
def _pool():
    chance = random.Random(0)
    return [list(_sentences(chance, words)) for words in (ENGLISH, TURKISH)]


def _sentences(chance, common):
    vocabulary = common + chance.sample(RARE, len(RARE))
    weights = list(accumulate(1 / rank for rank in range(2, len(vocabulary) + 2)))  # Zipf's law
    for _number in range(SENTENCES):
        words = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(5, 14))
        yield " ".join(words).capitalize() + "."
