"""first schema"""

from __future__ import annotations

from datetime import datetime, timezone

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("is_contactable", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("source_title", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("slug", name=op.f("uq_contacts_slug")),
    )
    content_version = op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    # The one row is there from the start: two sessions that both miss it would both insert it.
    op.bulk_insert(content_version, [{"id": 1, "version": 0, "changed_at": datetime.now(timezone.utc)}])
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("is_in_form", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('bot', 'waiting', 'person', 'closed')", name=op.f("ck_conversations_state")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversations_last_at"), ["last_at"], unique=False)

    op.create_table(
        "faq_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("topic_group", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("plain_answer", sa.Text(), nullable=False),
        sa.Column("question_en", sa.String(length=300), nullable=False),
        sa.Column("answer_en", sa.Text(), nullable=False),
        sa.Column("source_title", sa.String(length=300), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("certainty IN ('belegt', 'teilweise', 'allgemein')", name=op.f("ck_faq_entries_certainty")),
        sa.CheckConstraint(
            "status IN ('draft', 'review', 'published', 'archived')", name=op.f("ck_faq_entries_status")
        ),
        sa.CheckConstraint(
            "topic_group IN ('netzwerk', 'kontakt', 'foerderung', 'weiterbildung', 'transformation', 'assistent')",
            name=op.f("ck_faq_entries_topic_group"),
        ),
        sa.CheckConstraint("length(answer) > 0", name=op.f("ck_faq_entries_answer_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_entries")),
        sa.UniqueConstraint("slug", name=op.f("uq_faq_entries_slug")),
    )
    with op.batch_alter_table("faq_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_entries_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_entries_topic_group"), ["topic_group"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("provider", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('laufend', 'ausgelaufen', 'unsicher')", name=op.f("ck_offers_status")),
        sa.CheckConstraint("type IN ('foerderung', 'weiterbildung')", name=op.f("ck_offers_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("type", "slug", name=op.f("uq_offers_type_slug")),
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("text", name=op.f("uq_referrals_text")),
    )
    op.create_table(
        "seed_records",
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_seed_records")),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=False),
        sa.Column("conversation_key", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("concern", sa.Text(), nullable=False),
        sa.Column("concern_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email <> '' OR phone <> ''", name=op.f("ck_tickets_reachable")),
        sa.CheckConstraint("reason IN ('asked', 'not_understood', 'feedback')", name=op.f("ck_tickets_reason")),
        sa.CheckConstraint("status IN ('open', 'in_progress', 'answered', 'closed')", name=op.f("ck_tickets_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("case_number", name=op.f("uq_tickets_case_number")),
        sa.UniqueConstraint(
            "conversation_key", "concern_digest", name=op.f("uq_tickets_conversation_key_concern_digest")
        ),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tickets_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_status"), ["status"], unique=False)

    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("slug", name=op.f("uq_topics_slug")),
    )
    op.create_table(
        "contact_areas",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_areas_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "area", name=op.f("pk_contact_areas")),
    )
    with op.batch_alter_table("contact_areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_areas_area"), ["area"], unique=False)

    op.create_table(
        "faq_keywords",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_faq_keywords_entry_id_faq_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_faq_keywords")),
    )
    op.create_table(
        "faq_relations",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_faq_relations_entry_id_faq_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_faq_relations")),
    )
    op.create_table(
        "faq_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_faq_variants_entry_id_faq_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_variants")),
        sa.UniqueConstraint("entry_id", "text", name=op.f("uq_faq_variants_entry_id_text")),
    )
    with op.batch_alter_table("faq_variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_variants_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "funding_programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("max_employees", sa.Integer(), nullable=True),
        sa.Column("max_quota_percent", sa.Integer(), nullable=True),
        sa.Column("max_amount_eur", sa.Integer(), nullable=True),
        sa.Column("apply_before_start", sa.String(length=10), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("successor", sa.String(length=80), nullable=False),
        sa.Column("is_information_only", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "apply_before_start IN ('ja', 'nein', 'unbekannt')", name=op.f("ck_funding_programmes_apply_before_start")
        ),
        sa.CheckConstraint("level IN ('bund', 'land', 'eu')", name=op.f("ck_funding_programmes_level")),
        sa.CheckConstraint("max_quota_percent BETWEEN 0 AND 100", name=op.f("ck_funding_programmes_max_quota_percent")),
        sa.ForeignKeyConstraint(
            ["id"], ["offers.id"], name=op.f("fk_funding_programmes_id_offers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_programmes")),
    )
    with op.batch_alter_table("funding_programmes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_programmes_level"), ["level"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_key"],
            ["conversations.key"],
            name=op.f("fk_messages_conversation_key_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_key", "position", name=op.f("uq_messages_conversation_key_position")),
        sa.UniqueConstraint("public_id", name=op.f("uq_messages_public_id")),
    )
    op.create_table(
        "offer_topics",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_offer_topics_offer_id_offers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic"], ["topics.slug"], name=op.f("fk_offer_topics_topic_topics")),
        sa.PrimaryKeyConstraint("offer_id", "topic", name=op.f("pk_offer_topics")),
    )
    with op.batch_alter_table("offer_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_topics_topic"), ["topic"], unique=False)

    op.create_table(
        "offer_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_offer_variants_offer_id_offers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_variants")),
        sa.UniqueConstraint("offer_id", "text", name=op.f("uq_offer_variants_offer_id_text")),
    )
    with op.batch_alter_table("offer_variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_variants_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "outbox_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedup_key", sa.String(length=100), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'sending', 'sent', 'failed')", name=op.f("ck_outbox_mails_status")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_outbox_mails_ticket_id_tickets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mails")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_mails_dedup_key")),
    )
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_mails_due", ["status", "next_attempt_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mails_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_key", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("is_reduced", sa.Boolean(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('answer', 'offers', 'contact', 'clarify', 'handoff', 'form', 'fallback', 'smalltalk', 'notice')",
            name=op.f("ck_outcomes_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_key"],
            ["conversations.key"],
            name=op.f("fk_outcomes_conversation_key_conversations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcomes_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcomes_conversation_key"), ["conversation_key"], unique=False)

    op.create_table(
        "ticket_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=False),
        sa.Column("to_status", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_events_ticket_id_tickets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_events")),
    )
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_events_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "topic_synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_topic_synonyms_topic_id_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_synonyms")),
        sa.UniqueConstraint("text", name=op.f("uq_topic_synonyms_text")),
    )
    with op.batch_alter_table("topic_synonyms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_synonyms_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "training_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("price_eur", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("azav", sa.String(length=10), nullable=False),
        sa.Column("education_voucher", sa.String(length=10), nullable=False),
        sa.CheckConstraint("azav IN ('ja', 'nein', 'unbekannt')", name=op.f("ck_training_offers_azav")),
        sa.CheckConstraint(
            "education_voucher IN ('ja', 'nein', 'unbekannt')", name=op.f("ck_training_offers_education_voucher")
        ),
        sa.CheckConstraint(
            "format = '' OR format IN ('praesenz', 'online', 'blended', 'inhouse', 'beratung')",
            name=op.f("ck_training_offers_format"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_training_offers_dates_in_order"),
        ),
        sa.CheckConstraint("price_eur IS NULL OR price_eur >= 0", name=op.f("ck_training_offers_price_eur")),
        sa.ForeignKeyConstraint(["id"], ["offers.id"], name=op.f("fk_training_offers_id_offers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_offers")),
    )
    with op.batch_alter_table("training_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_offers_place"), ["place"], unique=False)
        batch_op.create_index("ix_training_offers_starts_on", ["starts_on"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rating IN (-1, 1)", name=op.f("ck_feedback_rating")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_feedback_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("message_id", name=op.f("uq_feedback_message_id")),
    )
    op.create_table(
        "funding_kinds",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('zuschuss', 'darlehen', 'buergschaft', 'beteiligung', 'steuergutschrift', 'beratung')",
            name=op.f("ck_funding_kinds_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["funding_programmes.id"],
            name=op.f("fk_funding_kinds_offer_id_funding_programmes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", "kind", name=op.f("pk_funding_kinds")),
    )
    with op.batch_alter_table("funding_kinds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_kinds_kind"), ["kind"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("funding_kinds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_kinds_kind"))

    op.drop_table("funding_kinds")
    op.drop_table("feedback")
    with op.batch_alter_table("training_offers", schema=None) as batch_op:
        batch_op.drop_index("ix_training_offers_starts_on")
        batch_op.drop_index(batch_op.f("ix_training_offers_place"))

    op.drop_table("training_offers")
    with op.batch_alter_table("topic_synonyms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_synonyms_topic_id"))

    op.drop_table("topic_synonyms")
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_events_ticket_id"))

    op.drop_table("ticket_events")
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcomes_conversation_key"))
        batch_op.drop_index(batch_op.f("ix_outcomes_at"))

    op.drop_table("outcomes")
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mails_ticket_id"))
        batch_op.drop_index("ix_outbox_mails_due")

    op.drop_table("outbox_mails")
    with op.batch_alter_table("offer_variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_variants_offer_id"))

    op.drop_table("offer_variants")
    with op.batch_alter_table("offer_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_topics_topic"))

    op.drop_table("offer_topics")
    op.drop_table("messages")
    with op.batch_alter_table("funding_programmes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_programmes_level"))

    op.drop_table("funding_programmes")
    with op.batch_alter_table("faq_variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_variants_entry_id"))

    op.drop_table("faq_variants")
    op.drop_table("faq_relations")
    op.drop_table("faq_keywords")
    with op.batch_alter_table("contact_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_areas_area"))

    op.drop_table("contact_areas")
    op.drop_table("topics")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_status"))
        batch_op.drop_index(batch_op.f("ix_tickets_created_at"))

    op.drop_table("tickets")
    op.drop_table("seed_records")
    op.drop_table("referrals")
    op.drop_table("offers")
    with op.batch_alter_table("faq_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_entries_topic_group"))
        batch_op.drop_index(batch_op.f("ix_faq_entries_status"))

    op.drop_table("faq_entries")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversations_last_at"))

    op.drop_table("conversations")
    op.drop_table("content_version")
    op.drop_table("contacts")
