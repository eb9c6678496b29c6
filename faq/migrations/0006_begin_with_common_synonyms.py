from django.db import migrations

# What customers of most shops and services call the same; a line each. The owner changes them on "Synonyms".
COMMON = """\
invoice, bill, receipt
pay, paid, payment, charge, fee
price, cost, fee, rate, charge
refund, reimburse, repay
cancel, stop, end, terminate, unsubscribe
deliver, delivery, ship, shipping, dispatch
get, got
parcel, package
buy, bought, purchase, order
broken, broke, break, damaged, defective, faulty
account, profile, membership
login, logon, signin
password, passcode, pin
change, modify, update, edit, switch
delete, remove, erase, close, deactivate
problem, issue, trouble, error, fault
help, support, assistance
phone, mobile, telephone, cellphone, smartphone
email, mail
discount, coupon, voucher, promo, offer
warranty, guarantee
size, dimension, measurement
money, cash, funds
lost, lose, missing, stolen, stole, steal
wrong, incorrect, mistake
late, delay, slow, pending, waiting
fast, quick, express, soon
start, activate, enable, begin
verify, verification, identity, confirm
replace, replacement, exchange, swap
picture, photo, image
fail, decline, reject, refuse, deny
store, shop
contact, call
find, found, locate
transfer, send, sent, move
withdraw, withdrew, cash
limit, maximum, restriction
country, abroad, foreign, international
job, work, career
hours, opening
available, availability, stock
forget, forgot, forgotten
take, took, taken
make, made
choose, chose, select, pick
spend, spent
address, location
expire, expired, valid, validity
appointment, booking, reservation, reserve, schedule
app, application, software, program
trip, travel, holiday, vacation
duplicate, twice, double
fatura, fiş, makbuz, dekont
ödeme, ücret, para, fiyat, tutar
iptal, vazgeç, sonlandır
kargo, teslimat, gönderi
paket, koli
sipariş, alışveriş
bozuk, arızalı, kırık, hasarlı
hesap, üyelik, profil
giriş, oturum
şifre, parola
değiştir, güncelle, düzenle
sil, kaldır, kapat
sorun, problem, hata
yardım, destek
telefon, cep
eposta, mail
indirim, kupon, kampanya
beden, ölçü, boyut
iade, geri
adres, konum
değişim, takas
başvuru, müracaat
şart, koşul
gör, bak, izle
"""


def add_common(apps, schema_editor):
    """Where the owner has written synonyms of their own, those stay as they are."""
    rows = apps.get_model("faq", "Synonyms").objects
    if not rows.exists():
        rows.bulk_create(rows.model(words=line) for line in COMMON.splitlines())


class Migration(migrations.Migration):
    dependencies = [("faq", "0005_remove_the_counted_misses")]

    operations = [migrations.RunPython(add_common, migrations.RunPython.noop)]
