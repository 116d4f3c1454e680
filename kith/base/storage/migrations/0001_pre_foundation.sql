-- The foundation's tables, written from the records (kith/*/model.py).

-- Each process leases a number here, so that the ids of two processes never meet.
CREATE SEQUENCE id_nodes MINVALUE 0 MAXVALUE 1023 CYCLE;

CREATE TABLE nights (
    name text NOT NULL CHECK (char_length(name) <= 100),
    done_for timestamptz NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE letters (
    id bigint NOT NULL,
    recipient text NOT NULL CHECK (char_length(recipient) <= 254),
    subject text NOT NULL CHECK (char_length(subject) <= 200),
    text text NOT NULL CHECK (char_length(text) <= 20000),
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (id)
);
CREATE INDEX letters_1_idx ON letters (id) WHERE sent_at IS NULL;

CREATE TABLE accounts (
    id bigint NOT NULL,
    handle text NOT NULL CHECK (char_length(handle) <= 30),
    domain text CHECK (char_length(domain) <= 253),
    kind text NOT NULL CHECK (kind IN ('person', 'organisation')),
    name text NOT NULL CHECK (char_length(name) <= 60),
    bio text NOT NULL CHECK (char_length(bio) <= 1000),
    bio_html text NOT NULL,
    pronouns text NOT NULL CHECK (char_length(pronouns) <= 40),
    fields jsonb NOT NULL,
    avatar jsonb,
    header jsonb,
    locked boolean NOT NULL,
    discoverable boolean NOT NULL,
    born_on date,
    created_at timestamptz NOT NULL,
    gone_at timestamptz,
    PRIMARY KEY (id)
);
CREATE INDEX accounts_1_idx ON accounts (domain, handle);
CREATE INDEX accounts_2_idx ON accounts (gone_at) WHERE gone_at IS NOT NULL;

CREATE TABLE handles (
    handle text NOT NULL,
    account_id bigint NOT NULL,
    PRIMARY KEY (handle)
);

CREATE TABLE handle_skeletons (
    skeleton text NOT NULL,
    account_id bigint NOT NULL,
    PRIMARY KEY (skeleton)
);

CREATE TABLE members (
    account_id bigint NOT NULL,
    email text CHECK (char_length(email) <= 254),
    email_confirmed_at timestamptz,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('member', 'moderator', 'owner')),
    language text,
    theme text CHECK (theme IN ('light', 'dark')),
    timezone text NOT NULL,
    post_audience text NOT NULL CHECK (post_audience IN ('everyone', 'unlisted', 'followers')),
    reason text NOT NULL CHECK (char_length(reason) <= 1000),
    invited_by bigint,
    approved_at timestamptz,
    leaves_at timestamptz,
    has_filters boolean NOT NULL,
    quote_policy text NOT NULL CHECK (quote_policy IN ('everyone', 'followers', 'nobody')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id),
    FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX members_1_idx ON members (approved_at) WHERE approved_at IS NULL;
CREATE INDEX members_2_idx ON members (leaves_at) WHERE leaves_at IS NOT NULL;
CREATE INDEX members_3_idx ON members (invited_by) WHERE invited_by IS NOT NULL;

CREATE TABLE member_emails (
    email text NOT NULL,
    account_id bigint NOT NULL,
    PRIMARY KEY (email)
);

CREATE TABLE page_sessions (
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    device text NOT NULL CHECK (char_length(device) <= 200),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id) REFERENCES members (account_id) ON DELETE CASCADE
);

CREATE TABLE api_tokens (
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 200),
    scopes text[] NOT NULL,
    app_id bigint,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id) REFERENCES members (account_id) ON DELETE CASCADE
);

CREATE TABLE mail_tokens (
    account_id bigint NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('confirm', 'password')),
    secret_hash bytea NOT NULL,
    email text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, purpose),
    FOREIGN KEY (account_id) REFERENCES members (account_id) ON DELETE CASCADE
);

CREATE TABLE invites (
    code_hash bytea NOT NULL,
    code text NOT NULL,
    inviter_id bigint NOT NULL,
    id bigint NOT NULL,
    uses integer NOT NULL,
    uses_max integer NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (code_hash)
);
CREATE INDEX invites_1_idx ON invites (inviter_id, id);

CREATE TABLE server_settings (
    name text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE follows (
    follower_id bigint NOT NULL,
    followee_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'accepted')),
    reposts boolean NOT NULL,
    notify boolean NOT NULL,
    at_home boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (follower_id, followee_id),
    CHECK (follower_id <> followee_id)
);
CREATE INDEX follows_1_idx ON follows (follower_id, id);

