-- The distribution of docs/distribution-folder.md as an analyst at home in DuckDB would write it: contract ¶1–¶7,
-- exact, for the folders of bench/generate. :folder and :out are replaced by quoted paths' beginnings.
-- Texts are looked up in small dictionaries, lines are summed before any rule touches them.
-- Units: metrics in 1/10^4, weights in 1/100, shares in 1/10^6 %, so points × share stay within 128 bits;
-- a value that does not fit these scales stops the script.

-- Masters ----------------------------------------------------------------------------------------------------------
CREATE TEMP MACRO master(name) AS TABLE
    SELECT * FROM read_csv(':folder/' || name, all_varchar = true, header = true, delim = ',', quote = '"', nullstr = '');

CREATE TEMP TABLE works AS
    SELECT row_number() OVER () - 1 AS work, work_id, title, work_type, year, eidr, imdb_id, alternative_titles
    FROM master('works.csv');

CREATE TEMP TABLE currency_digits AS FROM (VALUES ('JPY', 0), ('KRW', 0), ('KWD', 3)) AS t (currency, digits);

CREATE TEMP TABLE licences AS
    SELECT row_number() OVER () - 1 AS licence, l.*, string_split(territories, ' ') AS covered,
        valid_from::DATE AS first_day, valid_to::DATE AS last_day, coalesce(d.digits, 2) AS digits
    FROM master('licences.csv') l LEFT JOIN currency_digits d USING (currency);

CREATE TEMP TABLE pools AS
    SELECT row_number() OVER () - 1 AS pool, c.collection_id, l.licence, l.licence_id, l.currency, l.digits,
        c.period_start::DATE AS first_day, c.period_end::DATE AS last_day,
        (c.amount::DECIMAL(38, 6) * 10 ** l.digits)::DECIMAL(38, 0)::HUGEINT AS gross
    FROM (SELECT row_number() OVER () AS place, * FROM master('collections.csv')) c JOIN licences l USING (licence_id)
    ORDER BY c.place;

CREATE TEMP MACRO scaled(decimals, factor) AS
    CASE WHEN (decimals::DECIMAL(12, 6) * factor)::BIGINT = decimals::DECIMAL(12, 6) * factor
        THEN (decimals::DECIMAL(12, 6) * factor)::BIGINT
        ELSE error('more decimals than this script provides for: ' || decimals) END;

CREATE TEMP TABLE weights AS SELECT dimension, key, scaled(weight, 100) AS weight FROM master('weights.csv');

CREATE TEMP TABLE use_types AS
    SELECT u.*, coalesce(w.weight, 100) AS weight
    FROM (VALUES ('svod', 'making_available'), ('avod', 'making_available'), ('tvod', 'making_available'),
        ('fast', 'making_available'), ('short_video', 'clip_use'), ('broadcast', 'broadcasting'),
        ('cable_retransmission', 'retransmission'), ('public_screening', 'public_screening'),
        ('education', 'educational_use'), ('rental', 'rental'), ('private_copy', 'private_copying')) u (use_type, "right")
    LEFT JOIN weights w ON w.dimension = 'use_type' AND w.key = u.use_type;

CREATE TEMP TABLE claims AS
    SELECT w.work, c.party_id, c."right", scaled(c.share, 1000000) AS share, coalesce(c.status, 'asserted') = 'disputed' AS disputed,
        string_split(coalesce(c.territories, '*'), ' ') AS covered, coalesce(c.territories, '*') <> '*' AS restricted,
        c.valid_from::DATE AS first_day, c.valid_to::DATE AS last_day
    FROM master('claims.csv') c JOIN works w USING (work_id);

CREATE TEMP MACRO covers(codes, territory) AS
    NOT list_contains(codes, '-' || territory)
    AND (list_contains(codes, '*') OR list_contains(codes, territory) OR NOT list_bool_or([c NOT LIKE '-%' FOR c IN codes]));

CREATE TEMP TABLE territories AS SELECT unnest(string_split('AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW', ' ')) AS territory;

-- Dictionaries: what a text of a usage line can stand for -----------------------------------------------------------
CREATE TEMP TABLE licensed_uses AS
    SELECT l.licence, u.use_type, u."right", u.weight FROM licences l JOIN use_types u ON list_contains(string_split(l.use_types, ' '), u.use_type);
CREATE TEMP TABLE licensed_territories AS
    SELECT l.licence, t.territory FROM licences l JOIN territories t ON covers(l.covered, t.territory);

-- Between two neighbouring bounds of claims' validity the claims in force stay the same: such a stretch is a segment.
CREATE TEMP TABLE bounds AS
    SELECT DISTINCT bound FROM (SELECT first_day AS bound FROM claims UNION ALL SELECT last_day + 1 FROM claims) WHERE bound IS NOT NULL;
