-- For people who ask in SQL: see docs/sql.md. Names and units are those of the API.

-- What each window of an instance spent on each stack, as long as windows are kept; minutes after that.
CREATE VIEW IF NOT EXISTS stack_windows@on_cluster AS
SELECT
    service,
    event,
    instance,
    half_hour + slot * 10 AS window_start,
    stack_id,
    toUInt64(count) AS samples,
    if(unit > 0, unit * count, sum) AS value
FROM samples
ARRAY JOIN slots AS slot, slot_samples AS count, arrayResize(slot_values, length(slots)) AS sum;

-- What each half hour of a version spent on each stack.
CREATE VIEW IF NOT EXISTS stack_half_hours@on_cluster AS
SELECT service, event, version, half_hour, stack_id, sum(samples) AS samples, sum(value) AS value
FROM service_half_hours
GROUP BY service, event, version, half_hour, stack_id;

-- The frames of each stack, one a row; depth grows from the root. The name of the thread is no frame.
CREATE VIEW IF NOT EXISTS stack_frames@on_cluster AS
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
            FROM frames WHERE type != 8 GROUP BY frame_id) AS frame USING (frame_id);

-- The thread, or the pool of threads, that each stack was seen in, where it is known.
CREATE VIEW IF NOT EXISTS stack_threads@on_cluster AS
SELECT DISTINCT service, stack_id, thread
FROM (SELECT service, stack_id, frame_ids[1] AS frame_id FROM stacks) AS stack
INNER JOIN (SELECT frame_id, any(method_name) AS thread FROM frames WHERE type = 8 GROUP BY frame_id) AS frame
    USING (frame_id);

-- Cores (of cpu, wall and lock) or bytes a second (of the others) by method and hour.
CREATE VIEW IF NOT EXISTS method_rates_by_hour@on_cluster AS
SELECT
    hour,
    version,
    method,
    sumIf(value, is_leaf) / if({event:String} IN ('cpu', 'wall', 'lock'), 1e9, 1) / 3600 AS self_rate,
    sum(value) / if({event:String} IN ('cpu', 'wall', 'lock'), 1e9, 1) / 3600 AS total_rate
FROM
(
    SELECT toStartOfHour(half_hour) AS hour, version, stack_id, sum(value) AS value
    FROM stack_half_hours
    WHERE service = {service:String} AND event = {event:String}
        AND half_hour >= {from:DateTime('UTC')} AND half_hour < {to:DateTime('UTC')}
    GROUP BY hour, version, stack_id
) AS totals
INNER JOIN
(
    SELECT stack_id, method, max(is_leaf) AS is_leaf
    FROM stack_frames
    WHERE service = {service:String}
    GROUP BY stack_id, method
) AS methods USING (stack_id)
GROUP BY hour, version, method;

-- A flame graph as rows: one for each distinct path, root first.
CREATE VIEW IF NOT EXISTS flame_graph_rows@on_cluster AS
SELECT path, sum(value) AS value, sum(samples) AS samples
FROM
(
    SELECT stack_id, sum(value) AS value, sum(samples) AS samples
    FROM stack_half_hours
    WHERE service = {service:String} AND event = {event:String}
        AND half_hour >= {from:DateTime('UTC')} AND half_hour < {to:DateTime('UTC')}
    GROUP BY stack_id
) AS totals
INNER JOIN
(
    SELECT stack_id, arrayMap(frame -> frame.2, arraySort(groupArray((depth, method)))) AS path
    FROM stack_frames
    WHERE service = {service:String}
    GROUP BY stack_id
) AS paths USING (stack_id)
GROUP BY path;