CREATE TABLE followers (
    followee_id bigint NOT NULL,
    follower_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'accepted')),
    notify boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (followee_id, follower_id)
);
CREATE INDEX followers_1_idx ON followers (followee_id, id);
CREATE INDEX followers_2_idx ON followers (followee_id, id) WHERE state = 'requested';
CREATE INDEX followers_3_idx ON followers (followee_id, follower_id) WHERE notify;

CREATE TABLE blocks (
    blocker_id bigint NOT NULL,
    blocked_id bigint NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
);
CREATE INDEX blocks_1_idx ON blocks (blocker_id, id);

CREATE TABLE blocked_by (
    blocked_id bigint NOT NULL,
    blocker_id bigint NOT NULL,
    PRIMARY KEY (blocked_id, blocker_id)
);

CREATE TABLE mutes (
    muter_id bigint NOT NULL,
    muted_id bigint NOT NULL,
    id bigint NOT NULL,
    notices boolean NOT NULL,
    until_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (muter_id, muted_id)
);
CREATE INDEX mutes_1_idx ON mutes (muter_id, id);
CREATE INDEX mutes_2_idx ON mutes (until_at) WHERE until_at IS NOT NULL;
CREATE INDEX mutes_3_idx ON mutes (muted_id);

CREATE TABLE remarks (
    person_id bigint NOT NULL,
    about_id bigint NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 2000),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, about_id)
);
CREATE INDEX remarks_1_idx ON remarks (about_id);

CREATE TABLE tag_follows (
    person_id bigint NOT NULL,
    hashtag text NOT NULL CHECK (char_length(hashtag) <= 100),
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, hashtag)
);
CREATE INDEX tag_follows_1_idx ON tag_follows (person_id, id);
CREATE INDEX tag_follows_2_idx ON tag_follows (hashtag, person_id);

CREATE TABLE apps (
    id bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 60),
    website text CHECK (char_length(website) <= 2000),
    redirect_uris text[] NOT NULL,
    scopes text[] NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (id)
);
CREATE INDEX apps_1_idx ON apps (created_at) WHERE used_at IS NULL;

CREATE TABLE app_tokens (
    app_id bigint NOT NULL,
    id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (app_id, id),
    FOREIGN KEY (app_id) REFERENCES apps (id) ON DELETE CASCADE
);

CREATE TABLE grants (
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    app_id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    redirect_uri text NOT NULL CHECK (char_length(redirect_uri) <= 2000),
    scopes text[] NOT NULL,
    challenge text CHECK (char_length(challenge) <= 128),
    challenge_method text CHECK (char_length(challenge_method) <= 10),
    token_id bigint,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id) REFERENCES members (account_id) ON DELETE CASCADE
);
CREATE INDEX grants_1_idx ON grants (created_at);

CREATE TABLE filters (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL CHECK (char_length(title) <= 256),
    contexts text[] NOT NULL,
    action text NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);

