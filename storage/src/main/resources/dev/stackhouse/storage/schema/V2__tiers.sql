-- What the job writes: one row per (window, instance, event) and commit, with parallel arrays. Nothing is kept here; the views
-- below spread each row over the tables that are read.
CREATE TABLE IF NOT EXISTS incoming@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String) COMMENT 'cpu, wall, alloc, live, lock, native-memory',
    instance LowCardinality(String) COMMENT 'one start of one JVM',
    version LowCardinality(String) COMMENT 'label of the instance; empty if it has none',
    window_start DateTime('UTC') COMMENT 'start of the 10 s window',
    unit UInt64 COMMENT 'value of each sample, if all are equal; else 0',
    stack_ids Array(UInt128) COMMENT 'hashes of the frames',
    counts Array(UInt32) COMMENT 'samples of each stack',
    sums Array(UInt64) COMMENT 'nanoseconds or bytes of each stack; empty where unit is not 0'
)
ENGINE = Null;

-- Half an hour of a stack on an instance: totals, and what each 10 s window contributes. The rows of one half hour are sorted
-- by stack, so that an identity is stored once for all its windows; rows of equal keys are merged by the engine. The windows
-- become minutes and later vanish, in place: see ageing.sql. The totals stay.
CREATE TABLE IF NOT EXISTS samples@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    half_hour DateTime('UTC') COMMENT 'start of the half hour',
    stack_id UInt128,
    instance LowCardinality(String),
    unit UInt64 COMMENT 'as in incoming' CODEC(ZSTD(1)),
    samples SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    value SimpleAggregateFunction(sum, UInt64) COMMENT 'nanoseconds or bytes' CODEC(ZSTD(1)),
    slots SimpleAggregateFunction(groupArrayArray, Array(UInt8))
        COMMENT 'numbers of 10 s windows in the half hour, which may repeat' CODEC(Delta, ZSTD(1)),
    slot_samples SimpleAggregateFunction(groupArrayArray, Array(UInt32)) COMMENT 'same length as slots' CODEC(T64, ZSTD(1)),
    slot_values SimpleAggregateFunction(groupArrayArray, Array(UInt64))
        COMMENT 'same length as slots; empty where unit is not 0' CODEC(T64, ZSTD(1))
)
ENGINE = @engine(AggregatingMergeTree)
PARTITION BY toDate(half_hour)
ORDER BY (service, event, half_hour, stack_id, instance, unit)
SETTINGS @dedup, index_granularity = 4096;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_samples@on_cluster TO samples@local AS
SELECT
    service,
    event,
    toStartOfInterval(window_start, INTERVAL 30 MINUTE) AS half_hour,
    stack_id,
    instance,
    unit,
    toUInt64(count) AS samples,
    sum AS value,
    [toUInt8(intDiv(toUInt32(window_start) % 1800, 10))] AS slots,
    [count] AS slot_samples,
    if(unit > 0, [], [sum]) AS slot_values
FROM incoming@local
ARRAY JOIN stack_ids AS stack_id, counts AS count, if(unit > 0, arrayMap(c -> c * unit, counts), sums) AS sum;

-- Half an hour, and a day, of a stack on all instances of a version together: a question about a service or its versions
-- costs as much as it has stacks, whatever the number of instances and the length of the range.
CREATE TABLE IF NOT EXISTS service_half_hours@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    half_hour DateTime('UTC') CODEC(Delta, ZSTD(1)),
    stack_id UInt128,
    version LowCardinality(String),
    samples UInt64 CODEC(T64, ZSTD(1)),
    value UInt64 CODEC(ZSTD(1))
)
ENGINE = @engine(SummingMergeTree)
PARTITION BY toYYYYMM(half_hour)
ORDER BY (service, event, toStartOfHour(half_hour), stack_id, version, half_hour)
SETTINGS @dedup, index_granularity = 4096;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_service_half_hours@on_cluster TO service_half_hours@local AS
SELECT service, event, half_hour, stack_id, version, sum(count) AS samples, sum(sum) AS value
FROM
(
    SELECT
        service,
        event,
        toStartOfInterval(window_start, INTERVAL 30 MINUTE) AS half_hour,
        stack_id,
        version,
        count,
        sum
    FROM incoming@local
    ARRAY JOIN stack_ids AS stack_id, counts AS count, if(unit > 0, arrayMap(c -> c * unit, counts), sums) AS sum
)
GROUP BY service, event, half_hour, stack_id, version;

CREATE TABLE IF NOT EXISTS service_days@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    day Date,
    stack_id UInt128,
    version LowCardinality(String),
    samples UInt64 CODEC(T64, ZSTD(1)),
    value UInt64 CODEC(ZSTD(1))
)
ENGINE = @engine(SummingMergeTree)
PARTITION BY toYYYYMM(day)
ORDER BY (service, event, day, stack_id, version)
SETTINGS @dedup, index_granularity = 4096;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_service_days@on_cluster TO service_days@local AS
SELECT service, event, day, stack_id, version, sum(count) AS samples, sum(sum) AS value
FROM
(
    SELECT
        service,
        event,
        toDate(window_start) AS day,
        stack_id,
        version,
        count,
        sum
    FROM incoming@local
    ARRAY JOIN stack_ids AS stack_id, counts AS count, if(unit > 0, arrayMap(c -> c * unit, counts), sums) AS sum
)
GROUP BY service, event, day, stack_id, version;

