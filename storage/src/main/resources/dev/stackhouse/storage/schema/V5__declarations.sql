-- What an instance says about itself: version and flags of its JVM, limits of its container, and such. The newest row holds.
CREATE TABLE IF NOT EXISTS facts@local@on_cluster
(
    service LowCardinality(String),
    instance String,
    facts Map(LowCardinality(String), String) CODEC(ZSTD(3)),
    seen DateTime('UTC')
)
ENGINE = @engine(ReplacingMergeTree, seen)
ORDER BY (service, instance)
SETTINGS @dedup;

-- At which rates an instance sampled, from a batch on until its next row. There is a row when they change, and one a day.
CREATE TABLE IF NOT EXISTS rates@local@on_cluster
(
    service LowCardinality(String),
    instance LowCardinality(String),
    since DateTime('UTC') COMMENT 'start of the batch' CODEC(Delta, ZSTD(1)),
    sequence UInt64 COMMENT 'number of the batch' CODEC(Delta, ZSTD(1)),
    intervals Map(LowCardinality(String), UInt64)
        COMMENT 'by event: nanoseconds (cpu, wall), bytes (alloc, live, native-memory), or the shortest wait in nanoseconds (lock); an event that is not here is not sampled',
    slowed Map(LowCardinality(String), UInt32)
        COMMENT 'by event: by which factor the collector made the interval longer than was asked for, to stay within its budget',
    policy LowCardinality(String) COMMENT 'that the rates follow; empty where they follow the settings of the instance'
)
ENGINE = @engine(ReplacingMergeTree)
PARTITION BY toYYYYMM(since)
ORDER BY (service, instance, since, sequence)
SETTINGS @dedup;

-- Frames of type 8 and 9 are none: the name of a thread, and labels that the application gave it, which come before that.
CREATE OR REPLACE VIEW stack_frames@on_cluster AS
SELECT DISTINCT
    service,
    stack_id,
    depth,
    is_leaf,
    if(class_name = '', method_name, concat(class_name, '.', method_name)) AS method,
    line
FROM
(
    SELECT service, stack_id, frame_id, depth, depth = length(frame_ids) AS is_leaf
    FROM stacks
    ARRAY JOIN frame_ids AS frame_id, arrayEnumerate(frame_ids) AS depth
) AS stack
INNER JOIN (SELECT frame_id, any(class_name) AS class_name, any(method_name) AS method_name, any(line) AS line
            FROM frames WHERE type NOT IN (8, 9) GROUP BY frame_id) AS frame USING (frame_id);

CREATE OR REPLACE VIEW stack_threads@on_cluster AS
SELECT DISTINCT service, stack_id, thread
FROM (SELECT service, stack_id, arrayJoin(arraySlice(frame_ids, 1, 9)) AS frame_id FROM stacks) AS stack
INNER JOIN (SELECT frame_id, any(method_name) AS thread FROM frames WHERE type = 8 GROUP BY frame_id) AS frame
    USING (frame_id);

-- The labels that the application had given the thread of each stack, one a row.
CREATE VIEW IF NOT EXISTS stack_labels@on_cluster AS
SELECT DISTINCT
    service,
    stack_id,
    substring(label, 1, position(label, '=') - 1) AS name,
    substring(label, position(label, '=') + 1) AS value
FROM (SELECT service, stack_id, arrayJoin(arraySlice(frame_ids, 1, 9)) AS frame_id FROM stacks) AS stack
INNER JOIN (SELECT frame_id, any(method_name) AS label FROM frames WHERE type = 9 GROUP BY frame_id) AS frame
    USING (frame_id);
