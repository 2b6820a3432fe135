-- A day's windows become minutes: neighbours of a minute are added up, in place. Slots that are not in order may leave a minute
-- twice, which is as good. Doing it again changes nothing.
ALTER TABLE samples@local@on_cluster UPDATE
    slots = arrayFilter((slot, is_first) -> is_first, @minutes, @is_first),
    slot_samples = arrayMap(part -> toUInt32(arraySum(part)), arraySplit((count, is_first) -> is_first, slot_samples, @is_first)),
    slot_values = if(
        unit > 0,
        [],
        arrayMap(
            part -> arraySum(part),
            arraySplit((sum, is_first) -> is_first, arrayResize(slot_values, length(slots)), @is_first)))
IN PARTITION ID '@day' WHERE notEmpty(slots);

-- A day's minutes are given up; the totals of its half hours stay.
ALTER TABLE samples@local@on_cluster UPDATE
    slots = [],
    slot_samples = [],
    slot_values = []
IN PARTITION ID '@day' WHERE notEmpty(slots);