CREATE TEMP TABLE licensed_days AS
    SELECT d.licence, d.day::VARCHAR AS used_on, d.day, p.pool, (SELECT count(*) FROM bounds WHERE bound <= d.day)::INTEGER AS segment
    FROM (SELECT licence, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day FROM licences) d
    LEFT JOIN pools p ON p.licence = d.licence AND d.day BETWEEN p.first_day AND p.last_day;
CREATE TEMP TABLE segment_days AS SELECT segment, min(day) AS day FROM licensed_days GROUP BY segment;

-- ¶3. An identifier spelled as in works.csv needs no canonical form to be found.
CREATE TEMP MACRO canonical_eidr(text) AS regexp_extract(regexp_replace(upper(text), '[\s-]', '', 'g'), '10\.5240/[0-9A-F]{20}[0-9A-Z]$');
CREATE TEMP MACRO canonical_imdb(text) AS regexp_extract(regexp_replace(upper(text), '[\s-]', '', 'g'), '^TT0*([0-9]+)$', 1);
CREATE TEMP TABLE eidrs AS SELECT work, eidr, canonical_eidr(eidr) AS canonical FROM works WHERE eidr IS NOT NULL;
CREATE TEMP TABLE imdbs AS SELECT work, imdb_id, canonical_imdb(imdb_id) AS canonical FROM works WHERE imdb_id IS NOT NULL;
CREATE TEMP TABLE resources AS
    SELECT l.licence, a.resource_id, w.work FROM master('aliases.csv') a JOIN licences l USING (licensee) JOIN works w USING (work_id);

-- A metric in 1/10^4, or nothing when the text is none.
CREATE TEMP MACRO whole(text) AS
    CASE WHEN regexp_full_match(text, '[0-9]{1,13}') THEN text::BIGINT * 10000
        WHEN regexp_full_match(text, '[0-9]{1,18}') THEN error('more digits than this script provides for: ' || text) END;
CREATE TEMP MACRO fraction(text) AS
    CASE WHEN regexp_full_match(text, '[0-9]{1,9}(\.[0-9]{1,4})?') THEN (text::DECIMAL(18, 4) * 10000)::BIGINT
        WHEN regexp_full_match(text, '[0-9]{1,18}(\.[0-9]{1,12})?') THEN error('more digits than this script provides for: ' || text) END;

-- ¶1, ¶2, ¶3: every line in one pass over the files; titles are kept of those lines only that nothing better names
-- (the planner takes the files for small and would hash them; the dictionaries on the right are what to hash).
SET preserve_insertion_order = false;
SET disabled_optimizers = 'build_side_probe_side,join_order';
CREATE TEMP TABLE lines AS
    WITH texts AS (
        SELECT * FROM read_csv(':folder/usage/*.csv', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
            parallel = true, columns = {licence_id: 'VARCHAR', use_type: 'VARCHAR', territory: 'VARCHAR',
            used_on: 'VARCHAR', views: 'VARCHAR', seconds: 'VARCHAR', revenue: 'VARCHAR', resource_id: 'VARCHAR',
            title: 'VARCHAR', year: 'VARCHAR', eidr: 'VARCHAR', imdb_id: 'VARCHAR'})),
    spelled AS (
        SELECT r.*, l.licence, e.work AS eidr_work, i.work AS imdb_work,
            CASE WHEN e.work IS NULL AND r.eidr IS NOT NULL THEN canonical_eidr(r.eidr) END AS odd_eidr,
            CASE WHEN i.work IS NULL AND r.imdb_id IS NOT NULL THEN canonical_imdb(r.imdb_id) END AS odd_imdb,
            CASE l.metric WHEN 'views' THEN whole(trim(r.views)) WHEN 'seconds' THEN whole(trim(r.seconds))
                WHEN 'revenue' THEN fraction(trim(r.revenue)) END AS amount
        FROM texts r LEFT JOIN licences l ON l.licence_id = trim(r.licence_id)
        LEFT JOIN eidrs e ON e.eidr = r.eidr LEFT JOIN imdbs i ON i.imdb_id = r.imdb_id),
    named AS (
        SELECT s.*, coalesce(s.eidr_work, e.work, s.imdb_work, i.work, a.work) AS work
        FROM spelled s LEFT JOIN eidrs e ON e.canonical = s.odd_eidr LEFT JOIN imdbs i ON i.canonical = s.odd_imdb
        LEFT JOIN resources a ON a.licence = s.licence AND a.resource_id = trim(s.resource_id))
    SELECT CASE WHEN n.licence IS NULL THEN 1
            WHEN d.licence IS NULL AND (try_cast(trim(n.used_on) AS DATE)::VARCHAR = trim(n.used_on)) IS NOT TRUE THEN 2
            WHEN c.territory IS NULL THEN 3
            WHEN n.amount IS NULL THEN 4
            WHEN u.use_type IS NULL THEN 5
            WHEN t.territory IS NULL THEN 6
            WHEN d.licence IS NULL THEN 7 ELSE 99 END::UTINYINT AS fault,
        d.pool, d.segment, u."right", u.weight AS use_weight, c.territory, n.amount, n.work,
        CASE WHEN n.work IS NULL THEN n.title END AS title, CASE WHEN n.work IS NULL THEN coalesce(n.year, '') END AS year
    FROM named n
    LEFT JOIN licensed_uses u ON u.licence = n.licence AND u.use_type = trim(n.use_type)
    LEFT JOIN territories c ON c.territory = trim(n.territory)
    LEFT JOIN licensed_territories t ON t.licence = n.licence AND t.territory = c.territory
    LEFT JOIN licensed_days d ON d.licence = n.licence AND d.used_on = trim(n.used_on);