CREATE TABLE filter_keywords (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    filter_id bigint NOT NULL,
    keyword text NOT NULL CHECK (char_length(keyword) <= 512),
    whole_word boolean NOT NULL,
    PRIMARY KEY (owner_id, id),
    FOREIGN KEY (owner_id, filter_id) REFERENCES filters (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX filter_keywords_1_idx ON filter_keywords (owner_id, filter_id, id);

CREATE TABLE filter_posts (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    filter_id bigint NOT NULL,
    post_id bigint NOT NULL,
    PRIMARY KEY (owner_id, id),
    FOREIGN KEY (owner_id, filter_id) REFERENCES filters (owner_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX filter_posts_1_idx ON filter_posts (owner_id, filter_id, post_id);

CREATE TABLE person_lists (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL CHECK (char_length(title) <= 100),
    replies_policy text NOT NULL CHECK (replies_policy IN ('followed', 'list', 'none')),
    exclusive boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);

CREATE TABLE list_places (
    owner_id bigint NOT NULL,
    list_id bigint NOT NULL,
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (owner_id, list_id, account_id),
    FOREIGN KEY (owner_id, list_id) REFERENCES person_lists (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX list_places_1_idx ON list_places (owner_id, list_id, id);
CREATE INDEX list_places_2_idx ON list_places (owner_id, account_id);
CREATE INDEX list_places_3_idx ON list_places (account_id);

CREATE TABLE media (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('post', 'avatar', 'header', 'emoji', 'link')),
    kind text NOT NULL CHECK (kind IN ('image', 'moving', 'gifv', 'video', 'audio')),
    state text NOT NULL CHECK (state IN ('ready', 'waiting', 'failed')),
    progress integer NOT NULL,
    problem text NOT NULL,
    file_key text NOT NULL,
    small_key text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    small_width integer NOT NULL,
    small_height integer NOT NULL,
    size_bytes integer NOT NULL,
    seconds double precision NOT NULL,
    frame_rate double precision NOT NULL,
    bit_rate integer NOT NULL,
    blurhash text NOT NULL CHECK (char_length(blurhash) <= 100),
    alt text NOT NULL CHECK (char_length(alt) <= 1500),
    focus_x double precision NOT NULL,
    focus_y double precision NOT NULL,
    used_for bigint,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);
CREATE INDEX media_1_idx ON media (created_at) WHERE used_for IS NULL;
CREATE INDEX media_2_idx ON media (file_key);
CREATE INDEX media_3_idx ON media (small_key);

CREATE TABLE link_cards (
    id bigint NOT NULL,
    address text NOT NULL CHECK (char_length(address) <= 2000),
    state text NOT NULL CHECK (state IN ('wanted', 'known', 'silent')),
    kind text NOT NULL CHECK (kind IN ('link', 'photo', 'video', 'rich')),
    title text NOT NULL CHECK (char_length(title) <= 300),
    words text NOT NULL CHECK (char_length(words) <= 500),
    provider text NOT NULL CHECK (char_length(provider) <= 100),
    provider_url text NOT NULL CHECK (char_length(provider_url) <= 2000),
    author text NOT NULL CHECK (char_length(author) <= 100),
    author_url text NOT NULL CHECK (char_length(author_url) <= 2000),
    language text CHECK (char_length(language) <= 100),
    published_at timestamptz,
    picture jsonb,
    asked_at timestamptz NOT NULL,
    read_at timestamptz,
    failures integer NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX link_cards_1_idx ON link_cards (asked_at);

CREATE TABLE emoji (
    shortcode text NOT NULL CHECK (char_length(shortcode) <= 30),
    id bigint NOT NULL,
    owner_id bigint NOT NULL,
    medium_id bigint NOT NULL,
    picture_key text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (shortcode)
);
CREATE INDEX emoji_1_idx ON emoji (owner_id);

CREATE TABLE posts (
    author_id bigint NOT NULL,
    id bigint NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 100000),
    html text NOT NULL,
    warning text NOT NULL CHECK (char_length(warning) <= 500),
    sensitive boolean NOT NULL,
    language text,
    audience text NOT NULL CHECK (audience IN ('everyone', 'unlisted', 'followers', 'mentioned')),
    reply_to_id bigint,
    reply_to_author_id bigint,
    root_id bigint NOT NULL,
    root_author_id bigint NOT NULL,
    repost_of_id bigint,
    repost_of_author_id bigint,
    quote_of_id bigint,
    quote_of_author_id bigint,
    quote_revoked boolean NOT NULL,
    quote_policy text NOT NULL CHECK (quote_policy IN ('everyone', 'followers', 'nobody')),
    mentioned_ids bigint[] NOT NULL,
    mentions jsonb NOT NULL,
    hashtags text[] NOT NULL,
    emojis jsonb NOT NULL,
    attachments jsonb NOT NULL,
    has_poll boolean NOT NULL,
    link_id bigint,
    app text CHECK (char_length(app) <= 200),
    published_at timestamptz NOT NULL,
    edited_at timestamptz,
    version integer NOT NULL,
    PRIMARY KEY (author_id, id)
);
CREATE INDEX posts_1_idx ON posts (id);
CREATE UNIQUE INDEX posts_2_idx ON posts (author_id, repost_of_id) WHERE repost_of_id IS NOT NULL;
CREATE INDEX posts_3_idx ON posts (repost_of_id) WHERE repost_of_id IS NOT NULL;
CREATE INDEX posts_4_idx ON posts (link_id, id) WHERE link_id IS NOT NULL;
CREATE INDEX posts_5_idx ON posts (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX posts_6_idx ON posts (quote_of_author_id, author_id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX posts_7_idx ON posts (id) WHERE audience = 'everyone' AND repost_of_id IS NULL AND reply_to_id IS NULL;
CREATE INDEX posts_8_idx ON posts USING gin (to_tsvector('simple'::regconfig, text));

CREATE TABLE thread_posts (
    root_id bigint NOT NULL,
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    reply_to_id bigint,
    PRIMARY KEY (root_id, id)
);

CREATE TABLE tagged_posts (
    hashtag text NOT NULL,
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    PRIMARY KEY (hashtag, id)
);

CREATE TABLE post_versions (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    warning text NOT NULL,
    sensitive boolean NOT NULL,
    attachments jsonb NOT NULL,
    poll_options text[] NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, post_id, version),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);

CREATE TABLE tallies (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    likes integer NOT NULL,
    reposts integer NOT NULL,
    replies integer NOT NULL,
    quotes integer NOT NULL,
    PRIMARY KEY (author_id, post_id),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);

CREATE TABLE likes (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, post_id, person_id),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);
CREATE INDEX likes_1_idx ON likes (author_id, post_id, id);

CREATE TABLE my_likes (
    person_id bigint NOT NULL,
    post_id bigint NOT NULL,
    author_id bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (person_id, post_id)
);
CREATE INDEX my_likes_1_idx ON my_likes (person_id, id);

CREATE TABLE bookmarks (
    person_id bigint NOT NULL,
    post_id bigint NOT NULL,
    author_id bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (person_id, post_id)
);
CREATE INDEX bookmarks_1_idx ON bookmarks (person_id, id);
CREATE INDEX bookmarks_2_idx ON bookmarks (post_id);

CREATE TABLE pins (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (author_id, post_id)
);

CREATE TABLE polls (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    options text[] NOT NULL,
    multiple boolean NOT NULL,
    hide_totals boolean NOT NULL,
    votes jsonb NOT NULL,
    voters integer NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (author_id, post_id),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);

CREATE TABLE votes (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    choices text[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, post_id, person_id),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);
CREATE INDEX votes_1_idx ON votes (person_id);

CREATE TABLE thread_mutes (
    person_id bigint NOT NULL,
    root_id bigint NOT NULL,
    PRIMARY KEY (person_id, root_id)
);

CREATE TABLE drafts (
    person_id bigint NOT NULL,
    id bigint NOT NULL,
    words jsonb NOT NULL,
    publish_at timestamptz,
    held_because text,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX drafts_1_idx ON drafts (publish_at) WHERE publish_at IS NOT NULL;

CREATE TABLE sent_once (
    person_id bigint NOT NULL,
    once_key text NOT NULL CHECK (char_length(once_key) <= 200),
    made_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, once_key)
);
CREATE INDEX sent_once_1_idx ON sent_once (created_at);

CREATE TABLE notices (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted')),
    from_id bigint NOT NULL,
    post_id bigint,
    post_author_id bigint,
    group_key text NOT NULL CHECK (char_length(group_key) <= 80),
    waits boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);
CREATE UNIQUE INDEX notices_1_idx ON notices (owner_id, kind, from_id, post_id) NULLS NOT DISTINCT;
CREATE INDEX notices_2_idx ON notices (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX notices_3_idx ON notices (owner_id, group_key, id);
CREATE INDEX notices_4_idx ON notices (owner_id, from_id) WHERE waits;
CREATE INDEX notices_5_idx ON notices (id);

CREATE TABLE notice_marks (
    owner_id bigint NOT NULL,
    read_id bigint NOT NULL,
    PRIMARY KEY (owner_id)
);

CREATE TABLE notice_policies (
    owner_id bigint NOT NULL,
    not_following text NOT NULL CHECK (not_following IN ('accept', 'filter', 'drop')),
    not_followers text NOT NULL CHECK (not_followers IN ('accept', 'filter', 'drop')),
    new_accounts text NOT NULL CHECK (new_accounts IN ('accept', 'filter', 'drop')),
    private_mentions text NOT NULL CHECK (private_mentions IN ('accept', 'filter', 'drop')),
    limited_accounts text NOT NULL CHECK (limited_accounts IN ('accept', 'filter', 'drop')),
    PRIMARY KEY (owner_id)
);

CREATE TABLE notice_requests (
    owner_id bigint NOT NULL,
    from_id bigint NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, from_id)
);
CREATE UNIQUE INDEX notice_requests_1_idx ON notice_requests (owner_id, id);

CREATE TABLE notice_welcomes (
    owner_id bigint NOT NULL,
    from_id bigint NOT NULL,
    PRIMARY KEY (owner_id, from_id)
);

CREATE TABLE push_subscriptions (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    token_id bigint,
    session_id bigint,
    endpoint text NOT NULL CHECK (char_length(endpoint) <= 2000),
    public_key bytea NOT NULL,
    shared_secret bytea NOT NULL,
    standard boolean NOT NULL,
    alerts text[] NOT NULL,
    policy text NOT NULL CHECK (policy IN ('all', 'followed', 'follower', 'none')),
    sealed_token bytea,
    language text NOT NULL,
    pushed_id bigint NOT NULL,
    pushed_at timestamptz,
    due_at timestamptz,
    failing_since timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id),
    UNIQUE (owner_id, token_id),
    UNIQUE (owner_id, session_id),
    CHECK ((token_id IS NULL) <> (session_id IS NULL)),
    FOREIGN KEY (owner_id, token_id) REFERENCES api_tokens (account_id, id) ON DELETE CASCADE,
    FOREIGN KEY (owner_id, session_id) REFERENCES page_sessions (account_id, id) ON DELETE CASCADE
);
CREATE INDEX push_subscriptions_1_idx ON push_subscriptions (endpoint) WHERE session_id IS NOT NULL;

CREATE TABLE home_marks (
    owner_id bigint NOT NULL,
    read_id bigint NOT NULL,
    version integer NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id)
);
