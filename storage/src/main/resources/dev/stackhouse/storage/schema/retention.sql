-- Makes the engine drop what the retention no longer keeps, at a midnight (UTC), at least so many days after it was written.
-- Dictionaries outlive the last row that refers to them by two days. What becomes coarser before it is dropped: see ageing.sql.
ALTER TABLE samples@local@on_cluster MODIFY TTL toDate(half_hour) + INTERVAL @totals_days + 1 DAY;

ALTER TABLE service_half_hours@local@on_cluster MODIFY TTL toDate(half_hour) + INTERVAL @totals_days + 1 DAY;

ALTER TABLE service_days@local@on_cluster MODIFY TTL day + INTERVAL @totals_days + 1 DAY;

ALTER TABLE windows@local@on_cluster MODIFY TTL toDate(window_start) + INTERVAL @minutes_days + 1 DAY;

ALTER TABLE instance_half_hours@local@on_cluster MODIFY TTL toDate(half_hour) + INTERVAL @totals_days + 1 DAY;

ALTER TABLE stacks@local@on_cluster MODIFY TTL seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE frames@local@on_cluster MODIFY TTL seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE instances@local@on_cluster MODIFY TTL last_seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE facts@local@on_cluster MODIFY TTL seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE rates@local@on_cluster MODIFY TTL toDate(since) + INTERVAL @minutes_days + 2 DAY;

ALTER TABLE ledger@local@on_cluster MODIFY TTL toDate(window_start) + INTERVAL @minutes_days + 1 DAY;

ALTER TABLE versions@local@on_cluster MODIFY TTL last_seen + INTERVAL @minutes_days + 2 DAY;

ALTER TABLE incidents@local@on_cluster MODIFY TTL toDate(changed) + INTERVAL @totals_days + 1 DAY;

ALTER TABLE looks@local@on_cluster MODIFY TTL toDate(due) + INTERVAL @totals_days + 1 DAY;
