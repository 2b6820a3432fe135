-- Samples: one row per (window, instance, stack, event) and commit; rows of equal keys add up.
-- Sorted by stack inside the hour: the identity repeats in runs and compresses to almost nothing.
CREATE TABLE IF NOT EXISTS samples
(
    service LowCardinality(String),
    event LowCardinality(String) COMMENT 'cpu, wall, alloc, live, lock, native-memory',
    stack_id UInt128 COMMENT 'hash of the frames',
    instance LowCardinality(String) COMMENT 'one start of one JVM',
    window_start DateTime('UTC') COMMENT 'start of the 10 s window' CODEC(Delta, ZSTD(1)),
    value UInt64 COMMENT 'sum of weights: nanoseconds or bytes' CODEC(T64, ZSTD(1)),
    samples UInt32 COMMENT 'number of samples' CODEC(T64, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(window_start)
ORDER BY (service, event, toStartOfHour(window_start), stack_id, instance, window_start)
TTL toDate(window_start) + INTERVAL 30 DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000;

-- Dictionaries outlive the samples that refer to them.
CREATE TABLE IF NOT EXISTS stacks
(
    service LowCardinality(String),
    stack_id UInt128,
    frame_ids Array(UInt64) COMMENT 'root first' CODEC(ZSTD(3)),
    seen Date DEFAULT today()
)
ENGINE = ReplacingMergeTree(seen)
ORDER BY (service, stack_id)
TTL seen + INTERVAL 40 DAY
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;

CREATE TABLE IF NOT EXISTS frames
(
    frame_id UInt64,
    class_name String CODEC(ZSTD(3)),
    method_name String CODEC(ZSTD(3)),
    line UInt32 COMMENT 'source line, or 0',
    type UInt8 COMMENT 'number of FrameType',
    seen Date DEFAULT today()
)
ENGINE = ReplacingMergeTree(seen)
ORDER BY frame_id
TTL seen + INTERVAL 40 DAY
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;

CREATE TABLE IF NOT EXISTS instances
(
    service LowCardinality(String),
    instance String,
    labels Map(String, String),
    first_seen SimpleAggregateFunction(min, DateTime('UTC')),
    last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (service, instance, labels)
TTL last_seen + INTERVAL 40 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- What the batches declare, per window: for any range, taken = samples stored + dropped.
CREATE TABLE IF NOT EXISTS ledger
(
    service LowCardinality(String),
    instance LowCardinality(String),
    event LowCardinality(String),
    window_start DateTime('UTC') CODEC(Delta, ZSTD(1)),
    sequence UInt64 COMMENT 'number of the batch' CODEC(Delta, ZSTD(1)),
    taken UInt64 COMMENT 'samples' CODEC(T64, ZSTD(1)),
    dropped Map(UInt8, UInt64) COMMENT 'number of DropReason to samples'
)
ENGINE = MergeTree
PARTITION BY toDate(window_start)
ORDER BY (service, instance, event, window_start)
TTL toDate(window_start) + INTERVAL 30 DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000;
