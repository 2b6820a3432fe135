package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.streamer.partial.StoreRows;
import java.net.URI;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores rows in ClickHouse exactly once, in two phases. The writer encodes the rows of one checkpoint into blocks, each with
 * a random token; they lie in the checkpoint as committables. Once it is complete the committer inserts them, as often as it
 * takes: ClickHouse takes a block with a token it has seen for done. A token that could be computed again would not do: late
 * rows of a window would get the token of the earlier ones.
 */
public final class ClickHouseSink implements Sink<StoreRows>, SupportsCommitter<EncodedBlock> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseSink.class);

    private final String uri;
    private final String database;
    private final String user;
    private final String password;
    private final long blockBytes;
    private final Duration commitPatience;

    /**
     * A sink that has stored nothing.
     *
     * @param blockBytes size from which a block is closed and another one begun
     * @param commitPatience how long a block is tried before Flink is asked to try again
     */
    public ClickHouseSink(StoreAddress address, long blockBytes, Duration commitPatience) {
        this.uri = address.uri().toString();
        this.database = address.database();
        this.user = address.user();
        this.password = address.password();
        this.blockBytes = blockBytes;
        this.commitPatience = commitPatience;
    }

    @Override
    public BlockSinkWriter createWriter(WriterInitContext context) {
        return new BlockSinkWriter(blockBytes);
    }

    @Override
    public Committer<EncodedBlock> createCommitter(CommitterInitContext context) {
        StoreAddress address = new StoreAddress(URI.create(uri), database, user, password);
        StoreContact contact = new StoreContact(address, LOG::warn, System.nanoTime());
        return new BlockCommitter(
                new BlockWriter(address), contact, new CommitMetrics(context.metricGroup(), contact), commitPatience);
    }

    @Override
    public SimpleVersionedSerializer<EncodedBlock> getCommittableSerializer() {
        return new EncodedBlockSerializer();
    }
}
