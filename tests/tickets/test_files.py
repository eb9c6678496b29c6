"""Files: what is taken, that none is lost, and who may read them."""

import errno
import io
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tickets import services
from tickets.files.checking import tidy_name
from tickets.models import Attachment, FieldDefinition, ReplyDraft
from tickets.services.delivering import send_due

from .conftest import link_path
from .files import NAMES, REFUSED, archive, long_archive, lying_archive, picture, pixel_bomb, stored, upload

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def proof(categories):
    return FieldDefinition.objects.create(
        category=categories.downloads, key="proof", kind="file", label_en="Proof of purchase", position=5
    )


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence_and_the_words_are_kept(visitor, filled_in, kind):
    name, data, sentence = REFUSED[kind]
    page = visitor.post("/help/downloads/", filled_in(attachments=upload(name, data)))
    assert page.status_code == 422
    [error] = page.context["form"].errors["attachments"]
    assert sentence in error
    assert error.startswith(name)
    assert page.text.count(error) == 2  # in the summary and at the field
    assert "It says it is damaged." in page.text
    assert not stored()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_loses_what_is_no_name(add, name):
    field = SimpleUploadedFile("x", picture() if name.endswith("png") else b"hello")
    field._name = name
    assert add(field) == {}
    kept = Attachment.objects.get()
    assert kept.name == NAMES[name] == tidy_name(name)
    assert name not in kept.file.name
    assert len(kept.file.name) == 35


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("photo.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("notes", "Grüße, İyi günler".encode(), "text/plain"),
        ("log.bin", b"\x00\x01\x02\x03" * 50, "application/octet-stream"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
        ("setup.exe", b"MZ\x90\x00" + b"\0" * 200, "application/vnd.microsoft.portable-executable"),
    ],
)
def test_the_type_is_sniffed(add, name, data, content_type):
    assert add(upload(name, data)) == {}
    assert Attachment.objects.get().content_type == content_type


def test_files_survive_errors_and_go_along_with_the_ticket(visitor, filled_in, proof, only_ticket):
    typed = filled_in(f_serial="nonsense", f_proof=[upload("bill.pdf", b"%PDF-1.7\n%%EOF")])
    page = visitor.post("/help/downloads/", typed | {"attachments": [upload(), upload("log.txt", b"line")]})
    assert page.status_code == 422
    assert all(name in page.text for name in ("bill.pdf", "photo.png", "log.txt"))
    fixed = typed | {"f_serial": "LP2208831947", "f_proof": ""}
    check = visitor.post("/help/downloads/", fixed, follow=True)
    assert "photo.png, log.txt" in check.text
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    ticket = only_ticket()
    message = ticket.messages.get()
    assert sorted(message.attachments.values_list("name", "field_key")) == [
        ("bill.pdf", "proof"),
        ("log.txt", ""),
        ("photo.png", ""),
    ]
    assert [a["value"] for a in ticket.answers if a["key"] == "proof"] == ["bill.pdf"]


def test_a_required_file_is_asked_for(visitor, filled_in, proof):
    page = visitor.post("/help/downloads/", filled_in())
    assert page.context["form"].errors["f_proof"] == ["Fill in this field: Proof of purchase"]


def test_files_survive_an_expired_page_and_a_part_that_did_not_arrive(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(form_key="nonsense", attachments=upload()))
    assert "photo.png" in page.text
    form_key = page.context["form"]["form_key"].value()
    check = visitor.post("/help/downloads/", filled_in() | {"form_key": form_key}, follow=True)
    assert "photo.png" in check.text


def test_a_form_takes_five_files_once_each(visitor, filled_in, add):
    many = [upload(f"{number}.png") for number in range(6)]
    assert list(add(*many)) == [""]
    assert Attachment.objects.count() == 5
    Attachment.objects.all().delete()
    assert add(upload(), upload(), upload()) == {}  # a double click, or chosen again after an error
    assert Attachment.objects.count() == 1


def test_a_kept_file_can_be_removed(visitor, filled_in):
    typed = filled_in(attachments=upload(), subject="")
    page = visitor.post("/help/downloads/", typed)
    kept = Attachment.objects.get()
    assert f'value="{kept.pk}"' in page.text
    del typed["attachments"]
    page = visitor.post("/help/downloads/", typed | {"remove_file": [kept.pk, "nonsense", str(uuid.uuid4())]})
    assert "photo.png" not in page.text
    assert not stored()