-- What a window of an instance comes to, without its stacks: time lines.
CREATE TABLE IF NOT EXISTS windows@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    instance LowCardinality(String),
    window_start DateTime('UTC') CODEC(Delta, ZSTD(1)),
    samples SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    value SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = @engine(AggregatingMergeTree)
PARTITION BY toYYYYMM(window_start)
ORDER BY (service, event, toStartOfInterval(window_start, INTERVAL 30 MINUTE), instance, window_start)
SETTINGS @dedup;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_windows@on_cluster TO windows@local AS
SELECT service, event, instance, window_start, arraySum(counts) AS samples, if(unit > 0, unit * samples, arraySum(sums)) AS value
FROM incoming@local;

-- The same by half hour: which services and instances there were, and long time lines.
CREATE TABLE IF NOT EXISTS instance_half_hours@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    half_hour DateTime('UTC') CODEC(Delta, ZSTD(1)),
    instance LowCardinality(String),
    samples SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    value SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    first_window SimpleAggregateFunction(min, DateTime('UTC')) CODEC(Delta, ZSTD(1)),
    last_window SimpleAggregateFunction(max, DateTime('UTC')) CODEC(Delta, ZSTD(1))
)
ENGINE = @engine(AggregatingMergeTree)
PARTITION BY toYYYYMM(half_hour)
ORDER BY (service, event, half_hour, instance)
SETTINGS @dedup;

CREATE MATERIALIZED VIEW IF NOT EXISTS incoming_to_instance_half_hours@on_cluster TO instance_half_hours@local AS
SELECT
    service,
    event,
    toStartOfInterval(window_start, INTERVAL 30 MINUTE) AS half_hour,
    instance,
    arraySum(counts) AS samples,
    if(unit > 0, unit * samples, arraySum(sums)) AS value,
    window_start AS first_window,
    window_start AS last_window
FROM incoming@local;

-- Sorted by content, so that stacks with a common beginning lie together and compress to little more than their ends.
CREATE TABLE IF NOT EXISTS stacks@local@on_cluster
(
    service LowCardinality(String),
    stack_id UInt128,
    frame_ids Array(UInt64) COMMENT 'root first' CODEC(ZSTD(3)),
    seen Date DEFAULT today(),
    INDEX frames frame_ids TYPE bloom_filter(0.01)
)
ENGINE = @engine(ReplacingMergeTree, seen)
ORDER BY (service, frame_ids, stack_id)
SETTINGS @dedup, index_granularity = 1024;

CREATE TABLE IF NOT EXISTS frames@local@on_cluster
(
    frame_id UInt64,
    class_name String CODEC(ZSTD(3)),
    method_name String CODEC(ZSTD(3)),
    line UInt32 COMMENT 'source line, or 0',
    type UInt8 COMMENT 'number of FrameType',
    seen Date DEFAULT today()
)
ENGINE = @engine(ReplacingMergeTree, seen)
ORDER BY frame_id
SETTINGS @dedup, index_granularity = 1024;

CREATE TABLE IF NOT EXISTS instances@local@on_cluster
(
    service LowCardinality(String),
    instance String,
    labels Map(String, String),
    first_seen SimpleAggregateFunction(min, DateTime('UTC')),
    last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = @engine(AggregatingMergeTree)
ORDER BY (service, instance, labels)
SETTINGS @dedup;

-- What the batches declare, per window: for any range, taken = samples stored + dropped.
CREATE TABLE IF NOT EXISTS ledger@local@on_cluster
(
    service LowCardinality(String),
    instance LowCardinality(String),
    event LowCardinality(String),
    window_start DateTime('UTC') CODEC(Delta, ZSTD(1)),
    sequence UInt64 COMMENT 'number of the batch' CODEC(Delta, ZSTD(1)),
    taken UInt64 COMMENT 'samples' CODEC(T64, ZSTD(1)),
    dropped Map(UInt8, UInt64) COMMENT 'number of DropReason to samples'
)
ENGINE = @engine(MergeTree)
PARTITION BY toDate(window_start)
ORDER BY (service, instance, event, window_start)
SETTINGS @dedup, ttl_only_drop_parts = 1;

-- The retention that the tables have; the newest row holds.
CREATE TABLE IF NOT EXISTS retention@local@on_cluster
(
    changed DateTime64(3, 'UTC') DEFAULT now64(3),
    windows_days UInt32,
    minutes_days UInt32,
    totals_days UInt32
)
ENGINE = @engine(MergeTree)
ORDER BY changed;

-- Which days have become coarser.
CREATE TABLE IF NOT EXISTS ageing@local@on_cluster
(
    day Date,
    tier LowCardinality(String) COMMENT 'minutes or totals',
    aged DateTime('UTC') DEFAULT now()
)
ENGINE = @engine(ReplacingMergeTree, aged)
ORDER BY (day, tier)
TTL day + INTERVAL 1200 DAY;
