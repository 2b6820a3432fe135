package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.storage.StorageException;

/** A look that is due. */
interface DueLook {
    /** Names it; equal for the same look. */
    Object key();

    /** When it was due, since the Unix epoch. */
    long dueMillis();

    /**
     * Does it, and keeps what came of it.
     *
     * @throws StorageException if the store cannot tell
     */
    void run();

    /** Keeps that it was tried often enough. */
    void giveUp(String error);

    /** Which one it was, for the log. */
    LogLine failed();
}
