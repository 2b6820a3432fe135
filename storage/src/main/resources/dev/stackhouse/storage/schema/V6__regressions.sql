-- Which versions of a service there were, and when. A version is there with the first window of its first instance.
CREATE TABLE IF NOT EXISTS versions@local@on_cluster
(
    service LowCardinality(String),
    version String,
    first_seen SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'start of its first window',
    last_seen SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'start of its last window'
)
ENGINE = @engine(AggregatingMergeTree)
ORDER BY (service, version)
SETTINGS @dedup;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_versions@on_cluster TO versions@local AS
SELECT service, version, min(window_start) AS first_seen, max(window_start) AS last_seen
FROM incoming@local
WHERE version != ''
GROUP BY service, version;

-- What ran before is not new.
INSERT INTO versions (service, version, first_seen, last_seen)
SELECT service, labels['version'] AS version, min(first_seen), max(last_seen)
FROM instances
WHERE version != ''
GROUP BY service, version;

-- What became dearer, or cheaper, with a version. Every change of an incident is a row; the one with the highest revision holds,
-- and all of them together are what those read who tell people.
CREATE TABLE IF NOT EXISTS incidents@local@on_cluster
(
    service LowCardinality(String),
    id String COMMENT 'of one unit in one deploy',
    revision UInt32 COMMENT 'of the incident, from 1',
    changed DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'by the clock of the store',
    writer String COMMENT 'random; tells two apart who write the same revision',
    fingerprint String COMMENT 'of service, event and unit, whatever the deploy',
    event LowCardinality(String),
    version_before String,
    version_after String,
    classification LowCardinality(String) COMMENT 'REGRESSION, IMPROVEMENT or COST_SHIFT',
    state LowCardinality(String) COMMENT 'CANDIDATE, PENDING, FIRING, RESOLVED, WENT_AWAY, COST_SHIFT or ACCEPTED',
    method String,
    first_found DateTime('UTC'),
    content String COMMENT 'JSON of stackhouse.query.v1.Incident' CODEC(ZSTD(3))
)
ENGINE = @engine(ReplacingMergeTree)
PARTITION BY toYYYYMM(changed)
ORDER BY (service, id, revision)
SETTINGS @dedup;

-- How often each deploy was looked at, and what came of it.
CREATE TABLE IF NOT EXISTS looks@local@on_cluster
(
    service LowCardinality(String),
    version_after String,
    version_before String,
    event LowCardinality(String),
    look UInt8 COMMENT 'number of the look, from 0',
    due DateTime('UTC'),
    done DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'by the clock of the store',
    verdict LowCardinality(String) COMMENT 'compared, too-little, skipped or failed',
    regressions UInt32,
    other_findings UInt32 COMMENT 'that nobody is told of',
    instances_before UInt32,
    samples_before UInt64,
    instances_after UInt32,
    samples_after UInt64,
    detectable Float64 COMMENT 'smallest change of a share that would have been found; NaN where nothing can be told',
    remark String COMMENT 'what was missing, or why it failed',
    took_millis UInt32
)
ENGINE = @engine(ReplacingMergeTree, done)
ORDER BY (service, version_after, version_before, event, look)
SETTINGS @dedup;

-- Who may do what only one may do at a time. Terms follow one another, and each is given once.
CREATE TABLE IF NOT EXISTS leases@local@on_cluster
(
    name String,
    term UInt64,
    holder String,
    taken DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'by the clock of the store',
    millis UInt32 COMMENT 'length of the term'
)
ENGINE = @engine(ReplacingMergeTree, term)
ORDER BY name
SETTINGS @dedup;