def test_a_full_disk_is_told_and_costs_no_word(visitor, filled_in, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    page = visitor.post("/help/downloads/", filled_in(attachments=upload()))
    assert page.status_code == 422
    assert "could not be stored" in page.text
    assert "It says it is damaged." in page.text
    assert not Attachment.objects.exists()


def test_a_script_sends_files_ahead_and_gets_the_list(visitor, filled_in):
    typed = filled_in()
    ahead = {"form_key": typed["form_key"], "question": "", "attachments": upload()}
    answer = visitor.post("/files/", ahead)
    assert (answer.status_code, "photo.png" in answer.text) == (200, True)
    answer = visitor.post("/files/", ahead | {"attachments": upload("b.png", b"")})
    assert (answer.status_code, "is empty" in answer.text, "photo.png" in answer.text) == (422, True, True)
    assert visitor.post("/files/", ahead | {"form_key": "forged", "attachments": upload("c.png")}).status_code == 400
    assert "photo.png" in visitor.post("/help/downloads/", typed, follow=True).text
    assert visitor.get("/files/").status_code == 405


def test_too_many_files_of_one_connection_wait(visitor, filled_in, monkeypatch):
    monkeypatch.setattr("tickets.views.keeping.UPLOADS.tries", 1)
    typed = filled_in(attachments=upload(), subject="")
    assert "Too many files" not in visitor.post("/help/downloads/", typed).text
    page = visitor.post("/help/downloads/", typed | {"attachments": upload("b.png")})
    assert "Too many files" in page.text
    assert "photo.png" in page.text


def test_nothing_is_ever_opened_under_our_address(visitor, filed):
    for attachment in Attachment.objects.all():
        answer = visitor.get(f"/tickets/{filed.reference_text}/files/{attachment.pk}/")
        assert answer["Content-Disposition"] == f'attachment; filename="{attachment.name}"'
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] in ("image/png", "application/octet-stream")
        assert "no-store" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content) == attachment.file.read()


def test_a_picture_is_shown_as_we_drew_it(visitor, filed):
    attachment = Attachment.objects.get(name="photo.png")
    page = f"/tickets/{filed.reference_text}/"
    assert "<img" not in visitor.get(page).text
    assert visitor.get(f"{page}files/{attachment.pk}/preview/").status_code == 404
    services.draw_previews()
    assert f'src="{page}files/{attachment.pk}/preview/"' in visitor.get(page).text
    answer = visitor.get(f"{page}files/{attachment.pk}/preview/")
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (40, 30)


def test_a_picture_loses_its_place_and_stands_upright(add):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "secret place"
    assert add(upload("a.jpg", picture("JPEG", size=(4000, 2000), exif=exif))) == {}
    services.draw_previews()
    data = Attachment.objects.get().preview.read()
    assert Image.open(io.BytesIO(data)).size == (600, 1200)
    assert b"secret" not in data


def test_a_picture_that_cannot_be_drawn_is_listed(add):
    add(upload("a.png", picture()[:-30]))
    services.draw_previews()
    attachment = Attachment.objects.get()
    assert (attachment.preview_due, bool(attachment.preview)) == (False, False)
    assert attachment.has_no_preview


@pytest.mark.parametrize(
    "data",
    [archive(), archive(**{"a.txt": b"x" * 100_000, "b/ü.txt": b""}), lying_archive(10_000), long_archive(1024**3)],
    ids=["one file", "two files", "many files", "long sizes"],
)
def test_an_archive_that_anybody_can_unpack_is_taken(add, data):
    assert add(upload("a.zip", data)) == {}


def test_a_comment_at_the_end_of_an_archive_hides_nothing(add):
    target = io.BytesIO(lying_archive(10_001))
    with zipfile.ZipFile(target, "a") as packed:
        packed.comment = b"x" * 60_000
    assert "more than 10,000 files" in add(upload("a.zip", target.getvalue()))[""][0]