RESET disabled_optimizers;

CREATE TEMP MACRO normal_title(text) AS trim(regexp_replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(
        lower(strip_accents(nfc_normalize(regexp_replace(text, '^(.*),\s*(the|an?|le|la|les|l[''’]|une?|der|die|das|el|los|las|il|lo|gli)\s*$', '\2 \1', 'is')))),
    'ß', 'ss'), 'ς', 'σ'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'ı', 'i'),
    '[^\p{L}\p{N}\p{M}]+', ' ', 'g'));
CREATE TEMP TABLE work_titles AS
    SELECT DISTINCT work, year, normal_title(title) AS normal
    FROM (SELECT work, year, title FROM works UNION ALL SELECT work, year, unnest(string_split(alternative_titles, '|')) FROM works)
    WHERE normal_title(title) <> '';
CREATE TEMP TABLE titles AS
    SELECT d.title, d.year, min(w.work) AS work
    FROM (SELECT title, year, normal_title(title) AS normal FROM (SELECT DISTINCT title, year FROM lines WHERE title IS NOT NULL)) d
    JOIN work_titles w ON w.normal = d.normal AND (trim(d.year) = '' OR w.year = trim(d.year))
    GROUP BY ALL HAVING min(w.work) = max(w.work);

-- Which claims' territories and validity matter, per work × right: most works need neither.
CREATE TEMP TABLE work_rights AS
    SELECT work, "right", bool_or(restricted) AS by_territory, bool_or(first_day IS NOT NULL OR last_day IS NOT NULL) AS by_day
    FROM claims GROUP BY ALL;

-- ¶4: points, summed before any rule touches them ------------------------------------------------------------------
CREATE TEMP TABLE cells AS
    SELECT l.pool, l.work, l."right", l.use_weight,
        CASE WHEN r.by_territory THEN l.territory ELSE '' END AS territory,
        CASE WHEN r.by_day THEN l.segment ELSE -1 END AS segment,
        sum(l.amount) AS amount, count(*) AS lines
    FROM (SELECT l.* EXCLUDE (work), coalesce(l.work, t.work) AS work
          FROM lines l LEFT JOIN titles t ON t.title = l.title AND t.year = l.year WHERE l.fault = 99) l
    LEFT JOIN work_rights r ON r.work = l.work AND r."right" = l."right"
    GROUP BY ALL;

CREATE TEMP TABLE pointed AS
    SELECT c.* EXCLUDE (amount, use_weight), c.amount * c.use_weight * coalesce(t.weight, 100) AS points
    FROM cells c LEFT JOIN works w USING (work) LEFT JOIN weights t ON t.dimension = 'work_type' AND t.key = w.work_type
    WHERE c.pool IS NOT NULL;

-- ¶5: the claims in force per work × right × territory × segment ---------------------------------------------------
CREATE TEMP TABLE in_force AS
    SELECT k.work, k."right", k.territory, k.segment, c.party_id, c.share, c.disputed
    FROM (SELECT DISTINCT work, "right", territory, segment FROM pointed WHERE work IS NOT NULL) k
    LEFT JOIN segment_days s USING (segment)
    JOIN claims c ON c.work = k.work AND c."right" = k."right"
    WHERE (NOT c.restricted OR covers(c.covered, k.territory))
      AND (c.first_day IS NULL OR s.day >= c.first_day) AND (c.last_day IS NULL OR s.day <= c.last_day);

