package dev.stackhouse.storage;

/** A failed conversation with the store. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as the caller can act on it. */
    public enum Category {
        /** The store is away or too busy; the same call may succeed later. */
        UNAVAILABLE,
        /** The query ran into its limit of time, memory or concurrency. */
        LIMIT_EXCEEDED,
        /** The store refused the statement; repeating it will not help. */
        REFUSED,
        /** Whoever asked does not wait any more. */
        CANCELLED
    }

    private final Category category;

    public StorageException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public StorageException(Category category, String message) {
        super(message);
        this.category = category;
    }

    public Category category() {
        return category;
    }
}
