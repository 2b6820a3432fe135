package dev.stackhouse.collector.batch;

import dev.stackhouse.proto.batch.v1.StackBatch;

/** A batch without a number: everything but its sequence number and its ledger. */
public final class UnsentBatch {
    private final byte[] body;
    private final Books books;
    private final boolean last;

    /**
     * @param body encoded {@link StackBatch}
     * @param books of this batch
     * @param last whether its instance ends with it, in order
     */
    public UnsentBatch(byte[] body, Books books, boolean last) {
        this.body = body;
        this.books = books;
        this.last = last;
    }

    byte[] body() {
        return body;
    }

    public Books books() {
        return books;
    }

    /** The same as the last one of its instance. */
    public UnsentBatch asLast() {
        return new UnsentBatch(body, books, true);
    }

    /**
     * The whole message. Two encoded messages one after the other are the encoding of the two merged
     * (https://protobuf.dev/programming-guides/encoding/#last-one-wins).
     */
    public byte[] numbered(long sequence) {
        byte[] tail = StackBatch.newBuilder()
                .setSequence(sequence)
                .setLedger(books.toLedger())
                .setLast(last)
                .build()
                .toByteArray();
        byte[] message = new byte[body.length + tail.length];
        System.arraycopy(body, 0, message, 0, body.length);
        System.arraycopy(tail, 0, message, body.length, tail.length);
        return message;
    }
}