CREATE TEMP TABLE force_totals AS
    SELECT work, "right", territory, segment, sum(share) AS total, coalesce(sum(share) FILTER (disputed), 0) AS disputed
    FROM in_force GROUP BY ALL;

CREATE TEMP TABLE beneficiaries AS
    WITH covered AS (
        SELECT p.*, coalesce(f.total, 0) AS total, coalesce(f.disputed, 0) AS disputed
        FROM pointed p LEFT JOIN force_totals f USING (work, "right", territory, segment))
    SELECT pool, kind, beneficiary, sum(points) AS points FROM (
        SELECT c.pool, 0 AS kind, f.party_id AS beneficiary, c.points * f.share AS points
        FROM covered c JOIN in_force f USING (work, "right", territory, segment) WHERE c.total <= 100000000 AND NOT f.disputed
        UNION ALL SELECT pool, 1, 'unidentified', points * 100000000 FROM covered WHERE work IS NULL
        UNION ALL SELECT pool, 2, 'unclaimed', points * (100000000 - total) FROM covered WHERE work IS NOT NULL AND total <= 100000000
        UNION ALL SELECT pool, 3, 'disputed', points * CASE WHEN total > 100000000 THEN 100000000 ELSE disputed END
        FROM covered WHERE work IS NOT NULL)
    GROUP BY ALL HAVING sum(points) > 0;

-- ¶6: deductions ---------------------------------------------------------------------------------------------------
CREATE TEMP TABLE deductions AS
    SELECT pool, deduction_id, least(gross, upto) - least(gross, upto - rounded) AS amount
    FROM (SELECT *, sum(rounded) OVER (PARTITION BY pool ORDER BY place) AS upto
          FROM (SELECT p.pool, p.gross, d.place, d.deduction_id, (p.gross * scaled(d.percent, 1000000) * 2 + 100000000) // 200000000 AS rounded
                FROM pools p JOIN (SELECT row_number() OVER () AS place, * FROM master('deductions.csv')) d
                  ON d.licence_id IS NULL OR d.licence_id = p.licence_id));

CREATE TEMP TABLE nets AS
    SELECT p.pool, p.gross - coalesce(sum(d.amount), 0) AS net FROM pools p LEFT JOIN deductions d USING (pool) GROUP BY p.pool, p.gross;

-- ¶7: largest remainder; net × points ÷ all points by long division in two digits of 10^6, to stay within 128 bits --
CREATE TEMP TABLE allocations AS
    WITH pooled AS (
        SELECT b.*, n.net, sum(b.points) OVER (PARTITION BY b.pool)::HUGEINT AS all_points FROM beneficiaries b JOIN nets n USING (pool)),
    high AS (
        SELECT *, (net // 1000000) * points::HUGEINT // all_points AS high, (net // 1000000) * points::HUGEINT % all_points AS carry FROM pooled),
    low AS (
        SELECT *, high * 1000000 + (carry * 1000000 + (net % 1000000) * points::HUGEINT) // all_points AS floor,
            (carry * 1000000 + (net % 1000000) * points::HUGEINT) % all_points AS remainder FROM high),
    ranked AS (
        SELECT *, net - sum(floor) OVER (PARTITION BY pool) AS left_over,
            row_number() OVER (PARTITION BY pool ORDER BY remainder DESC, kind, beneficiary) AS place FROM low)
    SELECT pool, kind, beneficiary, floor + CASE WHEN place <= left_over THEN 1 ELSE 0 END AS amount FROM ranked;

COPY (
    SELECT p.collection_id, a.beneficiary_kind, a.beneficiary, p.currency,
        CASE WHEN p.digits = 0 THEN a.amount::VARCHAR
            ELSE (a.amount // (10 ** p.digits)::BIGINT)::VARCHAR || '.' || lpad((a.amount % (10 ** p.digits)::BIGINT)::VARCHAR, p.digits, '0') END AS amount
    FROM (SELECT pool, 'deduction' AS beneficiary_kind, deduction_id AS beneficiary, amount::HUGEINT AS amount FROM deductions
          UNION ALL SELECT pool, CASE WHEN kind = 0 THEN 'party' ELSE 'suspense' END, beneficiary, amount::HUGEINT FROM allocations WHERE amount > 0
          UNION ALL SELECT pool, 'suspense', 'undistributed', net::HUGEINT FROM nets
          WHERE net > 0 AND pool NOT IN (SELECT pool FROM beneficiaries)) a
    JOIN pools p USING (pool)
    ORDER BY p.pool, a.beneficiary_kind, a.beneficiary
) TO ':out/allocations.csv' (FORMAT csv, HEADER true, DELIMITER ',');
