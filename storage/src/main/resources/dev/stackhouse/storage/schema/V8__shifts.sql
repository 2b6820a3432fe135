-- How often each service was looked at for what has shifted without a new version, and what came of it.
CREATE TABLE IF NOT EXISTS shift_looks@local@on_cluster
(
    service LowCardinality(String),
    event LowCardinality(String),
    due DateTime('UTC'),
    done DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'by the clock of the store',
    verdict LowCardinality(String) COMMENT 'compared, too-little, skipped or failed',
    regressions UInt32,
    other_findings UInt32 COMMENT 'that nobody is told of',
    suspects UInt32 COMMENT 'methods whose share of the service had shifted',
    detectable Float64 COMMENT 'smallest change of a share that would have been found; NaN where nothing can be told',
    remark String COMMENT 'what was missing, or why it was skipped or failed',
    took_millis UInt32
)
ENGINE = @engine(ReplacingMergeTree, done)
PARTITION BY toYYYYMM(due)
ORDER BY (service, event, due)
TTL toDate(due) + INTERVAL 90 DAY
SETTINGS @dedup;
