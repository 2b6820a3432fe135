-- What the job knows of a batch when it comes: when that was, and whether the instance says that it is its last.
ALTER TABLE ledger@local@on_cluster
    ADD COLUMN IF NOT EXISTS format UInt8 COMMENT 'format_version of the batch; 0 where it was not kept',
    ADD COLUMN IF NOT EXISTS last Bool COMMENT 'whether the instance ended in order with this batch; told since format 2',
    ADD COLUMN IF NOT EXISTS arrived DateTime('UTC') COMMENT 'when the batch came, by the clock of the job; 1970 where it was not kept'
        CODEC(Delta, ZSTD(1));

-- On a cluster the table over it has to know them too; on one server the columns are there by now.
ALTER TABLE ledger@on_cluster
    ADD COLUMN IF NOT EXISTS format UInt8,
    ADD COLUMN IF NOT EXISTS last Bool,
    ADD COLUMN IF NOT EXISTS arrived DateTime('UTC');
