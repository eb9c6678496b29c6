import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tickets.models.ticket
import tickets.patterns


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text="The last part of the page's address; keep it once people know it.", unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('name_tr', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('description', models.CharField(blank=True, help_text="One line in customers' words, shown under the name on the help home.", max_length=200, verbose_name='examples')),
                ('description_en', models.CharField(blank=True, help_text="One line in customers' words, shown under the name on the help home.", max_length=200, null=True, verbose_name='examples')),
                ('description_tr', models.CharField(blank=True, help_text="One line in customers' words, shown under the name on the help home.", max_length=200, null=True, verbose_name='examples')),
                ('hints', models.TextField(blank=True, help_text='What to try or have at hand before writing. Markdown, a list of at most five.', max_length=20000, verbose_name='hints')),
                ('hints_en', models.TextField(blank=True, help_text='What to try or have at hand before writing. Markdown, a list of at most five.', max_length=20000, null=True, verbose_name='hints')),
                ('hints_tr', models.TextField(blank=True, help_text='What to try or have at hand before writing. Markdown, a list of at most five.', max_length=20000, null=True, verbose_name='hints')),
                ('covered', models.TextField(blank=True, help_text='What is and is not covered. Markdown.', max_length=5000, verbose_name='what we cover')),
                ('covered_en', models.TextField(blank=True, help_text='What is and is not covered. Markdown.', max_length=5000, null=True, verbose_name='what we cover')),
                ('covered_tr', models.TextField(blank=True, help_text='What is and is not covered. Markdown.', max_length=5000, null=True, verbose_name='what we cover')),
                ('hours_text', models.CharField(blank=True, max_length=200, verbose_name='when we are here')),
                ('hours_text_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='when we are here')),
                ('hours_text_tr', models.CharField(blank=True, max_length=200, null=True, verbose_name='when we are here')),
                ('promise_text', models.CharField(blank=True, help_text="Shown on the category's page and in the confirmation, in these words.", max_length=200, verbose_name='how soon we reply')),
                ('promise_text_en', models.CharField(blank=True, help_text="Shown on the category's page and in the confirmation, in these words.", max_length=200, null=True, verbose_name='how soon we reply')),
                ('promise_text_tr', models.CharField(blank=True, help_text="Shown on the category's page and in the confirmation, in these words.", max_length=200, null=True, verbose_name='how soon we reply')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('named_only', models.BooleanField(default=False, help_text='Only people assigned to it know of its tickets, not even another owner does, and only they can add a person.', verbose_name='named people only')),
                ('is_active', models.BooleanField(default=True, verbose_name='open for new tickets')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CannedResponse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('text', models.TextField(help_text='Placeholders: {name}, {reference}, {category} and the key of any field of the category, like {serial}.', max_length=10000, verbose_name='text')),
                ('text_en', models.TextField(help_text='Placeholders: {name}, {reference}, {category} and the key of any field of the category, like {serial}.', max_length=10000, null=True, verbose_name='text')),
                ('text_tr', models.TextField(help_text='Placeholders: {name}, {reference}, {category} and the key of any field of the category, like {serial}.', max_length=10000, null=True, verbose_name='text')),
                ('after_send', models.CharField(choices=[('complete', 'Complete the ticket'), ('open', 'Keep it open')], default='complete', max_length=10, verbose_name='after sending')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_archived', models.BooleanField(default=False, verbose_name='archived')),
                ('categories', models.ManyToManyField(related_name='canned_responses', to='tickets.category', verbose_name='categories')),
            ],
            options={
                'verbose_name': 'canned response',
                'verbose_name_plural': 'canned responses',
                'ordering': ['position', 'title'],
            },
        ),
        migrations.CreateModel(
            name='FieldDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Lower-case letters, digits and _. Canned responses name the field by it, like {serial}.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', 'Use lower-case letters, digits and _, beginning with a letter.')], verbose_name='key')),
                ('kind', models.CharField(choices=[('line', 'One line'), ('text', 'Long text'), ('email', 'E-mail address'), ('url', 'Web address'), ('phone', 'Phone number'), ('number', 'Number'), ('date', 'Date'), ('choice', 'Choice'), ('choices', 'Several choices'), ('yes_no', 'Yes or no'), ('pattern', 'Pattern (serial, order number, account id)')], default='line', max_length=10, verbose_name='kind')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('label_en', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('label_tr', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('hint', models.CharField(blank=True, help_text='One sentence: where to find it, what it looks like.', max_length=300, verbose_name='hint')),
                ('hint_en', models.CharField(blank=True, help_text='One sentence: where to find it, what it looks like.', max_length=300, null=True, verbose_name='hint')),
                ('hint_tr', models.CharField(blank=True, help_text='One sentence: where to find it, what it looks like.', max_length=300, null=True, verbose_name='hint')),
                ('required', models.BooleanField(default=True, verbose_name='required')),
                ('allow_missing', models.BooleanField(default=False, help_text='Lets people say that they do not have it, even if it is required.', verbose_name='“I do not have it”')),
                ('pattern', models.CharField(blank=True, help_text='For the kind Pattern: a regular expression for the whole value, compared in capitals, without spaces and dashes. Example: LP[0-9]{10}', max_length=200, validators=[tickets.patterns.check_pattern], verbose_name='pattern')),
                ('error_text', models.CharField(blank=True, help_text="What to say when the value does not fit, in a person's words.", max_length=200, verbose_name='error text')),
                ('error_text_en', models.CharField(blank=True, help_text="What to say when the value does not fit, in a person's words.", max_length=200, null=True, verbose_name='error text')),
                ('error_text_tr', models.CharField(blank=True, help_text="What to say when the value does not fit, in a person's words.", max_length=200, null=True, verbose_name='error text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_archived', models.BooleanField(default=False, help_text='No longer asked; tickets keep their values.', verbose_name='archived')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='tickets.category', verbose_name='category')),
            ],
            options={
                'verbose_name': 'field',
                'verbose_name_plural': 'fields',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FieldChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, verbose_name='key')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('label_en', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('label_tr', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_archived', models.BooleanField(default=False, verbose_name='archived')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='tickets.fielddefinition', verbose_name='field')),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('customer', 'Customer'), ('reply', 'Reply'), ('note', 'Internal note')], max_length=10)),
                ('body', models.TextField()),
                ('form_key', models.UUIDField(blank=True, null=True, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('visible_at', models.DateTimeField(blank=True, null=True)),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RelatedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('label_en', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('label_tr', models.CharField(max_length=120, null=True, verbose_name='label')),
                ('url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('url_en', models.URLField(max_length=500, null=True, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('url_tr', models.URLField(max_length=500, null=True, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='tickets.category', verbose_name='category')),
            ],
            options={
                'verbose_name': 'related link',
                'verbose_name_plural': 'related links',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Requester',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'requester',
                'verbose_name_plural': 'requesters',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='tickets_addresses_are_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='SubmissionDraft',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('data', models.JSONField()),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.category')),
            ],
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.IntegerField(unique=True, verbose_name='reference')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('tr', 'Turkish')], default='en', max_length=5, verbose_name='language')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('answers', models.JSONField(blank=True, default=list, verbose_name='answers')),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('assigned', 'Assigned'), ('asked', 'We need your answer'), ('completed', 'Completed')], default='queued', max_length=10, verbose_name='status')),
                ('is_spam', models.BooleanField(default=False, verbose_name='spam')),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('link_key', models.CharField(default=tickets.models.ticket.new_link_key, editable=False, max_length=16)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='filed')),
                ('waiting_since', models.DateTimeField(blank=True, null=True, verbose_name='waiting since')),
                ('assigned_at', models.DateTimeField(blank=True, null=True, verbose_name='assigned at')),
                ('first_response_at', models.DateTimeField(blank=True, null=True, verbose_name='first response')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='completed at')),
                ('mail_failed_at', models.DateTimeField(blank=True, null=True, verbose_name='mail not delivered')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='tickets.category', verbose_name='category')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='tickets.requester', verbose_name='requester')),
            ],
            options={
                'verbose_name': 'ticket',
                'verbose_name_plural': 'tickets',
            },
        ),
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.CharField(db_index=True, max_length=254)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_keys', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='ReplyDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='OutboxMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmation', 'Confirmation'), ('answer', 'Answer')], max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Not delivered')], default='waiting', max_length=10)),
                ('to', models.EmailField(max_length=254)),
                ('header_id', models.CharField(max_length=120, unique=True)),
                ('send_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail', to='tickets.message')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='tickets.ticket')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'outbox',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='tickets.ticket'),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Ticket filed'), ('customer_replied', 'Customer wrote'), ('replied', 'Answered'), ('noted', 'Internal note'), ('assigned', 'Assigned'), ('unassigned', 'Back in the queue'), ('asked', 'Customer asked'), ('completed', 'Completed'), ('reopened', 'Reopened'), ('spam', 'Marked as spam'), ('undone', 'Reply taken back'), ('mail_failed', 'Mail not delivered')], max_length=20)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tickets.message')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tickets.ticket')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='fielddefinition',
            constraint=models.UniqueConstraint(fields=('category', 'key'), name='tickets_a_category_asks_a_key_once'),
        ),
        migrations.AddConstraint(
            model_name='fieldchoice',
            constraint=models.UniqueConstraint(fields=('field', 'key'), name='tickets_a_field_offers_a_choice_once'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['category', 'waiting_since'], name='tickets_waiting'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since', 'id'], name='tickets_waiting_oldest'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['assignee', 'status'], name='tickets_by_assignee'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['category', 'status', '-created_at'], name='tickets_by_status'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['-created_at', '-id'], name='tickets_newest'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'assigned', 'asked', 'completed'])), name='tickets_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('waiting_since__isnull', True), ('status__in', ['queued', 'assigned']), _connector='OR'), name='tickets_asked_or_completed_do_not_wait'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'queued'), _negated=True), ('assignee__isnull', True), _connector='OR'), name='tickets_queued_belong_to_nobody'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'assigned'), _negated=True), ('assignee__isnull', False), _connector='OR'), name='tickets_assigned_have_an_assignee'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('status', 'completed')), models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_at__isnull', True)), _connector='OR'), name='tickets_completed_say_when'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('is_spam', False), ('status', 'completed'), _connector='OR'), name='tickets_spam_is_completed'),
        ),
        migrations.AddConstraint(
            model_name='searchkey',
            constraint=models.UniqueConstraint(fields=('ticket', 'folded'), name='tickets_a_search_key_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='replydraft',
            constraint=models.UniqueConstraint(fields=('ticket', 'author'), name='tickets_one_draft_a_person_and_ticket'),
        ),
        migrations.AddIndex(
            model_name='outboxmail',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['send_at'], name='tickets_mails_due'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'answer'), ('message__isnull', False)), models.Q(models.Q(('kind', 'answer'), _negated=True), ('message__isnull', True)), _connector='OR'), name='tickets_only_answers_carry_a_message'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='tickets_sent_mails_say_when'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('kind', 'reply')), fields=['author', 'visible_at'], name='tickets_held_replies'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'note'), ('visible_at__isnull', True)), models.Q(models.Q(('kind', 'note'), _negated=True), ('visible_at__isnull', False)), _connector='OR'), name='tickets_notes_are_never_shown'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('kind', 'customer')), models.Q(models.Q(('kind', 'customer'), _negated=True), ('author__isnull', False)), _connector='OR'), name='tickets_staff_messages_have_an_author'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['ticket', 'id'], name='tickets_events_of_a_ticket'),
        ),
    ]
