-- Makes the tables keep what the retention says. The engine ages data in place, a day at a time: a day's windows of 10 s become
-- minutes, and later only the half hours' totals are left. A tier ends at a midnight (UTC), at least so many days after it was
-- written. Dictionaries outlive the last row that refers to them by two days.
ALTER TABLE samples@local@on_cluster MODIFY TTL
    toDate(half_hour) + INTERVAL @totals_days + 1 DAY DELETE,
    toDate(half_hour) + INTERVAL @windows_days + 1 DAY GROUP BY service, event, half_hour, stack_id, instance, unit SET
        samples = sum(samples),
        value = sum(value),
        slots = @minutes.1,
        slot_samples = arrayMap(count -> toUInt32(count), @minutes.2),
        slot_values = if(any(unit) > 0, [], @minutes.3),
    toDate(half_hour) + INTERVAL @minutes_days + 1 DAY GROUP BY service, event, half_hour, stack_id, instance, unit SET
        samples = sum(samples),
        value = sum(value),
        slots = arrayResize(groupArrayArray(slots), 0),
        slot_samples = arrayResize(groupArrayArray(slot_samples), 0),
        slot_values = arrayResize(groupArrayArray(slot_values), 0);

ALTER TABLE service_days@local@on_cluster MODIFY TTL day + INTERVAL @totals_days + 1 DAY;

ALTER TABLE windows@local@on_cluster MODIFY TTL
    toDate(window_start) + INTERVAL @totals_days + 1 DAY DELETE,
    toDate(window_start) + INTERVAL @windows_days + 1 DAY GROUP BY
        service, event, toStartOfInterval(window_start, INTERVAL 30 MINUTE), instance, toStartOfMinute(window_start) SET
        samples = sum(samples),
        value = sum(value),
    toDate(window_start) + INTERVAL @minutes_days + 1 DAY GROUP BY
        service, event, toStartOfInterval(window_start, INTERVAL 30 MINUTE), instance SET
        samples = sum(samples),
        value = sum(value);

ALTER TABLE half_hours@local@on_cluster MODIFY TTL toDate(half_hour) + INTERVAL @totals_days + 1 DAY;

ALTER TABLE stacks@local@on_cluster MODIFY TTL seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE frames@local@on_cluster MODIFY TTL seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE instances@local@on_cluster MODIFY TTL last_seen + INTERVAL @totals_days + 3 DAY;

ALTER TABLE ledger@local@on_cluster MODIFY TTL toDate(window_start) + INTERVAL @minutes_days + 1 DAY;
