-- Up to which change of an incident each route has told people; the row that was stored last holds.
CREATE TABLE IF NOT EXISTS route_places@local@on_cluster
(
    route String,
    changed DateTime64(3, 'UTC') COMMENT 'of the last change that was told, with its id and revision',
    id String,
    revision UInt32,
    stored DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'by the clock of the store'
)
ENGINE = @engine(ReplacingMergeTree, stored)
ORDER BY route
SETTINGS @dedup;