def test_a_picture_too_large_to_be_drawn_is_kept_and_says_so(visitor, filled_in, only_ticket):
    typed = filled_in(subject="", attachments=[upload("huge.png", pixel_bomb(7_000, 6_000)), upload("small.png")])
    page = visitor.post("/help/downloads/", typed)
    assert re.findall(r'(\w+)\.png</span>\s*<span class="hint">[^<]*no preview', page.text) == ["huge"]
    check = visitor.post("/help/downloads/", typed | {"subject": "Two", "attachments": ""}, follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    services.draw_previews()
    assert {a.name: bool(a.preview) for a in Attachment.objects.all()} == {"huge.png": False, "small.png": True}
    visitor.get(link_path(only_ticket()))
    page = visitor.get(f"/tickets/{only_ticket().reference_text}/").text
    assert page.count("no preview") == 1
    assert page.count("<img") == 1


def test_the_pictures_of_a_form_have_so_many_pixels_together(add):
    fifty = [upload(f"{number}.png", pixel_bomb(10_000, 5_000)) for number in range(5)]
    assert add(*fifty) == {}
    assert not Attachment.objects.preview_due().exists()
    key = uuid.uuid4()
    for half in (upload("a.png", pixel_bomb(15_000, 10_000)), upload("b.jpg", picture("JPEG", (200, 100)))):
        assert add(half, form_key=key) == {}
    refused = add(upload("c.png", pixel_bomb(10_000, 10_000)), upload("d.png"), form_key=key)
    assert refused == {
        "": [
            "c.png is too large a picture: those of a form can have 250 million pixels together. Make it smaller.",
        ]
    }
    assert Attachment.objects.pending(key).count() == 3


def test_files_of_notes_and_held_replies_are_not_for_the_customer(visitor, filed, cast, add, let_the_hold_pass):
    def codes(message):
        attachment = message.attachments.get()
        path = f"/tickets/{filed.reference_text}/files/{attachment.pk}/"
        return visitor.get(path).status_code, visitor.get(f"{path}preview/").status_code

    add(upload("secret.png"), user=cast.ana)
    note = services.note(ticket=filed, author=cast.ana, body="For us.", form_key=add.key)
    key = uuid.uuid4()
    add(upload("new.png"), form_key=key, user=cast.ana)
    newest = filed.events.last().pk
    reply = services.reply(ticket=filed, author=cast.ana, body="Here.", last_event=newest, form_key=key)
    services.draw_previews()
    assert codes(note) == codes(reply) == (404, 404)
    let_the_hold_pass()
    assert codes(note) == (404, 404)
    assert codes(reply) == (200, 200)


def test_a_file_is_read_through_its_own_ticket_only(visitor, filed, open_ticket, cast, sign_in, categories):
    other = open_ticket(categories.billing)
    attachment = Attachment.objects.first()
    visitor.get(link_path(other))
    assert visitor.get(f"/tickets/{other.reference_text}/files/{attachment.pk}/").status_code == 404
    bora = sign_in(cast.bora)
    assert bora.get(f"/desk/tickets/{filed.reference_text}/files/{attachment.pk}/").status_code == 200
    assert bora.get(f"/desk/tickets/{other.reference_text}/files/{attachment.pk}/").status_code == 404


def test_pending_files_of_one_person_are_not_those_of_another(add, cast, send_reply, open_ticket):
    add(upload(), user=cast.ana)
    message = send_reply(open_ticket(), cast.bora, form_key=add.key)
    assert not message.attachments.exists()


@pytest.fixture
def desk_post(sign_in, cast, newest_event):
    """Return post(ticket, **fields): Ana's reply box as a browser sends it."""
    ana = sign_in(cast.ana)

    def post(ticket, below="reply/", **fields):
        page = ana.get(f"/desk/tickets/{ticket.reference_text}/")
        key = page.context["reply_form"]["form_key"].value()
        fields = {"form_key": key, "last_event": newest_event(ticket)} | fields
        return ana.post(f"/desk/tickets/{ticket.reference_text}/{below}", fields)

    post.browser = ana
    return post


def test_a_reply_takes_its_files_along_and_mails_them(ticket, desk_post, canned, let_the_hold_pass, sent_mails):
    desk_post(ticket, canned=canned.pk, attachments=upload("replacement.zip", archive()))
    let_the_hold_pass()
    send_due()
    [answer] = [mail for mail in sent_mails if "Answer" in mail.subject]
    [attached] = answer.attachments
    assert (attached.filename, attached.content) == ("replacement.zip", Attachment.objects.get().file.read())


def test_files_too_large_for_a_mail_go_as_the_private_link(
    ticket, desk_post, let_the_hold_pass, sent_mails, monkeypatch
):
    monkeypatch.setattr("tickets.mail.compose.LARGEST_MAIL", 100)
    desk_post(ticket, body="Here it is.", then="complete", attachments=upload("replacement.zip", archive()))
    let_the_hold_pass()
    send_due()
    [answer] = [mail for mail in sent_mails if "Answer" in mail.subject]
    assert not answer.attachments
    assert "- replacement.zip" in answer.body
    assert answer.body.count("/t/") == 2
    assert "- replacement.zip" in answer.alternatives[0].content


def test_files_of_a_reply_survive_every_way_of_not_being_sent(ticket, desk_post, cast, let_the_hold_pass):
    page = desk_post(ticket, body="", then="complete", attachments=upload())
    assert (page.status_code, "photo.png" in page.text) == (422, True)
    key = page.context["reply_form"]["form_key"].value()
    opened = ticket.events.get().pk
    services.customer_reply(ticket=ticket, body="One more thing.", form_key=uuid.uuid4())
    page = desk_post(ticket, body="Now.", then="complete", form_key=key, last_event=opened)
    assert (page.status_code, "photo.png" in page.text) == (409, True)
    page = desk_post.browser.get(f"/desk/tickets/{ticket.reference_text}/")
    assert "photo.png" in page.text  # with the draft
    desk_post(ticket, body="Now.", then="complete")
    message = ticket.messages.get(kind="reply")
    assert message.attachments.get().name == "photo.png"
    desk_post(ticket, "undo/", message=message.pk)
    assert "photo.png" in desk_post.browser.get(f"/desk/tickets/{ticket.reference_text}/").text
    assert Attachment.objects.get().message is None


def test_a_note_keeps_its_files(ticket, desk_post):
    key = uuid.uuid4()
    page = desk_post(ticket, "note/", body="", form_key=key, attachments=upload())
    assert "photo.png" in page.text
    desk_post(ticket, "note/", body="See the picture.", form_key=key)
    assert ticket.messages.get(kind="note").attachments.get().name == "photo.png"


def test_a_customer_adds_files_to_a_message_once(holder, ticket):
    page = holder.get(f"/tickets/{ticket.reference_text}/")
    fields = {"form_key": page.context["form"]["form_key"].value(), "body": "Here."}
    for _click in range(2):
        holder.post(f"/tickets/{ticket.reference_text}/reply/", fields | {"attachments": upload()})
    message = ticket.messages.get(body="Here.")
    assert message.attachments.count() == 1
    holder.post(f"/tickets/{ticket.reference_text}/reply/", fields | {"attachments": upload("more.png")})
    assert message.attachments.count() == 2  # who went back and added one


def test_what_was_never_sent_is_swept(add, ticket, cast, monkeypatch):
    add(upload())
    draft_key = uuid.uuid4()
    ReplyDraft.objects.create(ticket=ticket, author=cast.ana, body="Later.", form_key=draft_key)
    add(upload("draft.png"), form_key=draft_key, user=cast.ana)
    sent = uuid.uuid4()
    add(upload("sent.png"), form_key=sent)
    services.customer_reply(ticket=ticket, body="Here.", form_key=sent)
    services.sweep_files()
    assert Attachment.objects.count() == 3
    Attachment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    services.sweep_files()
    assert set(Attachment.objects.values_list("name", flat=True)) == {"draft.png", "sent.png"}
    assert len(stored()) == 2


def test_files_without_a_row_are_swept_after_a_day(add, monkeypatch):
    add(upload())
    services.sweep_files()  # which marks the store
    kept = Attachment.objects.get()
    folder = kept.file.name[:2]
    orphan = default_storage.save(f"{folder}/{'0' * 32}", upload())
    monkeypatch.setattr("time.time", lambda: int(folder, 16) * 600)
    services.sweep_files()
    assert default_storage.exists(orphan)  # it may be about to get its row
    monkeypatch.setattr(default_storage, "get_modified_time", lambda path: timezone.now() - timedelta(hours=25))
    services.sweep_files()
    assert not default_storage.exists(orphan)
    assert default_storage.exists(kept.file.name)
