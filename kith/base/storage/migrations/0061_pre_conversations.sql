-- Conversations: what two people, or a few, say to each other, in one order for all of them.

CREATE TABLE conversations (
    id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('pair', 'group')),
    name text NOT NULL CHECK (char_length(name) <= 80),
    picture jsonb,
    picture_by bigint,
    founder_id bigint NOT NULL,
    shows_history boolean NOT NULL,
    keeps_days integer,
    asked_days integer,
    asked_by bigint,
    last_seq integer NOT NULL,
    changes integer NOT NULL,
    run jsonb,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX conversations_1_idx ON conversations (id) WHERE keeps_days IS NOT NULL;

CREATE TABLE pair_conversations (
    low_id bigint NOT NULL,
    high_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    PRIMARY KEY (low_id, high_id),
    CHECK (low_id < high_id)
);
CREATE INDEX pair_conversations_1_idx ON pair_conversations (high_id);

CREATE TABLE conversation_members (
    conversation_id bigint NOT NULL,
    account_id bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('founder', 'member')),
    since_seq integer NOT NULL,
    cleared_seq integer NOT NULL,
    read_seq integer NOT NULL,
    delivered_seq integer NOT NULL,
    left_at timestamptz,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, account_id)
);
CREATE INDEX conversation_members_1_idx ON conversation_members (account_id);

CREATE TABLE seats (
    owner_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    other_id bigint,
    state text NOT NULL CHECK (state IN ('open', 'request', 'declined', 'left')),
    last_id bigint NOT NULL,
    last_seq integer NOT NULL,
    unread boolean NOT NULL,
    vanishes_at timestamptz,
    silent_until timestamptz,
    pinned boolean NOT NULL,
    draft text NOT NULL CHECK (char_length(draft) <= 20000),
    PRIMARY KEY (owner_id, conversation_id)
);
CREATE INDEX seats_1_idx ON seats (owner_id, state, last_id);
CREATE INDEX seats_2_idx ON seats (owner_id, last_id) WHERE unread;
CREATE INDEX seats_3_idx ON seats (owner_id, last_id) WHERE pinned;
CREATE INDEX seats_4_idx ON seats (conversation_id);

CREATE TABLE talk_settings (
    owner_id bigint NOT NULL,
    who_may_write text NOT NULL CHECK (who_may_write IN ('everyone', 'known', 'inner')),
    presence text NOT NULL CHECK (presence IN ('nobody', 'ties', 'everyone')),
    shows_marks boolean NOT NULL,
    may_forward boolean NOT NULL,
    memories boolean NOT NULL,
    PRIMARY KEY (owner_id)
);

CREATE TABLE messages (
    conversation_id bigint NOT NULL,
    seq integer NOT NULL,
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    once_key text NOT NULL CHECK (char_length(once_key) <= 100),
    kind text NOT NULL CHECK (kind IN ('said', 'founded', 'added', 'left', 'removed', 'renamed', 'keeping')),
    text text NOT NULL CHECK (char_length(text) <= 20000),
    html text NOT NULL,
    language text,
    mentions jsonb NOT NULL,
    emojis jsonb NOT NULL,
    attachments jsonb NOT NULL,
    reply_seq integer,
    about jsonb,
    whom bigint[] NOT NULL,
    forwarded boolean NOT NULL,
    app text CHECK (char_length(app) <= 200),
    changed integer NOT NULL,
    sent_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (conversation_id, author_id, once_key),
    UNIQUE (conversation_id, id)
);
CREATE INDEX messages_1_idx ON messages (conversation_id, changed);
CREATE INDEX messages_2_idx ON messages (author_id);

CREATE TABLE message_ids (
    id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    seq integer NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX message_ids_1_idx ON message_ids (conversation_id);

CREATE TABLE message_reactions (
    conversation_id bigint NOT NULL,
    seq integer NOT NULL,
    account_id bigint NOT NULL,
    emoji text NOT NULL CHECK (char_length(emoji) <= 40),
    PRIMARY KEY (conversation_id, seq, account_id)
);
CREATE INDEX message_reactions_1_idx ON message_reactions (account_id);

CREATE TABLE hidden_messages (
    conversation_id bigint NOT NULL,
    account_id bigint NOT NULL,
    seq integer NOT NULL,
    PRIMARY KEY (conversation_id, account_id, seq)
);
CREATE INDEX hidden_messages_1_idx ON hidden_messages (account_id);
